using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Data.Values;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;

namespace Rotunda.Modules.Alliance.Institutions;

/// <summary>The only code that changes institutions.</summary>
public sealed class InstitutionOperations(RotundaDb db, InstitutionFields fields, Permissions permissions, AuditTrail audit, Publication publication)
{
    /// <summary>The kind under which institutions stand in the audit trail.</summary>
    public const string SubjectKind = "institution";

    /// <summary>Changes fields of an institution. Fields that read as before are left alone; when all do, nothing is stored.</summary>
    /// <param name="viewer">Who does it.</param>
    /// <param name="code">Which institution.</param>
    /// <param name="version">The version that the form showed.</param>
    /// <param name="values">New values by field name.</param>
    /// <param name="ground">Why.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    public async Task<Outcome> EditAsync(
        Viewer viewer, string code, int version, IReadOnlyDictionary<string, string> values, Citation ground, CancellationToken cancellationToken)
    {
        if (!permissions.May(viewer, AllianceActs.EditRegistry)) return new Outcome.Refused();
        if (await LoadAsync(code, cancellationToken) is not { } institution) return new Outcome.Missing();
        if (institution.Version != version) return new Outcome.Conflict();
        var (changes, faults) = Apply(institution, values);
        if (faults.Count > 0) return new Outcome.Invalid(faults);
        if (changes.Count == 0) return new Outcome.Done();
        Cite(institution, ground);
        audit.Record(db, viewer, "institution.edit", SubjectKind, institution.Id.ToString(), changes, ground);
        return await SaveAsync(institution, cancellationToken);
    }

    /// <summary>Writes values into a tracked institution.</summary>
    /// <returns>What changed, and what cannot stand. The caller stores or discards.</returns>
    internal (List<FieldChange> Changes, List<FieldFault> Faults) Apply(Institution institution, IReadOnlyDictionary<string, string> values)
    {
        var (changes, faults) = (new List<FieldChange>(), new List<FieldFault>());
        // What is taken away comes after what is given, so that one name may take the place of another
        foreach (var (name, value) in values.OrderBy(pair => string.IsNullOrWhiteSpace(pair.Value)))
        {
            if (fields.Find(name) is not { } field) continue;
            var before = field.Read(institution);
            if (field.Set(institution, value) is { } fault) faults.Add(fault);
            else if (field.Read(institution) is var after && after != before) changes.Add(new FieldChange(name, Optional(before), Optional(after)));
        }

        if ((institution.Latitude is null) != (institution.Longitude is null)) faults.Add(new FieldFault("latitude", "fault.coordinates"));
        return (changes, faults);
    }

    /// <summary>An institution with its names, tracked for a change.</summary>
    internal Task<Institution?> LoadAsync(string code, CancellationToken cancellationToken) =>
        db.Institutions.Include(row => row.Names).SingleOrDefaultAsync(row => row.Code == code, cancellationToken);

    /// <summary>Adds a ground to the institution's sources, once.</summary>
    internal static void Cite(Institution institution, Citation ground)
    {
        if (!institution.Citations.Contains(ground)) institution.Citations = [.. institution.Citations, ground];
    }

    /// <summary>Stores a change of an institution or of its names; the version counts either.</summary>
    internal Task<Outcome> SaveAsync(Institution institution, CancellationToken cancellationToken)
    {
        db.Entry(institution).State = EntityState.Modified;
        return publication.TrySaveAsync(db, cancellationToken);
    }

    private static string? Optional(string value) => value.Length == 0 ? null : value;
}
