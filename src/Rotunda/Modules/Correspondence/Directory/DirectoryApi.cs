using System.Text;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Correspondence.Directory;

/// <summary>The directory as vCards.</summary>
public static class DirectoryApi
{
    public static void MapDirectory(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/{lang:lang}/desk/directory/cards", CardsAsync).WithMetadata(new RequiresAttribute(CorrespondenceActs.ReadDirectoryName), new NeverCachedAttribute());

    /// <summary>One entry by <c>?id=</c>, or all that <c>?q=</c> finds.</summary>
    private static async Task<IResult> CardsAsync(HttpContext context, DirectoryQueries directory, SiteLanguages languages, Guid? id, string? q, CancellationToken cancellationToken)
    {
        var reader = context.Reader();
        var entries = (await directory.AllAsync(reader.Viewer, q ?? "", cancellationToken)).Where(entry => id is null || entry.Id == id).ToList();
        if (id is not null && entries.Count == 0) return TypedResults.NotFound();
        return TypedResults.File(Encoding.UTF8.GetBytes(VCards.Of(entries, reader, languages)), VCards.MediaType, "officers.vcf");
    }
}
