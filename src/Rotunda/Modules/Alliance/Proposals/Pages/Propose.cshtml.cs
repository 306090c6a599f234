using Microsoft.AspNetCore.Mvc;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Alliance.Proposals.Pages;

/// <summary>A liaison officer's own institution: the officer proposes changes of its entry.</summary>
[Requires(AllianceActs.ProposeChangeName)]
[NeverCached]
public sealed class ProposeModel(
    InstitutionQueries institutions, ProposalQueries proposals, ProposalOperations operations, InstitutionFields fields, Permissions permissions) : FormPage
{
    private IReadOnlyDictionary<string, string>? _typed;

    public string Code { get; private set; } = "";

    public Institution? Institution { get; private set; }

    public IEnumerable<InstitutionField> Fields => fields.All.Where(candidate => candidate.IsProposable);

    public IReadOnlyList<Proposal> Own { get; private set; } = [];

    public bool IsSent { get; private set; }

    public string Message { get; private set; } = "";

    public string Source { get; private set; } = "";

    public FormField FieldOf(InstitutionField field) =>
        new(InstitutionLabels.InForm(field), InstitutionLabels.Of(field, T), _typed?.GetValueOrDefault(field.Name) ?? field.Read(Institution!), FaultOf(InstitutionLabels.InForm(field)))
        {
            MaxLength = field.MaxLength, Language = field.Language?.Tag,
        };

    public async Task<IActionResult> OnGetAsync(string? code, bool sent, CancellationToken cancellationToken)
    {
        IsSent = sent;
        return await LoadAsync(code, cancellationToken) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(string? code, string? message, string? source, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(code, cancellationToken)) return NotFound();
        (_typed, Message, Source) = (InstitutionLabels.ValuesOf(Request.Form, fields), message ?? "", source ?? "");
        var (outcome, _) = await operations.ProposeAsync(Reader.Viewer, Code, _typed, Message, Source, cancellationToken);
        return outcome switch
        {
            Outcome.Done => Redirect(Reader.To($"/desk/my-institution/{Code}?sent=true")),
            Outcome.Invalid invalid => Show(InstitutionLabels.InForm(invalid.Faults, fields)),
            _ => NotFound(),
        };
    }

    private async Task<bool> LoadAsync(string? code, CancellationToken cancellationToken)
    {
        var own = ProposalQueries.OwnInstitutions(Reader.Viewer, permissions);
        Code = code ?? (own.Count > 0 ? own[0] : "");
        // Somebody else's institution in the address: as if it did not exist
        if (!own.Contains(Code) || await institutions.FindAsync(Code, cancellationToken) is not { } institution) return false;
        (Institution, IsUnlisted, Title) = (institution, true, institution.NameFor(Reader.Language).Text);
        Own = [.. (await proposals.AllAsync(Reader.Viewer, cancellationToken)).Where(proposal => proposal.InstitutionId == institution.Id)];
        return true;
    }
}
