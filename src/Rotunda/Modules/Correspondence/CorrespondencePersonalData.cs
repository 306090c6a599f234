using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Correspondence.Circulars;
using Rotunda.Modules.Correspondence.Directory;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Correspondence;

/// <summary>What circulars and the directory of officers keep about a person. What an institution answered stays the institution's.</summary>
internal sealed class CorrespondencePersonalData : IPersonalData
{
    /// <summary>Stands where a name stood.</summary>
    private const string Nobody = "—";

    public string RemovedKey => "data.correspondence.removed";

    public string? KeptKey => "data.correspondence.kept";

    public async Task<IReadOnlyList<PersonalSection>> ExportAsync(RotundaDb db, Guid accountId, CancellationToken cancellationToken)
    {
        var contact = await db.OfficerContacts.AsNoTracking().Where(row => row.AccountId == accountId).ToListAsync(cancellationToken);
        var received = await db.CircularReceivers.AsNoTracking().Where(row => row.AccountId == accountId).OrderBy(row => row.Id)
            .Select(row => new { circular = row.CircularId, institution = row.Institution!.Code, row.OfficerName, row.Email, row.ReadAt, row.AnsweredAt, row.Choice, row.Words, row.FileName }).ToListAsync(cancellationToken);
        var written = await db.Circulars.AsNoTracking().Where(row => row.CreatedBy == accountId || row.SentBy == accountId).OrderBy(row => row.Id).Select(row => new { row.Id, row.Subject, row.SenderName, row.CreatedAt, row.SentAt }).ToListAsync(cancellationToken);
        return
        [
            new("directory", [.. contact.Select(row => new { row.Phone, row.ShowsMail, row.Messenger, row.MessengerId, row.Languages, row.ShowsZone, row.ConfirmedAt })]),
            new("circulars-received", [.. received]), new("circulars-written", [.. written]),
        ];
    }

    public async Task EraseAsync(RotundaDb db, Guid accountId, CancellationToken cancellationToken)
    {
        await db.OfficerContacts.Where(row => row.AccountId == accountId).ExecuteDeleteAsync(cancellationToken);
        var receivers = db.CircularReceivers.Where(row => row.AccountId == accountId);
        // The links were this person's: nobody answers by them any more
        await db.Set<CircularLink>().Where(link => receivers.Select(row => row.Id).Contains(link.ReceiverId)).ExecuteDeleteAsync(cancellationToken);
        await receivers.ExecuteUpdateAsync(set => set.SetProperty(row => row.OfficerName, Nobody).SetProperty(row => row.Email, "").SetProperty(row => row.Version, row => row.Version + 1), cancellationToken);
        await db.Circulars.Where(row => row.SentBy == accountId || (row.SentBy == null && row.CreatedBy == accountId)).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.SenderName, Nobody).SetProperty(row => row.Version, row => row.Version + 1), cancellationToken);
    }
}
