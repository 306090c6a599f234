using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Languages;

namespace Rotunda.Modules.Newsroom.Newsletters;

/// <summary>The address in the head of every letter, by which mail programs unsubscribe with one click (RFC 8058).</summary>
internal static class NewsletterApi
{
    public static void MapNewsletters(this IEndpointRouteBuilder endpoints)
    {
        // Neither cookies nor a form's token come with this request, and it must not be redirected
        endpoints.MapPost("/newsletter/{token}", async (HttpContext context, string token, SubscriptionOperations operations, CancellationToken cancellationToken) =>
        {
            var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync(cancellationToken) : null;
            if (form?["List-Unsubscribe"].ToString() != "One-Click") return TypedResults.BadRequest();
            return await operations.LeaveAsync(token, cancellationToken) is Shared.Outcome.Missing ? TypedResults.NotFound() : (IResult)TypedResults.Ok();
        }).WithMetadata(new PublicAttribute(), new NeverCachedAttribute());
        // A person who opens the address comes to the page; looking alone changes nothing, since machines look too
        endpoints.MapGet("/newsletter/{token}", (HttpContext context, string token, SiteLanguages languages) =>
            TypedResults.Redirect($"/{Shared.Web.ReaderMiddleware.Negotiate(context.Request, languages).Code}/newsletter/{Uri.EscapeDataString(token)}"))
            .WithMetadata(new PublicAttribute(), new NeverCachedAttribute());
    }
}
