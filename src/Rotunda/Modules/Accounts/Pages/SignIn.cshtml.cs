using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Rotunda.Data.Settings;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Accounts.Providers;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Accounts.Pages;

/// <summary>Signs in with a password, or with a passkey by the page's script.</summary>
[Public]
[NeverCached]
[EnableRateLimiting(AccountsModule.SignInLimit)]
public sealed class SignInModel(SignInManager<Account> signIn, SettingsStore settings) : SitePage
{
    public string ReturnUrl { get; private set; } = "";

    public string Email { get; private set; } = "";

    public string? Fault { get; private set; }

    /// <summary>The providers that sign in here.</summary>
    public IReadOnlyList<SignInProvider> Providers { get; private set; } = [];

    /// <summary>True right after a new password was set by mail.</summary>
    public bool IsReset => Request.Query.ContainsKey("reset");

    public async Task OnGetAsync(string? returnUrl, string? fault, CancellationToken cancellationToken)
    {
        await PrepareAsync(returnUrl, cancellationToken);
        Fault = fault switch
        {
            "provider" => "sign-in.fault.provider",
            "provider-unknown" => "sign-in.fault.provider-unknown",
            "provider-invitation" => "sign-in.fault.provider-invitation",
            "unreachable" => "sign-in.fault.unreachable",
            _ => null,
        };
    }

    public async Task<IActionResult> OnPostAsync(string? email, string? password, string? returnUrl, CancellationToken cancellationToken)
    {
        await PrepareAsync(returnUrl, cancellationToken);
        Email = email ?? "";
        var result = await signIn.PasswordSignInAsync(Email, password ?? "", isPersistent: true, lockoutOnFailure: true);
        if (result.Succeeded) return LocalRedirect(ReturnUrl);
        if (result.RequiresTwoFactor) return Redirect(Reader.To("/account/sign-in/step") + QueryString.Create("returnUrl", ReturnUrl));
        // An unknown address, a wrong password and a locked account read the same
        Fault = "sign-in.failed";
        return Page();
    }

    private async Task PrepareAsync(string? returnUrl, CancellationToken cancellationToken)
    {
        Providers = (await settings.GetAsync<ProviderSettings>(cancellationToken)).Providers;
        (Title, IsUnlisted) = (T["sign-in.title"], true);
        ReturnUrl = Url.IsLocalUrl(returnUrl) ? returnUrl : Reader.To("/desk");
        Walk(new Crumb(Title, null));
    }
}
