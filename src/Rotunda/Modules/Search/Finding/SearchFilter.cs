using Rotunda.Modules.Search.Ranking;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Search.Finding;

/// <summary>The search as a filter of lists.</summary>
internal sealed class SearchFilter(SearchQueries queries) : ISearchFilter
{
    public async Task<IReadOnlyList<string>?> CodesAsync(string kind, string words, Reader reader, CancellationToken cancellationToken)
    {
        var query = SearchQuery.Parse(words, isTyping: true);
        if (query.IsEmpty) return null;
        var results = await queries.FindAsync(new SearchRequest(query, kind), reader, cancellationToken);
        var hits = results.Own.Concat(results.Others).ToList();
        if (hits.Exists(hit => hit.HoldsAll)) hits.RemoveAll(hit => !hit.HoldsAll);
        return [.. hits.Select(hit => hit.Code).Distinct()];
    }
}
