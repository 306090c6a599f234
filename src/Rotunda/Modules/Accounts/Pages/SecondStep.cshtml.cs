using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Accounts.SecondStep;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Accounts.Pages;

/// <summary>Sets the second step up, shows recovery codes once, and takes the step away.</summary>
[Requires(RequiresAttribute.SignedIn)]
[NeverCached]
[EnableRateLimiting(AccountsModule.SignInLimit)]
public sealed class SecondStepModel(UserManager<Account> accounts, SecondStepOperations operations, ISiteIdentity identity) : OwnAccountPage(accounts)
{
    private readonly UserManager<Account> _accounts = accounts;

    public bool IsOn { get; private set; }

    public bool HasPassword { get; private set; }

    /// <summary>The key for the app while the step is being set up, in groups of four.</summary>
    public string? Key { get; private set; }

    /// <summary>The same as the address that authenticator apps read.</summary>
    public string KeyAddress { get; private set; } = "";

    /// <summary>New recovery codes; shown once.</summary>
    public IReadOnlyList<string> Codes { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken) => await ShowStateAsync(await OwnAsync(), cancellationToken);

    public async Task<IActionResult> OnPostBeginAsync(CancellationToken cancellationToken) =>
        Answer(await operations.BeginAsync(Reader.Viewer, await OwnAsync(), cancellationToken), "/account/second-step");

    public async Task<IActionResult> OnPostConfirmAsync(string? code, CancellationToken cancellationToken)
    {
        var account = await OwnAsync();
        var (outcome, codes) = await operations.ConfirmAsync(Reader.Viewer, account, code ?? "", cancellationToken);
        return await ShowCodesAsync(account, outcome, codes, cancellationToken);
    }

    public async Task<IActionResult> OnPostRenewAsync(string? password, CancellationToken cancellationToken)
    {
        var account = await OwnAsync();
        var (outcome, codes) = await operations.RenewCodesAsync(Reader.Viewer, account, password ?? "", cancellationToken);
        return await ShowCodesAsync(account, outcome, codes, cancellationToken);
    }

    public async Task<IActionResult> OnPostEndAsync(string? password, CancellationToken cancellationToken)
    {
        var account = await OwnAsync();
        var outcome = await operations.EndAsync(Reader.Viewer, account, password ?? "", cancellationToken);
        await ShowStateAsync(account, cancellationToken);
        return Answer(outcome, "/account?saved");
    }

    private async Task<IActionResult> ShowCodesAsync(Account account, Outcome outcome, IReadOnlyList<string> codes, CancellationToken cancellationToken)
    {
        await ShowStateAsync(account, cancellationToken);
        Codes = codes;
        return outcome is Outcome.Done ? Page() : Answer(outcome, "/account/second-step");
    }

    private async Task ShowStateAsync(Account account, CancellationToken cancellationToken)
    {
        Name("account.second-step");
        (IsOn, HasPassword) = (account.TwoFactorEnabled, account.PasswordHash is not null);
        if (IsOn || await _accounts.GetAuthenticatorKeyAsync(account) is not { Length: > 0 } key) return;
        var issuer = Uri.EscapeDataString((await identity.GetAsync(cancellationToken)).Abbreviation.Plain(Reader.Language));
        KeyAddress = $"otpauth://totp/{issuer}:{Uri.EscapeDataString(account.Email ?? "")}?secret={key}&issuer={issuer}";
        Key = string.Join(' ', key.Chunk(4).Select(part => new string(part)));
    }
}
