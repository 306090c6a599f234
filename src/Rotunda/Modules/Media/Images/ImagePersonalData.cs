using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Media.Images;

/// <summary>Who uploaded a picture. The picture stays, and so does the credit beside it, which is part of what was published.</summary>
internal sealed class ImagePersonalData : IPersonalData
{
    public string RemovedKey => "data.images.removed";

    public string? KeptKey => "data.images.kept";

    public IReadOnlyList<PersonalTable> Tables { get; } = [new(typeof(Image), "pictures", nameof(Image.UploadedBy), nameof(Image.UploaderName))];

    public async Task<IReadOnlyList<PersonalSection>> ExportAsync(RotundaDb db, Guid accountId, CancellationToken cancellationToken)
    {
        var rows = await db.Images.AsNoTracking().Where(row => row.UploadedBy == accountId).OrderBy(row => row.UploadedAt).Select(row => new { row.UploadedAt, row.Name, row.Credit }).ToListAsync(cancellationToken);
        return [new("pictures", [.. rows.Select(row => new { uploadedAt = row.UploadedAt.ToString(), row.Name, row.Credit })])];
    }

    public Task EraseAsync(RotundaDb db, Guid accountId, CancellationToken cancellationToken) => db.Images.Where(row => row.UploadedBy == accountId).ExecuteUpdateAsync(
        set => set.SetProperty(row => row.UploadedBy, (Guid?)null).SetProperty(row => row.UploaderName, IPersonalData.Nobody).SetProperty(row => row.Version, row => row.Version + 1), cancellationToken);
}
