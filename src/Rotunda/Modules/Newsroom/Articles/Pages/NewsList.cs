using Microsoft.AspNetCore.Mvc;
using Rotunda.Modules.Newsroom.Topics;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Newsroom.Articles.Pages;

/// <summary>A list of news in pages, with the ways into the archive beside it.</summary>
public abstract class NewsList(NewsQueries news, TopicQueries topics) : SitePage
{
    /// <summary>A year with fewer news is read as a whole.</summary>
    private const int FewerNeedNoMonths = 8;

    public IReadOnlyList<ArticleLine> Lines { get; private set; } = [];

    public NewsFilter Filter { get; private set; } = new();

    public IReadOnlyList<ArchivePeriod> Years { get; private set; } = [];

    /// <summary>The months of the year that is shown, where they help.</summary>
    public IReadOnlyList<ArchivePeriod> Months { get; private set; } = [];

    public IReadOnlyList<Topic> Categories { get; private set; } = [];

    public IReadOnlyDictionary<string, int> Counts { get; private set; } = new Dictionary<string, int>();

    public int PageNumber { get; private set; } = 1;

    public int Pages { get; private set; } = 1;

    /// <summary>The path of the list without the language and the number of the page.</summary>
    protected abstract string ListPath { get; }

    public string PagePath(int page) => Reader.To(ListPath) + (page == 1 ? "" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"?page={page}"));

    /// <summary>Fills the list; null when it is there.</summary>
    /// <param name="filter">Which news.</param>
    /// <param name="mayBeEmpty">True for the list of all news and for topics, which stand before they have any.</param>
    /// <param name="cancellationToken">Cancels the queries.</param>
    protected async Task<IActionResult?> ReadAsync(NewsFilter filter, bool mayBeEmpty, CancellationToken cancellationToken)
    {
        if (!PageNumbers.TryRead(Request, out var number)) return BadRequest();
        Years = await news.YearsAsync(cancellationToken);
        if (filter.Year is { } year)
        {
            if (Years.FirstOrDefault(period => period.Number == year) is not { } found) return NotFound();
            var months = await news.MonthsAsync(year, cancellationToken);
            if (found.Count >= FewerNeedNoMonths || filter.Month is not null) Months = months;
        }

        (Filter, PageNumber) = (filter, number);
        (Lines, var total) = await news.ListAsync(Reader.Language, filter, number, cancellationToken);
        Pages = Math.Max(1, (total + NewsQueries.PageSize - 1) / NewsQueries.PageSize);
        if (number > Pages || (total == 0 && !mayBeEmpty)) return NotFound();
        Categories = await topics.OfKindAsync(TopicKind.Category, Reader.Language, cancellationToken);
        Counts = await topics.CountsAsync(cancellationToken);
        // Pages of one list hold different news; each is its own
        if (number > 1) CanonicalPath = PagePath(number);
        return null;
    }

    /// <summary>Names the page and the way to it.</summary>
    protected void Name(string title, string description, params IEnumerable<Crumb> between)
    {
        (Title, Description) = (title, description);
        Walk([new Crumb(T["news.title"], Reader.To("/news")), .. between, new Crumb(title, null)]);
    }
}
