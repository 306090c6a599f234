using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Accounts.Pages;

/// <summary>A person's own account: roles, passkeys, signing out.</summary>
[Requires(RequiresAttribute.SignedIn)]
[NeverCached]
public sealed class AccountModel(UserManager<Account> accounts, SignInManager<Account> signIn, PasskeyOperations passkeys, References references) : SitePage
{
    private IReadOnlyDictionary<Reference, RelatedItem> _scopes = new Dictionary<Reference, RelatedItem>();

    public IList<UserPasskeyInfo> Passkeys { get; private set; } = [];

    public string ScopeName(string scope) => Reference.TryParse(scope, out var reference) && _scopes.TryGetValue(reference, out var item) ? item.Label : scope;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (await accounts.GetUserAsync(User) is not { } account) return NotFound();
        (Title, IsUnlisted) = (T["account.title"], true);
        Walk(new Crumb(Title, null));
        Passkeys = await accounts.GetPasskeysAsync(account);
        var scopes = Reader.Viewer.Grants.Where(grant => grant.Scope is not null).Select(grant => Reference.TryParse(grant.Scope, out var reference) ? reference : default).Where(reference => reference.Kind is not null);
        _scopes = await references.ResolveAsync(scopes, Reader, cancellationToken);
        return Page();
    }

    public async Task<IActionResult> OnPostSignOutAsync()
    {
        await signIn.SignOutAsync();
        return Redirect(Reader.To(""));
    }

    public async Task<IActionResult> OnPostRemovePasskeyAsync(string? credential)
    {
        if (credential is null) return BadRequest();
        if (await accounts.GetUserAsync(User) is not { } account) return NotFound();
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
