using Microsoft.AspNetCore.Mvc;
using Rotunda.Modules.Newsroom.Articles;
using Rotunda.Modules.Newsroom.Articles.Pages;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Newsroom.Topics.Pages;

/// <summary>The news of a category or tag, latest first, with feeds of their own.</summary>
[Public]
public sealed class NewsTopicModel(NewsQueries news, TopicQueries topics, SiteLanguages languages) : NewsList(news, topics)
{
    private readonly TopicQueries _topics = topics;

    public Topic Topic { get; private set; } = null!;

    protected override string ListPath => Topic.PathIn(Reader.Language);

    public async Task<IActionResult> OnGetAsync(string kind, string slug, CancellationToken cancellationToken)
    {
        if (TopicKinds.Parse(kind) is not { } wanted || await _topics.FindAsync(wanted, slug, cancellationToken) is not { } topic) return NotFound();
        Topic = topic;
        // A former address, or that of another language
        if (Reader.To(ListPath) is var path && path != Request.Path.Value) return RedirectPermanent(path + Request.QueryString);
        if (await ReadAsync(new NewsFilter(Topic: topic.Code), mayBeEmpty: true, cancellationToken) is { } refusal) return refusal;
        var name = topic.Name.Plain(Reader.Language);
        Name(T.Format(wanted == TopicKind.Category ? "news.in-category" : "news.with-tag", ("category", name)), T["news.description"]);
        Siblings = languages.All.ToDictionary(language => language.Code, language => $"/{language.Code}{topic.PathIn(language)}");
        OwnFeeds =
        [
            new PageFeed($"{Title} (Atom)", $"/feeds/{Reader.Language.Code}/news/{topic.Code}.atom", AtomFeed.MediaType),
            new PageFeed($"{Title} (JSON Feed)", $"/feeds/{Reader.Language.Code}/news/{topic.Code}.json", JsonFeed.MediaType),
        ];
        return Page();
    }
}
