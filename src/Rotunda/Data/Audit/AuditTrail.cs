using System.Security.Cryptography;
using System.Text.Json;
using NodaTime;
using Rotunda.Data.Values;
using Rotunda.Modules.Shared.Access;

namespace Rotunda.Data.Audit;

/// <summary>One field that an operation changed.</summary>
/// <param name="Field">The name of the field in code, such as <c>zone</c>; the desk shows its label.</param>
/// <param name="Before">The old value as text; null where there was none.</param>
/// <param name="After">The new value as text; null where there is none.</param>
public sealed record FieldChange(string Field, string? Before, string? After);

/// <summary>The details of an audit entry.</summary>
/// <param name="Actor">The name of whoever did it.</param>
/// <param name="Changes">What changed.</param>
/// <param name="Ground">The source or resolution that was cited.</param>
/// <param name="Note">What else there is to say, such as a reason.</param>
public sealed record AuditDetails(string Actor, IReadOnlyList<FieldChange>? Changes = null, Citation? Ground = null, string? Note = null);

/// <summary>Writes what was done into the transaction of the operation that did it.</summary>
public sealed class AuditTrail(IClock clock)
{
    /// <summary>Adds an entry to the context; it is stored together with the change itself or not at all.</summary>
    public AuditEntry Record(
        RotundaDb db, Viewer viewer, string action, string subjectKind, string subjectId,
        IReadOnlyList<FieldChange>? changes = null, Citation? ground = null, string? note = null)
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        var json = JsonSerializer.Serialize(new AuditDetails(viewer.Name, changes, ground, note), StoredJson.Options);
        var id = RowId.New();
        var entry = new AuditEntry
        {
            Id = id,
            At = clock.GetCurrentInstant(),
            ActorId = viewer.AccountId,
            Action = action,
            SubjectKind = subjectKind,
            SubjectId = subjectId,
            PayloadHash = AuditChain.PayloadHash(salt, json),
            Payload = new AuditPayload { EntryId = id, Salt = salt, Json = json },
        };
        db.Add(entry);
        return entry;
    }
}
