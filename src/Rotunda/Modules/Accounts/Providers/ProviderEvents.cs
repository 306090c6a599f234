using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Web;
using Rotunda.Text;

namespace Rotunda.Modules.Accounts.Providers;

/// <summary>What happens when somebody comes back from a provider and cannot be believed: a sentence on the page for signing in, and the reason in the log.</summary>
internal static class ProviderEvents
{
    private const int LongestReason = 200;

    public static OAuthEvents Create() => new() { OnRemoteFailure = FailAsync };

    private static Task FailAsync(RemoteFailureContext context)
    {
        var services = context.HttpContext.RequestServices;
        var languages = services.GetRequiredService<SiteLanguages>();
        var language = languages.Find(context.Properties?.Items.TryGetValue(ProviderHandler.LanguageItem, out var code) == true ? code : null) ?? ReaderMiddleware.Negotiate(context.Request, languages);
        // The text may come from the address, where anybody writes
        var reason = TextCleaning.Clean(context.Failure?.GetBaseException().Message ?? "");
        services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ProviderEvents)).LogWarning(
            "Signing in with a provider failed at {Path}: {Reason}", context.Request.Path, reason.Length > LongestReason ? reason[..LongestReason] : reason);
        context.Response.Redirect($"/{language.Code}/account/sign-in?fault=provider");
        context.HandleResponse();
        return Task.CompletedTask;
    }
}
