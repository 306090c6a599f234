using Rotunda.Modules.Shared.Access;

namespace Rotunda.Modules.Shared.Web;

/// <summary>Sets what browsers are told about every page: nothing from other hosts, no inline script, no framing by others.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "strict-origin-when-cross-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        // What only some may see is kept nowhere
        if (context.GetEndpoint()?.Metadata.GetMetadata<RequiresAttribute>() is not null) headers.CacheControl = "no-cache, no-store";
        return next(context);
    }
}
