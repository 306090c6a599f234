using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Newsroom.Submissions.Pages;

/// <summary>The editors' queue of news that officers sent.</summary>
[Requires(SubmissionActs.DecideName)]
[NeverCached]
public sealed class SubmissionsModel(SubmissionQueries submissions) : SitePage
{
    public IReadOnlyList<NewsSubmission> Rows { get; private set; } = [];

    public IReadOnlyDictionary<Guid, IReadOnlyList<RelatedItem>> Published { get; private set; } = new Dictionary<Guid, IReadOnlyList<RelatedItem>>();

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Title = T["queue.submissions"];
        Rows = await submissions.AllAsync(Reader.Viewer, cancellationToken);
        Published = await submissions.PublishedAsync([.. Rows.Select(row => row.ArticleId).OfType<Guid>()], cancellationToken);
    }

    public bool IsPublished(NewsSubmission row) => row.ArticleId is { } article && Published.ContainsKey(article);
}
