using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Alliance.Proposals.Pages;

/// <summary>The proposals of liaison officers: for the secretariat all of them, for an officer those of the own institution.</summary>
[Requires(RequiresAttribute.SignedIn)]
[NeverCached]
public sealed class ProposalsModel(ProposalQueries proposals) : SitePage
{
    public IReadOnlyList<Proposal> Proposals { get; private set; } = [];

    public bool IsSaved { get; private set; }

    public async Task OnGetAsync(bool saved, CancellationToken cancellationToken)
    {
        (Title, IsUnlisted, IsSaved) = (T["queue.proposals"], true, saved);
        Proposals = await proposals.AllAsync(Reader.Viewer, cancellationToken);
    }
}
