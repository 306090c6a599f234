using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Media.Attachments;

/// <summary>Reads the list of attachments.</summary>
public sealed class AttachmentQueries(RotundaDb db, ISearchFilter search)
{
    public const int PageSize = 50;

    /// <summary>A page of the list, latest first, and how many there are; two queries, and one more where words are sought.</summary>
    public async Task<(IReadOnlyList<Attachment> Attachments, int Total)> ListAsync(string words, int page, CancellationToken cancellationToken)
    {
        var query = db.Attachments.AsNoTracking();
        if (words.Length > 0)
        {
            var all = await query.Select(row => new { row.Id, row.Name }).ToListAsync(cancellationToken);
            var ids = search.Among(all, row => [row.Name], words).Select(row => row.Id).ToList();
            query = query.Where(row => ids.Contains(row.Id));
        }

        var total = await query.CountAsync(cancellationToken);
        return (await query.OrderByDescending(row => row.UploadedAt).ThenByDescending(row => row.Id).Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(cancellationToken), total);
    }
}

/// <summary>An attachment of the list is for whoever keeps it; who else may see it follows from the texts that offer it.</summary>
internal sealed class AttachmentFiles(RotundaDb db, Permissions permissions) : IFileHolder
{
    public async Task<bool?> IsPublicAsync(string hash, string name, Viewer viewer, CancellationToken cancellationToken) =>
        permissions.May(viewer, MediaActs.KeepPictures) && await db.Attachments.AnyAsync(row => row.Hash == hash && row.Name == name, cancellationToken) ? false : null;
}

/// <summary>Who uploaded an attachment. The file stays.</summary>
internal sealed class AttachmentPersonalData : IPersonalData
{
    public string RemovedKey => "data.attachments.removed";

    public string? KeptKey => "data.attachments.kept";

    public IReadOnlyList<PersonalTable> Tables { get; } = [new(typeof(Attachment), "attachments", nameof(Attachment.UploadedBy), nameof(Attachment.UploaderName))];

    public async Task<IReadOnlyList<PersonalSection>> ExportAsync(RotundaDb db, Guid accountId, CancellationToken cancellationToken)
    {
        var rows = await db.Attachments.AsNoTracking().Where(row => row.UploadedBy == accountId).OrderBy(row => row.UploadedAt).Select(row => new { row.UploadedAt, row.Name }).ToListAsync(cancellationToken);
        return [new("attachments", [.. rows.Select(row => new { uploadedAt = row.UploadedAt.ToString(), row.Name })])];
    }

    public Task EraseAsync(RotundaDb db, Guid accountId, CancellationToken cancellationToken) => db.Attachments.Where(row => row.UploadedBy == accountId).ExecuteUpdateAsync(
        set => set.SetProperty(row => row.UploadedBy, (Guid?)null).SetProperty(row => row.UploaderName, IPersonalData.Nobody), cancellationToken);
}
