using Microsoft.AspNetCore.Mvc;
using NodaTime;
using Rotunda.Data.Settings;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Accounts.SecondStep;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Accounts.Pages;

/// <summary>Everybody who can sign in, a page at a time; administrators say here whether a second step is needed.</summary>
[Requires(AccountActs.ManageName)]
[NeverCached]
public sealed class DeskAccountsModel(AccountQueries queries, SecondStepOperations secondStep, SettingsStore settings, Permissions permissions) : SitePage
{
    public IReadOnlyList<AccountLine> Accounts { get; private set; } = [];

    public int PageNumber { get; private set; } = 1;

    public bool HasMore { get; private set; }

    public bool MaySecure { get; private set; }

    public bool IsStepRequired { get; private set; }

    /// <summary>The last day on which a role holds that ends at an instant.</summary>
    public LocalDate LastDay(Instant end) => (end - Duration.FromTicks(1)).InUtc().Date;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!PageNumbers.TryRead(Request, out var number)) return BadRequest();
        (Title, IsUnlisted, PageNumber) = (T["nav.accounts"], true, number);
        var lines = await queries.PageAsync(number, cancellationToken);
        (Accounts, HasMore) = ([.. lines.Take(AccountQueries.PageSize)], lines.Count > AccountQueries.PageSize);
        MaySecure = permissions.May(Reader.Viewer, AccountActs.Secure);
        IsStepRequired = (await settings.GetAsync<SecondStepSettings>(cancellationToken)).IsRequired;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(bool required, CancellationToken cancellationToken) =>
        await secondStep.RequireAsync(Reader.Viewer, required, cancellationToken) is Outcome.Done ? Redirect(Reader.To("/desk/accounts")) : Forbid();
}
