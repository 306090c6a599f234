using Microsoft.AspNetCore.Mvc;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Alliance.Proposals.Pages;

/// <summary>One proposal, field by field: the secretariat decides, the officer sees what became of it.</summary>
[Requires(RequiresAttribute.SignedIn)]
[NeverCached]
public sealed class ProposalModel(ProposalQueries proposals, ProposalOperations operations, InstitutionFields fields, Permissions permissions) : FormPage
{
    public Proposal Proposal { get; private set; } = null!;

    public bool MayDecide => permissions.May(Reader.Viewer, AllianceActs.EditRegistry);

    public string LabelOf(ProposedField field) => fields.Find(field.Field) is { } known ? InstitutionLabels.Of(known, T) : field.Field;

    /// <summary>What the entry says now, where it is neither what it said then nor what is proposed; for fields that wait.</summary>
    public string? StoredNow(ProposedField field) =>
        field.Decision == ProposalDecision.Waiting && operations.HasMoved(Proposal.Institution!, field) ? fields.Find(field.Field)!.Read(Proposal.Institution!) : null;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken) => await LoadAsync(id, cancellationToken) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(Guid id, int version, bool overChanged, CancellationToken cancellationToken)
    {
        var decisions = Request.Form
            .Where(pair => pair.Key.StartsWith("decision.", StringComparison.Ordinal) && pair.Value.ToString() is "accept" or "decline")
            .Select(pair => (Id: pair.Key["decision.".Length..], Accept: pair.Value.ToString() == "accept"))
            .Where(pair => Guid.TryParse(pair.Id, out _))
            .Select(pair => new FieldDecision(Guid.Parse(pair.Id), pair.Accept, Request.Form[$"reason.{pair.Id}"].ToString())).ToList();
        var outcome = await operations.DecideAsync(Reader.Viewer, id, version, decisions, overChanged, cancellationToken);
        if (outcome is Outcome.Done) return Redirect(Reader.To("/desk/proposals?saved=true"));
        if (outcome is Outcome.Refused) return Forbid();
        if (!await LoadAsync(id, cancellationToken)) return NotFound();
        return outcome is Outcome.Invalid invalid ? Show(invalid.Faults) : ShowConflict();
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await proposals.FindAsync(Reader.Viewer, id, cancellationToken) is not { } proposal) return false;
        (Proposal, Title, IsUnlisted) = (proposal, T["proposal.title"], true);
        return true;
    }
}
