using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Time;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Assembly.Resolutions;

internal sealed class ResolutionReferences(RotundaDb db) : IReferenceKind
{
    public string Kind => "resolution";

    public string PathOf(string code) => "/resolutions/" + code;

    public async Task<IReadOnlyDictionary<string, Localized>> LabelsAsync(IReadOnlyCollection<string> codes, Reader reader, CancellationToken cancellationToken) =>
        await db.Resolutions.AsNoTracking().Where(row => codes.Contains(row.Number)).Select(row => new { row.Number, row.Title })
            .ToDictionaryAsync(row => row.Number, row => row.Title.InOrEmpty(reader.Language), cancellationToken);
}

/// <summary>On the page of an institution, a body or an edition: the resolutions that concern it.</summary>
internal sealed class RelatedResolutions(RotundaDb db) : IRelatedPart
{
    public int Order => 20;

    public async Task<RelatedList?> BuildAsync(Reference about, Reader reader, CancellationToken cancellationToken)
    {
        var (kind, code) = (about.Kind, about.Code);
        var query = db.Resolutions.AsNoTracking();
        query = kind switch
        {
            "edition" => query.Where(row => row.EditionCode == code),
            "body" => query.Where(row => row.BodyCode == code || row.Effects.Any(effect => effect.SubjectKind == kind && effect.SubjectCode == code)),
            _ => query.Where(row => row.Effects.Any(effect => effect.SubjectKind == kind && effect.SubjectCode == code)),
        };
        var found = await query.OrderByDescending(row => row.Date).ToListAsync(cancellationToken);
        return new RelatedList(reader.Texts["resolutions.title"], [.. found.Select(row => new RelatedItem(
            reader.To("/resolutions/" + row.Number), row.Title.Plain(reader.Language), reader.Texts.Date(row.Date),
            row.Title.In(reader.Language) is { IsFallback: true } fallback ? fallback.Language : null))]);
    }
}

internal sealed class ResolutionSitemap(RotundaDb db, SiteLanguages languages) : ISitemapSource
{
    public async Task<IReadOnlyList<SitemapPage>> PagesAsync(CancellationToken cancellationToken)
    {
        var paths = new List<string> { "/resolutions" };
        paths.AddRange(await db.Resolutions.OrderBy(row => row.Number).Select(row => "/resolutions/" + row.Number).ToListAsync(cancellationToken));
        return [.. paths.Select(path => new SitemapPage(languages.All.ToDictionary(language => language.Code, language => $"/{language.Code}{path}")))];
    }
}

internal sealed class ResolutionHistory(RotundaDb db) : IHistorySource
{
    public async Task<IReadOnlyList<HistoryItem>> ItemsAsync(Reader reader, CancellationToken cancellationToken)
    {
        var rows = await db.Resolutions.AsNoTracking().ToListAsync(cancellationToken);
        return [.. rows.Where(row => row.Title.In(reader.Language) is not null)
            .Select(row => new HistoryItem(row.Date, "history.resolution", row.Title.In(reader.Language)!.Value, reader.To("/resolutions/" + row.Number)))];
    }
}

/// <summary>The register as a feed.</summary>
internal static class ResolutionFeed
{
    public static void MapResolutionFeed(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapMethods("/feeds/{lang:lang}/resolutions.atom", [HttpMethods.Get, HttpMethods.Head], ReadAsync).WithMetadata(new PublicAttribute());

    private static async Task<IResult> ReadAsync(HttpContext context, RotundaDb db, Frame frame, CancellationToken cancellationToken)
    {
        var reader = context.Reader();
        var rows = await db.Resolutions.AsNoTracking().OrderByDescending(row => row.Date).Take(50).ToListAsync(cancellationToken);
        var entries = new List<FeedEntry>();
        foreach (var row in rows)
        {
            var updated = (row.Date.Latest ?? new LocalDate(1970, 1, 1)).AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();
            entries.Add(new FeedEntry(
                $"urn:uuid:{row.Id}", row.Title.Plain(reader.Language), await frame.AbsoluteAsync(reader.To("/resolutions/" + row.Number)), updated, reader.Texts.Date(row.Date)));
        }

        var name = (await frame.IdentityAsync()).Name.Plain(reader.Language);
        return new Feed(
            await frame.AbsoluteAsync(context.Request.Path), $"{reader.Texts["resolutions.title"]} · {name}", reader.Language.Tag, name, await frame.AbsoluteAsync(reader.To("/resolutions")),
            await frame.AbsoluteAsync(context.Request.Path), entries.Count > 0 ? entries.Max(entry => entry.Updated) : NodaConstants.UnixEpoch, entries).ToAtom();
    }
}
