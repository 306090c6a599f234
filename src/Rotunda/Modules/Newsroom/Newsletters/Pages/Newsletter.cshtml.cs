using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Rotunda.Modules.Accounts.Recovery;
using Rotunda.Modules.Newsroom.Topics;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Newsroom.Newsletters.Pages;

/// <summary>The form by which a reader asks for the news by mail. The answer is the same for every address.</summary>
[Public]
[NeverCached]
[EnableRateLimiting(NewsletterParts.Limit)]
public sealed class NewsletterModel(SubscriptionOperations operations, TopicQueries topics, SiteLanguages languages, MailedLinks links) : SubscriptionForm(topics, languages)
{
    public string? Email { get; private set; }

    public bool IsSent { get; private set; }

    public async Task OnGetAsync(bool sent, CancellationToken cancellationToken)
    {
        (IsSent, ChosenLanguages) = (sent, [Reader.Language.Code]);
        await LoadAsync(cancellationToken);
    }

    public async Task<IActionResult> OnPostAsync(string? email, CancellationToken cancellationToken)
    {
        Email = email;
        var wish = ReadWish();
        var outcome = await links.BaseAsync(cancellationToken) is { } address
            ? await operations.AskAsync(email ?? "", wish, path => ValueTask.FromResult(address + path), cancellationToken)
            : new Outcome.Invalid([MailedLinks.NoAddress]);
        if (outcome is not Outcome.Invalid invalid) return Redirect(Reader.To("/newsletter?sent=true"));
        await LoadAsync(cancellationToken);
        return Show(invalid.Faults);
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        (Title, Description) = (T["newsletter.title"], T["newsletter.deck"]);
        Walk(new Crumb(Title, null));
        await PrepareAsync(cancellationToken);
    }
}
