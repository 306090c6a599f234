using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Conferences.Editions;

/// <summary>The parts of an edition and what was announced at it, as a feed.</summary>
internal static class EditionFeed
{
    public static void MapEditionFeed(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapMethods("/feeds/{lang:lang}/conferences/{code}.atom", [HttpMethods.Get, HttpMethods.Head], ReadAsync).WithMetadata(new PublicAttribute());

    private static async Task<IResult> ReadAsync(HttpContext context, string lang, string code, EditionQueries editions, Frame frame, CancellationToken cancellationToken)
    {
        if (await editions.FindAsync(code, cancellationToken) is not { } edition) return TypedResults.NotFound();
        var reader = context.Reader();
        var address = await frame.AbsoluteAsync(reader.To("/conferences/" + code));
        var day = edition.Held.Latest ?? edition.Held.Earliest ?? new LocalDate(1970, 1, 1);
        var updated = day.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();
        var entries = edition.Sessions
            .Select(session => new FeedEntry($"urn:uuid:{session.Id}", session.Name.Plain(reader.Language), address, session.StartsAt ?? updated, session.Theme.Plain(reader.Language)))
            .Concat(edition.Announcements.Select(announcement => new FeedEntry($"urn:uuid:{announcement.Id}", announcement.Text.Plain(reader.Language), address, updated, "")));
        return new Feed(
            $"urn:uuid:{edition.Id}", edition.Name.Plain(reader.Language), reader.Language.Tag, (await frame.IdentityAsync()).Name.Plain(reader.Language), address,
            await frame.AbsoluteAsync(context.Request.Path), updated, [.. entries]).ToAtom();
    }
}
