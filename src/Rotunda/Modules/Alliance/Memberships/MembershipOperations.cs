using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Alliance.Registry;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;

namespace Rotunda.Modules.Alliance.Memberships;

/// <summary>A membership as a form has it; dates as text.</summary>
public sealed record MembershipWish(MembershipStatus Status, string From, string To, string Attested, IReadOnlyDictionary<string, string> Note);

/// <summary>The only code that changes memberships.</summary>
public sealed class MembershipOperations(RotundaDb db, Permissions permissions, AuditTrail audit, Publication publication)
{
    public const string SubjectKind = "membership";

    /// <summary>Adds a membership to an institution.</summary>
    public async Task<Outcome> AddAsync(Viewer viewer, string institutionCode, MembershipWish wish, Citation ground, CancellationToken cancellationToken)
    {
        if (!permissions.May(viewer, AllianceActs.EditRegistry)) return new Outcome.Refused();
        if (await db.Institutions.SingleOrDefaultAsync(row => row.Code == institutionCode, cancellationToken) is not { } institution) return new Outcome.Missing();
        var membership = new Membership { Id = RowId.New(), InstitutionId = institution.Id };
        if (Write(membership, wish) is { Count: > 0 } faults) return new Outcome.Invalid(faults);
        membership.Citations = [ground];
        db.Add(membership);
        return await StoreAsync(viewer, "membership.add", membership, [.. Read(membership).Select(pair => new FieldChange(pair.Key, null, pair.Value))], ground, cancellationToken);
    }

    /// <summary>Changes a membership that a form showed in a version.</summary>
    public async Task<Outcome> EditAsync(Viewer viewer, Guid id, int version, MembershipWish wish, Citation ground, CancellationToken cancellationToken)
    {
        if (!permissions.May(viewer, AllianceActs.EditRegistry)) return new Outcome.Refused();
        if (await db.Memberships.SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } membership) return new Outcome.Missing();
        if (membership.Version != version) return new Outcome.Conflict();
        var before = Read(membership);
        if (Write(membership, wish) is { Count: > 0 } faults) return new Outcome.Invalid(faults);
        var changes = FieldChanges.Between(before, Read(membership));
        if (changes.Count == 0) return new Outcome.Done();
        if (!membership.Citations.Contains(ground)) membership.Citations = [.. membership.Citations, ground];
        return await StoreAsync(viewer, "membership.edit", membership, changes, ground, cancellationToken);
    }

    private static List<FieldFault> Write(Membership membership, MembershipWish wish)
    {
        var faults = new List<FieldFault>();
        var from = DateFields.Read("From", wish.From, faults) ?? PartialDate.Unknown;
        var to = DateFields.Read("To", wish.To, faults);
        if (to is { IsUnknown: false } && !from.IsUnknown && to.Latest < from.Earliest) faults.Add(new FieldFault("To", "fault.end-before-begin"));
        var attested = DateFields.ReadMany("Attested", wish.Attested, faults);
        var note = NoteFields.Read(wish.Note, faults);
        if (faults.Count > 0) return faults;
        (membership.Status, membership.From, membership.To, membership.Attested) = (wish.Status, from, to, attested);
        membership.Note = note;
        return faults;
    }

    private static Dictionary<string, string> Read(Membership membership) => new(StringComparer.Ordinal)
    {
        ["status"] = membership.Status.ToString().ToLowerInvariant(),
        ["from"] = membership.From.ToString(),
        ["to"] = membership.To?.ToString() ?? "",
        ["attested"] = string.Join(", ", membership.Attested),
        ["note"] = membership.Note.ToJson(),
    };

    private async Task<Outcome> StoreAsync(
        Viewer viewer, string action, Membership membership, List<FieldChange> changes, Citation ground, CancellationToken cancellationToken)
    {
        var others = await db.Memberships.AsNoTracking().Where(row => row.InstitutionId == membership.InstitutionId).ToListAsync(cancellationToken);
        if (MembershipOverlap.With(membership, others) is not null) return new Outcome.Invalid([new FieldFault("From", "fault.overlap")]);
        audit.Record(db, viewer, action, SubjectKind, membership.Id.ToString(), changes, ground);
        audit.Record(db, viewer, action, InstitutionOperations.SubjectKind, membership.InstitutionId.ToString(), changes, ground);
        return await publication.TrySaveAsync(db, new Outcome.Invalid([new FieldFault("From", "fault.same-membership")]), cancellationToken);
    }
}
