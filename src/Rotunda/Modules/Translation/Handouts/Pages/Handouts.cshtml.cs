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
public sealed class HandoutsModel(HandoutQueries queries, HandoutOperations operations, MachineOperations machine, SettingsStore settings, SiteLanguages languages) : FormPage
{
    private const int PageSize = 30;

    public IReadOnlyList<Language> Languages => languages.All;

    public string From { get; private set; } = "";

    public string To { get; private set; } = "";

    public IReadOnlyList<OpenText> Texts { get; private set; } = [];

    public int Total { get; private set; }

    public int PageNumber { get; private set; } = 1;

    public int Pages => (Total + PageSize - 1) / PageSize;

    public IReadOnlyList<HandoutLine> Last { get; private set; } = [];

    public bool HasMachine { get; private set; }

    /// <summary>What the machine did, in a sentence.</summary>
    public string? Proposed { get; private set; }

    public ReturnResult? Result { get; private set; }

    public async Task<IActionResult> OnGetAsync(string? from, string? to, int? taken, int? approved, int? left, CancellationToken cancellationToken)
    {
        if (!PageNumbers.TryRead(Request, out var number)) return NotFound();
        PageNumber = number;
        if (taken is not null) Result = new ReturnResult(taken.Value, approved ?? 0, left ?? 0);
        await LoadAsync(from, to, cancellationToken);
        return number > 1 && Texts.Count == 0 ? NotFound() : Page();
    }

    public async Task<IActionResult> OnPostTakeAsync(string? from, string? to, List<Guid> texts, bool onlyOpen, CancellationToken cancellationToken)
    {
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
        if (Request.Form.Files.GetFile("File") is not { Length: > 0 } file) return await FaultAsync(from, to, [new FieldFault("File", "fault.import-file")], cancellationToken);
        if (file.Length > ReturnedFiles.Largest) return await FaultAsync(from, to, [new FieldFault("File", "fault.file-large", "20")], cancellationToken);
        using var content = new MemoryStream();
        await file.CopyToAsync(content, cancellationToken);
        var (outcome, id) = await operations.SendAsync(Reader.Viewer, file.FileName, content.ToArray(), cancellationToken);
        return outcome switch
        {
            Outcome.Done => Redirect(Reader.To($"/desk/handouts/{id}")),
            Outcome.Invalid invalid => await FaultAsync(from, to, invalid.Faults, cancellationToken),
            _ => Forbid(),
        };
    }

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
        (Texts, Total) = await queries.TextsAsync(From, To, PageNumber, PageSize, cancellationToken);
        Last = await queries.LastAsync(10, cancellationToken);
    }
}
