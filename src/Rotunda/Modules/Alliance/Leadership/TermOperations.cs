using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Alliance.Registry;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;

namespace Rotunda.Modules.Alliance.Leadership;

/// <summary>A term as a form has it; numbers and dates as text.</summary>
public sealed record TermWish(
    string Number, string InstitutionCode, string PlannedFrom, string PlannedTo, string From, string To, string Attested, IReadOnlyDictionary<string, string> Note);

/// <summary>The only code that changes terms.</summary>
public sealed class TermOperations(RotundaDb db, Permissions permissions, AuditTrail audit, Publication publication)
{
    public const string SubjectKind = "term";

    /// <summary>Adds a term to a seat.</summary>
    public async Task<(Outcome Outcome, Guid? Id)> AddAsync(Viewer viewer, Guid seatId, TermWish wish, Citation ground, CancellationToken cancellationToken)
    {
        if (!permissions.May(viewer, AllianceActs.EditRegistry)) return (new Outcome.Refused(), null);
        if (!await db.Seats.AnyAsync(seat => seat.Id == seatId, cancellationToken)) return (new Outcome.Missing(), null);
        var term = new Term { Id = RowId.New(), SeatId = seatId };
        if (await WriteAsync(term, wish, cancellationToken) is { Count: > 0 } faults) return (new Outcome.Invalid(faults), null);
        term.Citations = [ground];
        db.Add(term);
        var changes = (await ReadAsync(term, cancellationToken)).Select(pair => new FieldChange(pair.Key, null, pair.Value)).ToList();
        return (await StoreAsync(viewer, "term.add", term, changes, ground, cancellationToken), term.Id);
    }

    /// <summary>Changes a term that a form showed in a version.</summary>
    public async Task<Outcome> EditAsync(Viewer viewer, Guid id, int version, TermWish wish, Citation ground, CancellationToken cancellationToken)
    {
        if (!permissions.May(viewer, AllianceActs.EditRegistry)) return new Outcome.Refused();
        if (await db.Terms.SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } term) return new Outcome.Missing();
        if (term.Version != version) return new Outcome.Conflict();
        var before = await ReadAsync(term, cancellationToken);
        if (await WriteAsync(term, wish, cancellationToken) is { Count: > 0 } faults) return new Outcome.Invalid(faults);
        var changes = FieldChanges.Between(before, await ReadAsync(term, cancellationToken));
        if (changes.Count == 0) return new Outcome.Done();
        if (!term.Citations.Contains(ground)) term.Citations = [.. term.Citations, ground];
        return await StoreAsync(viewer, "term.edit", term, changes, ground, cancellationToken);
    }

    private async Task<List<FieldFault>> WriteAsync(Term term, TermWish wish, CancellationToken cancellationToken)
    {
        var faults = new List<FieldFault>();
        int? number = null;
        if (wish.Number.Trim() is { Length: > 0 } digits)
        {
            if (int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) && parsed is > 0 and < 1000) number = parsed;
            else faults.Add(new FieldFault("Number", "fault.number"));
        }

        Guid? institutionId = null;
        if (wish.InstitutionCode.Length > 0)
        {
            institutionId = await db.Institutions.Where(row => row.Code == wish.InstitutionCode).Select(row => (Guid?)row.Id).SingleOrDefaultAsync(cancellationToken);
            if (institutionId is null) faults.Add(new FieldFault("InstitutionCode", "fault.institution"));
        }

        var (plannedFrom, plannedTo) = (DateFields.Read("PlannedFrom", wish.PlannedFrom, faults), DateFields.Read("PlannedTo", wish.PlannedTo, faults));
        var (from, to) = (DateFields.Read("From", wish.From, faults) ?? PartialDate.Unknown, DateFields.Read("To", wish.To, faults));
        if (to is { IsUnknown: false } && !from.IsUnknown && to.Latest < from.Earliest) faults.Add(new FieldFault("To", "fault.end-before-begin"));
        var attested = DateFields.ReadMany("Attested", wish.Attested, faults);
        var note = NoteFields.Read(wish.Note, faults);
        if (faults.Count > 0) return faults;

        (term.Number, term.InstitutionId, term.PlannedFrom, term.PlannedTo) = (number, institutionId, plannedFrom, plannedTo);
        (term.From, term.To, term.Attested) = (from, to, attested);
        term.Note = note;
        return faults;
    }

    private async Task<Dictionary<string, string>> ReadAsync(Term term, CancellationToken cancellationToken) => new(StringComparer.Ordinal)
    {
        ["number"] = term.Number?.ToString(CultureInfo.InvariantCulture) ?? "",
        ["institution"] = term.InstitutionId is { } id ? await db.Institutions.Where(row => row.Id == id).Select(row => row.Code).SingleAsync(cancellationToken) : "",
        ["planned-from"] = term.PlannedFrom?.ToString() ?? "",
        ["planned-to"] = term.PlannedTo?.ToString() ?? "",
        ["from"] = term.From.ToString(),
        ["to"] = term.To?.ToString() ?? "",
        ["attested"] = string.Join(", ", term.Attested),
        ["note"] = term.Note.ToJson(),
    };

    private Task<Outcome> StoreAsync(Viewer viewer, string action, Term term, List<FieldChange> changes, Citation ground, CancellationToken cancellationToken)
    {
        audit.Record(db, viewer, action, SubjectKind, term.Id.ToString(), changes, ground);
        return publication.TrySaveAsync(db, new Outcome.Invalid([new FieldFault("Number", "fault.same-term")]), cancellationToken);
    }
}
