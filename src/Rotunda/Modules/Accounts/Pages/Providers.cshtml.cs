using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Rotunda.Data.Settings;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Accounts.Providers;
using Rotunda.Modules.Accounts.Sessions;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;

namespace Rotunda.Modules.Accounts.Pages;

/// <summary>The providers with which the own account is linked; links it with another or takes a link away.</summary>
[Requires(RequiresAttribute.SignedIn)]
[NeverCached]
[EnableRateLimiting(AccountsModule.SignInLimit)]
public sealed class ProvidersModel(UserManager<Account> accounts, LinkOperations links, LinkTickets tickets, SettingsStore settings) : OwnAccountPage(accounts)
{
    /// <summary>Issuer and name of those that are linked.</summary>
    public IReadOnlyList<(string Issuer, string Name)> Linked { get; private set; } = [];

    /// <summary>Those that are not.</summary>
    public IReadOnlyList<SignInProvider> Open { get; private set; } = [];

    public bool HasPassword { get; private set; }

    /// <summary>True when the person at the provider is linked with another account.</summary>
    public bool IsTaken => Request.Query.ContainsKey("taken");

    /// <summary>The way to the provider after a link was confirmed: a form of this site may not lead to another host, a link may.</summary>
    public string? Next { get; private set; }

    public string NextName { get; private set; } = "";

    public async Task OnGetAsync(CancellationToken cancellationToken) => await PrepareAsync(cancellationToken);

    public async Task<IActionResult> OnPostLinkAsync(string? provider, string? password, CancellationToken cancellationToken)
    {
        var account = await PrepareAsync(cancellationToken);
        if (Open.FirstOrDefault(other => other.Code == provider) is not { } chosen) return NotFound();
        if (await links.ConfirmAsync(Reader.Viewer, account, password ?? "", SessionOperations.IdOf(User), cancellationToken) is not Outcome.Done and var outcome) return Answer(outcome, "");
        var ticket = tickets.Make(account.Id, SessionOperations.IdOf(User), chosen.Code);
        (Next, NextName) = (Reader.To($"/account/sign-in/with/{chosen.Code}") + QueryString.Create("link", ticket), chosen.Name.Plain(Reader.Language));
        Response.Headers["Refresh"] = "0; url=" + Next;
        return Page();
    }

    public async Task<IActionResult> OnPostUnlinkAsync(string? issuer, CancellationToken cancellationToken)
    {
        var account = await PrepareAsync(cancellationToken);
        var code = (await settings.GetAsync<ProviderSettings>(cancellationToken)).ByIssuer(issuer ?? "")?.Code;
        return Answer(await links.UnlinkAsync(Reader.Viewer, account, issuer ?? "", code, cancellationToken), "/account/providers?saved");
    }

    private async Task<Account> PrepareAsync(CancellationToken cancellationToken)
    {
        Name("account.providers");
        var account = await OwnAsync();
        var known = await settings.GetAsync<ProviderSettings>(cancellationToken);
        var issuers = await links.IssuersOfAsync(account.Id, cancellationToken);
        Linked = [.. issuers.Distinct().Select(issuer => (issuer, known.ByIssuer(issuer)?.Name.Plain(Reader.Language) ?? issuer))];
        Open = [.. known.Providers.Where(provider => !issuers.Contains(provider.Issuer))];
        HasPassword = account.PasswordHash is not null;
        return account;
    }
}
