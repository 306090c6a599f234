using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Accounts.PersonalData;
using Rotunda.Modules.Accounts.Sessions;
using Rotunda.Modules.Accounts.SignIn;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Accounts.Pages;

/// <summary>What is kept about a person, as a file; and its erasure.</summary>
[Requires(RequiresAttribute.SignedIn)]
[NeverCached]
[EnableRateLimiting(AccountsModule.SignInLimit)]
public sealed class DataModel(UserManager<Account> accounts, PersonalDataOperations operations, IEnumerable<IPersonalData> sources, AccountSignIn signIn) : OwnAccountPage(accounts)
{
    public bool HasPassword { get; private set; }

    /// <summary>Keys of what an erasure removes.</summary>
    public IEnumerable<string> Removed => sources.Select(source => source.RemovedKey);

    /// <summary>Keys of what stays.</summary>
    public IEnumerable<string> Kept => sources.Select(source => source.KeptKey).OfType<string>();

    public async Task OnGetAsync() => await PrepareAsync();

    public async Task<IActionResult> OnPostDownloadAsync(CancellationToken cancellationToken)
    {
        var account = await PrepareAsync();
        return await operations.ExportAsync(Reader.Viewer, account.Id, cancellationToken) is { } json ? File(json, "application/json", "personal-data.json") : Forbid();
    }

    public async Task<IActionResult> OnPostAsync(string? password, CancellationToken cancellationToken)
    {
        var account = await PrepareAsync();
        var outcome = await operations.EraseAsync(Reader.Viewer, account, password ?? "", SessionOperations.IdOf(User), cancellationToken);
        if (outcome is Outcome.Done) await signIn.SignOutAsync();
        return Answer(outcome, "");
    }

    private async Task<Account> PrepareAsync()
    {
        Name("account.data");
        var account = await OwnAsync();
        HasPassword = account.PasswordHash is not null;
        return account;
    }
}
