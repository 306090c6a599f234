using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Modules.Newsroom.Articles;

namespace Rotunda.Modules.Newsroom.Newsletters;

/// <summary>A language version of an item as a letter names it.</summary>
public sealed record ItemVersion(string Language, int Year, string Slug, string Title, string Deck, Instant AppearedAt);

/// <summary>An item of news that may be mailed.</summary>
public sealed record NewsletterItem(Guid Id, LocalDate Date, IReadOnlyList<string> Topics, IReadOnlyList<ItemVersion> Versions)
{
    /// <summary>When the item first appeared in one of a subscriber's languages; null when it did in none before the end.</summary>
    public Instant? AppearedFor(Subscription subscriber, Instant end)
    {
        var times = Versions.Where(version => version.AppearedAt <= end && subscriber.Languages.Contains(version.Language)).Select(version => version.AppearedAt).ToList();
        return times.Count == 0 ? null : times.Min();
    }

    /// <summary>True when a subscriber wants it and was not sent it: it appeared in one of the languages between two instants, in one of the categories, and is no archive.</summary>
    public bool IsFor(Subscription subscriber, Instant from, Instant end) =>
        AppearedFor(subscriber, end) is { } at && at > from && at > subscriber.Since && !IsArchive(at)
        && (subscriber.Topics.Count == 0 || subscriber.Topics.Exists(Topics.Contains));

    /// <summary>The version that a subscriber reads: in the language of the letters, else in the first other one that is wanted.</summary>
    public ItemVersion VersionFor(Subscription subscriber, Instant end)
    {
        var wanted = Versions.Where(version => version.AppearedAt <= end && subscriber.Languages.Contains(version.Language)).ToList();
        return wanted.Find(version => version.Language == subscriber.LanguageCode) ?? wanted.OrderBy(version => version.AppearedAt).ThenBy(version => version.Language, StringComparer.Ordinal).First();
    }

    private bool IsArchive(Instant appeared) => Date.PlusDays(NewsletterRules.OldestDays) < appeared.InUtc().Date;

    /// <summary>Items of which a version appeared after an instant, the latest date first; a constant number of queries.</summary>
    public static async Task<IReadOnlyList<NewsletterItem>> SinceAsync(RotundaDb db, Instant from, CancellationToken cancellationToken) =>
        Of(await db.PublishedNews.Where(article => article.Versions.Any(version => version.State == VersionState.Published && version.PublishedAt > from)).AsSplitQuery()
            .OrderByDescending(article => article.Date).ThenByDescending(article => article.Id).Include(article => article.Versions).Include(article => article.Categories).ToListAsync(cancellationToken));

    /// <summary>The latest items in one language, whenever they appeared; for a look at what a letter would be like.</summary>
    public static async Task<IReadOnlyList<NewsletterItem>> LatestAsync(RotundaDb db, string language, int count, CancellationToken cancellationToken) =>
        Of(await db.PublishedNews.Where(article => article.Versions.Any(version => version.Language == language && version.State == VersionState.Published && version.PublishedAt != null)).AsSplitQuery().OrderByDescending(article => article.Date).ThenByDescending(article => article.Id).Take(count)
            .Include(article => article.Versions).Include(article => article.Categories).ToListAsync(cancellationToken));

    private static IReadOnlyList<NewsletterItem> Of(IEnumerable<Article> articles) => [.. articles.Select(article => new NewsletterItem(
        article.Id, article.Date, [.. article.Categories.Select(row => row.Category)],
        [.. article.Versions.Where(version => version.State == VersionState.Published && version.PublishedAt is not null).Select(version => new ItemVersion(version.Language, version.Year, version.Slug, version.Title, version.Deck, version.PublishedAt!.Value))]))];
}
