using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Languages;

namespace Rotunda.Modules.Newsroom.Articles;

/// <summary>An article in a list: title and deck in the reader's language, or as a whole in a fallback.</summary>
public sealed record ArticleLine(Guid Id, string Key, LocalDate Date, string Slug, string Language, Localized Title, Localized? Deck, IReadOnlyList<string> Categories)
{
    /// <summary>The path with the language of the version shown in it.</summary>
    public string PathIn(Language reader) => $"/{reader.Code}/news/{Date.Year}/{Slug}";
}

/// <summary>Reads articles for pages.</summary>
public sealed class ArticleQueries(RotundaDb db)
{
    public const int PageSize = 20;

    /// <summary>News of a page, latest first, and how many there are in all; two queries whatever the number.</summary>
    public async Task<(IReadOnlyList<ArticleLine> Lines, int Total)> NewsAsync(Language reader, int? year, string? category, int page, CancellationToken cancellationToken)
    {
        var query = db.Articles.AsNoTracking().Where(article => article.Kind == ArticleKind.News);
        if (year is { } y)
        {
            var (first, last) = (new LocalDate(y, 1, 1), new LocalDate(y, 12, 31));
            query = query.Where(article => article.Date >= first && article.Date <= last);
        }

        if (category is not null) query = query.Where(article => article.Categories.Any(row => row.Category == category));
        var total = await query.CountAsync(cancellationToken);
        var before = (page - 1) * PageSize;
        return (await LinesAsync(query.OrderByDescending(article => article.Date).ThenByDescending(article => article.Id).Skip(before).Take(PageSize), reader, cancellationToken), total);
    }

    /// <summary>The latest news.</summary>
    public Task<IReadOnlyList<ArticleLine>> LatestAsync(Language reader, int count, CancellationToken cancellationToken) =>
        LinesAsync(db.Articles.AsNoTracking().Where(article => article.Kind == ArticleKind.News).OrderByDescending(article => article.Date).ThenByDescending(article => article.Id).Take(count), reader, cancellationToken);

    /// <summary>The questions, in the order of their keys.</summary>
    public Task<IReadOnlyList<ArticleLine>> QuestionsAsync(Language reader, CancellationToken cancellationToken) =>
        LinesAsync(db.Articles.AsNoTracking().Where(article => article.Kind == ArticleKind.Faq).OrderBy(article => article.Key), reader, cancellationToken);

    /// <summary>News about a thing, latest first.</summary>
    public Task<IReadOnlyList<ArticleLine>> AboutAsync(Reference about, Language reader, int count, CancellationToken cancellationToken)
    {
        var (kind, code) = (about.Kind, about.Code);
        return LinesAsync(
            db.Articles.AsNoTracking()
                .Where(article => article.Kind == ArticleKind.News && article.References.Any(reference => reference.Kind == kind && reference.Code == code))
                .OrderByDescending(article => article.Date).ThenByDescending(article => article.Id).Take(count),
            reader, cancellationToken);
    }

    /// <summary>The years that have news, latest first.</summary>
    public async Task<IReadOnlyList<int>> YearsAsync(CancellationToken cancellationToken) =>
        await db.ArticleVersions.Where(version => version.Article!.Kind == ArticleKind.News).Select(version => version.Year).Distinct()
            .OrderByDescending(year => year).ToListAsync(cancellationToken);

    /// <summary>The article behind an address in some language, with its versions and references; null when there is none.</summary>
    public Task<Article?> FindAsync(int year, string slug, CancellationToken cancellationToken) =>
        Whole().Where(article => article.Kind == ArticleKind.News && article.Versions.Any(version => version.Year == year && version.Slug == slug))
            .FirstOrDefaultAsync(cancellationToken);

    /// <summary>A standing page, or null.</summary>
    public Task<Article?> PageAsync(string key, CancellationToken cancellationToken) =>
        Whole().SingleOrDefaultAsync(article => article.Kind == ArticleKind.Page && article.Key == key, cancellationToken);

    /// <summary>The news before and after an article.</summary>
    public async Task<(ArticleLine? Previous, ArticleLine? Next)> NeighboursAsync(Article article, Language reader, CancellationToken cancellationToken)
    {
        var (date, id) = (article.Date, article.Id);
        var news = db.Articles.AsNoTracking().Where(row => row.Kind == ArticleKind.News);
        var previous = await LinesAsync(news.Where(row => row.Date < date || (row.Date == date && row.Id < id)).OrderByDescending(row => row.Date).ThenByDescending(row => row.Id).Take(1), reader, cancellationToken);
        var next = await LinesAsync(news.Where(row => row.Date > date || (row.Date == date && row.Id > id)).OrderBy(row => row.Date).ThenBy(row => row.Id).Take(1), reader, cancellationToken);
        return (previous is [var before] ? before : null, next is [var after] ? after : null);
    }

    private IQueryable<Article> Whole() => db.Articles.AsNoTracking().AsSplitQuery().Include(article => article.Versions).Include(article => article.References).Include(article => article.Categories);

    private sealed record Row(Guid Id, string Key, LocalDate Date, List<string> Categories, List<VersionRow> Versions);

    private sealed record VersionRow(string Language, string Slug, string Title, string Deck);

    private static async Task<IReadOnlyList<ArticleLine>> LinesAsync(IQueryable<Article> articles, Language reader, CancellationToken cancellationToken)
    {
        var rows = await articles.AsSplitQuery().Select(article => new Row(
            article.Id, article.Key, article.Date, article.Categories.OrderBy(row => row.Category).Select(row => row.Category).ToList(),
            article.Versions.Select(version => new VersionRow(version.Language, version.Slug, version.Title, version.Deck)).ToList())).ToListAsync(cancellationToken);
        return [.. rows.Select(row => LineOf(row, reader))];
    }

    private static ArticleLine LineOf(Row row, Language reader)
    {
        var language = reader.Choose(row.Versions.Select(version => version.Language))!;
        var version = row.Versions.Find(candidate => candidate.Language == language)!;
        var isFallback = language != reader.Code;
        return new ArticleLine(
            row.Id, row.Key, row.Date, version.Slug, language, new Localized(version.Title, language, isFallback),
            version.Deck.Length > 0 ? new Localized(version.Deck, language, isFallback) : null, row.Categories);
    }
}
