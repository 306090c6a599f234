using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Data.Values;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Accounts.Invitations;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Alliance.Leadership;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Mail;
using Rotunda.Text;
using Term = Rotunda.Modules.Alliance.Leadership.Term;

namespace Rotunda.Modules.Alliance.Handover;

/// <summary>A nomination as a form has it.</summary>
/// <param name="SeatId">Which seat passes on.</param>
/// <param name="InstitutionCode">To whom.</param>
/// <param name="Number">Of the new term; empty where the association gives none.</param>
/// <param name="PlannedOn">A day, as text.</param>
/// <param name="Invitees">Mail addresses of the new unit's people, one on each line.</param>
/// <param name="DeskTakers">Those of them who shall work at the secretariat's desk, one on each line.</param>
public sealed record NominationWish(Guid SeatId, string InstitutionCode, string Number, string PlannedOn, string Invitees, string DeskTakers);

/// <summary>The end of a handover as a form has it; days as text.</summary>
/// <param name="EndedOn">The last day of the old term; empty where no holder is recorded.</param>
/// <param name="BegunOn">The first day of the new term.</param>
/// <param name="OverOpen">True to complete although items are open.</param>
public sealed record CompletionWish(string EndedOn, string BegunOn, bool OverOpen);

/// <summary>The only code that writes handovers.</summary>
public sealed class HandoverOperations(
    RotundaDb db, Permissions permissions, RoleScopes scopes, RoleReissue roles, HandoverDesk desk, SiteLanguages languages, MailQueue mail, AuditTrail audit, Publication publication, IClock clock)
{
    public const string SubjectKind = "handover";

    /// <summary>Of a reason or of the list of addresses, in characters.</summary>
    public const int LongestText = 2000;

    /// <summary>Of an item's text or note, in characters.</summary>
    public const int LongestItem = 500;

    private const int MostItems = 40;
    private const int MostInvitees = 10;

    /// <summary>Begins a handover with the items of the template.</summary>
    public async Task<(Outcome Outcome, Guid? Id)> NominateAsync(Viewer viewer, NominationWish wish, CancellationToken cancellationToken)
    {
        var seat = await db.Seats.Include(row => row.Terms).ThenInclude(term => term.Institution).AsNoTracking().SingleOrDefaultAsync(row => row.Id == wish.SeatId, cancellationToken);
        if (seat is null) return (new Outcome.Missing(), null);
        if (!MayManage(viewer, seat)) return (new Outcome.Refused(), null);
        var faults = new List<FieldFault>();
        var institution = await db.Institutions.Where(row => row.Code == wish.InstitutionCode && row.SideCode == seat.SideCode).Select(row => (Guid?)row.Id).SingleOrDefaultAsync(cancellationToken);
        if (institution is null) faults.Add(new FieldFault("InstitutionCode", "fault.institution"));
        int? number = null;
        if (wish.Number.Trim() is { Length: > 0 } digits)
        {
            if (int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) && parsed is > 0 and < 1000) number = parsed;
            else faults.Add(new FieldFault("Number", "fault.number"));
        }

        if (number is not null && seat.Terms.Exists(term => term.Number == number && term.InstitutionId is not null)) faults.Add(new FieldFault("Number", "fault.same-term"));
        var holder = new SeatTimeline(seat.Terms).LastRecorded;
        if (holder is not null && holder.InstitutionId == institution) faults.Add(new FieldFault("InstitutionCode", "handover.fault.same"));
        var planned = Day("PlannedOn", wish.PlannedOn, faults);
        var invitees = Addresses("Invitees", wish.Invitees, faults);
        var takers = Takers(wish.DeskTakers, invitees, faults);
        if (faults.Count == 0 && await DeskFaultAsync(viewer, seat, takers, [], cancellationToken) is { } fault) faults.Add(fault);
        if (faults.Count > 0) return (new Outcome.Invalid(faults), null);
        if (await db.Handovers.AnyAsync(row => row.SeatId == seat.Id && row.State == HandoverState.Preparing, cancellationToken)) return (Fault("SeatId", "handover.fault.running"), null);
        var handover = New(seat.Id, holder?.InstitutionId, institution!.Value, number, planned, string.Join('\n', invitees), clock.GetCurrentInstant());
        handover.DeskTakers = string.Join('\n', takers);
        // Whoever works at the desk for the old unit leaves it, unless somebody says otherwise on the handover's page
        if (holder?.Institution is { } old && MovesDesk(viewer, seat)) handover.DeskLeavers = string.Join('\n', (await desk.LeaversAsync(old.Code, cancellationToken)).Where(person => person.IsOfUnit).Select(person => person.Email));
        db.Add(handover);
        audit.Record(db, viewer, "handover.nominate", SubjectKind, handover.Id.ToString(),
            [new FieldChange("institution", null, wish.InstitutionCode), new FieldChange("number", null, number?.ToString(CultureInfo.InvariantCulture)), new FieldChange("planned-from", null, Written(planned))]);
        return (await SaveAsync("SeatId", "handover.fault.running", cancellationToken), handover.Id);
    }

    /// <summary>A handover with the template's items, not yet stored.</summary>
    internal static ChairHandover New(Guid seatId, Guid? from, Guid to, int? number, LocalDate plannedOn, string invitees, Instant now, bool isDemonstration = false) => new()
    {
        Id = RowId.New(), SeatId = seatId, FromInstitutionId = from, ToInstitutionId = to, Number = number, PlannedOn = plannedOn, Invitees = invitees, CreatedAt = now, IsDemonstration = isDemonstration,
        Items = [.. HandoverTemplate.Kinds.Select((kind, order) => new HandoverItem { Id = RowId.New(), Order = order, Kind = kind })],
    };

    /// <summary>Ticks an item or takes the tick away, and keeps its note.</summary>
    public async Task<Outcome> TickAsync(Viewer viewer, Guid id, Guid itemId, int version, bool isDone, string note, CancellationToken cancellationToken)
    {
        if (await FindAsync(viewer, id, cancellationToken) is not { } handover || handover.Items.Find(row => row.Id == itemId) is not { } item) return new Outcome.Missing();
        if (handover.State != HandoverState.Preparing) return Closed();
        if (item.Version != version) return new Outcome.Conflict();
        var cleaned = TextCleaning.Clean(note);
        if (cleaned.Length > LongestItem) return Fault("Note", "fault.too-long", LongestItem.ToString(CultureInfo.InvariantCulture));
        if (isDone && item.DoneAt is null) (item.DoneAt, item.DoneBy, item.DoneById) = (clock.GetCurrentInstant(), viewer.Name, viewer.AccountId);
        if (!isDone) (item.DoneAt, item.DoneBy, item.DoneById) = (null, null, null);
        item.Note = cleaned.Length == 0 ? null : cleaned;
        db.Entry(item).State = EntityState.Modified;
        audit.Record(db, viewer, "handover.item", SubjectKind, id.ToString(), note: item.Kind.Length > 0 ? item.Kind : item.Text);
        return await SaveAsync("", "handover.fault.closed", cancellationToken);
    }

    /// <summary>Adds an item of one's own.</summary>
    public async Task<Outcome> AddItemAsync(Viewer viewer, Guid id, string text, CancellationToken cancellationToken)
    {
        if (await FindAsync(viewer, id, cancellationToken) is not { } handover) return new Outcome.Missing();
        if (handover.State != HandoverState.Preparing) return Closed();
        var cleaned = TextCleaning.Clean(text);
        if (!cleaned.Any(char.IsLetterOrDigit)) return Fault("Item", "handover.fault.item");
        if (cleaned.Length > LongestItem) return Fault("Item", "fault.too-long", LongestItem.ToString(CultureInfo.InvariantCulture));
        if (handover.Items.Count >= MostItems) return Fault("Item", "handover.fault.items");
        db.Add(new HandoverItem { Id = RowId.New(), HandoverId = id, Order = handover.Items.Max(item => item.Order) + 1, Kind = "", Text = cleaned });
        audit.Record(db, viewer, "handover.item", SubjectKind, id.ToString(), note: cleaned);
        return await SaveAsync("Item", "conflict.text", cancellationToken);
    }

    /// <summary>Plans another day; says why.</summary>
    public Task<Outcome> MoveAsync(Viewer viewer, Guid id, int version, string plannedOn, string reason, CancellationToken cancellationToken) =>
        ChangeAsync(viewer, id, version, "handover.move", reason, (handover, faults) =>
        {
            var day = Day("PlannedOn", plannedOn, faults);
            var change = new FieldChange("planned-from", Written(handover.PlannedOn), Written(day));
            handover.PlannedOn = day;
            return change;
        }, cancellationToken);

    /// <summary>Gives the handover up; says why. The term in office stays as it is.</summary>
    public Task<Outcome> CancelAsync(Viewer viewer, Guid id, int version, string reason, CancellationToken cancellationToken) =>
        ChangeAsync(viewer, id, version, "handover.cancel", reason, (handover, _) =>
        {
            (handover.State, handover.ClosedAt) = (HandoverState.Cancelled, clock.GetCurrentInstant());
            return null;
        }, cancellationToken);

    /// <summary>Says who of the new unit works at the desk, and who leaves it; both when the handover is completed.</summary>
    public async Task<Outcome> SetDeskAsync(Viewer viewer, Guid id, int version, string takers, IReadOnlyList<string> leavers, CancellationToken cancellationToken)
    {
        var (refusal, handover) = await LoadAsync(viewer, id, version, cancellationToken);
        if (refusal is not null) return refusal;
        var faults = new List<FieldFault>();
        var taking = Takers(takers, Lines(handover.Invitees), faults);
        if (faults.Count > 0) return new Outcome.Invalid(faults);
        var known = handover.FromInstitution is { } from ? (await desk.LeaversAsync(from.Code, cancellationToken)).Select(person => person.Email).ToHashSet(StringComparer.Ordinal) : [];
        if (leavers.Any(email => !known.Contains(email))) return Fault("Leavers", "handover.fault.leavers");
        if (await DeskFaultAsync(viewer, handover.Seat!, taking, leavers, cancellationToken) is { } fault) return new Outcome.Invalid([fault]);
        (handover.DeskTakers, handover.DeskLeavers) = (string.Join('\n', taking), string.Join('\n', leavers.Distinct(StringComparer.Ordinal)));
        db.Entry(handover).State = EntityState.Modified;
        audit.Record(db, viewer, "handover.desk", SubjectKind, id.ToString());
        return await SaveAsync("", "handover.fault.closed", cancellationToken);
    }

    /// <summary>Ends the old term, begins the new one, and issues the unit's role and the desk anew; a gap or an overlap is a fact and no fault.</summary>
    /// <param name="viewer">Who does it.</param>
    /// <param name="id">Which handover.</param>
    /// <param name="version">The version that the form showed.</param>
    /// <param name="wish">The days.</param>
    /// <param name="ground">Why the registry changes.</param>
    /// <param name="absolute">Makes an address of the site out of a path, for the invitations.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    public async Task<Outcome> CompleteAsync(
        Viewer viewer, Guid id, int version, CompletionWish wish, Citation ground, Func<string, ValueTask<string>> absolute, CancellationToken cancellationToken)
    {
        var (refusal, handover) = await LoadAsync(viewer, id, version, cancellationToken);
        if (refusal is not null) return refusal;
        if (!wish.OverOpen && handover.Items.Exists(item => item.DoneAt is null)) return Fault("OverOpen", "handover.fault.open");
        var terms = await db.Terms.Include(term => term.Institution).Where(term => term.SeatId == handover.SeatId).ToListAsync(cancellationToken);
        var old = handover.FromInstitutionId is { } from ? new SeatTimeline(terms.Where(term => term.InstitutionId == from)).LastRecorded : null;
        var faults = new List<FieldFault>();
        var begun = Day("BegunOn", wish.BegunOn, faults);
        var ended = old is null ? (LocalDate?)null : Day("EndedOn", wish.EndedOn, faults);
        if (faults.Count == 0 && old is not null && old.From.Earliest > ended) faults.Add(new FieldFault("EndedOn", "fault.end-before-begin"));
        if (faults.Count == 0 && old is not null && old.From.Earliest > begun) faults.Add(new FieldFault("BegunOn", "handover.fault.before"));
        if (faults.Count > 0) return new Outcome.Invalid(faults);

        if (await desk.UnknownAsync(Lines(handover.DeskLeavers), cancellationToken) is { } unknown) return Fault("", "handover.fault.leaver-unknown", unknown);
        if (await desk.IsLeftEmptyAsync(Lines(handover.DeskLeavers), Lines(handover.DeskTakers), cancellationToken)) return Fault("", "handover.fault.no-secretariat");

        if (old is not null)
        {
            audit.Record(db, viewer, "term.edit", TermOperations.SubjectKind, old.Id.ToString(), [new FieldChange("to", old.To?.ToString(), Written(ended!.Value))], ground);
            (old.To, old.Citations) = (PartialDate.On(ended.Value), [.. old.Citations, ground]);
        }

        Begin(viewer, handover, terms, begun, ground);
        (handover.State, handover.EndedOn, handover.BegunOn, handover.ClosedAt) = (HandoverState.Completed, ended, begun, clock.GetCurrentInstant());
        await ReissueAsync(viewer, handover, absolute, cancellationToken);
        audit.Record(db, viewer, "handover.complete", SubjectKind, id.ToString(), [new FieldChange("from", null, Written(begun))], ground);
        return await SaveAsync("", "fault.same-term", cancellationToken);
    }

    /// <summary>A handover that a viewer may see, tracked, with its items; null for those of others.</summary>
    private async Task<ChairHandover?> FindAsync(Viewer viewer, Guid id, CancellationToken cancellationToken)
    {
        var handover = await db.Handovers.Include(row => row.Items).Include(row => row.Seat).Include(row => row.FromInstitution).Include(row => row.ToInstitution)
            .AsSplitQuery().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        return handover is not null && HandoverQueries.MaySee(viewer, handover, permissions) ? handover : null;
    }

    private void Begin(Viewer viewer, ChairHandover handover, List<Term> terms, LocalDate begun, Citation ground)
    {
        // A term that the record numbers without naming its holder is this one
        var known = handover.Number is { } number ? terms.Find(term => term.Number == number && term.InstitutionId is null) : null;
        var term = known ?? new Term { Id = RowId.New(), SeatId = handover.SeatId, Number = handover.Number };
        (term.InstitutionId, term.PlannedFrom, term.From) = (handover.ToInstitutionId, PartialDate.On(handover.PlannedOn), PartialDate.On(begun));
        term.Citations = [.. term.Citations, ground];
        if (known is null) db.Add(term);
        audit.Record(db, viewer, known is null ? "term.add" : "term.edit", TermOperations.SubjectKind, term.Id.ToString(),
            [new FieldChange("institution", null, handover.ToInstitution!.Code), new FieldChange("from", null, Written(begun))], ground);
    }

    private async Task ReissueAsync(Viewer viewer, ChairHandover handover, Func<string, ValueTask<string>> absolute, CancellationToken cancellationToken)
    {
        var scope = Proposals.ProposalOperations.ScopeOf(handover.ToInstitution!.Code);
        // A unit that holds another seat too stays what it is there
        if (handover.FromInstitution is { } from && !await HoldsAnotherAsync(handover, from.Id, cancellationToken))
            await roles.WithdrawAsync(viewer, AllianceRoles.ChairUnit, Proposals.ProposalOperations.ScopeOf(from.Code), cancellationToken);
        // The side's own language is not known to the program: the letter speaks the one in which the institution has its first name
        var language = languages.Find(handover.ToInstitution.Name.In(languages.Default)?.Language) ?? languages.Default;
        var texts = languages.TextsOf(language);
        var name = handover.ToInstitution.NameFor(language).Text;
        foreach (var link in await roles.GiveAsync(viewer, AllianceRoles.ChairUnit, scope, Lines(handover.Invitees), language.Code, cancellationToken))
        {
            mail.Add(db, new Letter(
                link.Email, language.Code, texts.Format("handover.mail.subject", ("name", name)),
                $"{texts.Format("handover.mail.text", ("name", name))}\n\n{await absolute(link.Path)}\n\n{texts["handover.mail.once"]}\n", IsSecret: true));
        }

        // Whoever has no account yet needs one letter only: the link in it brings both roles
        await roles.WithdrawFromAsync(viewer, Roles.Secretariat, "", Lines(handover.DeskLeavers).Except(Lines(handover.DeskTakers), StringComparer.OrdinalIgnoreCase).ToList(), cancellationToken);
        await roles.GiveAsync(viewer, Roles.Secretariat, "", Lines(handover.DeskTakers), language.Code, cancellationToken);
    }

    /// <summary>True when the institution is the last recorded holder of another seat, whose term has no end.</summary>
    private async Task<bool> HoldsAnotherAsync(ChairHandover handover, Guid institution, CancellationToken cancellationToken)
    {
        var seats = await db.Seats.AsNoTracking().Include(seat => seat.Terms).Where(seat => seat.Id != handover.SeatId && seat.Terms.Any(term => term.InstitutionId == institution)).ToListAsync(cancellationToken);
        return seats.Exists(seat => new SeatTimeline(seat.Terms).LastRecorded is { To: null } last && last.InstitutionId == institution);
    }

    private async Task<Outcome> ChangeAsync(
        Viewer viewer, Guid id, int version, string action, string reason, Func<ChairHandover, List<FieldFault>, FieldChange?> change, CancellationToken cancellationToken)
    {
        var (refusal, handover) = await LoadAsync(viewer, id, version, cancellationToken);
        if (refusal is not null) return refusal;
        var (why, faults) = (TextCleaning.Clean(reason, lines: true), new List<FieldFault>());
        if (!why.Any(char.IsLetterOrDigit)) faults.Add(new FieldFault("Reason", "handover.fault.reason"));
        if (why.Length > LongestText) faults.Add(new FieldFault("Reason", "fault.too-long", LongestText.ToString(CultureInfo.InvariantCulture)));
        var changed = change(handover, faults);
        if (faults.Count > 0)
        {
            db.ChangeTracker.Clear();
            return new Outcome.Invalid(faults);
        }

        handover.Reason = why;
        audit.Record(db, viewer, action, SubjectKind, id.ToString(), changed is null ? null : [changed], note: why);
        return await SaveAsync("", "handover.fault.closed", cancellationToken);
    }

    /// <summary>A handover in preparation that the viewer may manage and that nobody changed since the form was shown.</summary>
    private async Task<(Outcome? Refusal, ChairHandover Handover)> LoadAsync(Viewer viewer, Guid id, int version, CancellationToken cancellationToken)
    {
        if (await FindAsync(viewer, id, cancellationToken) is not { } handover) return (new Outcome.Missing(), null!);
        if (!MayManage(viewer, handover.Seat!)) return (new Outcome.Refused(), null!);
        if (handover.Version != version) return (new Outcome.Conflict(), null!);
        return handover.State == HandoverState.Preparing ? (null, handover) : (Closed(), null!);
    }

    /// <summary>The desk passes on with the rotating chair; with another seat only through those who give its role anyway.</summary>
    private bool MovesDesk(Viewer viewer, Seat seat) => seat.Kind == SeatKind.RotatingChair || scopes.MayGive(viewer, Roles.Secretariat, null);

    /// <summary>Why the desk must not change hands so; nobody gives it to themselves.</summary>
    private async Task<FieldFault?> DeskFaultAsync(Viewer viewer, Seat seat, IReadOnlyList<string> takers, IReadOnlyList<string> leavers, CancellationToken cancellationToken)
    {
        if (takers.Count + leavers.Count == 0 || scopes.MayGive(viewer, Roles.Secretariat, null)) return null;
        if (!MovesDesk(viewer, seat)) return new FieldFault("DeskTakers", "handover.fault.desk-seat");
        var own = await db.Accounts.Where(account => account.Id == viewer.AccountId).Select(account => account.Email).SingleOrDefaultAsync(cancellationToken);
        return takers.Contains(own, StringComparer.OrdinalIgnoreCase) ? new FieldFault("DeskTakers", "fault.own-account") : null;
    }

    private bool MayManage(Viewer viewer, Seat seat) => permissions.May(viewer, AllianceActs.HandOver, AllianceActs.ScopeOfSide(seat.SideCode));

    private async Task<Outcome> SaveAsync(string uniqueField, string uniqueKey, CancellationToken cancellationToken)
    {
        try
        {
            await publication.SaveAsync(db, cancellationToken);
            return new Outcome.Done();
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Outcome.Conflict();
        }
        catch (DbUpdateException error) when (error.IsUniqueViolation())
        {
            return Fault(uniqueField, uniqueKey);
        }
    }

    private static LocalDate Day(string field, string text, List<FieldFault> faults)
    {
        if (LocalDatePattern.Iso.Parse(text.Trim()) is { Success: true } parsed && parsed.Value.Year is > 1900 and < 2200) return parsed.Value;
        faults.Add(new FieldFault(field, "handover.fault.day"));
        return default;
    }

    private static string[] Addresses(string field, string typed, List<FieldFault> faults)
    {
        var lines = Lines(TextCleaning.Clean(typed, lines: true));
        if (lines.Length > MostInvitees || lines.Sum(line => line.Length + 1) > LongestText) faults.Add(new FieldFault(field, "handover.fault.invitees"));
        if (Array.Exists(lines, line => !RoleReissue.IsAddress(line))) faults.Add(new FieldFault(field, "fault.email"));
        return lines;
    }

    /// <summary>Only people of the new unit take the desk over.</summary>
    private static string[] Takers(string typed, string[] invitees, List<FieldFault> faults)
    {
        var takers = Addresses("DeskTakers", typed, faults);
        if (takers.Except(invitees, StringComparer.OrdinalIgnoreCase).Any()) faults.Add(new FieldFault("DeskTakers", "handover.fault.takers"));
        // As they are written above: one person has one address
        return [.. invitees.Where(invitee => takers.Contains(invitee, StringComparer.OrdinalIgnoreCase))];
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string Written(LocalDate day) => LocalDatePattern.Iso.Format(day);

    private static Outcome.Invalid Closed() => Fault("", "handover.fault.closed");

    private static Outcome.Invalid Fault(string field, string key, string? value = null) => new([new FieldFault(field, key, value)]);
}
