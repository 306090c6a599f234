using Microsoft.AspNetCore.Mvc;
using Rotunda.Data.Values;
using Rotunda.Modules.Newsroom.Topics;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Modules.Shared.Time;

namespace Rotunda.Modules.Newsroom.Articles.Pages;

/// <summary>The news, latest first: all of them, or those of a year.</summary>
[Public]
public sealed class NewsModel(NewsQueries news, TopicQueries topics) : NewsList(news, topics)
{
    private readonly TopicQueries _topics = topics;

    protected override string ListPath => Filter.Year is { } year ? FormattableString.Invariant($"/news/{year}") : "/news";

    public async Task<IActionResult> OnGetAsync(int? year, string? category, CancellationToken cancellationToken)
    {
        if (category is not null)
        {
            // The address that categories had before they had pages of their own
            return (await _topics.ByCodeAsync(cancellationToken)).TryGetValue(category, out var topic) ? RedirectPermanent(Reader.To(topic.PathIn(Reader.Language))) : BadRequest();
        }

        if (await ReadAsync(new NewsFilter(year), mayBeEmpty: year is null, cancellationToken) is { } refusal) return refusal;
        if (year is { } number)
        {
            Name(T.Format("news.of-year", ("year", T.Date(PartialDate.Year(number)))), T["news.description"]);
        }
        else
        {
            (Title, Description) = (T["news.title"], T["news.description"]);
            Walk(new Crumb(Title, null));
        }

        return Page();
    }
}
