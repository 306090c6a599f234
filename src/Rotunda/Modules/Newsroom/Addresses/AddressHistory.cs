using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Modules.Newsroom.Articles;

namespace Rotunda.Modules.Newsroom.Addresses;

/// <summary>Moves versions of articles from address to address, inside of an operation. What readers knew leads on.</summary>
internal static class AddressHistory
{
    /// <summary>Gives a version another address; the former one is kept where the version was published under it.</summary>
    public static async Task MoveAsync(RotundaDb db, ArticleVersion version, int year, string slug, Instant now, CancellationToken cancellationToken)
    {
        if (version.Year == year && version.Slug == slug) return;
        // Back where it was once: that address is the present one again
        if (await db.FormerAddresses.FindAsync([version.Language, year, slug], cancellationToken) is { } again) db.Remove(again);
        if (version.PublishedAt is not null) db.Add(new FormerAddress { Language = version.Language, Year = version.Year, Slug = version.Slug, ArticleId = version.ArticleId, RetiredAt = now });
        (version.Year, version.Slug) = (year, slug);
    }

    /// <summary>An address that another article has or had cannot be taken: links to it would lead elsewhere.</summary>
    public static async Task<bool> IsTakenAsync(RotundaDb db, Guid articleId, string language, int year, string slug, CancellationToken cancellationToken) =>
        await db.ArticleVersions.AnyAsync(row => row.ArticleId != articleId && row.Language == language && row.Year == year && row.Slug == slug, cancellationToken)
        || await db.FormerAddresses.AnyAsync(row => row.ArticleId != articleId && row.Language == language && row.Year == year && row.Slug == slug, cancellationToken);
}
