using Rotunda.Modules.Search.Ranking;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Search.Finding;

/// <summary>The search as a filter of lists.</summary>
internal sealed class SearchFilter : ISearchFilter
{
    public IReadOnlyList<string>? CodesAmong(IReadOnlyList<(string Code, SearchText Text)> texts, string words)
    {
        var query = SearchQuery.Parse(words, isTyping: true);
        if (query.IsEmpty) return null;
        var hits = new MemoryIndex([.. texts.Select(pair => pair.Text)]).FindMeant(query);
        if (hits.Exists(hit => hit.HoldsAll)) hits.RemoveAll(hit => !hit.HoldsAll);
        return [.. hits.Select(hit => texts[hit.Number].Code)];
    }
}
