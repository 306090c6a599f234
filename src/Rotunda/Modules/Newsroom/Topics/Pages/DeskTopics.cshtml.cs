using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Newsroom.Topics.Pages;

/// <summary>Categories and tags with how often each is used.</summary>
[Requires(TopicActs.EditName)]
[NeverCached]
public sealed class DeskTopicsModel(TopicQueries topics, SiteLanguages languages) : SitePage
{
    public IReadOnlyList<(TopicKind Kind, IReadOnlyList<Topic> Topics)> Kinds { get; private set; } = [];

    /// <summary>How many published news have a topic.</summary>
    public IReadOnlyDictionary<string, int> Counts { get; private set; } = new Dictionary<string, int>();

    /// <summary>The reader's own first.</summary>
    public IReadOnlyList<Language> Languages => [.. languages.All.OrderBy(language => language != Reader.Language)];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        (Title, IsUnlisted) = (T["topics.title"], true);
        Kinds =
        [
            (TopicKind.Category, await topics.OfKindAsync(TopicKind.Category, Reader.Language, cancellationToken)),
            (TopicKind.Tag, await topics.OfKindAsync(TopicKind.Tag, Reader.Language, cancellationToken)),
        ];
        Counts = await topics.CountsAsync(cancellationToken);
    }
}
