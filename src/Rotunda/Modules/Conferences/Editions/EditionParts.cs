using Microsoft.AspNetCore.Html;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Modules.Shared.Time;

namespace Rotunda.Modules.Conferences.Editions;

/// <summary>The next edition on the home page.</summary>
/// <param name="Edition">With its sessions.</param>
/// <param name="IsRunning">True from the beginning of its first session to the end of its last.</param>
/// <param name="DaysLeft">Whole days until it begins; 0 on the day.</param>
public sealed record NextEdition(Edition Edition, bool IsRunning, int DaysLeft);

internal sealed class NextEditionPart(EditionQueries editions, IClock clock) : IHomePart
{
    public int Order => 20;

    public async Task<PartView?> BuildAsync(Reader reader, AsOf on, CancellationToken cancellationToken)
    {
        if (!on.IsToday) return null;
        var now = clock.GetCurrentInstant();
        if (await editions.NextAsync(now, cancellationToken) is not { } edition) return null;
        var start = edition.Sessions.Min(session => session.StartsAt)!.Value;
        var zone = DateTimeZoneProviders.Tzdb[edition.Zone ?? "UTC"];
        var days = Period.DaysBetween(now.InZone(zone).Date, start.InZone(zone).Date);
        return new PartView("/Modules/Conferences/Editions/_Next.cshtml", new NextEdition(edition, start <= now, Math.Max(0, days)));
    }
}

internal sealed class EditionReferences(RotundaDb db) : IReferenceKind
{
    public string Kind => "edition";

    public string PathOf(string code) => "/conferences/" + code;

    public async Task<IReadOnlyDictionary<string, Localized>> LabelsAsync(IReadOnlyCollection<string> codes, Reader reader, CancellationToken cancellationToken) =>
        await db.Editions.AsNoTracking().Where(edition => codes.Contains(edition.Code)).Select(edition => new { edition.Code, edition.Name })
            .ToDictionaryAsync(edition => edition.Code, edition => edition.Name.InOrEmpty(reader.Language), cancellationToken);
}

/// <summary>On an institution's page: what it hosted and undertook.</summary>
internal sealed class InstitutionEditions(EditionQueries editions) : IRelatedPart
{
    public int Order => 10;

    public async Task<RelatedList?> BuildAsync(Reference about, Reader reader, CancellationToken cancellationToken)
    {
        if (about.Kind != "institution") return null;
        var found = await editions.OfInstitutionAsync(about.Code, cancellationToken);
        return new RelatedList(reader.Texts["member.events"], [.. found.Select(edition => new RelatedItem(
            reader.To("/conferences/" + edition.Code), edition.Name.Plain(reader.Language), "",
            edition.Name.In(reader.Language) is { IsFallback: true } fallback ? fallback.Language : null, NoteOf(edition, about.Code, reader)))]);
    }

    /// <summary>The date and what the institution did; the name of a session in another language is marked.</summary>
    private static HtmlContentBuilder NoteOf(Edition edition, string code, Reader reader)
    {
        var note = new HtmlContentBuilder();
        note.Append(reader.Texts.Date(edition.Held));
        if (edition.Hosts.Exists(host => host.InstitutionCode == code)) note.Append(" · ").Append(reader.Texts["edition.as-host"]);
        foreach (var session in edition.Sessions.Where(session => session.UndertakerCode == code))
            note.Append(" · ").AppendHtml(reader.Texts.Html("edition.as-undertaker", ("session", Shown.Brief(session.Name, reader))));
        return note;
    }
}

internal sealed class EditionSitemap(RotundaDb db, SiteLanguages languages) : ISitemapSource
{
    public async Task<IReadOnlyList<SitemapPage>> PagesAsync(CancellationToken cancellationToken)
    {
        var paths = new List<string> { "/conferences" };
        paths.AddRange(await db.Editions.OrderBy(row => row.Code).Select(row => "/conferences/" + row.Code).ToListAsync(cancellationToken));
        return [.. paths.Select(path => new SitemapPage(languages.All.ToDictionary(language => language.Code, language => $"/{language.Code}{path}")))];
    }
}

internal sealed class EditionHistory(RotundaDb db) : IHistorySource
{
    public async Task<IReadOnlyList<HistoryItem>> ItemsAsync(Reader reader, CancellationToken cancellationToken)
    {
        var editions = await db.Editions.AsNoTracking().Where(edition => !edition.IsDemonstration && edition.Kind != EditionKind.Planned).ToListAsync(cancellationToken);
        return [.. editions.Where(edition => edition.Name.In(reader.Language) is not null)
            .Select(edition => new HistoryItem(edition.Held, edition.Kind.TextKey(), edition.Name.In(reader.Language)!.Value, reader.To("/conferences/" + edition.Code)))];
    }
}
