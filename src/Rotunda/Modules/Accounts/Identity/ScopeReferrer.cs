using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Accounts.Invitations;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Accounts.Identity;

/// <summary>Roles that hold for a thing, and invitations to one that were not used yet.</summary>
internal sealed class ScopeReferrer : IReferrer
{
    public string TextKey => "use.roles";

    public async Task<int> CountAsync(RotundaDb db, Reference about, CancellationToken cancellationToken)
    {
        var scope = about.ToString();
        return await db.RoleGrants.CountAsync(grant => grant.Scope == scope, cancellationToken)
            + await db.Set<Invitation>().CountAsync(invitation => invitation.Scope == scope && invitation.UsedAt == null && invitation.WithdrawnAt == null, cancellationToken);
    }
}
