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

    public async Task<IActionResult> OnGetAsync(string? returnUrl)
    {
        Prepare(returnUrl);
        return await signIn.GetTwoFactorAuthenticationUserAsync() is null ? Redirect(Reader.To("/account/sign-in")) : Page();
    }

    public async Task<IActionResult> OnPostAsync(string? code, string? returnUrl)
    {
        Prepare(returnUrl);
        if ((await signIn.StepAsync(code ?? "")).Succeeded) return LocalRedirect(ReturnUrl);
        return Show([new FieldFault("Code", "fault.code")]);
    }

    private void Prepare(string? returnUrl)
    {
        (Title, IsUnlisted) = (T["step.title"], true);
        ReturnUrl = Url.IsLocalUrl(returnUrl) ? returnUrl : Reader.To("/desk");
        Walk(new Crumb(Title, null));
    }
}
