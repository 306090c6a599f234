using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Association;
using Rotunda.Modules.Alliance.Bodies;
using Rotunda.Modules.Alliance.Institutions;

namespace Rotunda.Modules.Alliance.Registry.Records;

/// <summary>Something that records refer to by its code.</summary>
/// <param name="Id">Of its row.</param>
/// <param name="Code">As fields hold it.</param>
/// <param name="Name">What forms call it.</param>
/// <param name="ParentId">The row above it in a tree.</param>
/// <param name="Zone">The IANA zone in which its times are written; null where it has none.</param>
public sealed record IndexEntry(Guid Id, string Code, LocalizedText Name, Guid? ParentId = null, string? Zone = null)
{
    public RecordOption Option => new(Code, texts => Name.In(texts.Language)?.Text ?? Code);
}

/// <summary>Codes of a higher module to which records refer, such as those of editions; the module that keeps them implements this.</summary>
public interface IIndexedCodes
{
    /// <summary>The kind of reference: <c>edition</c>.</summary>
    string Kind { get; }

    /// <summary>Every code, in the order in which forms offer them; one query.</summary>
    Task<IReadOnlyList<IndexEntry>> ReadAsync(RotundaDb db, CancellationToken cancellationToken);
}

/// <summary>The codes of sides, institutions, bodies and whatever else a kind refers to: what the fields of records offer and name.</summary>
public sealed class RegistryIndex
{
    private readonly Dictionary<string, IndexEntry> _institutions;
    private readonly Dictionary<string, IndexEntry> _bodies;
    private readonly Dictionary<Guid, IndexEntry> _byId;
    private readonly Dictionary<string, IReadOnlyList<IndexEntry>> _others;

    internal RegistryIndex(IReadOnlyList<Side> sides, List<IndexEntry> institutions, List<IndexEntry> bodies, Dictionary<string, IReadOnlyList<IndexEntry>> others)
    {
        (Sides, _others) = (sides, others);
        (_institutions, _bodies) = (institutions.ToDictionary(row => row.Code, StringComparer.Ordinal), bodies.ToDictionary(row => row.Code, StringComparer.Ordinal));
        _byId = institutions.Concat(bodies).Concat(others.Values.SelectMany(rows => rows)).ToDictionary(row => row.Id);
    }

    public IReadOnlyList<Side> Sides { get; }

    public IReadOnlyList<RecordOption> SideOptions => [.. Sides.Select(side => new RecordOption(side.Code, texts => side.Name.Plain(texts.Language)))];

    public IReadOnlyList<RecordOption> InstitutionOptions => [.. _institutions.Values.Select(row => row.Option)];

    public IReadOnlyList<RecordOption> BodyOptions => [.. _bodies.Values.Select(row => row.Option)];

    /// <summary>What a field offers of another module's things.</summary>
    public IReadOnlyList<RecordOption> OptionsOf(string kind) => [.. _others.GetValueOrDefault(kind, []).Select(row => row.Option)];

    public IndexEntry? Institution(string code) => _institutions.GetValueOrDefault(code);

    public IndexEntry? Body(string code) => _bodies.GetValueOrDefault(code);

    /// <summary>Another module's thing by its code.</summary>
    public IndexEntry? Other(string kind, string code) => _others.GetValueOrDefault(kind, []).FirstOrDefault(row => row.Code == code);

    /// <summary>A row of the index; null for none.</summary>
    public IndexEntry? Find(Guid? id) => id is { } known ? _byId.GetValueOrDefault(known) : null;

    /// <summary>The code of a row of the index, empty for none.</summary>
    public string CodeOf(Guid? id) => Find(id)?.Code ?? "";
}

/// <summary>Reads the index that a kind of record needs: three queries, and one for each kind of another module.</summary>
public sealed class RegistryIndexes(RotundaDb db, IEnumerable<IIndexedCodes> codes)
{
    public async Task<RegistryIndex> ReadAsync(RecordKind kind, CancellationToken cancellationToken)
    {
        var sides = await db.Sides.AsNoTracking().OrderBy(side => side.Order).ThenBy(side => side.Code).ToListAsync(cancellationToken);
        var institutions = await db.Institutions.AsNoTracking().OrderBy(row => row.Code).Select(row => new IndexEntry(row.Id, row.Code, row.Name, null, null)).ToListAsync(cancellationToken);
        var bodies = await db.Bodies.AsNoTracking().OrderBy(row => row.Order).Select(row => new IndexEntry(row.Id, row.Code, row.Name, row.ParentId, null)).ToListAsync(cancellationToken);
        var others = new Dictionary<string, IReadOnlyList<IndexEntry>>(StringComparer.Ordinal);
        foreach (var source in codes.Where(source => kind.RefersTo.Contains(source.Kind))) others[source.Kind] = await source.ReadAsync(db, cancellationToken);
        return new RegistryIndex(sides, institutions, bodies, others);
    }
}
