using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Accounts.SignIn;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Parts;

namespace Rotunda.Modules.Accounts.Pages;

/// <summary>A person's own account: roles, passkeys, name, language, zone, signing out.</summary>
[Requires(RequiresAttribute.SignedIn)]
[NeverCached]
public sealed class AccountModel(
    UserManager<Account> accounts, AccountSignIn signIn, PasskeyOperations passkeys, ProfileOperations profiles, References references, SiteLanguages languages) : OwnAccountPage(accounts)
{
    private readonly UserManager<Account> _accounts = accounts;
    private IReadOnlyDictionary<Reference, RelatedItem> _scopes = new Dictionary<Reference, RelatedItem>();

    public IList<UserPasskeyInfo> Passkeys { get; private set; } = [];

    public string ScopeName(string scope) => Reference.TryParse(scope, out var reference) && _scopes.TryGetValue(reference, out var item) ? item.Label : scope;

    public IReadOnlyList<Language> Languages => languages.All;

    public string DisplayName { get; private set; } = "";

    public string Email { get; private set; } = "";

    /// <summary>True when the password is followed by a code.</summary>
    public bool HasStep { get; private set; }

    public string LanguageCode { get; private set; } = "";

    public string ZoneId { get; private set; } = "";

    public string Version { get; private set; } = "";

    /// <summary>True when the account has roles that hold only after a second step.</summary>
    public bool IsStepMissing { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var account = await OwnAsync();
        (DisplayName, LanguageCode, ZoneId) = (account.DisplayName, account.LanguageCode, account.Zone ?? "");
        await PrepareAsync(account, cancellationToken);
    }

    public async Task<IActionResult> OnPostProfileAsync(string? name, string? language, string? zone, string? version, CancellationToken cancellationToken)
    {
        var account = await OwnAsync();
        (DisplayName, LanguageCode, ZoneId) = (name ?? "", language ?? "", zone ?? "");
        var outcome = await profiles.EditAsync(Reader.Viewer, account, new ProfileWish(DisplayName, LanguageCode, ZoneId, version ?? ""), cancellationToken);
        if (outcome is Outcome.Done) return Redirect($"/{account.LanguageCode}/account?saved");
        await PrepareAsync(account, cancellationToken);
        return Answer(outcome, "/account");
    }

    private async Task PrepareAsync(Account account, CancellationToken cancellationToken)
    {
        (Title, IsUnlisted, Version) = (T["account.title"], true, account.ConcurrencyStamp ?? "");
        (Email, HasStep) = (account.Email ?? "", account.TwoFactorEnabled);
        Walk(new Crumb(Title, null));
        Passkeys = await _accounts.GetPasskeysAsync(account);
        IsStepMissing = await profiles.HasWithheldRolesAsync(Reader.Viewer, cancellationToken);
        var scopes = Reader.Viewer.Grants.Where(grant => grant.Scope is not null).Select(grant => Reference.TryParse(grant.Scope, out var reference) ? reference : default).Where(reference => reference.Kind is not null);
        _scopes = await references.ResolveAsync(scopes, Reader, cancellationToken);
    }

    public async Task<IActionResult> OnPostSignOutAsync()
    {
        await signIn.SignOutAsync();
        return Redirect(Reader.To(""));
    }

    public async Task<IActionResult> OnPostRemovePasskeyAsync(string? credential)
    {
        if (credential is null) return BadRequest();
        var account = await OwnAsync();
        byte[] id;
        try
        {
            id = Convert.FromHexString(credential);
        }
        catch (FormatException)
        {
            return BadRequest();
        }

        return await passkeys.RemoveAsync(Reader.Viewer, account, id) is Outcome.Done ? RedirectToPage() : NotFound();
    }
}
