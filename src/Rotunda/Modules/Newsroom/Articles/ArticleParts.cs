using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Newsroom.Articles.Pages;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Time;
using Rotunda.Modules.Translation.Rendering;
using Rotunda.Modules.Translation.Texts;

namespace Rotunda.Modules.Newsroom.Articles;

/// <summary>One lead and two more items on the home page.</summary>
internal sealed class LatestNews(ArticleQueries articles) : IHomePart
{
    private const int Items = 3;

    public int Order => 10;

    public async Task<PartView?> BuildAsync(Reader reader, AsOf on, CancellationToken cancellationToken)
    {
        if (!on.IsToday) return null;
        var lines = await articles.LatestAsync(reader.Language, Items, cancellationToken);
        return lines.Count == 0 ? null : new PartView("/Modules/Newsroom/Articles/_Latest.cshtml", lines);
    }
}

/// <summary>On the page of anything that news refer to: those news.</summary>
internal sealed class RelatedNews(ArticleQueries articles) : IRelatedPart
{
    private const int Items = 10;

    public int Order => 30;

    public async Task<RelatedList?> BuildAsync(Reference about, Reader reader, CancellationToken cancellationToken)
    {
        var lines = await articles.AboutAsync(about, reader.Language, Items, cancellationToken);
        return new RelatedList(reader.Texts["news.title"], [.. lines.Select(line => new RelatedItem(
            line.PathIn(reader.Language), line.Title.Text, reader.Texts.Date(line.ShownDate), line.Title.IsFallback ? line.Language : null))]);
    }
}

/// <summary>News and standing pages, each with its addresses in the languages in which it exists.</summary>
internal sealed class ArticleSitemap(RotundaDb db, SiteLanguages languages) : ISitemapSource
{
    private static readonly string[] Lists = ["news", "faq", "newsletter"];

    public async Task<IReadOnlyList<SitemapPage>> PagesAsync(CancellationToken cancellationToken)
    {
        var rows = await db.PublishedNews.OrderBy(article => article.Date).ThenBy(article => article.Id)
            .Select(article => new { article.Date, Versions = article.Versions.Where(version => version.State == VersionState.Published).Select(version => new { version.Language, version.Slug, version.ChangedAt }).ToList() }).ToListAsync(cancellationToken);
        var pages = await db.PublishedArticles.Where(article => article.Kind == ArticleKind.Page).OrderBy(article => article.Key)
            .Select(article => new { article.Key, Languages = article.Versions.Where(version => version.State == VersionState.Published).Select(version => version.Language).ToList() }).ToListAsync(cancellationToken);
        var lists = Lists.Concat(rows.Select(row => FormattableString.Invariant($"news/{row.Date.Year}")).Distinct());
        return [
            .. lists.Select(path => new SitemapPage(languages.All.ToDictionary(language => language.Code, language => $"/{language.Code}/{path}"))),
            .. pages.Select(page => new SitemapPage(page.Languages.ToDictionary(language => language, language => $"/{language}{StandingPage.PathOf(page.Key)}"))),
            .. rows.Select(row => new SitemapPage(
                row.Versions.ToDictionary(version => version.Language, version => FormattableString.Invariant($"/{version.Language}/news/{row.Date.Year}/{version.Slug}")),
                row.Versions.Max(version => version.ChangedAt)?.InUtc().Date))];
    }
}

/// <summary>Every reference inside an article leads somewhere.</summary>
internal sealed class ArticleReferencesResolve(IEnumerable<IReferenceKind> kinds, SiteLanguages languages) : IInvariant
{
    public string Name => "references of articles";

    public async Task<IReadOnlyList<string>> ViolationsAsync(RotundaDb db, CancellationToken cancellationToken)
    {
        var reader = new Reader(languages.Default, languages.TextsOf(languages.Default), Shared.Access.Viewer.Program);
        var stated = await db.Set<ArticleReference>().AsNoTracking().Select(row => new { row.Article!.Key, row.Kind, row.Code }).ToListAsync(cancellationToken);
        var texts = await (
            from article in db.Articles
            join segment in db.Segments on article.TextId equals segment.TextId
            where segment.Field == SegmentField.Content
            from text in segment.Texts
            where text.Text.Contains("](")
            select new { article.Key, text.Text }).ToListAsync(cancellationToken);
        var wanted = stated.Select(row => (row.Key, Reference: new Reference(row.Kind, row.Code)))
            .Concat(texts.SelectMany(row => InlineMarkdown.ReferencesIn(row.Text).Select(reference => (row.Key, Reference: reference)))).Distinct().ToList();
        var violations = new List<string>();
        foreach (var group in wanted.GroupBy(pair => pair.Reference.Kind))
        {
            var kind = kinds.FirstOrDefault(candidate => candidate.Kind == group.Key);
            var known = kind is null ? null : await kind.LabelsAsync([.. group.Select(pair => pair.Reference.Code).Distinct()], reader, cancellationToken);
            violations.AddRange(group.Where(pair => known?.ContainsKey(pair.Reference.Code) != true).Select(pair => $"Article {pair.Key} refers to {pair.Reference}, which does not exist."));
        }

        return violations;
    }
}
