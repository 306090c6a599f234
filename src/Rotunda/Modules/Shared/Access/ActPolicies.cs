using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Shared.Access;

/// <summary>Every act is a policy: the viewer may do it in some scope.</summary>
internal sealed class ActPolicies(Permissions permissions) : IAuthorizationPolicyProvider
{
    private static readonly AuthorizationPolicy SignedIn = new AuthorizationPolicyBuilder().AddRequirements(new SignedInRequirement()).Build();

    public Task<AuthorizationPolicy?> GetPolicyAsync(string policyName)
    {
        if (policyName == RequiresAttribute.SignedIn) return Task.FromResult<AuthorizationPolicy?>(SignedIn);
        var act = new Act(policyName);
        if (!permissions.IsKnown(act)) throw new InvalidOperationException($"No role may do «{policyName}»: it is misspelt or not contributed.");
        return Task.FromResult<AuthorizationPolicy?>(new AuthorizationPolicyBuilder().AddRequirements(new ActRequirement(act)).Build());
    }

    public Task<AuthorizationPolicy> GetDefaultPolicyAsync() => Task.FromResult(SignedIn);

    /// <summary>None: it would also send readers of unknown addresses to sign in. That every endpoint declares a policy is checked at start.</summary>
    public Task<AuthorizationPolicy?> GetFallbackPolicyAsync() => Task.FromResult<AuthorizationPolicy?>(null);
}

internal sealed record ActRequirement(Act Act) : IAuthorizationRequirement;

internal sealed record SignedInRequirement : IAuthorizationRequirement;

internal sealed class ActHandler(Permissions permissions, IHttpContextAccessor accessor) : IAuthorizationHandler
{
    public Task HandleAsync(AuthorizationHandlerContext context)
    {
        var viewer = (context.Resource as HttpContext ?? accessor.HttpContext)?.Reader().Viewer ?? Viewer.Anonymous;
        foreach (var requirement in context.PendingRequirements.ToList())
        {
            if (requirement is SignedInRequirement && viewer.IsSignedIn) context.Succeed(requirement);
            if (requirement is ActRequirement demanded && permissions.MaySomewhere(viewer, demanded.Act)) context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}

/// <summary>Refuses to start while an endpoint declares neither <see cref="PublicAttribute"/> nor <see cref="RequiresAttribute"/>.</summary>
public static class EndpointPolicies
{
    /// <exception cref="InvalidOperationException">An endpoint declares no policy; the message names each.</exception>
    public static void Check(IEnumerable<Endpoint> endpoints, Permissions permissions)
    {
        var faults = endpoints.OfType<RouteEndpoint>()
            // What the framework adds for the client's files of a build that was not published
            .Where(endpoint => endpoint.RoutePattern.RawText != "{**path:file}")
            .Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null)
            .Where(endpoint => endpoint.Metadata.GetMetadata<RequiresAttribute>() is not { } required
                || (required.Act != RequiresAttribute.SignedIn && !permissions.IsKnown(new Act(required.Act))))
            .Select(endpoint => $"{endpoint.DisplayName} ({endpoint.RoutePattern.RawText})").Distinct().ToList();
        if (faults.Count > 0) throw new InvalidOperationException("Endpoints without a policy: " + string.Join("; ", faults));
    }
}
