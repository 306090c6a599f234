using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Rotunda.Data;
using Rotunda.Modules.Newsroom.Topics;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Newsroom.Newsletters.Pages;

/// <summary>A subscription for whoever has its link: confirm, change, leave. Opening the page changes nothing.</summary>
[Public]
[NeverCached]
[EnableRateLimiting(NewsletterParts.Limit)]
public sealed class OwnSubscriptionModel(RotundaDb db, SubscriptionOperations operations, TopicQueries topics, SiteLanguages languages) : SubscriptionForm(topics, languages)
{
    /// <summary>Null for a link that is none, has lapsed, or whose subscriber left.</summary>
    public Subscription? Subscription { get; private set; }

    public bool IsSaved { get; private set; }

    public bool HasLeft { get; private set; }

    public async Task<IActionResult> OnGetAsync(string? token, bool saved, bool left, CancellationToken cancellationToken)
    {
        (IsSaved, HasLeft) = (saved, left);
        await LoadAsync(token, cancellationToken);
        if (Subscription is { } own) (ChosenLanguages, ChosenTopics, Frequency) = (own.Languages, own.Topics, own.Frequency);
        else if (!left) Response.StatusCode = StatusCodes.Status404NotFound;
        return Page();
    }

    public async Task<IActionResult> OnPostConfirmAsync(string? token, CancellationToken cancellationToken) =>
        await AfterAsync(token, await operations.ConfirmAsync(token, cancellationToken), "saved", cancellationToken);

    public async Task<IActionResult> OnPostChangeAsync(string? token, int version, CancellationToken cancellationToken) =>
        await AfterAsync(token, await operations.ChangeAsync(token, version, ReadWish(), cancellationToken), "saved", cancellationToken);

    public async Task<IActionResult> OnPostLeaveAsync(string? token, CancellationToken cancellationToken) =>
        await AfterAsync(token, await operations.LeaveAsync(token, cancellationToken), "left", cancellationToken);

    private async Task<IActionResult> AfterAsync(string? token, Outcome outcome, string done, CancellationToken cancellationToken)
    {
        if (outcome is Outcome.Done) return Redirect(Reader.To($"/newsletter/{token}?{done}=true"));
        db.ChangeTracker.Clear();
        await LoadAsync(token, cancellationToken);
        if (Subscription is null) return NotFound();
        return outcome is Outcome.Invalid invalid ? Show(invalid.Faults) : ShowConflict();
    }

    private async Task LoadAsync(string? token, CancellationToken cancellationToken)
    {
        (Title, IsUnlisted) = (T["newsletter.own-title"], true);
        Walk(new Crumb(T["newsletter.title"], Reader.To("/newsletter")), new Crumb(Title, null));
        Subscription = await operations.FindAsync(token, cancellationToken);
        await PrepareAsync(cancellationToken);
    }
}
