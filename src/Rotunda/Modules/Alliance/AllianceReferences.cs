using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Association;
using Rotunda.Modules.Alliance.Bodies;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Alliance.Leadership;
using Rotunda.Modules.Alliance.Programmes;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Languages;

namespace Rotunda.Modules.Alliance;

internal sealed class InstitutionReferences(InstitutionQueries institutions) : IReferenceKind
{
    public string Kind => "institution";

    public string PathOf(string code) => "/members/" + code;

    public async Task<IReadOnlyDictionary<string, Localized>> LabelsAsync(IReadOnlyCollection<string> codes, Reader reader, CancellationToken cancellationToken) =>
        (await institutions.NamesAsync(codes, reader, cancellationToken)).ToDictionary(pair => pair.Key, pair => pair.Value);
}

internal sealed class BodyReferences(RotundaDb db) : IReferenceKind
{
    public string Kind => "body";

    public string PathOf(string code) => "/bodies/" + code;

    public async Task<IReadOnlyDictionary<string, Localized>> LabelsAsync(IReadOnlyCollection<string> codes, Reader reader, CancellationToken cancellationToken) =>
        await db.Bodies.AsNoTracking().Where(body => codes.Contains(body.Code)).Select(body => new { body.Code, body.Name })
            .ToDictionaryAsync(body => body.Code, body => body.Name.InOrEmpty(reader.Language), cancellationToken);
}

internal sealed class ProgrammeReferences(RotundaDb db) : IReferenceKind
{
    public string Kind => "programme";

    public string PathOf(string code) => "/programmes/" + code;

    public async Task<IReadOnlyDictionary<string, Localized>> LabelsAsync(IReadOnlyCollection<string> codes, Reader reader, CancellationToken cancellationToken) =>
        await db.Programmes.AsNoTracking().Where(programme => codes.Contains(programme.Code)).Select(programme => new { programme.Code, programme.Name })
            .ToDictionaryAsync(programme => programme.Code, programme => programme.Name.InOrEmpty(reader.Language), cancellationToken);
}

/// <summary>Sides have no page of their own: who stands for them is said under leadership.</summary>
internal sealed class SideReferences(RotundaDb db) : IReferenceKind
{
    public string Kind => "side";

    public string PathOf(string code) => "/leadership";

    public async Task<IReadOnlyDictionary<string, Localized>> LabelsAsync(IReadOnlyCollection<string> codes, Reader reader, CancellationToken cancellationToken) =>
        await db.Set<Side>().AsNoTracking().Where(side => codes.Contains(side.Code)).Select(side => new { side.Code, side.Name })
            .ToDictionaryAsync(side => side.Code, side => side.Name.InOrEmpty(reader.Language), cancellationToken);
}

/// <summary>Every page of the registry, in every language of the site.</summary>
internal sealed class AllianceSitemap(RotundaDb db, SiteLanguages languages) : ISitemapSource
{
    public async Task<IReadOnlyList<SitemapPage>> PagesAsync(CancellationToken cancellationToken)
    {
        var paths = new List<string> { "", "/members", "/leadership", "/bodies", "/history", "/programmes", "/documents" };
        paths.AddRange(await db.Institutions.OrderBy(row => row.Code).Select(row => "/members/" + row.Code).ToListAsync(cancellationToken));
        paths.AddRange(await db.Bodies.OrderBy(row => row.Code).Select(row => "/bodies/" + row.Code).ToListAsync(cancellationToken));
        paths.AddRange(await db.Programmes.OrderBy(row => row.Code).Select(row => "/programmes/" + row.Code).ToListAsync(cancellationToken));
        return [.. paths.Select(path => new SitemapPage(languages.All.ToDictionary(language => language.Code, language => $"/{language.Code}{path}"), Neutral: path.Length == 0 ? "/" : null))];
    }
}

/// <summary>Terms that began and sub-alliances that were founded.</summary>
internal sealed class AllianceHistory(RotundaDb db) : IHistorySource
{
    public async Task<IReadOnlyList<HistoryItem>> ItemsAsync(Reader reader, CancellationToken cancellationToken)
    {
        var bodies = await db.Bodies.AsNoTracking().Where(body => body.Kind != BodyKind.Organ).ToListAsync(cancellationToken);
        var terms = await db.Terms.AsNoTracking().Include(term => term.Institution)
            .Where(term => term.InstitutionId != null && term.Seat!.Kind == SeatKind.RotatingChair).ToListAsync(cancellationToken);
        return [
            .. bodies.Where(body => body.Name.In(reader.Language) is not null)
                .Select(body => new HistoryItem(body.Founded, "history.founded", body.Name.In(reader.Language)!.Value, reader.To("/bodies/" + body.Code))),
            .. terms.Select(term => new HistoryItem(term.From, "history.chair", term.Institution!.NameFor(reader.Language), reader.To("/members/" + term.Institution.Code))),
        ];
    }
}
