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
        var query = News();
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
        LinesAsync(News().OrderByDescending(article => article.Date).ThenByDescending(article => article.Id).Take(count), reader, cancellationToken);

    /// <summary>The questions, in the order of their keys.</summary>
    public Task<IReadOnlyList<ArticleLine>> QuestionsAsync(Language reader, CancellationToken cancellationToken) =>
        LinesAsync(Published().Where(article => article.Kind == ArticleKind.Faq).OrderBy(article => article.Key), reader, cancellationToken);

    /// <summary>News about a thing, latest first.</summary>
    public Task<IReadOnlyList<ArticleLine>> AboutAsync(Reference about, Language reader, int count, CancellationToken cancellationToken)
    {
        var (kind, code) = (about.Kind, about.Code);
        return LinesAsync(
            News()
                .Where(article => article.References.Any(reference => reference.Kind == kind && reference.Code == code))
                .OrderByDescending(article => article.Date).ThenByDescending(article => article.Id).Take(count),
            reader, cancellationToken);
    }

    /// <summary>The years that have news, latest first.</summary>
    public async Task<IReadOnlyList<int>> YearsAsync(CancellationToken cancellationToken) =>
        await db.ArticleVersions.Where(version => version.State == VersionState.Published && ArticleKinds.AmongNews.Contains(version.Article!.Kind)).Select(version => version.Year).Distinct()
            .OrderByDescending(year => year).ToListAsync(cancellationToken);

    /// <summary>True for an address at which news stood that were withdrawn: it answers 410.</summary>
    public Task<bool> IsWithdrawnAsync(int year, string slug, CancellationToken cancellationToken) =>
        db.ArticleVersions.AnyAsync(version => version.State == VersionState.Withdrawn && version.Year == year && version.Slug == slug, cancellationToken);

    /// <summary>The article behind an address in some language, with its published versions and references; null when there is none.</summary>
    public Task<Article?> FindAsync(int year, string slug, CancellationToken cancellationToken) =>
        Whole().Where(article => ArticleKinds.AmongNews.Contains(article.Kind) && article.Versions.Any(version => version.State == VersionState.Published && version.Year == year && version.Slug == slug))
            .FirstOrDefaultAsync(cancellationToken);

    /// <summary>A standing page, or null.</summary>
    public Task<Article?> PageAsync(string key, CancellationToken cancellationToken) =>
        Whole().SingleOrDefaultAsync(article => article.Kind == ArticleKind.Page && article.Key == key && article.Versions.Any(version => version.State == VersionState.Published), cancellationToken);

    /// <summary>The news before and after an article.</summary>
    public async Task<(ArticleLine? Previous, ArticleLine? Next)> NeighboursAsync(Article article, Language reader, CancellationToken cancellationToken)
    {
        var (date, id) = (article.Date, article.Id);
        var news = News();
        var previous = await LinesAsync(news.Where(row => row.Date < date || (row.Date == date && row.Id < id)).OrderByDescending(row => row.Date).ThenByDescending(row => row.Id).Take(1), reader, cancellationToken);
        var next = await LinesAsync(news.Where(row => row.Date > date || (row.Date == date && row.Id > id)).OrderBy(row => row.Date).ThenBy(row => row.Id).Take(1), reader, cancellationToken);
        return (previous is [var before] ? before : null, next is [var after] ? after : null);
    }

    /// <summary>Articles that are published in some language.</summary>
    private IQueryable<Article> Published() => db.Articles.AsNoTracking().Where(article => article.Versions.Any(version => version.State == VersionState.Published));

    /// <summary>What stands among the news and is published in some language.</summary>
    private IQueryable<Article> News() => Published().Where(article => ArticleKinds.AmongNews.Contains(article.Kind));

    private IQueryable<Article> Whole() => db.Articles.AsNoTracking().AsSplitQuery().Include(article => article.Versions.Where(version => version.State == VersionState.Published)).Include(article => article.References).Include(article => article.Categories);

    private sealed record Row(Guid Id, string Key, LocalDate Date, List<string> Categories, List<VersionRow> Versions);

    private sealed record VersionRow(string Language, string Slug, string Title, string Deck);

    private static async Task<IReadOnlyList<ArticleLine>> LinesAsync(IQueryable<Article> articles, Language reader, CancellationToken cancellationToken)
    {
        var rows = await articles.AsSplitQuery().Select(article => new Row(
            article.Id, article.Key, article.Date, article.Categories.OrderBy(row => row.Category).Select(row => row.Category).ToList(),
            article.Versions.Where(version => version.State == VersionState.Published).Select(version => new VersionRow(version.Language, version.Slug, version.Title, version.Deck)).ToList())).ToListAsync(cancellationToken);
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
