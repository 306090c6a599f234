using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Data.Values;
using Rotunda.Modules.Newsroom.Articles;
using Rotunda.Modules.Newsroom.Submissions;
using Rotunda.Modules.Newsroom.Topics;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Translation.Texts;

namespace Rotunda.Modules.Newsroom;

/// <summary>Names articles, their texts, news that was sent in, and topics in the audit trail.</summary>
internal sealed class NewsroomSubjects(RotundaDb db, Permissions permissions) : IAuditSubjects
{
    /// <summary>An article with its title in one of its languages, or without any.</summary>
    private sealed record Titled(Guid Id, string Key, Guid TextId, string? Language, string? Title);

    private static readonly Expression<Func<Article, ArticleVersion?, Titled>> s_titled = (article, version) => new Titled(article.Id, article.Key, article.Text!.Id, version!.Language, version.Title);

    private static readonly PreparedQuery<List<Guid>, Titled> s_ofTexts = new((db, ids) =>
        db.Set<Article>().Where(article => ids.Contains(article.Text!.Id)).SelectMany(article => article.Versions.DefaultIfEmpty(), s_titled));

    private static readonly PreparedQuery<List<Guid>, Titled> s_ofIds = new((db, ids) =>
        db.Set<Article>().Where(article => ids.Contains(article.Id)).SelectMany(article => article.Versions.DefaultIfEmpty(), s_titled));

    private static readonly PreparedQuery<List<string>, Titled> s_ofKeys = new((db, keys) =>
        db.Set<Article>().Where(article => keys.Contains(article.Key)).SelectMany(article => article.Versions.DefaultIfEmpty(), s_titled));

    public IReadOnlyCollection<string> Kinds { get; } = [ArticleOperations.SubjectKind, SegmentOperations.SubjectKind, SubmissionOperations.SubjectKind, TopicOperations.SubjectKind];

    public async Task<IReadOnlyDictionary<string, AuditSubject>> NamesAsync(string kind, IReadOnlyCollection<string> ids, Reader reader, CancellationToken cancellationToken)
    {
        if (kind is ArticleOperations.SubjectKind or SegmentOperations.SubjectKind) return await ArticlesAsync(kind, ids, reader, cancellationToken);
        if (kind == TopicOperations.SubjectKind)
        {
            var edits = permissions.MaySomewhere(reader.Viewer, TopicActs.Edit);
            return (await db.Topics.AsNoTracking().Where(row => ids.Contains(row.Code)).Select(row => new { row.Code, row.Name }).ToListAsync(cancellationToken))
                .ToDictionary(row => row.Code, row => new AuditSubject(row.Name.Plain(reader.Language), edits ? "/desk/topics/" + row.Code : null), StringComparer.Ordinal);
        }

        var (keys, decides) = (AuditSubjects.Rows(ids), permissions.MaySomewhere(reader.Viewer, SubmissionActs.Decide));
        return (await db.NewsSubmissions.AsNoTracking().Where(row => keys.Contains(row.Id)).Select(row => new { row.Id, row.Title }).ToListAsync(cancellationToken))
            .ToDictionary(row => row.Id.ToString(), row => new AuditSubject(row.Title, decides ? "/desk/news/submissions/" + row.Id : null), StringComparer.Ordinal);
    }

    /// <summary>Articles stand in the trail under their id or their key; what was done to a text belongs to its article.</summary>
    private async Task<IReadOnlyDictionary<string, AuditSubject>> ArticlesAsync(string kind, IReadOnlyCollection<string> ids, Reader reader, CancellationToken cancellationToken)
    {
        var (keys, isText, reads) = (AuditSubjects.Rows(ids), kind == SegmentOperations.SubjectKind, permissions.MaySomewhere(reader.Viewer, NewsroomActs.Read));
        var rows = await (isText ? s_ofTexts : s_ofIds).ListAsync(db, keys, cancellationToken);
        if (!isText && keys.Count < ids.Count) rows.AddRange(await s_ofKeys.ListAsync(db, [.. ids], cancellationToken));
        var names = new Dictionary<string, AuditSubject>(StringComparer.Ordinal);
        foreach (var versions in rows.GroupBy(row => row.Id))
        {
            var article = versions.First();
            var title = LocalizedText.Of(versions.Where(version => version.Language is not null).Select(version => KeyValuePair.Create(version.Language!, version.Title ?? ""))).Plain(reader.Language);
            var subject = new AuditSubject(title.Length > 0 ? title : article.Key, reads ? "/desk/articles/" + article.Id : null);
            names[(isText ? article.TextId : article.Id).ToString()] = subject;
            if (!isText) names[article.Key] = subject;
        }

        return names;
    }
}
