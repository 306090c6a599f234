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
        var articles = db.Articles.AsNoTracking();
        var wanted = isText ? articles.Where(row => keys.Contains(row.Text!.Id)) : articles.Where(row => keys.Contains(row.Id) || ids.Contains(row.Key));
        var rows = await wanted.Select(row => new { row.Id, row.Key, TextId = row.Text!.Id, Titles = row.Versions.Select(version => new { version.Language, version.Title }).ToList() }).ToListAsync(cancellationToken);
        var names = new Dictionary<string, AuditSubject>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            var title = LocalizedText.Of(row.Titles.Select(version => KeyValuePair.Create(version.Language, version.Title))).Plain(reader.Language);
            var subject = new AuditSubject(title.Length > 0 ? title : row.Key, reads ? "/desk/articles/" + row.Id : null);
            names[(isText ? row.TextId : row.Id).ToString()] = subject;
            if (!isText) names[row.Key] = subject;
        }

        return names;
    }
}
