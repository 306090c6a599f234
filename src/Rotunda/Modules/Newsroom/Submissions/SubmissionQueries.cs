using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Newsroom.Articles;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Newsroom.Submissions;

/// <summary>Reads what was sent: editors see all of it, officers what they sent themselves for institutions that are still theirs.</summary>
public sealed class SubmissionQueries(RotundaDb db, Permissions permissions)
{
    private const int Most = 200;

    /// <summary>What waits, oldest first, then what was decided, latest first; one query.</summary>
    public async Task<IReadOnlyList<NewsSubmission>> AllAsync(Viewer viewer, CancellationToken cancellationToken) =>
        await VisibleTo(db, viewer, permissions).AsNoTracking().Include(row => row.Institution)
            .OrderBy(row => row.State != SubmissionState.Sent).ThenByDescending(row => row.DecidedAt).ThenBy(row => row.SentAt).Take(Most).ToListAsync(cancellationToken);

    /// <summary>What the viewer sent, latest first; one query.</summary>
    public async Task<IReadOnlyList<NewsSubmission>> OwnAsync(Viewer viewer, CancellationToken cancellationToken) =>
        await Own(db, viewer, permissions).AsNoTracking().Include(row => row.Institution).OrderByDescending(row => row.SentAt).Take(Most).ToListAsync(cancellationToken);

    /// <summary>One that the viewer may see, or null.</summary>
    public Task<NewsSubmission?> FindAsync(Viewer viewer, Guid id, CancellationToken cancellationToken) =>
        VisibleTo(db, viewer, permissions).AsNoTracking().Include(row => row.Institution).Include(row => row.Files.OrderBy(file => file.Name)).SingleOrDefaultAsync(row => row.Id == id, cancellationToken);

    /// <summary>Where the articles that were made of them are published, by article; one query.</summary>
    public async Task<IReadOnlyDictionary<Guid, IReadOnlyList<RelatedItem>>> PublishedAsync(IReadOnlyCollection<Guid> articles, CancellationToken cancellationToken)
    {
        var rows = await db.ArticleVersions.AsNoTracking().Where(version => articles.Contains(version.ArticleId) && version.State == VersionState.Published && ArticleKinds.AmongNews.Contains(version.Article!.Kind))
            .Select(version => new { version.ArticleId, version.Language, version.Year, version.Slug, version.Title }).ToListAsync(cancellationToken);
        return rows.GroupBy(row => row.ArticleId).ToDictionary(
            group => group.Key,
            group => (IReadOnlyList<RelatedItem>)[.. group.OrderBy(row => row.Language, StringComparer.Ordinal).Select(row => new RelatedItem($"/{row.Language}/news/{row.Year}/{row.Slug}", row.Title, "", row.Language))]);
    }

    /// <summary>The codes of the institutions for which a viewer may send news.</summary>
    public static IReadOnlyList<string> InstitutionsOf(Viewer viewer, Permissions permissions) =>
        [.. (permissions.ScopesOf(viewer, SubmissionActs.Send) ?? [])
            .Select(scope => Reference.TryParse(scope, out var reference) && reference.Kind == "institution" ? reference.Code : null).OfType<string>()];

    internal static IQueryable<NewsSubmission> VisibleTo(RotundaDb db, Viewer viewer, Permissions permissions) =>
        permissions.May(viewer, SubmissionActs.Decide) ? db.NewsSubmissions.Where(row => row.State != SubmissionState.Withdrawn || row.AccountId == viewer.AccountId) : Own(db, viewer, permissions);

    private static IQueryable<NewsSubmission> Own(RotundaDb db, Viewer viewer, Permissions permissions)
    {
        var codes = InstitutionsOf(viewer, permissions);
        return db.NewsSubmissions.Where(row => row.AccountId == viewer.AccountId && row.AccountId != null && codes.Contains(row.Institution!.Code));
    }
}

/// <summary>How much news waits for an editor.</summary>
internal sealed class SubmissionsQueue : IDeskQueue
{
    private static readonly PreparedCount s_count = new((db, _) =>
        db.Set<NewsSubmission>().Count(row => row.State == SubmissionState.Sent));

    public string TextKey => "queue.submissions";

    public string Path => "/desk/news/submissions";

    public int Order => 12;

    public Act Requires => SubmissionActs.Decide;

    public Task<int> CountAsync(RotundaDb db, Viewer viewer, CancellationToken cancellationToken) => s_count.CountAsync(db, cancellationToken);
}

/// <summary>Files of news for the editors and for whoever sent them.</summary>
internal sealed class SubmissionFiles(RotundaDb db, Permissions permissions) : IFileHolder
{
    public async Task<bool?> IsPublicAsync(string hash, string name, Viewer viewer, CancellationToken cancellationToken) =>
        viewer.IsSignedIn && await SubmissionQueries.VisibleTo(db, viewer, permissions).AnyAsync(row => row.Files.Any(file => file.Hash == hash && file.Name == name), cancellationToken) ? false : null;
}
