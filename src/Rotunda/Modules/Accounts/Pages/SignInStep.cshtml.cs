using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Rotunda.Modules.Accounts.SignIn;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Accounts.Pages;

/// <summary>Asks for the code after a right password.</summary>
[Public]
[NeverCached]
[EnableRateLimiting(AccountsModule.SignInLimit)]
public sealed class SignInStepModel(AccountSignIn signIn) : FormPage
{
    public string ReturnUrl { get; private set; } = "";

    /// <summary>True when a provider outside said who it is, and not a password.</summary>
    public bool IsByProvider { get; private set; }

    public async Task<IActionResult> OnGetAsync(string? returnUrl)
    {
        await PrepareAsync(returnUrl);
        return await signIn.GetTwoFactorAuthenticationUserAsync() is null ? Redirect(Reader.To("/account/sign-in")) : Page();
    }

    public async Task<IActionResult> OnPostAsync(string? code, string? returnUrl)
    {
        await PrepareAsync(returnUrl);
        if ((await signIn.StepAsync(code ?? "")).Succeeded) return LocalRedirect(ReturnUrl);
        return Show([new FieldFault("Code", "fault.code")]);
    }

    private async Task PrepareAsync(string? returnUrl)
    {
        IsByProvider = await signIn.HalfByProviderAsync() is not null;
        (Title, IsUnlisted) = (T["step.title"], true);
        ReturnUrl = Url.IsLocalUrl(returnUrl) ? returnUrl : Reader.To("/desk");
        Walk(new Crumb(Title, null));
    }
}
