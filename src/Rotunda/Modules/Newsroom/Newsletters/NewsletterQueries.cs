using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;

namespace Rotunda.Modules.Newsroom.Newsletters;

/// <summary>How many want the letters in one language.</summary>
public sealed record SubscriberCount(string LanguageCode, NewsletterFrequency Frequency, SubscriptionState State, int Count);

/// <summary>An issue as the desk lists it.</summary>
/// <param name="StartedAt">When the first letter was written.</param>
/// <param name="Frequency">An item or a week.</param>
/// <param name="Title">Of the item, in any language; null for a week.</param>
/// <param name="Sent">How many letters there were.</param>
public sealed record IssueLine(Instant StartedAt, NewsletterFrequency Frequency, string? Title, int Sent);

/// <summary>Reads numbers for the desk; nobody's address.</summary>
public sealed class NewsletterQueries(RotundaDb db)
{
    private const int MostIssues = 30;

    public async Task<IReadOnlyList<SubscriberCount>> CountsAsync(CancellationToken cancellationToken) =>
        [.. (await db.Subscriptions.GroupBy(row => new { row.LanguageCode, row.Frequency, row.State }).Select(group => new { group.Key, Count = group.Count() }).ToListAsync(cancellationToken))
            .Select(row => new SubscriberCount(row.Key.LanguageCode, row.Key.Frequency, row.Key.State, row.Count))];

    /// <summary>The latest issues that somebody was sent.</summary>
    public async Task<IReadOnlyList<IssueLine>> IssuesAsync(string language, CancellationToken cancellationToken) =>
        [.. (await db.NewsletterIssues.AsNoTracking().Where(row => row.Sent > 0).OrderByDescending(row => row.StartedAt).Take(MostIssues)
            .Select(row => new
            {
                row.StartedAt, row.Frequency, row.Sent,
                Title = db.Set<Articles.ArticleVersion>().Where(version => version.ArticleId == row.ArticleId).OrderByDescending(version => version.Language == language).ThenBy(version => version.Language)
                    .Select(version => version.Title).FirstOrDefault(),
            }).ToListAsync(cancellationToken)).Select(row => new IssueLine(row.StartedAt, row.Frequency, row.Title, row.Sent))];
}
