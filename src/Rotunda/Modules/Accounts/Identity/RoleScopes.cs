using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Languages;

namespace Rotunda.Modules.Accounts.Identity;

/// <summary>Knows for which things a role may be given: some roles hold everywhere, others for one thing of a kind.</summary>
public sealed class RoleScopes(Permissions permissions, IEnumerable<RoleContribution> roles, References references, SiteLanguages languages)
{
    /// <summary>What is wrong with giving a role for a scope; null when nothing is.</summary>
    /// <param name="viewer">Whoever gives the role: the thing must be one that they may see.</param>
    /// <param name="role">The name of the role.</param>
    /// <param name="scope">Such as <c>institution:upc</c>; null where the role shall hold everywhere.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async Task<FieldFault?> FaultOfAsync(Viewer viewer, string role, string? scope, CancellationToken cancellationToken)
    {
        if (!permissions.Roles.Contains(role) || role == Roles.Program) return new FieldFault("Role", "fault.role");
        var kind = roles.FirstOrDefault(contribution => contribution.Role == role && contribution.ScopeKind is not null)?.ScopeKind;
        if (kind is null) return scope is null ? null : new FieldFault("Scope", "fault.scope");
        if (!Reference.TryParse(scope, out var reference) || reference.Kind != kind) return new FieldFault("Scope", "fault.scope");
        var reader = new Reader(languages.Default, languages.TextsOf(languages.Default), viewer);
        return (await references.ResolveAsync([reference], reader, cancellationToken)).Count > 0 ? null : new FieldFault("Scope", "fault.scope-unknown", scope);
    }

    /// <summary>True when the viewer may give a role away: nobody gives what they may not do themselves, unless the role says who gives it.</summary>
    public bool MayGive(Viewer viewer, string role, string? scope) =>
        roles.Where(contribution => contribution.Role == role).All(contribution =>
            (contribution.GivenBy is { } act && permissions.May(viewer, act)) || contribution.Acts.All(own => permissions.May(viewer, own, scope)));
}
