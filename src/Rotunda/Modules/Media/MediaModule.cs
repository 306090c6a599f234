using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;
using Rotunda.Data;
using Rotunda.Data.Files;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Media;

/// <summary>Serves stored files under their hash.</summary>
public static class MediaModule
{
    /// <summary>What a browser may show in place; everything else is downloaded.</summary>
    private static readonly HashSet<string> ShownInPlace = new(StringComparer.Ordinal) { "application/pdf", "image/png", "image/jpeg", "image/webp", "text/plain" };

    public static void MapMedia(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapMethods("/media/{hash}/{name}", [HttpMethods.Get, HttpMethods.Head], ServeAsync)
            .WithMetadata(new PublicAttribute(), new NeverCachedAttribute());

    /// <summary>A file is there for whoever may see something that holds it; for everyone else there is no such file.</summary>
    private static async Task<IResult> ServeAsync(
        HttpContext context, string hash, string name, RotundaDb db, FileStore files, IEnumerable<IFileHolder> holders, CancellationToken cancellationToken)
    {
        if (!FileStore.IsHash(hash)) return TypedResults.NotFound();
        bool? isPublic = null;
        foreach (var holder in holders)
            isPublic = await holder.IsPublicAsync(hash, name, context.Reader().Viewer, cancellationToken) is { } answer ? answer || isPublic is true : isPublic;
        var file = isPublic is null ? null : await db.Set<StoredFile>().AsNoTracking().SingleOrDefaultAsync(row => row.Hash == hash, cancellationToken);
        if (file is null || !File.Exists(files.PathOf(hash))) return TypedResults.NotFound();
        context.Response.Headers.CacheControl = isPublic is true ? "public, max-age=31536000, immutable" : "private, no-cache";
        return TypedResults.PhysicalFile(
            files.PathOf(hash), file.MediaType, ShownInPlace.Contains(file.MediaType.Split(';')[0].Trim()) ? null : name,
            entityTag: new EntityTagHeaderValue($"\"{hash}\""), enableRangeProcessing: true);
    }
}
