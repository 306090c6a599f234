using Microsoft.AspNetCore.Mvc;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Translation.Terms.Pages;

/// <summary>The termbase: search, import, export.</summary>
[Requires(LanguageToolActs.UseName)]
[NeverCached]
[RequestSizeLimit(Largest + (1024 * 1024))]
public sealed class TermbaseModel(TermQueries terms, TermOperations operations, Permissions permissions, SiteLanguages languages) : FormPage
{
    private const int Largest = 64 * 1024 * 1024;
    private const int PageSize = 50;

    public IReadOnlyList<Language> Languages => languages.All;

    public TermPage Terms { get; private set; } = new([], 0);

    public string Search { get; private set; } = "";

    public int PageNumber { get; private set; }

    public int Pages => (Terms.Total + PageSize - 1) / PageSize;

    public bool MayEdit { get; private set; }

    public bool IsSaved { get; private set; }

    public async Task<IActionResult> OnGetAsync(string? q, bool saved, CancellationToken cancellationToken)
    {
        if (!PageNumbers.TryRead(Request, out var number)) return BadRequest();
        IsSaved = saved;
        await LoadAsync(q ?? "", number, cancellationToken);
        return number > 1 && Terms.Concepts.Count == 0 ? NotFound() : Page();
    }

    public async Task<IActionResult> OnPostImportAsync(string? act, CancellationToken cancellationToken)
    {
        if (Request.Form.Files.GetFile("File") is not { Length: > 0 } file) return await FaultAsync("fault.no-file", null, cancellationToken);
        if (file.Length > Largest) return await FaultAsync("fault.file-large", "64", cancellationToken);
        await using var content = file.OpenReadStream();
        return await operations.StartImportAsync(Reader.Viewer, file.FileName, content, isDryRun: act != "store", cancellationToken) is { } job ? Redirect(Reader.To("/desk/termbase/imports/" + job)) : Forbid();
    }

    public async Task<IActionResult> OnPostBeginAsync(CancellationToken cancellationToken) =>
        await operations.BeginAsync(Reader.Viewer, cancellationToken) is Outcome.Refused ? Forbid() : Redirect(Reader.To("/desk/termbase?saved=true"));

    private async Task<IActionResult> FaultAsync(string textKey, string? value, CancellationToken cancellationToken)
    {
        await LoadAsync("", 1, cancellationToken);
        return Show([new FieldFault("File", textKey, value)]);
    }

    private async Task LoadAsync(string search, int number, CancellationToken cancellationToken)
    {
        (Title, IsUnlisted, Search, PageNumber) = (T["nav.termbase"], true, search.Length > 100 ? search[..100] : search.Trim(), number);
        MayEdit = permissions.MaySomewhere(Reader.Viewer, LanguageToolActs.EditTerms);
        Terms = await terms.PageAsync(Search, number, PageSize, cancellationToken);
    }
}
