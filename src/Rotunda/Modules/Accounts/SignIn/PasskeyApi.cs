using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Accounts.SignIn;

/// <summary>The four exchanges of WebAuthn that a page's script makes: options and answer, for a new passkey and for signing in.</summary>
internal static class PasskeyApi
{
    public static void MapPasskeys(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/{lang:lang}/account/passkeys").AddEndpointFilter(RequireFormToken).WithMetadata(new NeverCachedAttribute()).RequireRateLimiting(AccountsModule.SignInLimit);
        group.MapPost("/creation-options", CreationOptionsAsync).WithMetadata(new RequiresAttribute(RequiresAttribute.SignedIn));
        group.MapPost("/", AddAsync).WithMetadata(new RequiresAttribute(RequiresAttribute.SignedIn));
        group.MapPost("/request-options", RequestOptionsAsync).WithMetadata(new PublicAttribute());
        group.MapPost("/sign-in", SignInAsync).WithMetadata(new PublicAttribute());
    }

    private static async ValueTask<object?> RequireFormToken(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var antiforgery = context.HttpContext.RequestServices.GetRequiredService<IAntiforgery>();
        return await antiforgery.IsRequestValidAsync(context.HttpContext) ? await next(context) : TypedResults.BadRequest();
    }

    private static async Task<Results<ContentHttpResult, NotFound>> CreationOptionsAsync(HttpContext context, UserManager<Account> accounts, SignInManager<Account> signIn)
    {
        if (await accounts.GetUserAsync(context.User) is not { } account) return TypedResults.NotFound();
        var options = await signIn.MakePasskeyCreationOptionsAsync(new PasskeyUserEntity { Id = account.Id.ToString(), Name = account.Email!, DisplayName = account.DisplayName });
        return TypedResults.Content(options, "application/json");
    }

    private static async Task<Results<NoContent, BadRequest, NotFound>> AddAsync(
        HttpContext context, PasskeyAnswer answer, UserManager<Account> accounts, SignInManager<Account> signIn, PasskeyOperations passkeys)
    {
        if (await accounts.GetUserAsync(context.User) is not { } account) return TypedResults.NotFound();
        if (!await MayAnswerAsync(context, answer)) return TypedResults.BadRequest();
        var attestation = await signIn.PerformPasskeyAttestationAsync(answer.Credential!);
        if (!attestation.Succeeded) return TypedResults.BadRequest();
        attestation.Passkey.Name = Rotunda.Text.TextCleaning.Clean(answer.Name ?? "") is { Length: > 0 and <= 80 } name ? name : null;
        return await passkeys.AddAsync(context.Reader().Viewer, account, attestation.Passkey) is Outcome.Done ? TypedResults.NoContent() : TypedResults.BadRequest();
    }

    private static async Task<ContentHttpResult> RequestOptionsAsync(SignInManager<Account> signIn) =>
        TypedResults.Content(await signIn.MakePasskeyRequestOptionsAsync(null), "application/json");

    private static async Task<Results<NoContent, UnauthorizedHttpResult>> SignInAsync(HttpContext context, PasskeyAnswer answer, SignInManager<Account> signIn) =>
        await MayAnswerAsync(context, answer) && (await signIn.PasskeySignInAsync(answer.Credential!)).Succeeded ? TypedResults.NoContent() : TypedResults.Unauthorized();

    /// <summary>False for an answer to a question that nobody asked: Identity keeps the question in the cookie of the step between.</summary>
    private static async Task<bool> MayAnswerAsync(HttpContext context, PasskeyAnswer answer) =>
        answer.Credential is { Length: > 0 } && (await context.AuthenticateAsync(IdentityConstants.TwoFactorUserIdScheme)).Succeeded;

    /// <summary>What the browser's authenticator said.</summary>
    /// <param name="Credential">The credential as JSON text (<c>PublicKeyCredential.toJSON</c>).</param>
    /// <param name="Name">What to call a new passkey.</param>
    internal sealed record PasskeyAnswer(string? Credential, string? Name);
}
