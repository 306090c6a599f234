using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Association;
using Rotunda.Modules.Alliance.Bodies;
using Rotunda.Modules.Alliance.Institutions;

namespace Rotunda.Modules.Alliance.Registry.Records;

/// <summary>Something that records refer to by its code.</summary>
public sealed record IndexEntry(Guid Id, string Code, LocalizedText Name, Guid? ParentId = null)
{
    public RecordOption Option => new(Code, texts => Name.In(texts.Language)?.Text ?? Code);
}

/// <summary>The codes of sides, institutions and bodies: what the fields of records offer and refer to. Three queries.</summary>
public sealed class RegistryIndex
{
    private readonly Dictionary<string, IndexEntry> _institutions;
    private readonly Dictionary<string, IndexEntry> _bodies;
    private readonly Dictionary<Guid, IndexEntry> _byId;

    private RegistryIndex(IReadOnlyList<Side> sides, List<IndexEntry> institutions, List<IndexEntry> bodies)
    {
        Sides = sides;
        (_institutions, _bodies) = (institutions.ToDictionary(row => row.Code, StringComparer.Ordinal), bodies.ToDictionary(row => row.Code, StringComparer.Ordinal));
        _byId = institutions.Concat(bodies).ToDictionary(row => row.Id);
    }

    public IReadOnlyList<Side> Sides { get; }

    public IReadOnlyList<RecordOption> SideOptions => [.. Sides.Select(side => new RecordOption(side.Code, texts => side.Name.Plain(texts.Language)))];

    public IReadOnlyList<RecordOption> InstitutionOptions => [.. _institutions.Values.Select(row => row.Option)];

    public IReadOnlyList<RecordOption> BodyOptions => [.. _bodies.Values.Select(row => row.Option)];

    public IndexEntry? Institution(string code) => _institutions.GetValueOrDefault(code);

    public IndexEntry? Body(string code) => _bodies.GetValueOrDefault(code);

    /// <summary>An institution or a body; null for none.</summary>
    public IndexEntry? Find(Guid? id) => id is { } known ? _byId.GetValueOrDefault(known) : null;

    /// <summary>The code of an institution or a body, empty for none.</summary>
    public string CodeOf(Guid? id) => Find(id)?.Code ?? "";

    public static async Task<RegistryIndex> LoadAsync(RotundaDb db, CancellationToken cancellationToken) => new(
        await db.Sides.AsNoTracking().OrderBy(side => side.Order).ToListAsync(cancellationToken),
        await db.Institutions.AsNoTracking().OrderBy(row => row.Code).Select(row => new IndexEntry(row.Id, row.Code, row.Name, null)).ToListAsync(cancellationToken),
        await db.Bodies.AsNoTracking().OrderBy(row => row.Order).Select(row => new IndexEntry(row.Id, row.Code, row.Name, row.ParentId)).ToListAsync(cancellationToken));
}
