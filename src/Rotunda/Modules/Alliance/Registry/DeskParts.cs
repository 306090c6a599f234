using Rotunda.Data.Audit;
using Rotunda.Modules.Alliance.Proposals;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Alliance.Registry;

/// <summary>The proposals of a viewer on the first page of the desk: what waits for the secretariat, what became of an officer's own.</summary>
internal sealed class ProposalsPart(ProposalQueries proposals, Permissions permissions) : IPagePart
{
    private const int Most = 6;

    public string Page => "desk";

    public int Order => 10;

    public async Task<PartView?> BuildAsync(Reader reader, CancellationToken cancellationToken)
    {
        if (!permissions.May(reader.Viewer, AllianceActs.EditRegistry) && !permissions.MaySomewhere(reader.Viewer, AllianceActs.ProposeChange)) return null;
        var shown = await proposals.FirstAsync(reader.Viewer, Most, cancellationToken);
        return shown.Count == 0 ? null : new PartView("/Modules/Alliance/Registry/_DeskProposals.cshtml", shown);
    }
}

/// <summary>The latest changes of the registry on the first page of the desk, for those who keep it.</summary>
internal sealed class ChangesPart(AuditQueries audit, AuditSubjects subjects, Permissions permissions) : IPagePart
{
    private const int Most = 6;

    public string Page => "desk";

    public int Order => 20;

    public async Task<PartView?> BuildAsync(Reader reader, CancellationToken cancellationToken) =>
        permissions.May(reader.Viewer, AllianceActs.EditRegistry)
            ? new PartView("/Modules/Alliance/Registry/_DeskChanges.cshtml", await subjects.NamedAsync(await audit.LatestAsync(Most, cancellationToken), reader, cancellationToken))
            : null;
}
