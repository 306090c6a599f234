using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Correspondence.Circulars.Pages;

/// <summary>A link that was just made, with what to paste into a messenger.</summary>
/// <param name="Receiver">Whose link it is.</param>
/// <param name="Address">Shown once.</param>
/// <param name="Texts">A short text in each language, the receiver's first.</param>
public sealed record MadeLink(CircularReceiver Receiver, string Address, IReadOnlyList<(Language Language, string Text)> Texts);

/// <summary>A circular before and after it is sent: to whom it goes, who has read and answered.</summary>
[Requires(CorrespondenceActs.SendName)]
[NeverCached]
public sealed class DeskCircularModel(
    CircularQueries circulars, CircularDrafts drafts, CircularSending sending, CircularAudience audience, CircularLetters letters, SiteLanguages languages, Frame frame, IClock clock) : FormPage
{
    public Circular Circular { get; private set; } = null!;

    /// <summary>To whom a draft would go now.</summary>
    public IReadOnlyList<AudienceInstitution> Audience { get; private set; } = [];

    public IReadOnlyList<SideCount> Counts { get; private set; } = [];

    /// <summary>How often each answer was chosen.</summary>
    public IReadOnlyList<(int Choice, int Count)> Choices { get; private set; } = [];

    /// <summary>A page of the receivers that the filter leaves.</summary>
    public IReadOnlyList<CircularReceiver> Receivers { get; private set; } = [];

    public ReceiverFilter Filter { get; private set; } = new(ReceiverState.Any, "");

    /// <summary>How many the filter leaves.</summary>
    public int Total { get; private set; }

    public int PageNumber { get; private set; } = 1;

    public int Pages => Math.Max(1, (Total + CircularQueries.ReceiversPerPage - 1) / CircularQueries.ReceiversPerPage);

    /// <summary>A few lines for a group of a messenger, in each language: without a personal link, so whoever reads them signs in.</summary>
    public IReadOnlyList<(Language Language, string Text)> GroupTexts { get; private set; } = [];

    /// <summary>The address of another page of the receivers.</summary>
    public string PagePath(int page) => string.Create(CultureInfo.InvariantCulture, $"?state={Filter.State}&side={Uri.EscapeDataString(Filter.Side)}&page={page}#receivers");

    public MadeLink? Link { get; private set; }

    public Instant Now { get; private set; }

    public string? Notice { get; private set; }

    public bool IsReminderOpen => Circular.RemindedAt is not { } last || Now - last >= CircularSending.ReminderPause;

    public async Task<IActionResult> OnGetAsync(string id, string? done, CancellationToken cancellationToken)
    {
        if (!PageNumbers.TryRead(Request, out var number)) return BadRequest();
        PageNumber = number;
        Filter = new ReceiverFilter(Enum.TryParse<ReceiverState>(Request.Query["state"], ignoreCase: true, out var state) && Enum.IsDefined(state) ? state : ReceiverState.Any, Request.Query["side"].ToString());
        if (!await LoadAsync(id, cancellationToken) || PageNumber > Pages) return NotFound();
        Notice = done switch { "sent" => "circular.sent", "reminded" => "circular.reminded", "closed" => "circular.closed", _ => null };
        return Page();
    }

    public async Task<IActionResult> OnPostSendAsync(string id, int version, CancellationToken cancellationToken) =>
        await EndAsync(id, await sending.SendAsync(Reader.Viewer, KeyOf(id), version, await AddressAsync(), cancellationToken), "sent", cancellationToken);

    public async Task<IActionResult> OnPostRemindAsync(string id, CancellationToken cancellationToken) =>
        await EndAsync(id, await sending.RemindAsync(Reader.Viewer, KeyOf(id), await AddressAsync(), cancellationToken), "reminded", cancellationToken);

    public async Task<IActionResult> OnPostCloseAsync(string id, int version, CancellationToken cancellationToken) =>
        await EndAsync(id, await sending.CloseAsync(Reader.Viewer, KeyOf(id), version, cancellationToken), "closed", cancellationToken);

    public async Task<IActionResult> OnPostDiscardAsync(string id, int version, CancellationToken cancellationToken)
    {
        var outcome = await drafts.DiscardAsync(Reader.Viewer, KeyOf(id), version, cancellationToken);
        return outcome is Outcome.Done ? Redirect(Reader.To("/desk/circulars")) : await EndAsync(id, outcome, "", cancellationToken);
    }

    public async Task<IActionResult> OnPostLinkAsync(string id, Guid receiver, bool withdraws, CancellationToken cancellationToken)
    {
        var (outcome, link) = await sending.NewLinkAsync(Reader.Viewer, KeyOf(id), receiver, await AddressAsync(), withdraws, cancellationToken);
        if (outcome is Outcome.Missing || !await LoadAsync(id, cancellationToken)) return NotFound();
        if (link is null || await circulars.ReceiverAsync(Circular.Id, receiver, cancellationToken) is not { } row) return ShowConflict();
        var own = letters.LanguageOf(row);
        Link = new MadeLink(row, link, [.. languages.All.OrderBy(language => language != own).Select(language => (language, letters.ForMessenger(Circular, row, link, language)))]);
        Response.Headers["Referrer-Policy"] = "no-referrer";
        return Page();
    }

    /// <summary>Back to the page by a redirect, so that a reload sends nothing twice; faults and conflicts in place.</summary>
    private async Task<IActionResult> EndAsync(string id, Outcome outcome, string done, CancellationToken cancellationToken)
    {
        if (outcome is Outcome.Done) return Redirect(Reader.To($"/desk/circulars/{id}?done={done}"));
        if (outcome is Outcome.Missing or Outcome.Refused || !await LoadAsync(id, cancellationToken)) return NotFound();
        return outcome is Outcome.Invalid invalid ? Show(invalid.Faults) : ShowConflict();
    }

    private static Guid KeyOf(string id) => Guid.TryParse(id, out var key) ? key : Guid.Empty;

    private async Task<string> AddressAsync() => (await frame.AbsoluteAsync("/")).TrimEnd('/');

    private async Task<bool> LoadAsync(string id, CancellationToken cancellationToken)
    {
        if (await circulars.HeadAsync(KeyOf(id), cancellationToken) is not { } circular) return false;
        (Circular, Title, Now) = (circular, circular.Subject.Plain(Reader.Language), clock.GetCurrentInstant());
        if (circular.SentAt is null)
        {
            Audience = await audience.OfAsync(circular.Audience, circular.AudienceCodes, circular.Role, cancellationToken);
            return true;
        }

        Counts = await circulars.CountsAsync(circular, Now, cancellationToken);
        Choices = await circulars.ChoicesAsync(circular, cancellationToken);
        (Receivers, Total) = await circulars.ReceiversAsync(circular, Filter, PageNumber, cancellationToken);
        var address = await AddressAsync();
        GroupTexts = [.. languages.All.Select(language => (language, letters.ForGroup(circular, $"{address}/{language.Code}/desk/inbox", language)))];
        return true;
    }
}
