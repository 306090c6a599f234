using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Accounts.Pages;

/// <summary>A page below the own account: who it belongs to, and how an outcome is shown.</summary>
public abstract class OwnAccountPage(UserManager<Account> accounts) : FormPage
{
    /// <summary>True right after something was stored.</summary>
    public bool IsSaved => Request.Query.ContainsKey("saved");

    /// <summary>The account of the request, tracked by its context.</summary>
    /// <exception cref="InvalidOperationException">The account vanished after the session was checked.</exception>
    protected async Task<Account> OwnAsync() => await accounts.GetUserAsync(User) ?? throw new InvalidOperationException("The session has no account.");

    protected void Name(string titleKey)
    {
        (Title, IsUnlisted) = (T[titleKey], true);
        Walk(new Crumb(T["account.title"], Reader.To("/account")), new Crumb(Title, null));
    }

    /// <summary>Where a finished form leads, or the page again with what is wrong.</summary>
    protected IActionResult Answer(Outcome outcome, string donePath) => outcome switch
    {
        Outcome.Done => Redirect(Reader.To(donePath)),
        Outcome.Invalid invalid => Show(invalid.Faults),
        Outcome.Conflict => ShowConflict(),
        Outcome.Missing => NotFound(),
        _ => Forbid(),
    };
}
