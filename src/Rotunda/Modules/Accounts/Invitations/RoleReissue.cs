using System.Net.Mail;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Shared.Access;

namespace Rotunda.Modules.Accounts.Invitations;

/// <summary>A link that was made for somebody; the token is nowhere else.</summary>
/// <param name="Email">For whom.</param>
/// <param name="LanguageCode">The language of the link.</param>
/// <param name="Path">The address without scheme and host.</param>
public sealed record IssuedLink(string Email, string LanguageCode, string Path);

/// <summary>Takes a role from everyone who has it in one scope and gives it to others in another, inside an operation of another module.</summary>
/// <remarks>The caller has asked for the permission, saves, and brings the links to their people.</remarks>
public sealed class RoleReissue(RotundaDb db, UserManager<Account> accounts, AuditTrail audit, IClock clock)
{
    private const int TokenBytes = 16;

    /// <summary>True for an address to which a role can be given.</summary>
    public static bool IsAddress(string email) => email.Length <= 256 && MailAddress.TryCreate(email, out var address) && address.Address == email;

    /// <summary>Takes a role in a scope from all accounts, and the links that would still give it.</summary>
    /// <returns>How many accounts had it.</returns>
    public async Task<int> WithdrawAsync(Viewer viewer, string role, string scope, CancellationToken cancellationToken)
    {
        var grants = await db.RoleGrants.Where(grant => grant.Role == role && grant.Scope == scope).ToListAsync(cancellationToken);
        foreach (var grant in grants)
            audit.Record(db, viewer, "account.revoke", "account", grant.AccountId.ToString(), [new FieldChange("role", role, null), new FieldChange("scope", Named(scope), null)]);
        db.RemoveRange(grants);
        db.RemoveRange(await db.Invitations.Where(row => row.Role == role && row.Scope == scope && row.UsedAt == null).ToListAsync(cancellationToken));
        return grants.Count;
    }

    /// <summary>Takes a role in a scope from the accounts with these addresses, and the links that would still give it to them.</summary>
    /// <returns>How many accounts had it.</returns>
    public async Task<int> WithdrawFromAsync(Viewer viewer, string role, string scope, IReadOnlyCollection<string> emails, CancellationToken cancellationToken)
    {
        var wanted = emails.Select(email => accounts.NormalizeEmail(email)!).ToList();
        var grants = await db.RoleGrants.Where(grant => grant.Role == role && grant.Scope == scope && db.Set<Account>().Any(account => account.Id == grant.AccountId && wanted.Contains(account.NormalizedEmail!))).ToListAsync(cancellationToken);
        foreach (var grant in grants)
            audit.Record(db, viewer, "account.revoke", "account", grant.AccountId.ToString(), [new FieldChange("role", role, null), new FieldChange("scope", Named(scope), null)]);
        db.RemoveRange(grants);
        // A link keeps the address as it was typed
        db.RemoveRange((await db.Invitations.Where(row => row.Role == role && row.Scope == scope && row.UsedAt == null).ToListAsync(cancellationToken)).Where(row => wanted.Contains(accounts.NormalizeEmail(row.Email)!)));
        return grants.Count;
    }

    /// <summary>Gives a role in a scope: at once where the address has an account, else by an invitation.</summary>
    /// <returns>The links of those who have no account yet.</returns>
    public async Task<IReadOnlyList<IssuedLink>> GiveAsync(Viewer viewer, string role, string scope, IReadOnlyCollection<string> emails, string languageCode, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var wanted = emails.DistinctBy(accounts.NormalizeEmail).ToDictionary(email => accounts.NormalizeEmail(email)!);
        var known = await db.Accounts.Include(account => account.Grants).Where(account => wanted.Keys.Contains(account.NormalizedEmail!)).ToListAsync(cancellationToken);
        foreach (var account in known)
        {
            wanted.Remove(account.NormalizedEmail!);
            if (account.Grants.Find(grant => grant.Role == role && grant.Scope == scope) is { } held)
            {
                if (held.ExpiresAt is not { } until) continue;
                // The pair of role and scope is unique: what has ended, or would, holds on
                db.Entry(held).Property(grant => grant.ExpiresAt).CurrentValue = null;
                audit.Record(db, viewer, "account.grant", "account", account.Id.ToString(), [new FieldChange("role", null, role), new FieldChange("scope", null, Named(scope)), new FieldChange("until", InstantPattern.General.Format(until), null)]);
                continue;
            }

            db.Add(new RoleGrant { Id = RowId.New(), AccountId = account.Id, Role = role, Scope = scope, GrantedAt = now });
            audit.Record(db, viewer, "account.grant", "account", account.Id.ToString(), [new FieldChange("role", null, role), new FieldChange("scope", null, Named(scope))]);
        }

        var links = new List<IssuedLink>();
        foreach (var email in wanted.Values)
        {
            var token = RandomNumberGenerator.GetBytes(TokenBytes);
            var invitation = new Invitation
            {
                Id = RowId.New(), TokenHash = SHA256.HashData(token), Email = email, Role = role, Scope = scope, LanguageCode = languageCode,
                CreatedAt = now, CreatedBy = viewer.AccountId, ExpiresAt = now + InvitationOperations.Validity,
            };
            db.Add(invitation);
            audit.Record(db, viewer, "account.invite", "invitation", invitation.Id.ToString(), [new FieldChange("role", null, role), new FieldChange("scope", null, Named(scope))]);
            links.Add(new IssuedLink(email, languageCode, $"/{languageCode}/account/invitation/{WebEncoders.Base64UrlEncode(token)}"));
        }

        return links;
    }

    private static string? Named(string scope) => scope.Length > 0 ? scope : null;
}
