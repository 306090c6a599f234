using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Rotunda.Modules.Accounts.Recovery;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Accounts.Pages;

/// <summary>Sets a new password by the link of a mail, or by the address and the code in it.</summary>
[Public]
[NeverCached]
[EnableRateLimiting(AccountsModule.SignInLimit)]
public sealed class ResetNewModel(RecoveryOperations recovery) : FormPage
{
    public bool HasToken { get; private set; }

    public bool IsGone { get; private set; }

    public string Email { get; private set; } = "";

    public void OnGet(string? token) => Prepare(token);

    public async Task<IActionResult> OnPostAsync(string? token, string? email, string? code, string? newPassword, CancellationToken cancellationToken)
    {
        Prepare(token);
        Email = email ?? "";
        switch (await recovery.ResetAsync(token, Email, code ?? "", newPassword ?? "", cancellationToken))
        {
            case Outcome.Done: return Redirect(Reader.To("/account/sign-in?reset"));
            case Outcome.Invalid invalid: return Show(invalid.Faults);
            default:
                IsGone = true;
                return Page();
        }
    }

    private void Prepare(string? token)
    {
        (Title, IsUnlisted, HasToken) = (T["reset.title"], true, token is not null);
        // The token goes nowhere else, also not to a page that is linked from here
        Response.Headers["Referrer-Policy"] = "no-referrer";
        Walk(new Crumb(Title, null));
    }
}
