using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Text;

namespace Rotunda.Modules.Alliance.Proposals;

/// <summary>What the secretariat decided on one field.</summary>
/// <param name="FieldId">The proposed field.</param>
/// <param name="Accept">True to take it over.</param>
/// <param name="Reason">What the officer is told; may be empty.</param>
public sealed record FieldDecision(Guid FieldId, bool Accept, string Reason);

/// <summary>The only code that writes proposals and their decisions.</summary>
public sealed class ProposalOperations(
    RotundaDb db, InstitutionFields fields, InstitutionOperations institutions, Permissions permissions, AuditTrail audit, WorkSignal signal, Publication publication, IClock clock)
{
    public const string SubjectKind = "proposal";

    private const int LongestMessage = 2000;
    private const int LongestSource = 500;

    /// <summary>The scope of an officer's role for an institution.</summary>
    public static string ScopeOf(string institutionCode) => "institution:" + institutionCode;

    /// <summary>Proposes the fields that differ from the entry. For an institution of another officer there is nothing here.</summary>
    public async Task<(Outcome Outcome, Guid? Id)> ProposeAsync(
        Viewer viewer, string institutionCode, IReadOnlyDictionary<string, string> values, string message, string source, CancellationToken cancellationToken)
    {
        if (!permissions.May(viewer, AllianceActs.ProposeChange, ScopeOf(institutionCode))) return (new Outcome.Missing(), null);
        if (await institutions.LoadAsync(institutionCode, cancellationToken) is not { } institution) return (new Outcome.Missing(), null);
        var text = TextCleaning.Clean(message, lines: true);
        if (text.Length > LongestMessage) return (new Outcome.Invalid([new FieldFault("Message", "fault.too-long", "2000")]), null);
        var named = TextCleaning.Clean(source);
        if (named.Length > LongestSource) return (new Outcome.Invalid([new FieldFault("Source", "fault.too-long", "500")]), null);

        var proposable = fields.All.Where(field => field.IsProposable && values.ContainsKey(field.Name)).ToList();
        var (changes, faults) = institutions.Apply(institution, proposable.ToDictionary(field => field.Name, field => values[field.Name]));
        db.ChangeTracker.Clear();
        if (faults.Count > 0) return (new Outcome.Invalid(faults), null);
        if (changes.Count == 0) return (new Outcome.Invalid([new FieldFault("", "fault.nothing-changed")]), null);

        var proposal = new Proposal
        {
            Id = RowId.New(),
            InstitutionId = institution.Id,
            ProposedBy = viewer.AccountId,
            ProposerName = viewer.Name,
            ProposedAt = clock.GetCurrentInstant(),
            Message = text.Length == 0 ? null : text,
            Source = named.Length == 0 ? null : named,
            Fields = [.. changes.Select((change, order) => new ProposedField { Id = RowId.New(), Order = order, Field = change.Field, Before = change.Before ?? "", After = change.After ?? "" })],
        };
        db.Add(proposal);
        audit.Record(db, viewer, "proposal.make", SubjectKind, proposal.Id.ToString(), changes, named.Length == 0 ? null : GroundOf(proposal));
        await db.SaveChangesAsync(cancellationToken);
        signal.Raise();
        return (new Outcome.Done(), proposal.Id);
    }

    /// <summary>Decides on fields of a proposal; accepted ones are in the entry and on its public page when this returns.</summary>
    /// <remarks>A field that somebody changed since the proposal was made is a conflict unless <paramref name="overChanged"/> is set.</remarks>
    public async Task<Outcome> DecideAsync(
        Viewer viewer, Guid proposalId, int version, IReadOnlyList<FieldDecision> decisions, bool overChanged, CancellationToken cancellationToken)
    {
        if (!permissions.May(viewer, AllianceActs.EditRegistry)) return new Outcome.Refused();
        var proposal = await db.Proposals.Include(row => row.Fields).SingleOrDefaultAsync(row => row.Id == proposalId, cancellationToken);
        if (proposal is null) return new Outcome.Missing();
        if (proposal.Version != version) return new Outcome.Conflict();
        var institution = await db.Institutions.Include(row => row.Names).SingleAsync(row => row.Id == proposal.InstitutionId, cancellationToken);
        var taken = decisions
            .Select(decision => (Decision: decision, Field: proposal.Fields.Find(field => field.Id == decision.FieldId && field.Decision == ProposalDecision.Waiting)))
            .Where(pair => pair.Field is not null).Select(pair => (pair.Decision, Field: pair.Field!)).ToList();
        if (taken.Count == 0) return new Outcome.Invalid([new FieldFault("", "fault.nothing-decided")]);

        var accepted = taken.Where(pair => pair.Decision.Accept).Select(pair => pair.Field).ToList();
        if (!overChanged && accepted.Exists(field => HasMoved(institution, field))) return new Outcome.Conflict();
        var (changes, faults) = institutions.Apply(institution, accepted.ToDictionary(field => field.Field, field => field.After));
        if (faults.Count > 0) return new Outcome.Invalid(faults);
        foreach (var (decision, field) in taken)
        {
            field.Decision = decision.Accept ? ProposalDecision.Accepted : ProposalDecision.Declined;
            field.Reason = TextCleaning.Clean(decision.Reason) is { Length: > 0 } reason ? reason[..Math.Min(reason.Length, 1000)] : null;
        }

        if (proposal.Fields.TrueForAll(field => field.Decision != ProposalDecision.Waiting)) proposal.ClosedAt = clock.GetCurrentInstant();
        db.Entry(proposal).State = EntityState.Modified;
        var ground = GroundOf(proposal);
        audit.Record(db, viewer, "proposal.decide", SubjectKind, proposal.Id.ToString(), [.. taken.Select(pair => new FieldChange(pair.Field.Field, null, pair.Field.Decision.ToString().ToLowerInvariant()))]);
        if (changes.Count == 0) return await publication.TrySaveAsync(db, cancellationToken);
        InstitutionOperations.Cite(institution, ground);
        audit.Record(db, viewer, "institution.edit", InstitutionOperations.SubjectKind, institution.Id.ToString(), changes, ground);
        return await institutions.SaveAsync(institution, cancellationToken);
    }

    /// <summary>The source that the officer named; without one, the officer's word, which readers are not shown.</summary>
    private static Citation GroundOf(Proposal proposal) => proposal.Source is { } source
        ? new Citation(source, Confidence.High)
        : new Citation($"{proposal.ProposerName}, {proposal.ProposedAt.InUtc().Date:uuuu-MM-dd}", Confidence.High, Publishable: false);

    /// <summary>True when the entry no longer says what it said when the field was proposed.</summary>
    public bool HasMoved(Institution institution, ProposedField proposed) =>
        fields.Find(proposed.Field) is { } field && field.Read(institution) is var now && now != proposed.Before && now != proposed.After;
}
