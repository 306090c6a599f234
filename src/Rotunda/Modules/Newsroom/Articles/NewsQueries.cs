using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Shared.Languages;

namespace Rotunda.Modules.Newsroom.Articles;

/// <summary>Which news a list shows.</summary>
/// <param name="Year">Of this year only.</param>
/// <param name="Month">Of this month of the year only.</param>
/// <param name="Topic">Of this category or tag only.</param>
public sealed record NewsFilter(int? Year = null, int? Month = null, string? Topic = null);

/// <summary>A year or month of the archive.</summary>
/// <param name="Number">The year, or the month from 1 to 12.</param>
/// <param name="Count">How many news it has.</param>
public sealed record ArchivePeriod(int Number, int Count);

/// <summary>A neighbour of an article: published in the reader's language.</summary>
/// <param name="Path">With the language.</param>
/// <param name="Title">In the reader's language.</param>
public sealed record Neighbour(string Path, string Title);

/// <summary>Reads the archive of news: lists by year, month and topic, and what stands around an article.</summary>
public sealed class NewsQueries(RotundaDb db)
{
    public const int PageSize = 20;

    /// <summary>What two articles must share to stand together: a thing that both are about counts more than a category.</summary>
    private const int WeightOfReference = 3;

    private const int WeightOfTopic = 1;

    /// <summary>As many candidates are weighed.</summary>
    private const int MostCandidates = 60;

    /// <summary>News of a page, latest first, and how many there are in all; a constant number of queries.</summary>
    public async Task<(IReadOnlyList<ArticleLine> Lines, int Total)> ListAsync(Language reader, NewsFilter filter, int page, CancellationToken cancellationToken)
    {
        var query = db.PublishedNews;
        if (filter.Year is { } year)
        {
            var first = new LocalDate(year, filter.Month ?? 1, 1);
            var end = filter.Month is null ? first.PlusYears(1) : first.PlusMonths(1);
            query = query.Where(article => article.Date >= first && article.Date < end);
            // What is known by its year alone stands in no month
            if (filter.Month is not null) query = query.Where(article => article.DatePrecision != DatePrecision.Year);
        }

        if (filter.Topic is { } topic) query = query.Where(article => article.Categories.Any(row => row.Category == topic));
        var total = await query.CountAsync(cancellationToken);
        var lines = await ArticleQueries.LinesAsync(
            query.OrderByDescending(article => article.Date).ThenByDescending(article => article.Id).Skip((page - 1) * PageSize).Take(PageSize), reader, cancellationToken);
        return (lines, total);
    }

    /// <summary>The years that have news, latest first, in one query.</summary>
    public async Task<IReadOnlyList<ArchivePeriod>> YearsAsync(CancellationToken cancellationToken)
    {
        var years = await db.PublishedNews.SelectMany(article => article.Versions).Where(version => version.State == VersionState.Published).GroupBy(version => version.Year)
            .Select(group => new { Year = group.Key, Count = group.Select(version => version.ArticleId).Distinct().Count() }).ToListAsync(cancellationToken);
        return [.. years.OrderByDescending(row => row.Year).Select(row => new ArchivePeriod(row.Year, row.Count))];
    }

    /// <summary>The months of a year that have news, in the order of the year, in one query.</summary>
    public async Task<IReadOnlyList<ArchivePeriod>> MonthsAsync(int year, CancellationToken cancellationToken)
    {
        var (first, end) = (new LocalDate(year, 1, 1), new LocalDate(year + 1, 1, 1));
        var dates = await db.PublishedNews.Where(article => article.Date >= first && article.Date < end && article.DatePrecision != DatePrecision.Year).Select(article => article.Date).ToListAsync(cancellationToken);
        return [.. dates.GroupBy(date => date.Month).OrderBy(group => group.Key).Select(group => new ArchivePeriod(group.Key, group.Count()))];
    }

    /// <summary>The news before and after an article that are published in the reader's language, of all or of one topic; two queries.</summary>
    public async Task<(Neighbour? Previous, Neighbour? Next)> NeighboursAsync(Article article, Language reader, string? topic, CancellationToken cancellationToken)
    {
        var (date, id, code) = (article.Date, article.Id, reader.Code);
        var news = db.PublishedNews.Where(row => row.Versions.Any(version => version.Language == code && version.State == VersionState.Published));
        if (topic is not null) news = news.Where(row => row.Categories.Any(category => category.Category == topic));
        return (
            await FirstAsync(news.Where(row => row.Date < date || (row.Date == date && row.Id < id)).OrderByDescending(row => row.Date).ThenByDescending(row => row.Id)),
            await FirstAsync(news.Where(row => row.Date > date || (row.Date == date && row.Id > id)).OrderBy(row => row.Date).ThenBy(row => row.Id)));

        async Task<Neighbour?> FirstAsync(IQueryable<Article> ordered) => await ordered.Take(1)
            .Select(row => row.Versions.Where(version => version.Language == code && version.State == VersionState.Published).Select(version => new { version.Year, version.Slug, version.Title }).FirstOrDefault())
            .FirstOrDefaultAsync(cancellationToken) is { } found ? new Neighbour($"/{code}/news/{found.Year}/{found.Slug}", found.Title) : null;
    }

    /// <summary>News in the reader's language that share what an article is about, or its topics, the nearest first; a constant number of queries.</summary>
    public async Task<IReadOnlyList<ArticleLine>> RelatedAsync(Article article, Language reader, int count, CancellationToken cancellationToken)
    {
        var (id, code) = (article.Id, reader.Code);
        var published = db.PublishedNews.Where(row => row.Id != id && row.Versions.Any(version => version.Language == code && version.State == VersionState.Published));
        var references = db.Set<ArticleReference>().AsNoTracking();
        var byReference = await (
            from own in references
            where own.ArticleId == id
            join other in references on new { own.Kind, own.Code } equals new { other.Kind, other.Code }
            join row in published on other.ArticleId equals row.Id
            group row by new { row.Id, row.Date } into shared
            orderby shared.Count() descending, shared.Key.Date descending, shared.Key.Id descending
            select new { shared.Key.Id, shared.Key.Date, Count = shared.Count() }).Take(MostCandidates).ToListAsync(cancellationToken);
        var topics = article.Categories.Select(row => row.Category).ToList();
        var byTopic = await (
            from other in db.Set<ArticleCategory>().AsNoTracking()
            where topics.Contains(other.Category)
            join row in published on other.ArticleId equals row.Id
            group row by new { row.Id, row.Date } into shared
            orderby shared.Count() descending, shared.Key.Date descending, shared.Key.Id descending
            select new { shared.Key.Id, shared.Key.Date, Count = shared.Count() }).Take(MostCandidates).ToListAsync(cancellationToken);
        var nearest = byReference.Select(row => (row.Id, row.Date, Weight: row.Count * WeightOfReference)).Concat(byTopic.Select(row => (row.Id, row.Date, Weight: row.Count * WeightOfTopic)))
            .GroupBy(row => (row.Id, row.Date)).OrderByDescending(group => group.Sum(row => row.Weight)).ThenByDescending(group => group.Key.Date).ThenByDescending(group => group.Key.Id)
            .Take(count).Select(group => group.Key.Id).ToList();
        var lines = await ArticleQueries.LinesAsync(db.Articles.AsNoTracking().Where(row => nearest.Contains(row.Id)), reader, cancellationToken);
        return [.. lines.OrderBy(line => nearest.IndexOf(line.Id))];
    }
}
