using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Data.Values;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;

namespace Rotunda.Modules.Alliance.Registry.Records;

/// <summary>A record as a form has it.</summary>
/// <param name="Id">Null for a new one.</param>
/// <param name="Version">The version that the form showed.</param>
/// <param name="Values">By field.</param>
/// <param name="Upload">The file, where one was sent.</param>
/// <param name="Withdrawn">The places of the sources that shall no longer stand, from 0.</param>
public sealed record RecordWish(Guid? Id, int Version, IReadOnlyDictionary<string, string> Values, RecordUpload? Upload, IReadOnlyCollection<int> Withdrawn);

/// <summary>Adds and changes records of every kind, each with its ground.</summary>
public sealed class RecordOperations(RotundaDb db, RegistryIndexes indexes, Permissions permissions, AuditTrail audit, Publication publication)
{
    /// <summary>Stores what a form has; when nothing differs, nothing is stored.</summary>
    public async Task<(Outcome Outcome, Guid? Id)> StoreAsync(Viewer viewer, RecordKind kind, RecordWish wish, Citation ground, CancellationToken cancellationToken)
    {
        if (!permissions.May(viewer, AllianceActs.EditRegistry)) return (new Outcome.Refused(), null);
        var stored = wish.Id is { } id ? await kind.FindAsync(db, id, isTracked: true, cancellationToken) : null;
        if (wish.Id is not null && stored is null) return (new Outcome.Missing(), null);
        if (stored is not null && stored.Version != wish.Version) return (new Outcome.Conflict(), null);
        var index = await indexes.ReadAsync(kind, cancellationToken);
        var before = stored is null ? [] : kind.Read(stored, index);
        var values = RecordValues.Of(kind.Fields(index), before, wish.Values, index);
        var row = stored ?? kind.New(values);
        kind.Write(row, values);
        var after = kind.Read(row, index);
        var changes = RecordChanges.Between(before, after);
        if (wish.Upload is { } upload && values.AreSound) await kind.AttachAsync(db, row, upload, values, changes, cancellationToken);
        if (!values.AreSound) return (new Outcome.Invalid(values.Faults), null);
        changes.AddRange(Withdraw(kind, row, wish.Withdrawn));
        if (stored is not null && changes.Count == 0) return (new Outcome.Done(), wish.Id);
        RecordChanges.Cite(kind, row, ground);
        if (stored is null) db.Add(row);
        else db.Entry(row).State = EntityState.Modified;
        audit.RecordChange(db, viewer, kind, row, stored is null ? "add" : "edit", changes, ground);
        return (await SaveAsync(kind, cancellationToken), kind.IdOf(row));
    }

    private Task<Outcome> SaveAsync(RecordKind kind, CancellationToken cancellationToken) => publication.TrySaveAsync(db, new Outcome.Invalid([kind.Twice]), cancellationToken);

    private static List<FieldChange> Withdraw(RecordKind kind, IEditable row, IReadOnlyCollection<int> places)
    {
        var citations = kind.CitationsOf(row);
        var gone = citations.Where((_, place) => places.Contains(place)).ToList();
        if (gone.Count > 0) kind.Cite(row, [.. citations.Except(gone)]);
        return [.. gone.Select(citation => new FieldChange("sources", citation.Resolution ?? citation.Source, null))];
    }
}

/// <summary>What differs between two readings of a record, and the ground that stays with it.</summary>
internal static class RecordChanges
{
    /// <summary>Records what was done to a record: of itself, and of what it belongs to, in whose history people look for it.</summary>
    public static void RecordChange(this AuditTrail audit, RotundaDb db, Viewer viewer, RecordKind kind, IEditable row, string verb, IReadOnlyList<FieldChange> changes, Citation ground)
    {
        var action = $"{kind.SubjectKind}.{verb}";
        audit.Record(db, viewer, action, kind.SubjectKind, kind.IdOf(row).ToString(), changes, ground);
        if (kind.Above(row) is { } above) audit.Record(db, viewer, action, above.SubjectKind, above.Id.ToString(), changes, ground);
    }

    public static List<FieldChange> Between(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> after) =>
        [.. after.Where(pair => (before.GetValueOrDefault(pair.Key) ?? "") != pair.Value).Select(pair => new FieldChange(pair.Key, Optional(before.GetValueOrDefault(pair.Key)), Optional(pair.Value)))];

    public static void Cite(RecordKind kind, IEditable row, Citation ground)
    {
        if (kind.CitationsOf(row) is var known && !known.Contains(ground)) kind.Cite(row, [.. known, ground]);
    }

    private static string? Optional(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
