using Microsoft.AspNetCore.Authorization;

namespace Rotunda.Modules.Shared.Access;

/// <summary>Something that a person may or may not do, named <c>module.thing.verb</c>.</summary>
/// <remarks>An endpoint demands an act; operations ask for it again with the scope of the row at hand.</remarks>
public sealed record Act(string Name);

/// <summary>A role given to an account, perhaps only within a scope such as <c>institution:upc</c>.</summary>
/// <param name="Role">One of the roles that modules define.</param>
/// <param name="Scope">Null where the role holds everywhere.</param>
public sealed record Grant(string Role, string? Scope);

/// <summary>Whoever looks at a page or does something: an account with its roles, nobody in particular, or the program itself.</summary>
/// <param name="AccountId">Null for an anonymous reader and for the program.</param>
/// <param name="Name">What to call the person.</param>
/// <param name="Grants">The roles, read from the database in this request.</param>
public sealed record Viewer(Guid? AccountId, string Name, IReadOnlyList<Grant> Grants)
{
    public static Viewer Anonymous { get; } = new(null, "", []);

    /// <summary>The program itself, at the command line or in a background task: may do everything.</summary>
    public static Viewer Program { get; } = new(null, "rotunda", [new Grant(Roles.Program, null)]);

    public bool IsSignedIn => AccountId is not null;
}

/// <summary>Names of roles that more than one module speaks of.</summary>
public static class Roles
{
    /// <summary>The program itself; never granted to an account.</summary>
    public const string Program = "program";

    public const string Administrator = "administrator";
    public const string Secretariat = "secretariat";
    public const string Liaison = "liaison";
    public const string Member = "member";
}

/// <summary>What a module lets a role do. Several modules may add to one role.</summary>
/// <param name="Role">The name of the role.</param>
/// <param name="Acts">What it may do in this module.</param>
/// <param name="ScopeKind">The kind of scope that the role needs (<c>institution</c>), or null where it holds everywhere.</param>
/// <param name="GivenBy">Whoever may do this may give the role away without doing its acts; null where one must do them all.</param>
public sealed record RoleContribution(string Role, IReadOnlyList<Act> Acts, string? ScopeKind = null, Act? GivenBy = null);

/// <summary>Answers who may do what, from the roles that modules contribute. The only place that does.</summary>
public sealed class Permissions
{
    private readonly Dictionary<string, HashSet<Act>> _acts = new(StringComparer.Ordinal);
    private readonly HashSet<Act> _known = [];

    public Permissions(IEnumerable<RoleContribution> contributions)
    {
        foreach (var contribution in contributions)
        {
            if (!_acts.TryGetValue(contribution.Role, out var acts)) _acts[contribution.Role] = acts = [];
            acts.UnionWith(contribution.Acts);
            _known.UnionWith(contribution.Acts);
        }

        Roles = [.. _acts.Keys.Order(StringComparer.Ordinal)];
    }

    /// <summary>The roles that exist.</summary>
    public IReadOnlyList<string> Roles { get; }

    public bool IsKnown(Act act) => _known.Contains(act);

    /// <summary>True when some grant of the viewer, in whatever scope, covers the act: what an endpoint asks before anything is read.</summary>
    public bool MaySomewhere(Viewer viewer, Act act) => viewer.Grants.Any(grant => Covers(grant.Role, act));

    /// <summary>True when the viewer may do the act in this scope: by a grant without a scope, or with exactly this one.</summary>
    public bool May(Viewer viewer, Act act, string? scope = null) =>
        viewer.Grants.Any(grant => Covers(grant.Role, act) && (grant.Scope is null || grant.Scope == scope));

    /// <summary>The scopes in which the viewer may do the act; null stands for everywhere. Queries filter by it before they read.</summary>
    public IReadOnlyList<string>? ScopesOf(Viewer viewer, Act act)
    {
        var grants = viewer.Grants.Where(grant => Covers(grant.Role, act)).ToList();
        return grants.Exists(grant => grant.Scope is null) ? null : [.. grants.Select(grant => grant.Scope!)];
    }

    private bool Covers(string role, Act act) =>
        role == Access.Roles.Program || (_acts.TryGetValue(role, out var acts) && acts.Contains(act));
}

/// <summary>The endpoint is open to everyone. Every endpoint declares either this or <see cref="RequiresAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class PublicAttribute : Attribute, IAllowAnonymous;

/// <summary>The endpoint is for those who may do an act in some scope; the operation behind it asks for the exact one.</summary>
/// <param name="act">The name of an <see cref="Act"/>.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class RequiresAttribute(string act) : Attribute, IAuthorizeData
{
    /// <summary>The act that stands for being signed in at all.</summary>
    public const string SignedIn = "signed-in";

    public string Act { get; } = act;

    public string? Policy { get => Act; set => throw new NotSupportedException("The act is the policy."); }

    public string? Roles { get; set; }

    public string? AuthenticationSchemes { get; set; }
}
