using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Media.Images;

/// <summary>Pictures of the library are for everyone who has their address, which holds the hash of their bytes.</summary>
internal sealed class ImageFiles(RotundaDb db) : IFileHolder
{
    public async Task<bool?> IsPublicAsync(string hash, string name, Viewer viewer, CancellationToken cancellationToken)
    {
        if (await db.Images.AnyAsync(image => image.Hash == hash && image.Name == name, cancellationToken)) return true;
        if (!name.EndsWith(".webp", StringComparison.Ordinal)) return null;
        var rows = await (from rendition in db.Set<ImageRendition>().AsNoTracking() where rendition.Hash == hash join image in db.Images on rendition.ImageId equals image.Id select new { rendition, image.Name })
            .ToListAsync(cancellationToken);
        return rows.Exists(row => ImageNames.NameOf(row.Name, row.rendition) == name) ? true : null;
    }
}

/// <summary>What a picture is found by agrees with its texts.</summary>
internal sealed class ImagesAgree(Shared.Languages.SiteLanguages languages) : IInvariant
{
    public string Name => "pictures";

    public async Task<IReadOnlyList<string>> ViolationsAsync(RotundaDb db, CancellationToken cancellationToken)
    {
        var violations = new List<string>();
        foreach (var image in await db.Images.AsNoTracking().ToListAsync(cancellationToken))
        {
            var (folded, width) = (image.Folded, image.Width);
            image.Index(languages.All.Select(language => language.Code));
            if (image.Folded != folded) violations.Add($"The picture {image.Code} is found by other words than its own.");
            if (width > ImageBytes.LongestSide) violations.Add($"The picture {image.Code} is wider than any that is taken.");
        }

        return violations;
    }
}
