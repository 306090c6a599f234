using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Modules.Accounts.Invitations;
using Rotunda.Modules.Accounts.Recovery;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Accounts.Pages;

/// <summary>Invites people, and shows whose links are still good.</summary>
[Requires(AccountActs.InviteName)]
[NeverCached]
public sealed class InvitationsModel(RotundaDb db, InvitationOperations invitations, Permissions permissions, SiteLanguages languages, MailedLinks links, IClock clock) : FormPage
{
    private const int DefaultDays = 14;

    public IReadOnlyList<Invitation> Pending { get; private set; } = [];

    public IEnumerable<string> Roles => permissions.Roles;

    public IReadOnlyList<Language> Languages => languages.All;

    public string Email { get; private set; } = "";

    public string Role { get; private set; } = Shared.Access.Roles.Liaison;

    public string ScopeText { get; private set; } = "";

    public string LanguageCode { get; private set; } = "";

    /// <summary>The link that was just made; shown once.</summary>
    public string? Link { get; private set; }

    /// <summary>For how many days, as it was typed.</summary>
    public string DaysText { get; private set; } = DefaultDays.ToString(CultureInfo.InvariantCulture);

    public async Task<IActionResult> OnPostWithdrawAsync(Guid id, CancellationToken cancellationToken) => await invitations.WithdrawAsync(Reader.Viewer, id, cancellationToken) switch
    {
        Outcome.Done => Redirect(Reader.To("/desk/invitations")),
        Outcome.Refused => Forbid(),
        _ => NotFound(),
    };

    public async Task OnGetAsync(CancellationToken cancellationToken) => await PrepareAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(string? email, string? role, string? scope, string? language, string? days, CancellationToken cancellationToken)
    {
        DaysText = days ?? "";
        // What is no number is refused together with numbers out of range
        var count = string.IsNullOrWhiteSpace(days) ? DefaultDays : int.TryParse(days.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        var code = (languages.Find(language) ?? Reader.Language).Code;
        var (outcome, token) = await links.BaseAsync(cancellationToken) is { } address
            ? await invitations.InviteAsync(Reader.Viewer, new InvitationWish(email ?? "", role ?? "", string.IsNullOrWhiteSpace(scope) ? null : scope.Trim(), code, count, address), cancellationToken)
            : (new Outcome.Invalid([MailedLinks.NoAddressAtDesk]), null);
        await PrepareAsync(cancellationToken);
        if (token is not null)
        {
            Link = $"{await links.BaseAsync(cancellationToken)}/{code}/account/invitation/{token}";
            return Page();
        }

        (Email, Role, ScopeText, LanguageCode) = (email ?? "", role ?? "", scope ?? "", language ?? "");
        return outcome is Outcome.Invalid invalid ? Show(invalid.Faults) : Forbid();
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        (Title, IsUnlisted, LanguageCode) = (T["nav.invitations"], true, Reader.Language.Code);
        var now = clock.GetCurrentInstant();
        Pending = await db.Invitations.AsNoTracking().Where(row => row.UsedAt == null && row.WithdrawnAt == null && row.ExpiresAt > now).OrderByDescending(row => row.CreatedAt).ToListAsync(cancellationToken);
    }
}
