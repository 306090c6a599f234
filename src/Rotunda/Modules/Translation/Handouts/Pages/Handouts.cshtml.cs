using Microsoft.AspNetCore.Mvc;
using Rotunda.Data.Settings;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Web;
using Rotunda.Modules.Translation.Machine;

namespace Rotunda.Modules.Translation.Handouts.Pages;

/// <summary>Texts out as XLIFF and back again.</summary>
[Requires(LanguageToolActs.UseName)]
[NeverCached]
[RequestSizeLimit(ReturnedFiles.Largest + (1024 * 1024))]
public sealed class HandoutsModel(HandoutQueries queries, HandoutOperations operations, ReturnOperations returns, MachineOperations machine, SettingsStore settings, SiteLanguages languages) : FormPage
{
    private const int PageSize = 30;

    public IReadOnlyList<Language> Languages => languages.All;

    public string From { get; private set; } = "";

    public string To { get; private set; } = "";

    public IReadOnlyList<OpenText> Texts { get; private set; } = [];

    public int Total { get; private set; }

    public HandoutChoice Choice { get; private set; }

    public string Words { get; private set; } = "";

    /// <summary>The only text that is listed; null for all.</summary>
    public Guid? TextId { get; private set; }

    /// <summary>What the address of this list says besides the languages.</summary>
    public string Query => $"&choice={Choice.ToString().ToLowerInvariant()}" + (Words.Length > 0 ? "&q=" + Uri.EscapeDataString(Words) : "") + (TextId is { } text ? "&text=" + text : "");

    public int PageNumber { get; private set; } = 1;

    public int Pages => (Total + PageSize - 1) / PageSize;

    public IReadOnlyList<HandoutLine> Last { get; private set; } = [];

    public bool HasMachine { get; private set; }

    /// <summary>What the machine did, in a sentence.</summary>
    public string? Proposed { get; private set; }

    public async Task<IActionResult> OnGetAsync(string? from, string? to, CancellationToken cancellationToken)
    {
        if (!PageNumbers.TryRead(Request, out var number) || !Filters.TryRead<HandoutChoice>(Request.Query["choice"], out _) || !IsLanguage(from) || !IsLanguage(to)) return BadRequest();
        PageNumber = number;
        await LoadAsync(from, to, cancellationToken);
        return number > 1 && Texts.Count == 0 ? NotFound() : Page();
    }

    public async Task<IActionResult> OnPostTakeAsync(string? from, string? to, List<Guid> texts, bool all, bool onlyOpen, CancellationToken cancellationToken)
    {
        if (all && languages.Find(from) is { } source && languages.Find(to) is { } target) texts = [.. await queries.AllAsync(Reader.Viewer, source.Code, target.Code, Filter(), cancellationToken)];
        var (outcome, file) = await operations.TakeOutAsync(Reader.Viewer, texts, from ?? "", to ?? "", onlyOpen, cancellationToken);
        if (file is not null) return File(file.Content, file.MediaType, file.Name);
        if (outcome is Outcome.Refused) return Forbid();
        if (outcome is Outcome.Missing) return BadRequest();
        await LoadAsync(from, to, cancellationToken);
        return Show(((Outcome.Invalid)outcome).Faults);
    }

    public async Task<IActionResult> OnPostProposeAsync(string? from, string? to, List<Guid> texts, CancellationToken cancellationToken)
    {
        var (count, fault) = (0, "");
        foreach (var text in texts.Take(20))
        {
            if (await machine.ProposeAsync(Reader.Viewer, text, from ?? "", to ?? "", null, cancellationToken) is not { } answer) return Forbid();
            (count, fault) = (count + answer.Count, answer.Fault);
            if (fault.Length > 0) break;
        }

        Proposed = fault.Length == 0 ? T.Format("machine.proposed", ("count", count)) : T.Format("machine.failed", ("count", count), ("reason", fault));
        await LoadAsync(from, to, cancellationToken);
        return Page();
    }

    public async Task<IActionResult> OnPostReturnAsync(string? from, string? to, CancellationToken cancellationToken)
    {
        if (Request.Form.Files.GetFile("File") is not { Length: > 0 } file) return await FaultAsync(from, to, [new FieldFault("File", "fault.no-file")], cancellationToken);
        if (file.Length > ReturnedFiles.Largest) return await FaultAsync(from, to, [new FieldFault("File", "fault.file-large", "64")], cancellationToken);
        await using var content = file.OpenReadStream();
        var (outcome, id) = await returns.SendAsync(Reader.Viewer, file.FileName, content, cancellationToken);
        return outcome is Outcome.Done ? Redirect(Reader.To($"/desk/handouts/{id}")) : Forbid();
    }

    private bool IsLanguage(string? code) => string.IsNullOrEmpty(code) || languages.Find(code) is not null;

    private async Task<IActionResult> FaultAsync(string? from, string? to, IReadOnlyList<FieldFault> faults, CancellationToken cancellationToken)
    {
        await LoadAsync(from, to, cancellationToken);
        return Show(faults);
    }

    private async Task LoadAsync(string? from, string? to, CancellationToken cancellationToken)
    {
        (Title, IsUnlisted) = (T["nav.handouts"], true);
        From = languages.Find(from)?.Code ?? languages.All[0].Code;
        To = languages.Find(to)?.Code is { } chosen && chosen != From ? chosen : languages.All.First(language => language.Code != From).Code;
        HasMachine = (await settings.GetAsync<MachineSettings>(cancellationToken)).IsOn;
        var filter = Filter();
        (Words, TextId) = (filter.Words, filter.TextId);
        (Texts, Total, Choice) = await queries.TextsAsync(Reader.Viewer, From, To, filter, PageNumber, PageSize, cancellationToken);
        Last = await queries.LastAsync(10, cancellationToken);
    }

    private HandoutFilter Filter()
    {
        var words = Rotunda.Text.TextCleaning.Clean(Request.Query["q"].ToString());
        var choice = Enum.TryParse<HandoutChoice>(Request.Query["choice"], ignoreCase: true, out var work) && Enum.IsDefined(work) ? work : (HandoutChoice?)null;
        return new HandoutFilter(choice, words.Length > 100 ? words[..100] : words, Guid.TryParse(Request.Query["text"], out var text) ? text : null);
    }
}
