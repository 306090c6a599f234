using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Media.Images;
using Rotunda.Modules.Translation.Texts;

namespace Rotunda.Modules.Newsroom.Articles;

/// <summary>What the library says of the pictures of texts to those who do not see them.</summary>
public sealed class DescribedPictures
{
    private readonly Dictionary<string, (bool IsDecorative, HashSet<string> Languages)> _pictures;

    private DescribedPictures(Dictionary<string, (bool, HashSet<string>)> pictures) => _pictures = pictures;

    /// <summary>Asks the library about the pictures that targets name, in one query; in none where there are none.</summary>
    public static async Task<DescribedPictures> OfAsync(RotundaDb db, IEnumerable<string?> targets, CancellationToken cancellationToken)
    {
        var hashes = targets.Select(Image.HashOf).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        if (hashes.Count == 0) return new DescribedPictures([]);
        var rows = await db.Images.AsNoTracking().Where(image => hashes.Contains(image.Hash)).Select(image => new { image.Hash, image.IsDecorative, image.Alternative }).ToListAsync(cancellationToken);
        return new DescribedPictures(rows.ToDictionary(
            row => row.Hash, row => (row.IsDecorative, row.Alternative.Languages.Where(language => !string.IsNullOrWhiteSpace(row.Alternative[language])).ToHashSet(StringComparer.Ordinal)), StringComparer.Ordinal));
    }

    /// <summary>Asks the library about the pictures of a text.</summary>
    public static Task<DescribedPictures> OfAsync(RotundaDb db, TranslatedText text, CancellationToken cancellationToken) =>
        OfAsync(db, text.Blocks.Where(block => block.Kind == BlockKind.Image).Select(block => block.Target), cancellationToken);

    /// <summary>True where a picture needs no text of its own in a language: it only adorns, or the library describes it there.</summary>
    public bool IsDescribed(string? target, string language) =>
        Image.HashOf(target) is { } hash && _pictures.TryGetValue(hash, out var picture) && (picture.IsDecorative || picture.Languages.Contains(language));

    /// <summary>How ready a text is in a language, with what the library says of its pictures.</summary>
    public Readiness ReadinessOf(TranslatedText text, string language) =>
        Readiness.Of(text, language, text.Blocks.Where(block => block.Kind == BlockKind.Image && IsDescribed(block.Target, language)).Select(block => block.Id).ToHashSet());
}
