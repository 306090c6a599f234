using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Newsroom.Articles;
using Rotunda.Modules.Shared.Languages;

namespace Rotunda.Modules.Newsroom.Topics;

/// <summary>Reads categories and tags; all of them once for a request, since a page names many.</summary>
public sealed class TopicQueries(RotundaDb db)
{
    private IReadOnlyDictionary<string, Topic>? _byCode;

    /// <summary>All topics by code, in one query for a request.</summary>
    public async ValueTask<IReadOnlyDictionary<string, Topic>> ByCodeAsync(CancellationToken cancellationToken = default) =>
        _byCode ??= await db.Topics.AsNoTracking().ToDictionaryAsync(topic => topic.Code, StringComparer.Ordinal, cancellationToken);

    /// <summary>The topics of one kind in the order in which they are shown.</summary>
    public async Task<IReadOnlyList<Topic>> OfKindAsync(TopicKind kind, Language reader, CancellationToken cancellationToken)
    {
        var topics = (await ByCodeAsync(cancellationToken)).Values.Where(topic => topic.Kind == kind);
        return [.. kind == TopicKind.Category ? topics.OrderBy(topic => topic.Order).ThenBy(topic => topic.Code, StringComparer.Ordinal) : topics.OrderBy(topic => reader.SortKey(topic.Name.Plain(reader)), ByteOrder.Instance)];
    }

    /// <summary>Those of the codes that are of a kind, in the order in which they are shown.</summary>
    public async ValueTask<IReadOnlyList<Topic>> AmongAsync(IEnumerable<string> codes, TopicKind kind, CancellationToken cancellationToken = default)
    {
        var known = await ByCodeAsync(cancellationToken);
        return [.. codes.Select(code => known.GetValueOrDefault(code)).OfType<Topic>().Where(topic => topic.Kind == kind).OrderBy(topic => topic.Order).ThenBy(topic => topic.Code, StringComparer.Ordinal)];
    }

    /// <summary>The topic that has or had an address in whatever language, else the one with this code; null when there is none.</summary>
    public async Task<Topic?> FindAsync(TopicKind kind, string slug, CancellationToken cancellationToken)
    {
        var owner = await db.Set<TopicAddress>().Where(row => row.Kind == kind && row.Slug == slug).Select(row => (Guid?)row.TopicId).SingleOrDefaultAsync(cancellationToken);
        return (await ByCodeAsync(cancellationToken)).Values.FirstOrDefault(topic => topic.Kind == kind && (owner is { } id ? topic.Id == id : topic.Code == slug));
    }

    /// <summary>How many news each topic has; topics without any are left out.</summary>
    public async Task<IReadOnlyDictionary<string, int>> CountsAsync(CancellationToken cancellationToken) =>
        await db.PublishedNews.SelectMany(article => article.Categories).GroupBy(row => row.Category)
            .Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(row => row.Key, row => row.Count, StringComparer.Ordinal, cancellationToken);
}
