using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Newsroom.Articles;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Newsroom.Desk;

/// <summary>Articles that are in work in some language, or of which a version waits for its time.</summary>
internal sealed class ArticleQueue : IDeskQueue
{
    private static readonly PreparedCount s_count = new((db, _) =>
        db.Set<Article>().Count(article => article.Versions.Any(version => version.ScheduledAt != null || (version.State != VersionState.Published && version.State != VersionState.Withdrawn))));

    public string TextKey => "queue.articles";

    public string Path => "/desk/articles";

    public int Order => 18;

    public Act Requires => NewsroomActs.Read;

    public Task<int> CountAsync(RotundaDb db, Viewer viewer, CancellationToken cancellationToken) => s_count.CountAsync(db, cancellationToken);
}
