using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Languages;

namespace Rotunda.Modules.Media.Images;

/// <summary>A picture ready for a page.</summary>
/// <param name="Hash">Of the stripped original.</param>
/// <param name="Address">Of the widest form that browsers everywhere show.</param>
/// <param name="SourceSet">For <c>srcset</c>; empty where there are no renditions.</param>
/// <param name="Width">In points, so that nothing jumps when it arrives.</param>
/// <param name="Height">Likewise.</param>
/// <param name="Alternative">Null where none is written or none is needed.</param>
/// <param name="Caption">The library's caption; null where there is none.</param>
/// <param name="Credit">May be empty.</param>
/// <param name="Square">A square around the focus; the picture itself where there is none.</param>
/// <param name="Card">1200 by 630 for messengers; null where there is none.</param>
public sealed record Picture(
    string Hash, string Address, string SourceSet, int Width, int Height, Localized? Alternative, Localized? Caption, string Credit, string Square, string? Card)
{
    /// <summary>The size of a <see cref="Card"/>.</summary>
    public const int CardWidth = 1200;

    public const int CardHeight = 630;

    /// <summary>The same with something behind each of its addresses, such as the token of a preview.</summary>
    /// <param name="query">From its question mark on; empty for nothing.</param>
    public Picture With(string query) => query.Length == 0 ? this : this with
    {
        Address = Address + query, Square = Square + query, Card = Card is null ? null : Card + query, SourceSet = string.Join(", ", SourceSet.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(part => part.Replace(" ", query + " ", StringComparison.Ordinal))),
    };

    /// <summary>A picture for a reader.</summary>
    public static Picture Of(Image image, Language reader)
    {
        var whole = image.Renditions.Where(rendition => rendition.Kind == RenditionKind.Whole).OrderBy(rendition => rendition.Width).ToList();
        return new Picture(
            image.Hash, ImageNames.PathOf(image), string.Join(", ", whole.Select(rendition => $"{ImageNames.PathOf(image, rendition)} {rendition.Width}w")), image.Width, image.Height,
            image.IsDecorative ? null : image.Alternative.In(reader), image.Caption.In(reader), image.Credit,
            image.Renditions.Find(rendition => rendition.Kind == RenditionKind.Square) is { } square ? ImageNames.PathOf(image, square)
                : whole.Find(rendition => rendition.Width >= RenditionMaking.Crops[0].Width) is { } narrow ? ImageNames.PathOf(image, narrow) : ImageNames.PathOf(image),
            image.Renditions.Find(rendition => rendition.Kind == RenditionKind.Card) is { } card ? ImageNames.PathOf(image, card) : null);
    }
}

/// <summary>Where pictures and their renditions lie.</summary>
internal static class ImageNames
{
    public static string PathOf(Image image) => $"/media/{image.Hash}/{Uri.EscapeDataString(image.Name)}";

    public static string PathOf(Image image, ImageRendition rendition) => $"/media/{rendition.Hash}/{Uri.EscapeDataString(NameOf(image.Name, rendition))}";

    /// <summary><c>gate-640.webp</c>, <c>gate-square.webp</c>.</summary>
    public static string NameOf(string name, ImageRendition rendition) =>
        $"{Path.GetFileNameWithoutExtension(name)}-{rendition.Kind switch { RenditionKind.Whole => rendition.Width.ToString(System.Globalization.CultureInfo.InvariantCulture), RenditionKind.Square => "square", _ => "card" }}.webp";
}

/// <summary>Reads the library.</summary>
public sealed class ImageQueries(RotundaDb db, ISearchFilter search, SiteLanguages languages)
{
    public const int PageSize = 24;

    /// <summary>A page of the library, latest first, and how many there are; two queries, one for the renditions, and one more where words are sought.</summary>
    /// <param name="words">Sought in names, codes, credits and texts; empty for all.</param>
    /// <param name="lacksText">True for those only that lack an alternative text in some language.</param>
    /// <param name="page">From 1.</param>
    /// <param name="cancellationToken">Cancels the queries.</param>
    public async Task<(IReadOnlyList<Image> Images, int Total)> ListAsync(string words, bool lacksText, int page, CancellationToken cancellationToken)
    {
        var query = db.Images.AsNoTracking();
        if (words.Length > 0)
        {
            var all = await query.Select(image => new { image.Id, image.Name, image.Code, image.Credit, image.Alternative, image.Caption }).ToListAsync(cancellationToken);
            var ids = search.Among(all, row => [row.Name, row.Code, row.Credit, .. row.Alternative.Languages.Select(language => row.Alternative[language]!), .. row.Caption.Languages.Select(language => row.Caption[language]!)], words).Select(row => row.Id).ToList();
            query = query.Where(image => ids.Contains(image.Id));
        }

        if (lacksText) query = query.Where(image => !image.IsDecorative && image.Lacking > 0);
        var total = await query.CountAsync(cancellationToken);
        return (await query.Include(image => image.Renditions).AsSplitQuery().OrderByDescending(image => image.UploadedAt).ThenByDescending(image => image.Id)
            .Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(cancellationToken), total);
    }

    /// <summary>One picture, or null.</summary>
    public Task<Image?> FindAsync(string code, CancellationToken cancellationToken) =>
        db.Images.AsNoTracking().Include(image => image.Renditions).SingleOrDefaultAsync(image => image.Code == code, cancellationToken);

    /// <summary>Pictures for a page, by hash, in one query; files that are no pictures of the library are left out.</summary>
    public async Task<IReadOnlyDictionary<string, Picture>> PicturesAsync(IReadOnlyCollection<string> hashes, Language reader, CancellationToken cancellationToken) =>
        hashes.Count == 0 ? new Dictionary<string, Picture>()
            : (await db.Images.AsNoTracking().Include(image => image.Renditions).Where(image => hashes.Contains(image.Hash)).ToListAsync(cancellationToken))
                .ToDictionary(image => image.Hash, image => Picture.Of(image, reader), StringComparer.Ordinal);

    /// <summary>The languages in which a picture lacks its alternative text.</summary>
    public IReadOnlyList<Language> LackingOf(Image image) => [.. image.WithoutAlternative(languages.All.Select(language => language.Code)).Select(code => languages.Find(code)!)];
}
