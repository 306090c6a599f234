using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Newsroom.Articles;
using Rotunda.Modules.Shared.Languages;

namespace Rotunda.Modules.Newsroom.Addresses;

/// <summary>Finds what stands today where an article stood once.</summary>
public sealed class AddressQueries(RotundaDb db)
{
    /// <summary>Whether news had an address, and the present path in the reader's language or the fallback that the page will show; null when they are withdrawn.</summary>
    public async Task<(bool WasKnown, string? Path)> PresentAsync(Language reader, int year, string slug, CancellationToken cancellationToken)
    {
        var code = reader.Code;
        var former = await db.FormerAddresses.AsNoTracking().Where(row => row.Year == year && row.Slug == slug)
            .OrderByDescending(row => row.Language == code).ThenByDescending(row => row.RetiredAt).Select(row => (Guid?)row.ArticleId).FirstOrDefaultAsync(cancellationToken);
        if (former is not { } id) return (false, null);
        var versions = await db.PublishedNews.Where(article => article.Id == id).SelectMany(article => article.Versions).Where(version => version.State == VersionState.Published)
            .Select(version => new { version.Language, version.Year, version.Slug }).ToListAsync(cancellationToken);
        return (true, reader.Choose(versions.Select(version => version.Language)) is { } language && versions.Find(version => version.Language == language) is { } present
            ? FormattableString.Invariant($"/{code}/news/{present.Year}/{present.Slug}") : null);
    }

    /// <summary>The former addresses of an article, the latest first.</summary>
    public async Task<IReadOnlyList<FormerAddress>> OfAsync(Guid articleId, CancellationToken cancellationToken) =>
        await db.FormerAddresses.AsNoTracking().Where(row => row.ArticleId == articleId).OrderByDescending(row => row.RetiredAt).ThenBy(row => row.Language).Take(100).ToListAsync(cancellationToken);
}
