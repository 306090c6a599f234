using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Rotunda.Data.Settings;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Accounts.Invitations;
using Rotunda.Modules.Accounts.Providers;
using Rotunda.Modules.Accounts.SignIn;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Accounts.Pages;

/// <summary>Makes an account from an invitation, and signs it in.</summary>
[Public]
[NeverCached]
[EnableRateLimiting(AccountsModule.SignInLimit)]
public sealed class InvitationModel(InvitationOperations invitations, AccountSignIn signIn, SettingsStore settings) : FormPage
{
    public Invitation? Invitation { get; private set; }

    public string Name { get; private set; } = "";

    /// <summary>The token of the link.</summary>
    public string? Token { get; private set; }

    /// <summary>Providers by which the account may be entered instead of a password.</summary>
    public IReadOnlyList<SignInProvider> Providers { get; private set; } = [];

    public async Task OnGetAsync(string? token, CancellationToken cancellationToken) => await PrepareAsync(token, cancellationToken);

    public async Task<IActionResult> OnPostAsync(string? token, string? name, string? password, CancellationToken cancellationToken)
    {
        await PrepareAsync(token, cancellationToken);
        Name = name ?? "";
        var (outcome, account) = await invitations.AcceptAsync(token, Name, password ?? "", cancellationToken);
        if (outcome is Outcome.Invalid invalid) return Show(invalid.Faults);
        if (account is null)
        {
            Invitation = null;
            return Page();
        }

        await signIn.EnterInvitedAsync(account);
        return Redirect($"/{account.LanguageCode}/desk");
    }

    private async Task PrepareAsync(string? token, CancellationToken cancellationToken)
    {
        (Title, IsUnlisted) = (T["invitation.title"], true);
        // The token goes nowhere else, also not to a page that is linked from here
        Response.Headers["Referrer-Policy"] = "no-referrer";
        Walk(new Crumb(Title, null));
        (Token, Providers) = (token, (await settings.GetAsync<ProviderSettings>(cancellationToken)).Providers);
        Invitation = await invitations.FindAsync(token, cancellationToken);
    }
}
