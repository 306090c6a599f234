using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Data.Values;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Alliance.Registry.Records;

/// <summary>Removes records that were entered by mistake: with a ground, audited with all their values, and never while something belongs to them or names them.</summary>
public sealed class RecordRemoval(RotundaDb db, RegistryIndexes indexes, IEnumerable<IReferrer> referrers, Permissions permissions, AuditTrail audit, Publication publication)
{
    /// <summary>What keeps a record from being removed; nothing when it may go.</summary>
    public async Task<IReadOnlyList<RecordUse>> UsesAsync(RecordKind kind, IEditable row, CancellationToken cancellationToken)
    {
        var uses = new List<RecordUse>(await kind.UsesAsync(db, row, cancellationToken));
        if (kind.ReferenceOf(row) is not { } about) return uses;
        foreach (var referrer in referrers)
            if (await referrer.CountAsync(db, about, cancellationToken) is var count and > 0) uses.Add(new RecordUse(referrer.TextKey, count));
        return uses;
    }

    /// <summary>Removes a record that a page showed in a version.</summary>
    public async Task<Outcome> RemoveAsync(Viewer viewer, RecordKind kind, Guid id, int version, Citation ground, CancellationToken cancellationToken)
    {
        if (!permissions.May(viewer, AllianceActs.EditRegistry)) return new Outcome.Refused();
        if (await kind.FindAsync(db, id, isTracked: true, cancellationToken) is not { } row) return new Outcome.Missing();
        if (row.Version != version) return new Outcome.Conflict();
        if (kind.IsLasting(row) || (await UsesAsync(kind, row, cancellationToken)).Count > 0) return InUse();
        var values = kind.Read(row, await indexes.ReadAsync(kind, cancellationToken));
        var changes = values.Where(pair => pair.Value.Length > 0).Select(pair => new FieldChange(pair.Key, pair.Value, null)).ToList();
        audit.RecordChange(db, viewer, kind, row, "remove", changes, ground);
        db.Remove(row);
        try
        {
            await publication.SaveAsync(db, cancellationToken);
            return new Outcome.Done();
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Outcome.Conflict();
        }
        catch (DbUpdateException error) when (error.IsStillReferred())
        {
            // Somebody added what belongs to it at the same moment
            return InUse();
        }
    }

    private static Outcome.Invalid InUse() => new([new FieldFault("", "fault.in-use")]);
}
