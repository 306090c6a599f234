using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Rotunda.Data.Outbox;
using Rotunda.Data.Settings;
using Rotunda.Modules.Newsroom.Articles;
using Rotunda.Modules.Newsroom.Newsletters;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Mail;
using Rotunda.Modules.Shared.Web;
using Rotunda.Testing;
using Rotunda.Tests.Modules.Alliance.Applications;
using Rotunda.Tests.Modules.Shared.Mail;
using Xunit;

namespace Rotunda.Tests.Modules.Newsroom;

/// <summary>The steps that the tests of newsletters are made of.</summary>
public abstract partial class NewsletterTests
{
    private static int s_number;

    private static (string, string) Each => ("Frequency", "EachItem");

    private static string NewEmail() => $"reader{Interlocked.Increment(ref s_number)}@example.org";

    private async Task AskAsync(string email, string language, params (string Name, string Value)[] fields)
    {
        using var sent = await site.Visit().PostAsync($"/{language}/newsletter", [("Email", email), .. fields]);
        Assert.Equal($"/{language}/newsletter?sent=true", sent.Headers.Location?.ToString());
    }

    /// <summary>A confirmed subscription, and the path of its link.</summary>
    private async Task<string> ConfirmedAsync(string email, string language = "en", params (string Name, string Value)[] fields)
    {
        await AskAsync(email, language, fields);
        var link = LinkIn((await Applicant.LettersAsync(site, email))[^1]);
        using var confirmed = await site.Visit().PostAsync(link, [], "#confirm");
        Assert.Equal(HttpStatusCode.Found, confirmed.StatusCode);
        return link;
    }

    /// <summary>News of today in one language.</summary>
    private async Task<string> PublishAsync(string language, string category)
    {
        var key = $"item{Interlocked.Increment(ref s_number)}";
        var today = NodaTime.Text.LocalDatePattern.Iso.Format(site.Clock.GetCurrentInstant().InUtc().Date);
        using var folder = new ArticleFolder().With(key, language, $"title: Title of {key}\ndeck: A deck.\nslug: {key}\nsource: yes\nkind: news\ndate: {today}\ncategories: {category}", "Text.");
        Assert.Empty(await folder.ImportAsync(site));
        return key;
    }

    private async Task TranslateAsync(string key, string language, string title)
    {
        await using var db = site.Db();
        var article = await db.Articles.Include(row => row.Versions).SingleAsync(row => row.Key == key);
        var now = site.Clock.GetCurrentInstant();
        article.Versions.Add(new ArticleVersion { Language = language, Slug = key, Year = article.Date.Year, State = VersionState.Published, Title = title, Deck = "", PublishedAt = now, ChangedAt = now });
        await db.SaveChangesAsync();
    }

    /// <summary>Sends what is due. Where the site's own loop began with the same issue in that moment, until the issue is whole.</summary>
    private async Task SendAsync()
    {
        var (sending, begun) = (site.Services.GetRequiredService<NewsletterSending>(), site.Clock.GetCurrentInstant() - Duration.FromSeconds(1));
        await sending.RunAsync(CancellationToken.None);
        await Patience.UntilAsync(
            async () =>
            {
                await using var db = site.Db();
                return !await db.NewsletterIssues.AnyAsync(row => row.StartedAt >= begun && row.CoveredUntil == null);
            },
            () => sending.RunAsync(CancellationToken.None),
            () => Task.FromResult("an issue that is whole"));
    }

    private async Task DeliverAsync()
    {
        await using var db = site.Db();
        // Those that failed are due again when a test has moved the clock
        await site.Services.GetRequiredService<OutboxDispatcher>().DispatchAsync(CancellationToken.None);
        await site.DeliverAsync(db.Set<OutboxDelivery>().Where(row => row.DeliveredAt == null && row.Error == null));
    }

    private async Task<IReadOnlyList<Letter>> NewsTo(string email) => [.. (await Applicant.LettersAsync(site, email)).Where(letter => letter.Mailing is not null)];

    private async Task<Subscription?> OfAsync(string email)
    {
        await using var db = site.Db();
        return await db.Subscriptions.AsNoTracking().SingleOrDefaultAsync(row => row.EmailKey == email);
    }

    private async Task RetainAsync()
    {
        await using var db = site.Db();
        await site.Services.GetServices<IRetentionRule>().Single(rule => rule.Name == "newsletters").ApplyAsync(db, site.Clock.GetCurrentInstant(), CancellationToken.None);
    }

    private async Task SetAddressAsync(MailServer? server = null)
    {
        await using var db = site.Db();
        await SettingsStore.PutAsync(db, new SiteSettings { PublicAddress = "https://asrtu.example", IsDemonstration = true }, CancellationToken.None);
        await SettingsStore.PutAsync(db, new MailSettings { Server = server?.Address, From = "office@example.org" }, CancellationToken.None);
        await db.SaveChangesAsync();
        await site.Services.GetRequiredService<Publication>().EvictAsync();
    }

    private Task ToAsync(IsoDayOfWeek day)
    {
        var local = site.Clock.GetCurrentInstant().InUtc().LocalDateTime;
        var next = local.Date.With(DateAdjusters.Next(day)).At(new LocalTime(9, 0));
        site.Clock.Advance(next.InUtc().ToInstant() - site.Clock.GetCurrentInstant());
        return Task.CompletedTask;
    }

    private static string LinkIn(Letter letter) => new Uri(letter.Text.Split('\n').Single(line => line.StartsWith("http", StringComparison.Ordinal))).PathAndQuery;
}
