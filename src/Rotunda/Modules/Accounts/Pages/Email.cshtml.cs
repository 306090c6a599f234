using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Accounts.Recovery;
using Rotunda.Modules.Accounts.Sessions;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;

namespace Rotunda.Modules.Accounts.Pages;

/// <summary>Changes the own mail address: asks at the new one for a confirmation, by link or code.</summary>
[Requires(RequiresAttribute.SignedIn)]
[NeverCached]
[EnableRateLimiting(AccountsModule.SignInLimit)]
public sealed class EmailModel(UserManager<Account> accounts, EmailOperations emails, MailedLinks links) : OwnAccountPage(accounts)
{
    public string? Token { get; private set; }

    public string Current { get; private set; } = "";

    public string NewEmail { get; private set; } = "";

    public bool HasPassword { get; private set; }

    public bool IsGone { get; private set; }

    public bool IsSent => Request.Query.ContainsKey("sent");

    /// <summary>Shows a button: programs that look at the links of mails must not confirm anything.</summary>
    public async Task OnGetAsync(string? token) => await PrepareAsync(token);

    public async Task<IActionResult> OnPostAsync(string? email, string? password, CancellationToken cancellationToken)
    {
        var account = await PrepareAsync(null);
        NewEmail = email ?? "";
        var linkBase = await links.BaseAsync(cancellationToken);
        return Answer(await emails.AskAsync(Reader.Viewer, account, NewEmail, password ?? "", SessionOperations.IdOf(User), linkBase, cancellationToken), "/account/email?sent");
    }

    public async Task<IActionResult> OnPostConfirmAsync(string? token, string? code, CancellationToken cancellationToken)
    {
        var account = await PrepareAsync(null);
        var outcome = await emails.ConfirmAsync(Reader.Viewer, account, token, code ?? "", cancellationToken);
        if (outcome is not Outcome.Missing) return Answer(outcome, "/account?saved");
        IsGone = true;
        return Page();
    }

    private async Task<Account> PrepareAsync(string? token)
    {
        Name("account.email");
        Response.Headers["Referrer-Policy"] = "no-referrer";
        var account = await OwnAsync();
        (Token, Current, HasPassword) = (token, account.Email ?? "", account.PasswordHash is not null);
        return account;
    }
}
