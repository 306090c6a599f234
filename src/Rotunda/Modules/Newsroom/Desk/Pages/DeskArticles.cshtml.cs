using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Rotunda.Modules.Newsroom.Articles;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Web;
using Rotunda.Text;

namespace Rotunda.Modules.Newsroom.Desk.Pages;

/// <summary>All articles with the state of each language.</summary>
[Requires(NewsroomActs.ReadName)]
[NeverCached]
public sealed class DeskArticlesModel(ArticleDeskQueries articles, Permissions permissions, SiteLanguages languages) : SitePage
{
    public IReadOnlyList<ArticleRow> Rows { get; private set; } = [];

    public IReadOnlyList<Language> Languages => languages.All;

    public VersionState? State { get; private set; }

    public ArticleKind? Kind { get; private set; }

    /// <summary>Of titles; empty for all.</summary>
    public string Words { get; private set; } = "";

    public int PageNumber { get; private set; }

    public int Pages { get; private set; }

    public bool MayWrite { get; private set; }

    public string PagePath(int page) => Reader.To("/desk/articles") + QueryString.Create(new[]
    {
        KeyValuePair.Create("state", State?.ToString()), KeyValuePair.Create("kind", Kind?.ToString()), KeyValuePair.Create("q", Words.Length > 0 ? Words : null), KeyValuePair.Create("page", page > 1 ? page.ToString(CultureInfo.InvariantCulture) : null),
    }.Where(pair => pair.Value is not null));

    public async Task<IActionResult> OnGetAsync(string? state, string? kind, string? q, CancellationToken cancellationToken)
    {
        if (!PageNumbers.TryRead(Request, out var number) || q is { Length: > 100 }) return BadRequest();
        if (!Filters.TryRead<VersionState>(state, out var chosenState) || !Filters.TryRead<ArticleKind>(kind, out var chosenKind)) return BadRequest();
        (State, Kind) = (chosenState, chosenKind);
        (Title, IsUnlisted, PageNumber, Words) = (T["queue.articles"], true, number, TextCleaning.Clean(q ?? ""));
        MayWrite = permissions.May(Reader.Viewer, NewsroomActs.Write);
        (Rows, var total) = await articles.ListAsync(State, Kind, Words, number, cancellationToken);
        Pages = Math.Max(1, (total + ArticleDeskQueries.PageSize - 1) / ArticleDeskQueries.PageSize);
        return number > Pages ? NotFound() : Page();
    }
}
