using Microsoft.AspNetCore.Mvc;
using Rotunda.Data;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Translation.Memory.Pages;

/// <summary>The translation memory: search, import, export, building anew.</summary>
[Requires(LanguageToolActs.UseName)]
[NeverCached]
[RequestSizeLimit(FileImports.Largest + (1024 * 1024))]
public sealed class MemoryModel(RotundaDb db, MemoryOperations operations, Permissions permissions, SiteLanguages languages) : FileImportForm("/desk/memory/imports/")
{
    private const int PageSize = 30;

    public IReadOnlyList<Language> Languages => languages.All;

    public MemoryPage Entries { get; private set; } = new([], 0);

    public string Search { get; private set; } = "";

    public string From { get; private set; } = "";

    public string To { get; private set; } = "";

    public int PageNumber { get; private set; }

    public int Pages => (Entries.Total + PageSize - 1) / PageSize;

    public bool MayManage { get; private set; }

    public bool IsDone { get; private set; }

    /// <summary>What else the address of this list says.</summary>
    public string Query => string.Concat(new[] { ("q", Search), ("from", From), ("to", To) }.Where(pair => pair.Item2.Length > 0).Select(pair => $"&{pair.Item1}={Uri.EscapeDataString(pair.Item2)}"));

    public async Task<IActionResult> OnGetAsync(string? q, string? from, string? to, bool done, CancellationToken cancellationToken)
    {
        if (!PageNumbers.TryRead(Request, out var number) || !IsLanguage(from) || !IsLanguage(to)) return BadRequest();
        IsDone = done;
        await LoadAsync(q ?? "", from, to, number, cancellationToken);
        return number > 1 && Entries.Entries.Count == 0 ? NotFound() : Page();
    }

    public async Task<IActionResult> OnPostRebuildAsync(CancellationToken cancellationToken) =>
        await operations.RebuildAsync(Reader.Viewer, cancellationToken) is Outcome.Done ? Redirect(Reader.To("/desk/memory?done=true")) : Forbid();

    public async Task<IActionResult> OnPostRemoveAsync(long number, CancellationToken cancellationToken) => await operations.RemoveAsync(Reader.Viewer, number, cancellationToken) switch
    {
        Outcome.Done => Redirect(Reader.To("/desk/memory?done=true")),
        Outcome.Missing => NotFound(),
        _ => Forbid(),
    };

    private bool IsLanguage(string? code) => string.IsNullOrEmpty(code) || languages.Find(code) is not null;

    protected override Task<Guid?> StartAsync(string fileName, Stream file, bool isDryRun, CancellationToken cancellationToken) => operations.StartImportAsync(Reader.Viewer, fileName, file, isDryRun, cancellationToken);

    protected override Task LoadAsync(CancellationToken cancellationToken) => LoadAsync("", null, null, 1, cancellationToken);

    private async Task LoadAsync(string search, string? from, string? to, int number, CancellationToken cancellationToken)
    {
        (Title, IsUnlisted, Search, PageNumber) = (T["nav.memory"], true, search.Length > 100 ? search[..100] : search.Trim(), number);
        (From, To) = (languages.Find(from)?.Code ?? "", languages.Find(to)?.Code ?? "");
        MayManage = permissions.MaySomewhere(Reader.Viewer, LanguageToolActs.Manage);
        Entries = await MemoryQueries.SearchAsync(db, From, To, Search, number, PageSize, cancellationToken);
    }
}
