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
[RequestSizeLimit(FileImports.Largest + (1024 * 1024))]
public sealed class TermbaseModel(TermQueries terms, TermOperations operations, Permissions permissions, SiteLanguages languages) : FileImportForm("/desk/termbase/imports/")
{
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

    public async Task<IActionResult> OnPostBeginAsync(CancellationToken cancellationToken) =>
        await operations.BeginAsync(Reader.Viewer, cancellationToken) is Outcome.Refused ? Forbid() : Redirect(Reader.To("/desk/termbase?saved=true"));

    protected override Task<Guid?> StartAsync(string fileName, Stream file, bool isDryRun, CancellationToken cancellationToken) => operations.StartImportAsync(Reader.Viewer, fileName, file, isDryRun, cancellationToken);

    protected override Task LoadAsync(CancellationToken cancellationToken) => LoadAsync("", 1, cancellationToken);

    private async Task LoadAsync(string search, int number, CancellationToken cancellationToken)
    {
        (Title, IsUnlisted, Search, PageNumber) = (T["nav.termbase"], true, search.Length > 100 ? search[..100] : search.Trim(), number);
        MayEdit = permissions.MaySomewhere(Reader.Viewer, LanguageToolActs.EditTerms);
        Terms = await terms.PageAsync(Search, number, PageSize, cancellationToken);
    }
}
