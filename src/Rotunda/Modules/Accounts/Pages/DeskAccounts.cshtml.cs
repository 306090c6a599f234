using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using Rotunda.Data.Settings;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Accounts.SecondStep;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Web;
using Rotunda.Text;

namespace Rotunda.Modules.Accounts.Pages;

/// <summary>Everybody who can sign in, a page at a time; administrators say here whether a second step is needed.</summary>
[Requires(AccountActs.ManageName)]
[NeverCached]
public sealed class DeskAccountsModel(AccountQueries queries, SecondStepOperations secondStep, SettingsStore settings, Permissions permissions) : SitePage
{
    public IReadOnlyList<AccountLine> Accounts { get; private set; } = [];

    /// <summary>What is sought; empty for everybody.</summary>
    public string Words { get; private set; } = "";

    public int PageNumber { get; private set; } = 1;

    public bool HasMore { get; private set; }

    public bool MaySecure { get; private set; }

    public bool IsStepRequired { get; private set; }

    /// <summary>The last day on which a role holds that ends at an instant.</summary>
    public LocalDate LastDay(Instant end) => (end - Duration.FromTicks(1)).InUtc().Date;

    public string PagePath(int page) => Reader.To("/desk/accounts") + QueryString.Create(new[] { ("q", Words), ("page", page == 1 ? "" : page.ToString(CultureInfo.InvariantCulture)) }
        .Where(pair => pair.Item2.Length > 0).Select(pair => KeyValuePair.Create(pair.Item1, (string?)pair.Item2)));

    public async Task<IActionResult> OnGetAsync(string? q, CancellationToken cancellationToken)
    {
        if (!PageNumbers.TryRead(Request, out var number) || q is { Length: > 100 }) return BadRequest();
        (Title, IsUnlisted, PageNumber, Words) = (T["nav.accounts"], true, number, TextCleaning.Clean(q ?? ""));
        var lines = await queries.PageAsync(number, Words, cancellationToken);
        (Accounts, HasMore) = ([.. lines.Take(AccountQueries.PageSize)], lines.Count > AccountQueries.PageSize);
        MaySecure = permissions.May(Reader.Viewer, AccountActs.Secure);
        IsStepRequired = (await settings.GetAsync<SecondStepSettings>(cancellationToken)).IsRequired;
        return number > 1 && lines.Count == 0 ? NotFound() : Page();
    }

    public async Task<IActionResult> OnPostAsync(bool required, CancellationToken cancellationToken) =>
        await secondStep.RequireAsync(Reader.Viewer, required, cancellationToken) is Outcome.Done ? Redirect(Reader.To("/desk/accounts")) : Forbid();
}
