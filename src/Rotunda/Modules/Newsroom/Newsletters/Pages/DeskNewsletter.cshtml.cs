using Microsoft.AspNetCore.Mvc;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Settings;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Mail;
using Rotunda.Modules.Shared.Time;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Newsroom.Newsletters.Pages;

/// <summary>How many are subscribed, what was sent, and what a letter would be like today.</summary>
[Requires(NewsletterActs.ManageName)]
[NeverCached]
public sealed class DeskNewsletterModel(
    RotundaDb db, NewsletterQueries queries, SubscriptionOperations operations, NewsletterLetters letters, SettingsStore settings, ISiteIdentity identity, SiteLanguages languages, Frame frame, IClock clock) : FormPage
{
    private const int MostShown = 7;

    private IReadOnlyList<SubscriberCount> _counts = [];

    public IReadOnlyList<Language> AllLanguages => languages.All;

    public IReadOnlyList<IssueLine> Issues { get; private set; } = [];

    public bool HasAddress { get; private set; }

    public bool IsDone { get; private set; }

    public string? Email { get; private set; }

    public Language PreviewLanguage { get; private set; } = null!;

    public NewsletterFrequency PreviewFrequency { get; private set; }

    /// <summary>A letter with the latest news to somebody who wants all of one language; null where there are none.</summary>
    public Letter? Preview { get; private set; }

    public int Confirmed => _counts.Where(row => row.State == SubscriptionState.Confirmed).Sum(row => row.Count);

    public int CountOf(Language language, SubscriptionState state, NewsletterFrequency? frequency = null) =>
        _counts.Where(row => row.LanguageCode == language.Code && row.State == state && (frequency is null || row.Frequency == frequency)).Sum(row => row.Count);

    public string TimeOf(IssueLine issue) => T.MomentIn(issue.StartedAt, Reader.Zone ?? DateTimeZone.Utc);

    public Task OnGetAsync(string? language, string? frequency, bool done, CancellationToken cancellationToken)
    {
        IsDone = done;
        return LoadAsync(language, frequency, cancellationToken);
    }

    public async Task<IActionResult> OnPostAsync(string? email, CancellationToken cancellationToken)
    {
        Email = email;
        var outcome = await operations.RemoveAsync(Reader.Viewer, email ?? "", cancellationToken);
        if (outcome is Outcome.Done) return Redirect(Reader.To("/desk/newsletter?done=true"));
        if (outcome is not Outcome.Invalid invalid) return Forbid();
        await LoadAsync(null, null, cancellationToken);
        return Show(invalid.Faults);
    }

    private async Task LoadAsync(string? language, string? frequency, CancellationToken cancellationToken)
    {
        (Title, IsUnlisted) = (T["newsletter.title"], true);
        HasAddress = (await settings.GetAsync<SiteSettings>(cancellationToken)).PublicAddress is not null;
        _counts = await queries.CountsAsync(cancellationToken);
        Issues = await queries.IssuesAsync(Reader.Language.Code, cancellationToken);
        PreviewLanguage = languages.Find(language) ?? Reader.Language;
        PreviewFrequency = frequency == nameof(NewsletterFrequency.EachItem) ? NewsletterFrequency.EachItem : NewsletterFrequency.Weekly;
        var now = clock.GetCurrentInstant();
        // Nobody's subscription: whoever has its link has nothing
        var subscriber = new Subscription { Id = Guid.Empty, Email = "", EmailKey = "", LanguageCode = PreviewLanguage.Code, Languages = [PreviewLanguage.Code], Frequency = PreviewFrequency };
        var items = (await NewsletterItem.LatestAsync(db, PreviewLanguage.Code, MostShown, cancellationToken)).Where(item => item.AppearedFor(subscriber, now) is not null)
            .Take(PreviewFrequency == NewsletterFrequency.Weekly ? MostShown : 1).ToList();
        var address = (await frame.AbsoluteAsync("")).TrimEnd('/');
        if (items.Count > 0) Preview = letters.Issue(subscriber, items, now, PreviewFrequency == NewsletterFrequency.Weekly, (await identity.GetAsync(cancellationToken), address));
    }
}
