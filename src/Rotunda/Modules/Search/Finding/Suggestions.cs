using Rotunda.Modules.Search.Ranking;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Search.Finding;

/// <summary>A page that somebody may mean who is still typing.</summary>
/// <param name="Title">As the page has it.</param>
/// <param name="Path">Its address.</param>
/// <param name="Kind">What it is, in the reader's language.</param>
/// <param name="Tag">The language of the title; null where it is the reader's.</param>
internal sealed record Suggestion(string Title, string Path, string Kind, string? Tag);

/// <summary>Suggests pages for the beginning of a query.</summary>
internal static class Suggestions
{
    private const int Most = 8;

    public static void MapSuggestions(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapMethods("/{lang:lang}/search/suggestions", [HttpMethods.Get, HttpMethods.Head], async (HttpContext context, SearchQueries queries, IEnumerable<ISearchSource> sources, SiteLanguages languages, string? q, CancellationToken cancellationToken) =>
            TypedResults.Json(await ForAsync(new SearchRequest(SearchQuery.Parse(q, isTyping: true)), queries, sources, languages, context.Reader(), cancellationToken)))
            .WithMetadata(new PublicAttribute(), new NeverCachedAttribute());

    /// <summary>Pages whose title or name holds all that was typed come first.</summary>
    /// <param name="request">The words as they are being typed.</param>
    /// <param name="queries">Answers it.</param>
    /// <param name="sources">Whose kinds are named.</param>
    /// <param name="languages">Of titles.</param>
    /// <param name="reader">For whom.</param>
    /// <param name="cancellationToken">Cancels the queries.</param>
    /// <param name="listed">Addresses that the page shows anyway.</param>
    public static async Task<IReadOnlyList<Suggestion>> ForAsync(
        SearchRequest request, SearchQueries queries, IEnumerable<ISearchSource> sources, SiteLanguages languages, Reader reader, CancellationToken cancellationToken, IReadOnlySet<string>? listed = null)
    {
        var results = await queries.FindAsync(request, reader, cancellationToken);
        var kinds = sources.ToDictionary(source => source.Kind, source => reader.Texts[source.TextKey], StringComparer.Ordinal);
        return [.. results.Own.Concat(results.Others).Where(hit => hit.HoldsAll && listed?.Contains(hit.Path) != true).DistinctBy(hit => (hit.Title, hit.Path)).Take(Most).Select(hit => new Suggestion(
            hit.Title, hit.Path, kinds.GetValueOrDefault(hit.Kind, ""), hit.Language == reader.Language.Code ? null : languages.Find(hit.Language)?.Tag))];
    }
}
