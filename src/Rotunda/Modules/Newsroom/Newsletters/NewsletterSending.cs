using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Leases;
using Rotunda.Data.Settings;
using Rotunda.Modules.Shared.Mail;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Newsroom.Newsletters;

/// <summary>
/// Writes the letters that are due into the outbox. That a subscriber has a letter of an issue is a row in the same transaction, whose key
/// stands once: neither a crash nor a second node sends twice.
/// </summary>
public sealed class NewsletterSending(
    IDbContextFactory<RotundaDb> contexts, NewsletterLetters letters, SettingsStore settings, ISiteIdentity identity, MailQueue mail, WorkSignal signal, IClock clock)
{
    private const int Batch = 100;

    /// <summary>Looks back as far as an item may wait for its translation and still be news.</summary>
    private static readonly Duration Window = Duration.FromDays(30);

    /// <summary>Sends what is due now.</summary>
    /// <returns>How many letters were written; none while the site's public address is not set, since letters need links.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if ((await settings.GetAsync<SiteSettings>(cancellationToken)).PublicAddress is not { } address) return 0;
        var site = (await identity.GetAsync(cancellationToken), address.TrimEnd('/'));
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await db.Subscriptions.AnyAsync(row => row.State == SubscriptionState.Confirmed, cancellationToken)) return 0;
        var now = clock.GetCurrentInstant();
        var items = await NewsletterItem.SinceAsync(db, now - Window, cancellationToken);
        var (count, end) = (0, now - NewsletterRules.Grace);
        foreach (var item in items)
        {
            if (item.Versions.Where(version => version.AppearedAt <= end).Select(version => (Instant?)version.AppearedAt).Max() is { } latest)
                count += await SendAsync(db, $"item:{item.Id}", NewsletterFrequency.EachItem, item.Id, [item], Instant.MinValue, latest, site, cancellationToken);
        }

        var week = NewsletterRules.LastWeekly(now);
        count += await SendAsync(
            db, $"week:{NodaTime.Text.LocalDatePattern.Iso.Format(week.InUtc().Date)}", NewsletterFrequency.Weekly, null, items, week - Duration.FromDays(7), week, site, cancellationToken);
        if (count > 0) signal.Raise();
        return count;
    }

    private async Task<int> SendAsync(
        RotundaDb db, string key, NewsletterFrequency frequency, Guid? articleId, IReadOnlyList<NewsletterItem> items, Instant from, Instant end, (SiteIdentity, string) site, CancellationToken cancellationToken)
    {
        var issue = await db.NewsletterIssues.SingleOrDefaultAsync(row => row.Key == key, cancellationToken);
        if (issue?.CoveredUntil >= end) return 0;
        if (issue is null)
        {
            db.Add(issue = new NewsletterIssue { Id = RowId.New(), Key = key, Frequency = frequency, ArticleId = articleId, StartedAt = clock.GetCurrentInstant() });
            if (!await SaveAsync(db, cancellationToken)) return 0;
        }

        var (count, last, id) = (0, Guid.Empty, issue.Id);
        while (true)
        {
            var batch = await db.Subscriptions.AsNoTracking().Where(row => row.State == SubscriptionState.Confirmed && row.Frequency == frequency && row.Id > last)
                .OrderBy(row => row.Id).Take(Batch).ToListAsync(cancellationToken);
            if (batch.Count == 0) break;
            last = batch[^1].Id;
            var ids = batch.ConvertAll(row => row.Id);
            var served = await db.NewsletterLetters.Where(row => row.IssueId == id && ids.Contains(row.SubscriptionId)).Select(row => row.SubscriptionId).ToHashSetAsync(cancellationToken);
            var written = Write(db, issue, [.. batch.Where(row => !served.Contains(row.Id))], items, from, end, site);
            if (written == 0) continue;
            // Another node that wrote one of these letters meanwhile goes on with the issue
            if (!await SaveAsync(db, cancellationToken)) return count;
            count += written;
        }

        await db.NewsletterIssues.Where(row => row.Id == id).ExecuteUpdateAsync(set => set.SetProperty(row => row.CoveredUntil, end), cancellationToken);
        db.ChangeTracker.Clear();
        return count;
    }

    private int Write(RotundaDb db, NewsletterIssue issue, IReadOnlyList<Subscription> subscribers, IReadOnlyList<NewsletterItem> items, Instant from, Instant end, (SiteIdentity, string) site)
    {
        var count = 0;
        foreach (var subscriber in subscribers)
        {
            var wanted = items.Where(item => item.IsFor(subscriber, from, end)).ToList();
            if (wanted.Count == 0) continue;
            db.Add(new NewsletterLetter { IssueId = issue.Id, SubscriptionId = subscriber.Id, LanguageCode = subscriber.LanguageCode, At = clock.GetCurrentInstant() });
            mail.Add(db, letters.Issue(subscriber, wanted, end, issue.Frequency == NewsletterFrequency.Weekly, site));
            count++;
        }

        issue.Sent += count;
        return count;
    }

    private static async Task<bool> SaveAsync(RotundaDb db, CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException error) when (error.IsUniqueViolation())
        {
            db.ChangeTracker.Clear();
            return false;
        }
    }
}

/// <summary>Looks for due letters every half minute, on one node.</summary>
internal sealed class NewsletterLoop(NewsletterSending sending, NodeLeases leases, IClock clock, WorkSignal signal, TimeProvider time, ILogger<NewsletterLoop> logger) : BackgroundLoop(signal, time, logger)
{
    private const string LeaseName = "newsletter";

    private static readonly Duration Interval = Duration.FromSeconds(30);
    private static readonly Duration LeaseLength = Duration.FromMinutes(5);

    private Instant _next;

    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        if (now < _next) return;
        _next = now + Interval;
        if (await leases.TryTakeAsync(LeaseName, LeaseLength, cancellationToken)) await sending.RunAsync(cancellationToken);
    }
}
