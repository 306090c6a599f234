using Microsoft.AspNetCore.Mvc;
using NodaTime;
using NodaTime.Text;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Accounts.Pages;

/// <summary>One account: gives and takes roles, closes it.</summary>
[Requires(AccountActs.ManageName)]
[NeverCached]
public sealed class DeskAccountModel(AccountQueries queries, AccountOperations operations, RoleScopes scopes, Permissions permissions) : FormPage
{
    public AccountLine Account { get; private set; } = null!;

    /// <summary>The roles that this viewer may give everywhere or for some scope.</summary>
    public IEnumerable<string> Roles => permissions.Roles.Where(role => scopes.MayGive(Reader.Viewer, role, null));

    /// <summary>The last day on which a role holds that ends at an instant.</summary>
    public LocalDate LastDay(Instant end) => (end - Duration.FromTicks(1)).InUtc().Date;

    public async Task<IActionResult> OnGetAsync(Guid account, CancellationToken cancellationToken) => await LoadAsync(account, cancellationToken) ? Page() : NotFound();

    public async Task<IActionResult> OnPostGrantAsync(Guid account, string? role, string? scope, string? until, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(account, cancellationToken)) return NotFound();
        LocalDate? end = null;
        if (!string.IsNullOrWhiteSpace(until))
        {
            var parsed = LocalDatePattern.Iso.Parse(until.Trim());
            if (!parsed.Success) return Show([new FieldFault("Until", "fault.grant-end")]);
            end = parsed.Value;
        }

        return await AnswerAsync(await operations.GrantAsync(Reader.Viewer, Account.Email, role ?? "", ScopeOf(scope), cancellationToken, end), account, cancellationToken);
    }

    public async Task<IActionResult> OnPostRevokeAsync(Guid account, string? role, string? scope, CancellationToken cancellationToken) =>
        await LoadAsync(account, cancellationToken)
            ? await AnswerAsync(await operations.RevokeAsync(Reader.Viewer, Account.Email, role ?? "", ScopeOf(scope), cancellationToken), account, cancellationToken)
            : NotFound();

    public async Task<IActionResult> OnPostCloseAsync(Guid account, CancellationToken cancellationToken) =>
        await LoadAsync(account, cancellationToken)
            ? await AnswerAsync(await operations.DisableAsync(Reader.Viewer, Account.Email, cancellationToken), account, cancellationToken)
            : NotFound();

    private static string? ScopeOf(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private async Task<IActionResult> AnswerAsync(Outcome outcome, Guid id, CancellationToken cancellationToken)
    {
        if (outcome is Outcome.Done) return Redirect(Reader.To($"/desk/accounts/{id}"));
        await LoadAsync(id, cancellationToken);
        return outcome switch
        {
            Outcome.Invalid invalid => Show(invalid.Faults),
            Outcome.Conflict => ShowConflict(),
            Outcome.Missing => NotFound(),
            _ => Forbid(),
        };
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await queries.OneAsync(id, cancellationToken) is not { } found) return false;
        (Account, Title, IsUnlisted) = (found, found.Name, true);
        return true;
    }
}
