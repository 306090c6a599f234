using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using Rotunda.Modules.Accounts.Recovery;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Correspondence.Circulars.Pages;

/// <summary>A link that was just made, with what to paste into a messenger.</summary>
/// <param name="Officer">Whose link it is.</param>
/// <param name="Address">Shown once.</param>
/// <param name="Texts">A short text in each language, the officer's first.</param>
public sealed record MadeLink(CircularOfficer Officer, string Address, IReadOnlyList<(Language Language, string Text)> Texts);

/// <summary>A circular before and after it is sent: to whom it goes, who has read and answered.</summary>
[Requires(CorrespondenceActs.SendName)]
[NeverCached]
public sealed class DeskCircularModel(
    CircularQueries circulars, CircularDrafts drafts, CircularSending sending, CircularAudience audience, CircularLetters letters, SiteLanguages languages, MailedLinks links, IClock clock) : FormPage
{
    public Circular Circular { get; private set; } = null!;

    /// <summary>To whom a draft would go now.</summary>
    public IReadOnlyList<AudienceInstitution> Audience { get; private set; } = [];

    public IReadOnlyList<SideCount> Counts { get; private set; } = [];

    /// <summary>How often each answer was chosen.</summary>
    public IReadOnlyList<(int Choice, int Count)> Choices { get; private set; } = [];

    /// <summary>A page of the receivers that the filter leaves.</summary>
    public IReadOnlyList<CircularReceiver> Receivers { get; private set; } = [];

    /// <summary>Who may answer now, by the code of the institution.</summary>
    public ILookup<string, Officer> Officers { get; private set; } = Array.Empty<Officer>().ToLookup(_ => "");

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
        if (!Filters.TryRead<ReceiverState>(Request.Query["state"], out var state)) return BadRequest();
        PageNumber = number;
        Filter = new ReceiverFilter(state ?? ReceiverState.Any, Request.Query["side"].ToString());
        if (!await LoadAsync(id, cancellationToken) || PageNumber > Pages) return NotFound();
        if (Filter.Side.Length > 0 && Circular.SentAt is not null && Counts.All(count => count.Code != Filter.Side)) return BadRequest();
        Notice = done switch { "sent" => "circular.sent", "reminded" => "circular.reminded", "closed" => "circular.closed", _ => null };
        return Page();
    }

    public async Task<IActionResult> OnPostSendAsync(string id, int version, CancellationToken cancellationToken) =>
        await EndAsync(id, await WithAddressAsync(address => sending.SendAsync(Reader.Viewer, KeyOf(id), version, address, cancellationToken), cancellationToken), "sent", cancellationToken);

    public async Task<IActionResult> OnPostRemindAsync(string id, CancellationToken cancellationToken) =>
        await EndAsync(id, await WithAddressAsync(address => sending.RemindAsync(Reader.Viewer, KeyOf(id), address, cancellationToken), cancellationToken), "reminded", cancellationToken);

    public async Task<IActionResult> OnPostCloseAsync(string id, int version, CancellationToken cancellationToken) =>
        await EndAsync(id, await sending.CloseAsync(Reader.Viewer, KeyOf(id), version, cancellationToken), "closed", cancellationToken);

    public async Task<IActionResult> OnPostDiscardAsync(string id, int version, CancellationToken cancellationToken)
    {
        var outcome = await drafts.DiscardAsync(Reader.Viewer, KeyOf(id), version, cancellationToken);
        return outcome is Outcome.Done ? Redirect(Reader.To("/desk/circulars")) : await EndAsync(id, outcome, "", cancellationToken);
    }

    public async Task<IActionResult> OnPostLinkAsync(string id, Guid receiver, Guid account, bool withdraws, CancellationToken cancellationToken)
    {
        var (link, officer) = ((string?)null, (CircularOfficer?)null);
        var outcome = await WithAddressAsync(
            async address =>
            {
                (var made, link, officer) = await sending.NewLinkAsync(Reader.Viewer, KeyOf(id), receiver, account, address, withdraws, cancellationToken);
                return made;
            }, cancellationToken);
        if (outcome is Outcome.Missing || !await LoadAsync(id, cancellationToken)) return NotFound();
        if (link is null || officer is null) return outcome is Outcome.Invalid invalid ? Show(invalid.Faults) : ShowConflict();
        var own = letters.LanguageOf(officer);
        Link = new MadeLink(officer, link, [.. languages.All.OrderBy(language => language != own).Select(language => (language, letters.ForMessenger(Circular, officer, link, language)))]);
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

    /// <summary>Does what writes links into letters; nothing where nobody set the address to which they lead.</summary>
    private async Task<Outcome> WithAddressAsync(Func<string, Task<Outcome>> act, CancellationToken cancellationToken) =>
        await links.BaseAsync(cancellationToken) is { } address ? await act(address) : new Outcome.Invalid([MailedLinks.NoAddressAtDesk]);

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
        Officers = await audience.OfficersAsync(circular.Role, cancellationToken);
        if (await links.BaseAsync(cancellationToken) is not { } address) return true;
        GroupTexts = [.. languages.All.Select(language => (language, letters.ForGroup(circular, $"{address}/{language.Code}/desk/inbox", language)))];
        return true;
    }
}
