using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Accounts.SignIn;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Demonstration.Pages;

/// <summary>One button for each role of the demonstration. Anywhere else there is no such page.</summary>
[Public]
[NeverCached]
public sealed class DemoModel(RotundaDb db, DemonstrationAccess access, AccountSignIn signIn) : SitePage
{
    /// <summary>A role with the sentence that says what it may do.</summary>
    public sealed record RoleButton(Account Account, string DescriptionKey);

    public IReadOnlyList<RoleButton> Roles { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await access.IsOpenAsync(HttpContext)) return NotFound();
        (Title, IsUnlisted) = (T["demo.title"], true);
        Walk(new Crumb(Title, null));
        var accounts = await db.Accounts.AsNoTracking().Include(account => account.Grants).Where(account => account.IsDemonstration).ToListAsync(cancellationToken);
        Roles = [.. DemonstrationAccess.InOrder(accounts).Select(account => new RoleButton(account, DescriptionOf(account.Grants.FirstOrDefault()?.Role)))];
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid account, CancellationToken cancellationToken)
    {
        if (!await access.IsOpenAsync(HttpContext)) return NotFound();
        var entered = await db.Accounts.SingleOrDefaultAsync(row => row.Id == account && row.IsDemonstration, cancellationToken);
        if (entered is null) return NotFound();
        await signIn.EnterDemonstrationAsync(entered);
        return Redirect($"/{entered.LanguageCode}/desk");
    }

    /// <summary>The key of the sentence that says what a role may do.</summary>
    /// <exception cref="InvalidOperationException">The seed gave an account a role that nobody described.</exception>
    internal static string DescriptionOf(string? role) => role switch
    {
        Alliance.AllianceRoles.SideSecretariat => "demo.role.side-secretariat",
        Alliance.AllianceRoles.ChairUnit => "demo.role.chair-unit",
        // An account whose role was taken away reads what is left to a member of none
        Shared.Access.Roles.Member or null => "demo.role.member",
        Shared.Access.Roles.Secretariat => "demo.role.secretariat",
        Shared.Access.Roles.Liaison => "demo.role.liaison",
        Shared.Access.Roles.Administrator => "demo.role.administrator",
        Translation.TranslationRoles.Editor => "demo.role.editor",
        Translation.TranslationRoles.Translator => "demo.role.translator",
        Translation.TranslationRoles.TextReviewer => "demo.role.text-reviewer",
        _ => throw new InvalidOperationException($"No sentence says what the role «{role}» may do."),
    };
}
