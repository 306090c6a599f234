using Microsoft.AspNetCore.Mvc;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Modules.Shared.Time;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Newsroom.Articles.Pages;

/// <summary>The news, latest first, by year or category.</summary>
[Public]
public sealed class NewsModel(ArticleQueries articles) : SitePage
{
    public IReadOnlyList<ArticleLine> Lines { get; private set; } = [];

    public IReadOnlyList<int> Years { get; private set; } = [];

    public int? Year { get; private set; }

    public string? Category { get; private set; }

    public int PageNumber { get; private set; } = 1;

    public int Pages { get; private set; } = 1;

    public string PagePath(int page) =>
        Reader.To(Year is { } year ? $"/news/{year}" : "/news") + QueryString.Create([
            .. Category is null ? [] : new[] { KeyValuePair.Create<string, string?>("category", Category) },
            .. page == 1 ? [] : new[] { KeyValuePair.Create<string, string?>("page", page.ToString(System.Globalization.CultureInfo.InvariantCulture)) }]);

    public async Task<IActionResult> OnGetAsync(int? year, string? category, CancellationToken cancellationToken)
    {
        if (!PageNumbers.TryRead(Request, out var number)) return BadRequest();
        if (category is not null && !CategoryTexts.IsKnown(category)) return BadRequest();
        Years = await articles.YearsAsync(cancellationToken);
        if (year is not null && !Years.Contains(year.Value)) return NotFound();
        (Year, Category, PageNumber) = (year, category, number);
        (Lines, var total) = await articles.NewsAsync(Reader.Language, year, category, number, cancellationToken);
        Pages = Math.Max(1, (total + ArticleQueries.PageSize - 1) / ArticleQueries.PageSize);
        if (number > Pages) return NotFound();
        Title = category is not null ? T.Format("news.in-category", ("category", T[CategoryTexts.TextKey(category)]))
            : year is not null ? T.Format("news.of-year", ("year", T.Date(Data.Values.PartialDate.Year(year.Value)))) : T["news.title"];
        Description = T["news.description"];
        if (year is null && category is null) Walk(new Crumb(T["news.title"], null));
        else Walk(new Crumb(T["news.title"], Reader.To("/news")), new Crumb(Title, null));
        return Page();
    }
}
