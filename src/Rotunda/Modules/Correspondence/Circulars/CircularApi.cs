using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Files;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Correspondence.Circulars;

/// <summary>Downloads: answers as a table, and the files behind a link.</summary>
public static class CircularApi
{
    public static void MapCirculars(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/{lang:lang}/desk/circulars/{id}/answers", AnswersAsync).WithMetadata(new RequiresAttribute(CorrespondenceActs.SendName), new NeverCachedAttribute());
        endpoints.MapMethods("/{lang:lang}/answer/{token}/{file:guid}", [HttpMethods.Get, HttpMethods.Head], FileAsync)
            .WithMetadata(new PublicAttribute(), new NeverCachedAttribute(), new EnableRateLimitingAttribute(CorrespondenceModule.LinkLimit));
    }

    private static async Task<IResult> AnswersAsync(HttpContext context, string id, CircularQueries circulars, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(id, out var key) || await circulars.FindAsync(key, cancellationToken) is not { SentAt: not null } circular) return TypedResults.NotFound();
        return TypedResults.File(AnswersCsv.Of(circular, context.Reader()), "text/csv; charset=utf-8", $"answers-{key:N}.csv");
    }

    /// <summary>A file of the circular, or the institution's own answer, whose file is named by the receiver's id.</summary>
    private static async Task<IResult> FileAsync(HttpContext context, string token, Guid file, AnswerOperations answers, FileStore files, CancellationToken cancellationToken)
    {
        PrivateLink.Seal(context.Response);
        if (await answers.FindAsync(token, cancellationToken) is not { Receiver: var receiver }) return TypedResults.NotFound();
        var (hash, name, mediaType) = receiver.Id == file
            ? (receiver.FileHash, receiver.FileName, receiver.FileType)
            : receiver.Circular!.Files.Find(row => row.Id == file) is { } attached ? (attached.Hash, attached.Name, attached.MediaType) : default;
        return hash is null || !File.Exists(files.PathOf(hash)) ? TypedResults.NotFound() : TypedResults.PhysicalFile(files.PathOf(hash), mediaType, name);
    }
}

/// <summary>What is said with every answer to an address that opens something by itself.</summary>
public static class PrivateLink
{
    /// <summary>The address goes to no other page, is kept nowhere and listed nowhere.</summary>
    public static void Seal(HttpResponse response)
    {
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Robots-Tag"] = "noindex, nofollow";
    }
}
