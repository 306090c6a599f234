using System.Net.Mail;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Accounts.Providers;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Mail;
using Rotunda.Modules.Shared.Time;
using Rotunda.Text;

namespace Rotunda.Modules.Accounts.Invitations;

/// <summary>Whom to invite as what.</summary>
/// <param name="Email">The mail address that becomes the account's name.</param>
/// <param name="Role">One of the roles that modules define.</param>
/// <param name="Scope">Such as <c>institution:upc</c>; null where the role holds everywhere.</param>
/// <param name="LanguageCode">The language of the link and of the account.</param>
/// <param name="Days">How many days the link is good, 1 to 60.</param>
/// <param name="Address">Scheme and host for the link in the mail, such as <c>https://asrtu.example</c>; null when no mail shall go.</param>
public sealed record InvitationWish(string Email, string Role, string? Scope, string LanguageCode, int Days = 14, string? Address = null);

/// <summary>Makes invitations and turns them into accounts.</summary>
public sealed class InvitationOperations(
    RotundaDb db, Permissions permissions, RoleScopes scopes, UserManager<Account> accounts, MailQueue mail, SiteLanguages languages, AuditTrail audit, WorkSignal signal, IClock clock)
{
    /// <summary>How long a link is good unless somebody chose otherwise.</summary>
    public static readonly Duration Validity = Duration.FromDays(14);

    private const int MostDays = 60;

    private const int TokenBytes = 16;

    /// <summary>Makes an invitation. The token is returned once and never stored.</summary>
    public async Task<(Outcome Outcome, string? Token)> InviteAsync(Viewer viewer, InvitationWish wish, CancellationToken cancellationToken)
    {
        if (!permissions.May(viewer, AccountActs.Invite)) return (new Outcome.Refused(), null);
        var email = TextCleaning.Clean(wish.Email);
        if (await FaultOf(viewer, email, wish, cancellationToken) is { } fault) return (new Outcome.Invalid([fault]), null);

        var token = RandomNumberGenerator.GetBytes(TokenBytes);
        var now = clock.GetCurrentInstant();
        var invitation = new Invitation
        {
            Id = RowId.New(),
            TokenHash = SHA256.HashData(token),
            Email = email,
            Role = wish.Role,
            Scope = wish.Scope ?? "",
            LanguageCode = wish.LanguageCode,
            CreatedAt = now,
            CreatedBy = viewer.AccountId,
            ExpiresAt = now + Duration.FromDays(wish.Days),
        };
        db.Add(invitation);
        audit.Record(db, viewer, "account.invite", "invitation", invitation.Id.ToString(), [new FieldChange("role", null, wish.Role), new FieldChange("scope", null, wish.Scope)]);
        var path = WebEncoders.Base64UrlEncode(token);
        if (wish.Address is not null)
        {
            var texts = languages.TextsOf(languages.Find(wish.LanguageCode) ?? languages.Default);
            var text = texts.Format("mail.invitation.text",
                ("role", texts["role." + wish.Role]), ("day", texts.Day(invitation.ExpiresAt.InUtc().Date)), ("link", $"{wish.Address}/{wish.LanguageCode}/account/invitation/{path}"));
            mail.Add(db, new Letter(email, wish.LanguageCode, texts["mail.invitation.subject"], text, IsSecret: true));
        }

        await db.SaveChangesAsync(cancellationToken);
        signal.Raise();
        return (new Outcome.Done(), path);
    }

    /// <summary>Takes a link back that nobody has used yet.</summary>
    public async Task<Outcome> WithdrawAsync(Viewer viewer, Guid id, CancellationToken cancellationToken)
    {
        if (!permissions.May(viewer, AccountActs.Invite)) return new Outcome.Refused();
        var invitation = await db.Invitations.SingleOrDefaultAsync(row => row.Id == id && row.UsedAt == null && row.WithdrawnAt == null, cancellationToken);
        if (invitation is null) return new Outcome.Missing();
        if (!scopes.MayGive(viewer, invitation.Role, invitation.Scope.Length > 0 ? invitation.Scope : null)) return new Outcome.Refused();
        invitation.WithdrawnAt = clock.GetCurrentInstant();
        audit.Record(db, viewer, "account.withdraw", "invitation", id.ToString());
        return await db.TrySaveAsync(signal, cancellationToken);
    }

    /// <summary>The invitation behind a link while it is good, else null.</summary>
    public async Task<Invitation?> FindAsync(string? token, CancellationToken cancellationToken)
    {
        if (!TryDecode(token, out var bytes)) return null;
        var (hash, now) = (SHA256.HashData(bytes), clock.GetCurrentInstant());
        return await db.Invitations.SingleOrDefaultAsync(row => row.TokenHash == hash && row.UsedAt == null && row.WithdrawnAt == null && row.ExpiresAt > now, cancellationToken);
    }

    /// <summary>Makes the account with a password. A link works once, also when two browsers use it at the same moment.</summary>
    /// <returns>The account, or what cannot stand; <see cref="Outcome.Missing"/> when the link is not good any more.</returns>
    public async Task<(Outcome Outcome, Account? Account)> AcceptAsync(string? token, string displayName, string password, CancellationToken cancellationToken)
    {
        if (await FindAsync(token, cancellationToken) is not { } invitation) return (new Outcome.Missing(), null);
        var name = TextCleaning.Clean(displayName);
        if (!IsName(name)) return (new Outcome.Invalid([new FieldFault("Name", "fault.name")]), null);
        var account = AccountFor(invitation, name);
        foreach (var validator in accounts.PasswordValidators)
        {
            if (!(await validator.ValidateAsync(accounts, account, password)).Succeeded)
                return (new Outcome.Invalid([new FieldFault("Password", "fault.password", "10")]), null);
        }

        account.PasswordHash = accounts.PasswordHasher.HashPassword(account, password);
        return await AddAsync(invitation, account, cancellationToken);
    }

    /// <summary>Makes the account for somebody whom a provider named: who has the link may choose by which way to sign in. The address stays that of the invitation.</summary>
    /// <returns>The account; <see cref="Outcome.Missing"/> when the link is not good any more or the person has an account.</returns>
    public async Task<(Outcome Outcome, Account? Account)> AcceptAsync(string? token, ProvidedIdentity person, CancellationToken cancellationToken)
    {
        if (await FindAsync(token, cancellationToken) is not { } invitation) return (new Outcome.Missing(), null);
        var account = AccountFor(invitation, IsName(person.Name) ? person.Name : invitation.Email);
        db.Add(LinkOperations.LoginOf(account.Id, person));
        return await AddAsync(invitation, account, cancellationToken);
    }

    private static bool IsName(string name) => name.Length <= 200 && name.EnumerateRunes().Any(Rune.IsLetter);

    private Account AccountFor(Invitation invitation, string name)
    {
        var account = new Account
        {
            Id = RowId.New(), UserName = invitation.Email, Email = invitation.Email, EmailConfirmed = true, DisplayName = name, LanguageCode = invitation.LanguageCode, CreatedAt = clock.GetCurrentInstant(),
            SecurityStamp = RowId.New().ToString("N"), NormalizedUserName = accounts.NormalizeName(invitation.Email), NormalizedEmail = accounts.NormalizeEmail(invitation.Email), LockoutEnabled = true,
        };
        account.Grants.Add(new RoleGrant { Id = RowId.New(), Role = invitation.Role, Scope = invitation.Scope, GrantedAt = account.CreatedAt });
        return account;
    }

    private async Task<(Outcome Outcome, Account? Account)> AddAsync(Invitation invitation, Account account, CancellationToken cancellationToken)
    {
        invitation.UsedAt = account.CreatedAt;
        db.Add(account);
        var viewer = new Viewer(account.Id, account.DisplayName, []);
        audit.Record(db, viewer, "account.create", "account", account.Id.ToString(), [new FieldChange("role", null, invitation.Role), new FieldChange("scope", null, invitation.Scope)]);
        // There is one account for an address: links to it that still wait for an answer bring their roles now. Only those of the same person:
        // whoever makes a link sees it, and must not get by it what others give
        var others = await db.Invitations.Where(row => row.Id != invitation.Id && row.CreatedBy == invitation.CreatedBy && row.UsedAt == null && row.WithdrawnAt == null && row.ExpiresAt > account.CreatedAt).ToListAsync(cancellationToken);
        foreach (var other in others.Where(row => accounts.NormalizeEmail(row.Email) == account.NormalizedEmail))
        {
            other.UsedAt = account.CreatedAt;
            if (account.Grants.Exists(grant => grant.Role == other.Role && grant.Scope == other.Scope)) continue;
            account.Grants.Add(new RoleGrant { Id = RowId.New(), Role = other.Role, Scope = other.Scope, GrantedAt = account.CreatedAt });
            audit.Record(db, viewer, "account.grant", "account", account.Id.ToString(), [new FieldChange("role", null, other.Role), new FieldChange("scope", null, other.Scope)]);
        }

        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return (new Outcome.Missing(), null);
        }
        catch (DbUpdateException error) when (error.IsUniqueViolation())
        {
            return (new Outcome.Missing(), null);
        }

        signal.Raise();
        return (new Outcome.Done(), account);
    }

    private async Task<FieldFault?> FaultOf(Viewer viewer, string email, InvitationWish wish, CancellationToken cancellationToken)
    {
        if (email.Length > 256 || !MailAddress.TryCreate(email, out var address) || address.Address != email) return new FieldFault("Email", "fault.email");
        if (await scopes.FaultOfAsync(viewer, wish.Role, wish.Scope, cancellationToken) is { } fault) return fault;
        if (wish.Days is < 1 or > MostDays) return new FieldFault("Days", "fault.days");
        if (!scopes.MayGive(viewer, wish.Role, wish.Scope)) return new FieldFault("Role", "fault.role-too-high");
        var normalized = accounts.NormalizeEmail(email);
        return await db.Accounts.AnyAsync(account => account.NormalizedEmail == normalized, cancellationToken) ? new FieldFault("Email", "fault.email-taken") : null;
    }

    /// <remarks>A blank part of an address is bound as null.</remarks>
    private static bool TryDecode(string? token, out byte[] bytes)
    {
        try
        {
            bytes = token is { Length: <= 64 } ? WebEncoders.Base64UrlDecode(token) : [];
        }
        catch (FormatException)
        {
            bytes = [];
        }

        return bytes.Length == TokenBytes;
    }
}
