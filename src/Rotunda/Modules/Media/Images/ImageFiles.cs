using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Media.Images;

/// <summary>Pictures are for those who may read a text that shows them, in all their sizes; the others of the library for whoever keeps it.</summary>
internal sealed class ImageFiles(RotundaDb db, IEnumerable<IImageUses> uses, Permissions permissions) : IFileHolder
{
    public async Task<bool?> IsPublicAsync(string hash, string name, Viewer viewer, CancellationToken cancellationToken)
    {
        if (await PictureAsync(hash, name, cancellationToken) is not { } picture) return null;
        bool? isShown = null;
        foreach (var source in uses)
        {
            if (await source.IsShownAsync(picture, viewer, cancellationToken) is not { } answer) continue;
            if (answer) return true;
            isShown = false;
        }

        return isShown ?? (permissions.May(viewer, MediaActs.KeepPictures) ? false : null);
    }

    /// <summary>The hash of the original that a file is, or is a smaller version of.</summary>
    private async Task<string?> PictureAsync(string hash, string name, CancellationToken cancellationToken)
    {
        if (await db.Images.AnyAsync(image => image.Hash == hash && image.Name == name, cancellationToken)) return hash;
        if (!name.EndsWith(".webp", StringComparison.Ordinal)) return null;
        var rows = await (from rendition in db.Set<ImageRendition>().AsNoTracking() where rendition.Hash == hash join image in db.Images on rendition.ImageId equals image.Id select new { rendition, image.Name, image.Hash })
            .ToListAsync(cancellationToken);
        return rows.Find(row => ImageNames.NameOf(row.Name, row.rendition) == name)?.Hash;
    }
}

/// <summary>No picture is wider than any that is taken.</summary>
internal sealed class ImagesAgree : IInvariant
{
    public string Name => "pictures";

    public async Task<IReadOnlyList<string>> ViolationsAsync(RotundaDb db, CancellationToken cancellationToken) =>
        [.. (await db.Images.Where(image => image.Width > ImageBytes.LongestSide).Select(image => image.Code).ToListAsync(cancellationToken)).Select(code => $"The picture {code} is wider than any that is taken.")];
}
