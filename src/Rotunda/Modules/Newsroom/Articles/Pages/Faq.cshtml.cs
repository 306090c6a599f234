using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Modules.Shared.Web;
using Rotunda.Modules.Translation.Naming;
using Rotunda.Modules.Translation.Rendering;

namespace Rotunda.Modules.Newsroom.Articles.Pages;

/// <summary>Questions with their answers, on one page.</summary>
[Public]
public sealed class FaqModel(RotundaDb db, TextReading texts, CreditQueries credits, IEnumerable<IPagePart> parts) : SitePage
{
    /// <summary>A question with its answer.</summary>
    public sealed record Question(string Key, ReadText Text, ArticleCredits Credits);

    public IReadOnlyList<Question> Questions { get; private set; } = [];

    /// <summary>What other modules add below the questions.</summary>
    public IReadOnlyList<PartView> Parts { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        (Title, Description) = (T["faq.title"], T["faq.description"]);
        Walk(new Crumb(Title, null));
        var articles = await db.PublishedArticles.Where(article => article.Kind == ArticleKind.Faq).OrderBy(article => article.Key)
            .Select(article => new { Article = article, article.Key, article.TextId, article.Text!.SourceLanguage, Languages = article.Versions.Where(version => version.State == VersionState.Published).Select(version => version.Language).ToList() }).ToListAsync(cancellationToken);
        var shown = articles.Select(article => (article.TextId, Language: Reader.Language.Choose(article.Languages)!)).ToList();
        var read = await texts.ReadManyAsync(db, shown, Reader, cancellationToken);
        var lines = await credits.OfManyAsync(shown, Reader.Language, cancellationToken);
        Questions = [.. articles.Where(article => read.ContainsKey(article.TextId)).Select(article => new Question(
            article.Key, read[article.TextId], new ArticleCredits(article.Article, article.SourceLanguage, lines[article.TextId], read[article.TextId].UsesMachine)))];
        // What is shown in a fallback belongs to the page in that language
        var own = Questions.Where(question => question.Text.Language == Reader.Language.Code).Select(question => StructuredData.Of(
            "Question", ("name", question.Text.Title), ("acceptedAnswer", StructuredData.Of("Answer", ("text", ArticleFeeds.HtmlOf(question.Text)))))).ToList();
        if (own.Count > 0) Facts = [StructuredData.Of("FAQPage", ("inLanguage", Reader.Language.Tag), ("mainEntity", new JsonArray([.. own])))];
        var views = new List<PartView>();
        foreach (var part in parts.Where(part => part.Page == "faq").OrderBy(part => part.Order))
            if (await part.BuildAsync(Reader, cancellationToken) is { } view) views.Add(view);
        Parts = views;
    }
}
