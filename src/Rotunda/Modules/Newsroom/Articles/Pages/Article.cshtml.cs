using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using Rotunda.Data;
using Rotunda.Modules.Media.Images;
using Rotunda.Modules.Newsroom.Addresses;
using Rotunda.Modules.Newsroom.Topics;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Modules.Shared.Web;
using Rotunda.Modules.Translation.Naming;
using Rotunda.Modules.Translation.Rendering;
using Rotunda.Modules.Translation.Texts;

namespace Rotunda.Modules.Newsroom.Articles.Pages;

/// <summary>One news item, in the reader's language or as a whole in a fallback with a notice.</summary>
[Public]
public sealed class ArticleModel(
    RotundaDb db, ArticleQueries articles, NewsQueries news, TopicQueries topics, AddressQueries addresses, TextReading texts, References references, CreditQueries credits, ImageQueries images, SiteLanguages languages, Frame frame, IClock clock) : SitePage
{
    private const int MostRelated = 4;

    /// <summary>The article in another language.</summary>
    public sealed record OtherVersion(Language Language, string Path);

    public Article Article { get; private set; } = null!;

    public ReadText Text { get; private set; } = null!;

    /// <summary>By the reader's clock.</summary>
    public LocalDate Today => TodayBy(clock);

    public bool IsFallback => Text.Language != Reader.Language.Code;

    public string SourceLanguage { get; private set; } = "";

    public IReadOnlyList<Topic> Categories { get; private set; } = [];

    /// <summary>Whom the record of this version names.</summary>
    public CreditLines Credits { get; private set; } = CreditLines.None;

    public IReadOnlyList<Topic> Tags { get; private set; } = [];

    /// <summary>The pictures of the text, by hash.</summary>
    public IReadOnlyDictionary<string, Picture> Pictures { get; private set; } = new Dictionary<string, Picture>();

    public Neighbour? Previous { get; private set; }

    public Neighbour? Next { get; private set; }

    /// <summary>The news before it in its first category, where that is not <see cref="Previous"/> anyway.</summary>
    public Neighbour? PreviousInCategory { get; private set; }

    public Neighbour? NextInCategory { get; private set; }

    public IReadOnlyList<ArticleLine> Related { get; private set; } = [];

    public IReadOnlyList<RelatedItem> Links { get; private set; } = [];

    public IReadOnlyList<OtherVersion> OtherVersions { get; private set; } = [];

    public string Address { get; private set; } = "";

    /// <summary>When the shown version last changed, as machines read it.</summary>
    public string ChangedAt { get; private set; } = "";

    public IHtmlContent QrCode { get; private set; } = HtmlString.Empty;

    public async Task<IActionResult> OnGetAsync(int year, string slug, CancellationToken cancellationToken)
    {
        var found = await articles.FindAsync(Reader.Language, year, slug, cancellationToken);
        // What was withdrawn from the reader's language is gone there, whatever other languages still have
        if (found?.Versions.Exists(candidate => candidate.Language == Reader.Language.Code) != true && await articles.IsWithdrawnAsync(Reader.Language, year, slug, cancellationToken))
            return StatusCode(StatusCodes.Status410Gone);
        if (found is not { } article)
        {
            var (wasKnown, present) = await addresses.PresentAsync(Reader.Language, year, slug, cancellationToken);
            return present is not null ? RedirectPermanent(present) : wasKnown ? StatusCode(StatusCodes.Status410Gone) : NotFound();
        }

        var language = Reader.Language.Choose(article.Versions.Select(version => version.Language))!;
        var version = article.Versions.First(candidate => candidate.Language == language);
        // Whoever changes only the language in the address comes to the slug of that language
        if (version.Slug != slug) return RedirectPermanent(Reader.To($"/news/{year}/{version.Slug}"));
        if (await texts.ReadAsync(db, article.TextId, language, Reader, cancellationToken) is not { } text) return NotFound();
        (Article, Text, Title, Description, OpenGraphType, IsUnlisted) = (article, text, text.Title, text.Description, "article", text.Language != Reader.Language.Code);
        Credits = await credits.OfAsync(article.TextId, language, Reader.Language, cancellationToken);
        SourceLanguage = await db.Texts.Where(row => row.Id == article.TextId).Select(row => row.SourceLanguage).FirstAsync(cancellationToken);
        ChangedAt = version.ChangedAt is { } changed ? InstantPattern.General.Format(changed) : "";
        Walk(new Crumb(T["news.title"], Reader.To("/news")), new Crumb(text.Title, null));
        Name(article, year, version);
        await SurroundAsync(article, cancellationToken);
        Address = await frame.AbsoluteAsync(Request.Path);
        QrCode = QrCodes.Svg(Address);
        Pictures = await images.PicturesAsync([.. text.Blocks.Select(HashOf).OfType<string>().Distinct()], Reader.Language, cancellationToken);
        LeadImage = LeadOf(text);
        Facts = [await ArticleFacts.OfAsync(article, version, text, Credits, LeadImage, Reader, Categories.Concat(Tags), OtherVersions.Select(other => other.Path), frame)];
        return Page();
    }

    /// <summary>The hash of a picture that a block shows, or null.</summary>
    public static string? HashOf(ReadBlock block) => block.Kind == BlockKind.Image && block.Path?.Split('/') is [.., var hash, _] ? hash : null;

    /// <summary>The first picture of the text: cut for messengers where that was made, else as it is.</summary>
    private PageImage? LeadOf(ReadText text)
    {
        if (text.Blocks.FirstOrDefault(block => block.Kind == BlockKind.Image) is not { } lead || HashOf(lead) is not { } hash || !Pictures.TryGetValue(hash, out var picture)) return null;
        var alternative = lead.Alternative.Length > 0 ? lead.Alternative : picture.Alternative?.Text ?? "";
        return picture.Card is { } card ? new PageImage(card, Picture.CardWidth, Picture.CardHeight, alternative) : new PageImage(picture.Address, picture.Width, picture.Height, alternative);
    }

    /// <summary>Where the article stands in each language, and in which it exists.</summary>
    private void Name(Article article, int year, ArticleVersion version)
    {
        var existing = article.Versions.Select(row => row.Language).ToList();
        Siblings = languages.All.ToDictionary(
            other => other.Code, other => $"/{other.Code}/news/{year}/{article.Versions.First(candidate => candidate.Language == other.Choose(existing)).Slug}");
        ExistsIn = existing;
        if (IsFallback) CanonicalPath = $"/{version.Language}/news/{year}/{version.Slug}";
        OtherVersions = [.. languages.All.Where(other => other != Reader.Language && existing.Contains(other.Code)).Select(other => new OtherVersion(other, Siblings[other.Code]))];
    }

    /// <summary>What stands around it: topics, neighbours, related news, things that it is about.</summary>
    private async Task SurroundAsync(Article article, CancellationToken cancellationToken)
    {
        var codes = article.Categories.Select(row => row.Category).ToList();
        (Categories, Tags) = (await topics.AmongAsync(codes, TopicKind.Category, cancellationToken), await topics.AmongAsync(codes, TopicKind.Tag, cancellationToken));
        (Previous, Next) = await news.NeighboursAsync(article, Reader.Language, null, cancellationToken);
        if (Categories is [var first, ..])
        {
            var (before, after) = await news.NeighboursAsync(article, Reader.Language, first.Code, cancellationToken);
            (PreviousInCategory, NextInCategory) = (before == Previous ? null : before, after == Next ? null : after);
        }

        Related = await news.RelatedAsync(article, Reader.Language, MostRelated, cancellationToken);
        var links = await references.ResolveAsync(article.References.Select(row => row.Reference), Reader, cancellationToken);
        Links = [.. article.References.Where(row => links.ContainsKey(row.Reference)).Select(row => links[row.Reference])];
    }
}
