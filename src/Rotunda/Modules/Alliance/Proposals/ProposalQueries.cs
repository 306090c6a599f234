using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Alliance.Proposals;

/// <summary>Reads proposals; whoever may not decide sees those of the own institutions only.</summary>
public sealed class ProposalQueries(RotundaDb db, Permissions permissions)
{
    private const int Most = 200;

    private static readonly PreparedQuery<int, Proposal> s_waiting = new((db, count) =>
        db.Set<Proposal>().AsNoTracking().Include(proposal => proposal.Fields.OrderBy(field => field.Order)).Include(proposal => proposal.Institution)
            .Where(proposal => proposal.ClosedAt == null).OrderBy(proposal => proposal.ProposedAt).ThenBy(proposal => proposal.Id).Take(count));

    /// <summary>Proposals that wait, oldest first, then those that were decided, latest first.</summary>
    public async Task<IReadOnlyList<Proposal>> AllAsync(Viewer viewer, CancellationToken cancellationToken) =>
        await VisibleTo(viewer).AsNoTracking()
            .Include(proposal => proposal.Fields.OrderBy(field => field.Order))
            .Include(proposal => proposal.Institution).ThenInclude(institution => institution!.Names)
            .OrderBy(proposal => proposal.ClosedAt != null).ThenByDescending(proposal => proposal.ClosedAt).ThenBy(proposal => proposal.ProposedAt)
            .Take(Most).ToListAsync(cancellationToken);

    /// <summary>The first few for a viewer: for whoever decides those that wait, oldest first, for others the latest of their own institutions.</summary>
    public async Task<IReadOnlyList<Proposal>> FirstAsync(Viewer viewer, int count, CancellationToken cancellationToken) =>
        permissions.May(viewer, AllianceActs.EditRegistry) ? await s_waiting.ListAsync(db, count, cancellationToken)
            : await VisibleTo(viewer).AsNoTracking().Include(proposal => proposal.Fields.OrderBy(field => field.Order)).Include(proposal => proposal.Institution)
                .OrderByDescending(proposal => proposal.ProposedAt).ThenBy(proposal => proposal.Id).Take(count).ToListAsync(cancellationToken);

    /// <summary>A proposal that the viewer may see, or null.</summary>
    public Task<Proposal?> FindAsync(Viewer viewer, Guid id, CancellationToken cancellationToken) =>
        VisibleTo(viewer).AsNoTracking()
            .Include(proposal => proposal.Fields.OrderBy(field => field.Order))
            .Include(proposal => proposal.Institution).ThenInclude(institution => institution!.Names)
            .SingleOrDefaultAsync(proposal => proposal.Id == id, cancellationToken);

    private IQueryable<Proposal> VisibleTo(Viewer viewer)
    {
        if (permissions.May(viewer, AllianceActs.EditRegistry)) return db.Proposals;
        var codes = OwnInstitutions(viewer, permissions);
        return db.Proposals.Where(proposal => codes.Contains(proposal.Institution!.Code));
    }

    /// <summary>The codes of the institutions for which a viewer may propose.</summary>
    public static IReadOnlyList<string> OwnInstitutions(Viewer viewer, Permissions permissions) =>
        [.. (permissions.ScopesOf(viewer, AllianceActs.ProposeChange) ?? [])
            .Select(scope => Reference.TryParse(scope, out var reference) && reference.Kind == "institution" ? reference.Code : null).OfType<string>()];
}

/// <summary>How many proposals wait for the secretariat.</summary>
internal sealed class ProposalsQueue : IDeskQueue
{
    public string TextKey => "queue.proposals";

    public string Path => "/desk/proposals";

    public int Order => 10;

    public Act Requires => AllianceActs.EditRegistry;

    private static readonly PreparedCount s_count = new((db, _) =>
        db.Set<Proposal>().Count(proposal => proposal.ClosedAt == null));

    public Task<int> CountAsync(RotundaDb db, Viewer viewer, CancellationToken cancellationToken) => s_count.CountAsync(db, cancellationToken);
}
