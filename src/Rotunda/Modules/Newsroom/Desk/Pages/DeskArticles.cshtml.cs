using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Rotunda.Modules.Newsroom.Articles;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Web;

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

    public int PageNumber { get; private set; }

    public int Pages { get; private set; }

    public bool MayWrite { get; private set; }

    public string PagePath(int page) => Reader.To("/desk/articles") + QueryString.Create(new[]
    {
        KeyValuePair.Create("state", State?.ToString()), KeyValuePair.Create("kind", Kind?.ToString()), KeyValuePair.Create("page", page > 1 ? page.ToString(CultureInfo.InvariantCulture) : null),
    }.Where(pair => pair.Value is not null));

    public async Task<IActionResult> OnGetAsync(string? state, string? kind, CancellationToken cancellationToken)
    {
        if (!PageNumbers.TryRead(Request, out var number)) return BadRequest();
        State = Enum.TryParse<VersionState>(state, out var s) && Enum.IsDefined(s) ? s : null;
        Kind = Enum.TryParse<ArticleKind>(kind, out var k) && Enum.IsDefined(k) ? k : null;
        (Title, IsUnlisted, PageNumber) = (T["queue.articles"], true, number);
        MayWrite = permissions.May(Reader.Viewer, NewsroomActs.Write);
        (Rows, var total) = await articles.ListAsync(State, Kind, number, cancellationToken);
        Pages = Math.Max(1, (total + ArticleDeskQueries.PageSize - 1) / ArticleDeskQueries.PageSize);
        return number > Pages ? NotFound() : Page();
    }
}
