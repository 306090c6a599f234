using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Mail;
using Rotunda.Modules.Translation;

namespace Rotunda.Modules.Newsroom.Newsletters;

/// <summary>What people may do with newsletters.</summary>
public static class NewsletterActs
{
    public const string ManageName = "newsroom.newsletter.manage";

    /// <summary>See how many are subscribed and what is sent; take out whoever asks for it.</summary>
    public static readonly Act Manage = new(ManageName);
}

/// <summary>What this feature adds to the program.</summary>
internal static class NewsletterParts
{
    /// <summary>The rate limit of the public forms: generous per address, since whole campuses share one.</summary>
    internal const string Limit = "newsletter";

    private const int FormsPerWindow = 60;
    private const int WindowMinutes = 10;

    public static void AddNewsletters(this IServiceCollection services)
    {
        services.AddSingleton<SubscriptionLinks>();
        services.AddSingleton<NewsletterLetters>();
        services.AddSingleton<NewsletterSending>();
        services.AddScoped<SubscriptionOperations>();
        services.AddScoped<NewsletterQueries>();
        services.AddHostedService<NewsletterLoop>();
        services.AddSingleton<IMailingList, SubscribersRefused>();
        services.AddSingleton<IRetentionRule, NewsletterRetention>();
        services.AddSingleton<IPersonalData, SubscriptionPersonalData>();
        services.AddSingleton(new RoleContribution(Roles.Secretariat, [NewsletterActs.Manage]));
        services.AddSingleton(new RoleContribution(TranslationRoles.Editor, [NewsletterActs.Manage]));
        services.AddSingleton(new NavigationEntry(NavigationPlace.Footer, "newsletter.title", "/newsletter", 65));
        services.AddSingleton(new NavigationEntry(NavigationPlace.Desk, "newsletter.title", "/desk/newsletter", 80, NewsletterActs.Manage));
        // Reading is free, sending is not
        services.Configure<RateLimiterOptions>(options => options.AddPolicy(Limit, context => HttpMethods.IsPost(context.Request.Method)
            ? RateLimitPartition.GetFixedWindowLimiter(
                context.Connection.RemoteIpAddress?.ToString() ?? "", _ => new FixedWindowRateLimiterOptions { PermitLimit = FormsPerWindow, Window = TimeSpan.FromMinutes(WindowMinutes) })
            : RateLimitPartition.GetNoLimiter("")));
    }
}

/// <summary>Stops writing to an address after the mail server refused it for good a few times.</summary>
internal sealed class SubscribersRefused(IDbContextFactory<RotundaDb> contexts) : IMailingList
{
    public string Name => NewsletterLetters.ListName;

    public async Task RefusedAsync(string receiver, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(receiver, out var id)) return;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Subscriptions.Where(row => row.Id == id).ExecuteUpdateAsync(set => set.SetProperty(row => row.Refusals, row => row.Refusals + 1).SetProperty(row => row.Version, row => row.Version + 1), cancellationToken);
        await db.Subscriptions.Where(row => row.Id == id && row.State == SubscriptionState.Confirmed && row.Refusals >= NewsletterRules.MostRefusals)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.State, SubscriptionState.Stopped), cancellationToken);
    }
}

/// <summary>Forgets what was never confirmed, who was sent what long ago, and addresses that no mail reaches.</summary>
internal sealed class NewsletterRetention : IRetentionRule
{
    public string Name => "newsletters";

    public async Task<int> ApplyAsync(RotundaDb db, Instant now, CancellationToken cancellationToken)
    {
        var (unconfirmed, old) = (now - NewsletterRules.Confirmation, now - NewsletterRules.Retention);
        return await db.Subscriptions.Where(row => row.State == SubscriptionState.Unconfirmed && row.AskedAt <= unconfirmed).ExecuteDeleteAsync(cancellationToken)
            + await db.Subscriptions.Where(row => row.State == SubscriptionState.Stopped && !db.Set<NewsletterLetter>().Any(letter => letter.SubscriptionId == row.Id && letter.At > old)).ExecuteDeleteAsync(cancellationToken)
            + await db.NewsletterLetters.Where(row => row.At <= old).ExecuteDeleteAsync(cancellationToken);
    }
}

/// <summary>What newsletters keep about the mail address of an account.</summary>
internal sealed class SubscriptionPersonalData : IPersonalData
{
    public string RemovedKey => "data.newsletter.removed";

    public string? KeptKey => null;

    public IReadOnlyList<PersonalTable> Tables { get; } = [new(typeof(Subscription), "newsletter", nameof(Subscription.Email), nameof(Subscription.EmailKey))];

    public async Task<IReadOnlyList<PersonalSection>> ExportAsync(RotundaDb db, Guid accountId, CancellationToken cancellationToken)
    {
        var rows = await Of(db, await KeyOfAsync(db, accountId, cancellationToken)).AsNoTracking().ToListAsync(cancellationToken);
        var ids = rows.ConvertAll(row => row.Id);
        var letters = await db.NewsletterLetters.AsNoTracking().Where(row => ids.Contains(row.SubscriptionId)).OrderBy(row => row.At)
            .Join(db.NewsletterIssues, letter => letter.IssueId, issue => issue.Id, (letter, issue) => new { issue.Key, letter.At }).ToListAsync(cancellationToken);
        return
        [
            new("newsletter", [.. rows.Select(row => new { row.Email, row.LanguageCode, row.Languages, row.Topics, row.Frequency, row.State, askedAt = row.AskedAt.ToString(), confirmedAt = row.ConfirmedAt?.ToString() })]),
            new("newsletter-letters", [.. letters.Select(letter => new { issue = letter.Key, at = letter.At.ToString() })]),
        ];
    }

    public async Task EraseAsync(RotundaDb db, Guid accountId, CancellationToken cancellationToken) => await Of(db, await KeyOfAsync(db, accountId, cancellationToken)).ExecuteDeleteAsync(cancellationToken);

    private static async Task<string?> KeyOfAsync(RotundaDb db, Guid accountId, CancellationToken cancellationToken) =>
        (await db.Accounts.Where(account => account.Id == accountId).Select(account => account.Email).SingleAsync(cancellationToken))?.ToLowerInvariant();

    private static IQueryable<Subscription> Of(RotundaDb db, string? key) => db.Subscriptions.Where(row => row.EmailKey == key);
}
