using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;
using Rotunda.Data;
using Rotunda.Data.Files;
using Rotunda.Data.Jobs;
using Rotunda.Modules.Media.Attachments;
using Rotunda.Modules.Media.Files;
using Rotunda.Modules.Media.Images;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Media;

/// <summary>The library of pictures, attachments, and stored files under their hash.</summary>
public static class MediaModule
{
    /// <summary>What a browser may show in place; everything else is downloaded.</summary>
    private static readonly HashSet<string> ShownInPlace =
        new(StringComparer.Ordinal) { "application/pdf", "image/png", "image/jpeg", "image/webp", "image/gif", "text/plain" };

    public static IServiceCollection AddMedia(this IServiceCollection services)
    {
        services.AddScoped<FileIntake>();
        services.AddScoped<ImageQueries>();
        services.AddScoped<ImageOperations>();
        services.AddSingleton<Vips>();
        services.AddSingleton<RenditionMaking>();
        services.AddSingleton<IJobHandler, RenditionsJob>();
        services.AddSingleton<IStartCheck, RenditionsCheck>();
        services.AddScoped<IFileHolder, ImageFiles>();
        services.AddScoped<IInvariant, ImagesAgree>();
        services.AddScoped<AttachmentQueries>();
        services.AddScoped<AttachmentOperations>();
        services.AddScoped<IFileHolder, AttachmentFiles>();
        services.AddSingleton<IPersonalData, AttachmentPersonalData>();
        services.AddSingleton(new NavigationEntry(NavigationPlace.Desk, "attachments.title", "/desk/attachments", 51, MediaActs.KeepPictures));
        services.AddSingleton<IPersonalData, ImagePersonalData>();
        services.AddScoped<IAuditSubjects, ImageSubjects>();
        services.AddSingleton(new NavigationEntry(NavigationPlace.Desk, "images.title", "/desk/images", 50, MediaActs.KeepPictures));
        services.AddSingleton(new RoleContribution(Roles.Administrator, [MediaActs.KeepPictures]));
        services.AddSingleton(new RoleContribution(Roles.Secretariat, [MediaActs.KeepPictures]));
        foreach (var (field, key) in new[]
        {
            ("picture", "images.picture"), ("alternative", "images.alternative"), ("caption", "images.caption"), ("picture-credit", "images.credit"), ("decorative", "images.decorative-short"), ("focus", "images.focus"), ("attachment", "attachments.one"),
        }) services.AddSingleton(new AuditedField(field, key));
        return services;
    }

    public static void MapMedia(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapMethods("/media/{hash}/{name}", [HttpMethods.Get, HttpMethods.Head], ServeAsync)
            .WithMetadata(new PublicAttribute(), new NeverCachedAttribute());

    /// <summary>A file is there for whoever may see something that holds it; for everyone else there is no such file.</summary>
    private static async Task<IResult> ServeAsync(
        HttpContext context, string hash, string name, RotundaDb db, FileStore files, IEnumerable<IFileHolder> holders, CancellationToken cancellationToken)
    {
        // What is not there is not looked for among all that could hold it
        if (!FileStore.IsHash(hash) || await db.Set<StoredFile>().AsNoTracking().SingleOrDefaultAsync(row => row.Hash == hash, cancellationToken) is not { } file) return TypedResults.NotFound();
        bool? isPublic = null;
        foreach (var holder in holders)
        {
            isPublic = await holder.IsPublicAsync(hash, name, context.Reader().Viewer, cancellationToken) ?? isPublic;
            if (isPublic is true) break;
        }

        if (isPublic is null || !File.Exists(files.PathOf(hash))) return TypedResults.NotFound();
        context.Response.Headers.CacheControl = isPublic is true ? "public, max-age=31536000, immutable" : "private, no-cache";
        return TypedResults.PhysicalFile(
            files.PathOf(hash), file.MediaType, ShownInPlace.Contains(file.MediaType.Split(';')[0].Trim()) ? null : name,
            entityTag: new EntityTagHeaderValue($"\"{hash}\""), enableRangeProcessing: true);
    }
}
