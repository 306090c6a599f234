using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Rotunda.Modules.Accounts.Recovery;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Accounts.Pages;

/// <summary>Asks for a new password by mail; the answer is the same for every address.</summary>
[Public]
[NeverCached]
[EnableRateLimiting(AccountsModule.MailLimit)]
public sealed class ResetModel(RecoveryOperations recovery, MailedLinks links) : SitePage
{
    public bool IsAsked { get; private set; }

    public void OnGet() => Prepare();

    public async Task<IActionResult> OnPostAsync(string? email, CancellationToken cancellationToken)
    {
        Prepare();
        await recovery.AskAsync(email ?? "", await links.BaseAsync(cancellationToken), cancellationToken);
        IsAsked = true;
        return Page();
    }

    private void Prepare()
    {
        (Title, IsUnlisted) = (T["reset.title"], true);
        Walk(new Crumb(Title, null));
    }
}
