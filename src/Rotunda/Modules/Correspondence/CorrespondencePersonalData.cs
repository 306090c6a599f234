using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Correspondence.Circulars;
using Rotunda.Modules.Correspondence.Directory;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Correspondence;

/// <summary>What circulars and the directory of officers keep about a person. What an institution answered stays the institution's.</summary>
internal sealed class CorrespondencePersonalData : IPersonalData
{
    public string RemovedKey => "data.correspondence.removed";

    public string? KeptKey => "data.correspondence.kept";

    public IReadOnlyList<PersonalTable> Tables { get; } =
    [
        new(typeof(OfficerContact), "directory", nameof(OfficerContact.AccountId), nameof(OfficerContact.Phone), nameof(OfficerContact.MessengerId)),
        // Whose institution was asked, and by whom, is what the circular is about; the ids lead to nobody
        new(typeof(CircularOfficer), "circulars-received", nameof(CircularOfficer.AccountId), nameof(CircularOfficer.OfficerName), nameof(CircularOfficer.Email)) { Kept = [nameof(CircularOfficer.AccountId)] },
        new(typeof(CircularReceiver), "circulars-answered", nameof(CircularReceiver.AnsweredById), nameof(CircularReceiver.AnsweredBy)) { Kept = [nameof(CircularReceiver.AnsweredById)] },
        new(typeof(Circular), "circulars-written", nameof(Circular.CreatedBy), nameof(Circular.SentBy), nameof(Circular.SenderName)) { Kept = [nameof(Circular.CreatedBy), nameof(Circular.SentBy)] },
    ];

    public async Task<IReadOnlyList<PersonalSection>> ExportAsync(RotundaDb db, Guid accountId, CancellationToken cancellationToken)
    {
        var contact = await db.OfficerContacts.AsNoTracking().Where(row => row.AccountId == accountId).ToListAsync(cancellationToken);
        var received = await db.CircularOfficers.AsNoTracking().Where(row => row.AccountId == accountId).OrderBy(row => row.Id)
            .Select(row => new { circular = row.Receiver!.CircularId, institution = row.Receiver.Institution!.Code, row.OfficerName, row.Email, row.Receiver.ReadAt }).ToListAsync(cancellationToken);
        var answered = await db.CircularReceivers.AsNoTracking().Where(row => row.AnsweredById == accountId).OrderBy(row => row.Id)
            .Select(row => new { circular = row.CircularId, institution = row.Institution!.Code, row.AnsweredBy, row.AnsweredAt, row.Choice, row.Words, row.FileName }).ToListAsync(cancellationToken);
        var written = await db.Circulars.AsNoTracking().Where(row => row.CreatedBy == accountId || row.SentBy == accountId).OrderBy(row => row.Id).Select(row => new { row.Id, row.Subject, row.SenderName, row.CreatedAt, row.SentAt }).ToListAsync(cancellationToken);
        return
        [
            new("directory", [.. contact.Select(row => new { row.Phone, row.ShowsMail, row.Messenger, row.MessengerId, row.Languages, row.ShowsZone, row.ConfirmedAt })]),
            new("circulars-received", [.. received]), new("circulars-answered", [.. answered]), new("circulars-written", [.. written]),
        ];
    }

    public async Task EraseAsync(RotundaDb db, Guid accountId, CancellationToken cancellationToken)
    {
        await db.OfficerContacts.Where(row => row.AccountId == accountId).ExecuteDeleteAsync(cancellationToken);
        var officers = db.CircularOfficers.Where(row => row.AccountId == accountId);
        // The links were this person's: nobody answers by them any more
        await db.Set<CircularLink>().Where(link => officers.Select(row => row.Id).Contains(link.OfficerId)).ExecuteDeleteAsync(cancellationToken);
        await officers.ExecuteUpdateAsync(set => set.SetProperty(row => row.OfficerName, IPersonalData.Nobody).SetProperty(row => row.Email, ""), cancellationToken);
        await db.CircularReceivers.Where(row => row.AnsweredById == accountId).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.AnsweredBy, IPersonalData.Nobody).SetProperty(row => row.Version, row => row.Version + 1), cancellationToken);
        await db.Circulars.Where(row => row.SentBy == accountId || (row.SentBy == null && row.CreatedBy == accountId)).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.SenderName, IPersonalData.Nobody).SetProperty(row => row.Version, row => row.Version + 1), cancellationToken);
    }
}
