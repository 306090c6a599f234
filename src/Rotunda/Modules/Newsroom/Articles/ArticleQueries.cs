using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Languages;

namespace Rotunda.Modules.Newsroom.Articles;

/// <summary>An article in a list: title and deck in the reader's language, or as a whole in a fallback.</summary>
public sealed record ArticleLine(Guid Id, string Key, LocalDate Date, PartialDate ShownDate, LocalDate? Until, string Slug, string Language, Localized Title, Localized? Deck, IReadOnlyList<string> Categories)
{
    /// <summary>The path with the language of the version shown in it.</summary>
    public string PathIn(Language reader) => $"/{reader.Code}/news/{Date.Year}/{Slug}";
}

/// <summary>Reads articles for pages.</summary>
public sealed class ArticleQueries(RotundaDb db)
{
    /// <summary>The latest news.</summary>
    public Task<IReadOnlyList<ArticleLine>> LatestAsync(Language reader, int count, CancellationToken cancellationToken) =>
        LinesAsync(db.PublishedNews.OrderByDescending(article => article.Date).ThenByDescending(article => article.Id).Take(count), reader, cancellationToken);

    /// <summary>The questions, in the order of their keys.</summary>
    public Task<IReadOnlyList<ArticleLine>> QuestionsAsync(Language reader, CancellationToken cancellationToken) =>
        LinesAsync(db.PublishedArticles.Where(article => article.Kind == ArticleKind.Faq).OrderBy(article => article.Key), reader, cancellationToken);

    /// <summary>News about a thing, latest first.</summary>
    public Task<IReadOnlyList<ArticleLine>> AboutAsync(Reference about, Language reader, int count, CancellationToken cancellationToken)
    {
        var (kind, code) = (about.Kind, about.Code);
        return LinesAsync(
            db.PublishedNews
                .Where(article => article.References.Any(reference => reference.Kind == kind && reference.Code == code))
                .OrderByDescending(article => article.Date).ThenByDescending(article => article.Id).Take(count),
            reader, cancellationToken);
    }

    /// <summary>The article behind an address, first in the reader's language, then in any, with its published versions and references; null when there is none.</summary>
    public Task<Article?> FindAsync(Language reader, int year, string slug, CancellationToken cancellationToken)
    {
        var code = reader.Code;
        return Whole(db.Articles.AsNoTracking()).Where(article => ArticleKinds.AmongNews.Contains(article.Kind) && article.Versions.Any(version => version.State == VersionState.Published && version.Year == year && version.Slug == slug))
            .OrderByDescending(article => article.Versions.Any(version => version.State == VersionState.Published && version.Language == code && version.Year == year && version.Slug == slug)).ThenBy(article => article.Id)
            .FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>A standing page, or null.</summary>
    public Task<Article?> PageAsync(string key, CancellationToken cancellationToken) =>
        Whole(db.PublishedArticles).SingleOrDefaultAsync(article => article.Kind == ArticleKind.Page && article.Key == key, cancellationToken);

    /// <summary>True for a standing page that was withdrawn from a language: it answers 410 there.</summary>
    public Task<bool> IsPageWithdrawnAsync(Language reader, string key, CancellationToken cancellationToken)
    {
        var code = reader.Code;
        return db.ArticleVersions.AnyAsync(version => version.State == VersionState.Withdrawn && version.Language == code && version.Article!.Kind == ArticleKind.Page && version.Article.Key == key, cancellationToken);
    }

    /// <summary>True for an address at which news stood in a language that were withdrawn from it: it answers 410.</summary>
    public Task<bool> IsWithdrawnAsync(Language reader, int year, string slug, CancellationToken cancellationToken)
    {
        var code = reader.Code;
        return db.ArticleVersions.AnyAsync(version => version.State == VersionState.Withdrawn && version.Language == code && version.Year == year && version.Slug == slug, cancellationToken);
    }

    private static IQueryable<Article> Whole(IQueryable<Article> articles) => articles.AsSplitQuery().Include(article => article.Versions.Where(version => version.State == VersionState.Published)).Include(article => article.References).Include(article => article.Categories);

    private sealed record Row(Guid Id, string Key, LocalDate Date, DatePrecision Precision, LocalDate? Until, List<string> Categories, List<VersionRow> Versions);

    private sealed record VersionRow(string Language, string Slug, string Title, string Deck);

    /// <summary>Articles of a query as lines of a list, each in the reader's language or as a whole in a fallback.</summary>
    internal static async Task<IReadOnlyList<ArticleLine>> LinesAsync(IQueryable<Article> articles, Language reader, CancellationToken cancellationToken)
    {
        var rows = await articles.AsSplitQuery().Select(article => new Row(
            article.Id, article.Key, article.Date, article.DatePrecision, article.Kind == ArticleKind.Call ? article.Until : null, article.Categories.OrderBy(row => row.Category).Select(row => row.Category).ToList(),
            article.Versions.Where(version => version.State == VersionState.Published).Select(version => new VersionRow(version.Language, version.Slug, version.Title, version.Deck)).ToList())).ToListAsync(cancellationToken);
        return [.. rows.Select(row => LineOf(row, reader))];
    }

    private static ArticleLine LineOf(Row row, Language reader)
    {
        var language = reader.Choose(row.Versions.Select(version => version.Language))!;
        var version = row.Versions.Find(candidate => candidate.Language == language)!;
        var isFallback = language != reader.Code;
        return new ArticleLine(
            row.Id, row.Key, row.Date, ArticleDates.Shown(row.Date, row.Precision), row.Until, version.Slug, language, new Localized(version.Title, language, isFallback),
            version.Deck.Length > 0 ? new Localized(version.Deck, language, isFallback) : null, row.Categories);
    }
}
