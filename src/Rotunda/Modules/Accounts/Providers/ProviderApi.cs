using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Rotunda.Data.Settings;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Accounts.Invitations;
using Rotunda.Modules.Accounts.Sessions;
using Rotunda.Modules.Accounts.SignIn;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Accounts.Providers;

/// <summary>Carries the owner's consent to a link from the form that asked for the password to the way out: for this account and session alone, and for a few minutes.</summary>
public sealed class LinkTickets(IDataProtectionProvider protection)
{
    private static readonly TimeSpan Validity = TimeSpan.FromMinutes(5);
    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("link-ticket").ToTimeLimitedDataProtector();

    public string Make(Guid accountId, Guid? session, string providerCode) => _protector.Protect($"{accountId}|{session}|{providerCode}", Validity);

    public bool IsGood(string ticket, Guid? accountId, Guid? session, string providerCode)
    {
        try
        {
            return accountId is not null && _protector.Unprotect(ticket) == $"{accountId}|{session}|{providerCode}";
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}

/// <summary>The way to a provider and the way back. Both lead on at once; what went wrong stands on the page for signing in.</summary>
internal static class ProviderApi
{
    private const string SignInPath = "/account/sign-in";
    private const string OwnPath = "/account/providers";

    public static void MapProviders(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/{lang:lang}" + SignInPath).WithMetadata(new NeverCachedAttribute(), new PublicAttribute()).RequireRateLimiting(AccountsModule.SignInLimit);
        group.MapGet("/with/{provider}", StartAsync);
        group.MapGet("/provider", FinishAsync);
    }

    private static async Task<IResult> StartAsync(HttpContext context, string provider, string? returnUrl, string? link, string? invitation, SettingsStore settings, LinkTickets tickets)
    {
        var reader = context.Reader();
        if ((await settings.GetAsync<ProviderSettings>(context.RequestAborted)).Find(provider) is null) return Results.NotFound();
        var properties = new AuthenticationProperties { RedirectUri = reader.To(SignInPath + "/provider") + QueryString.Create("returnUrl", returnUrl ?? "") };
        properties.Items[ProviderHandler.ProviderItem] = provider;
        properties.Items[ProviderHandler.LanguageItem] = reader.Language.Code;
        if (link is not null)
        {
            if (!tickets.IsGood(link, reader.Viewer.AccountId, SessionOperations.IdOf(context.User), provider)) return Results.Redirect(reader.To(OwnPath));
            properties.Items[ProviderHandler.AccountItem] = reader.Viewer.AccountId.ToString();
        }

        if (invitation is not null) properties.Items[ProviderHandler.InvitationItem] = invitation;
        return Results.Challenge(properties, [ProviderHandler.SchemeName]);
    }

    private static async Task<IResult> FinishAsync(
        HttpContext context, string? returnUrl, SettingsStore settings, LinkOperations links, InvitationOperations invitations, UserManager<Account> accounts, AccountSignIn signIn)
    {
        var reader = context.Reader();
        var ticket = await context.AuthenticateAsync(IdentityConstants.ExternalScheme);
        await context.SignOutAsync(IdentityConstants.ExternalScheme);
        // Between the two requests the provider may have been taken away or set anew
        if (!ticket.Succeeded || (await settings.GetAsync<ProviderSettings>(context.RequestAborted)).Find(ticket.Principal.FindFirstValue(ProviderHandler.ProviderItem)) is not { } provider
            || provider.Issuer != ticket.Principal.FindFirstValue("issuer")) return Fail(reader, "provider");
        var person = new ProvidedIdentity(
            provider, ticket.Principal.FindFirstValue(ClaimTypes.NameIdentifier)!, ticket.Principal.FindFirstValue(ClaimTypes.Email), ticket.Principal.FindFirstValue(ClaimTypes.Name) ?? "");
        if (ticket.Properties.Items.TryGetValue(ProviderHandler.AccountItem, out var owner))
        {
            // Somebody else may have signed in in this browser meanwhile
            if (owner != reader.Viewer.AccountId?.ToString() || await accounts.GetUserAsync(context.User) is not { } own) return Fail(reader, "provider");
            var outcome = await links.LinkAsync(reader.Viewer, own, person, context.RequestAborted);
            return Results.Redirect(reader.To(OwnPath + (outcome is Outcome.Done ? "?saved" : "?taken")));
        }

        Account? account;
        var target = IsLocal(returnUrl) ? returnUrl! : reader.To("/desk");
        if (ticket.Properties.Items.TryGetValue(ProviderHandler.InvitationItem, out var invitation))
        {
            account = (await invitations.AcceptAsync(invitation, person, context.RequestAborted)).Account;
            if (account is null) return Fail(reader, "provider-invitation");
            target = $"/{account.LanguageCode}/desk";
        }
        else
        {
            account = await links.FindAsync(person, context.RequestAborted);
        }

        if (account is null) return Fail(reader, "provider-unknown");
        var result = await signIn.EnterByProviderAsync(account, provider);
        if (result.RequiresTwoFactor) return Results.Redirect(reader.To(SignInPath + "/step") + QueryString.Create("returnUrl", target));
        return result.Succeeded ? Results.LocalRedirect(target) : Fail(reader, "provider-unknown");
    }

    private static IResult Fail(Reader reader, string fault) => Results.Redirect(reader.To($"{SignInPath}?fault={fault}"));

    /// <summary>As Razor Pages decide it: a path of this site, and no scheme or host in disguise.</summary>
    private static bool IsLocal(string? url) => url is ['/', ..] && (url.Length == 1 || url[1] is not ('/' or '\\')) && !url.Any(char.IsControl);
}
