using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Accounts.Recovery;
using Rotunda.Modules.Accounts.SecondStep;
using Rotunda.Modules.Accounts.Sessions;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;

namespace Rotunda.Modules.Accounts.Providers;

/// <summary>Knows which person at a provider is which account, and writes it. A link is known by the issuer, so that another provider in its place inherits nobody.</summary>
public sealed class LinkOperations(RotundaDb db, UserManager<Account> accounts, OwnPassword ownPassword, SecretOperations letters, AuditTrail audit, WorkSignal signal, IClock clock)
{
    /// <summary>The issuers with which an account is linked.</summary>
    public async Task<IReadOnlyList<string>> IssuersOfAsync(Guid accountId, CancellationToken cancellationToken) =>
        await db.Set<IdentityUserLogin<Guid>>().Where(login => login.UserId == accountId).Select(login => login.LoginProvider).Order().ToListAsync(cancellationToken);

    /// <summary>
    /// The account of a person: the one that is linked; else, where the administrator lets addresses match, the one with the address that the
    /// provider confirmed, which is linked from then on and told so. Never an account with roles that decide much or with a second step, and
    /// never one that is linked with somebody else there: their holders link for themselves. Null for nobody.
    /// </summary>
    public async Task<Account?> FindAsync(ProvidedIdentity person, CancellationToken cancellationToken)
    {
        var (issuer, subject) = (person.Provider.Issuer, person.Subject);
        var linked = await db.Set<IdentityUserLogin<Guid>>().Where(login => login.LoginProvider == issuer && login.ProviderKey == subject).Select(login => (Guid?)login.UserId).SingleOrDefaultAsync(cancellationToken);
        if (linked is { } id) return await db.Accounts.SingleAsync(account => account.Id == id, cancellationToken);
        if (!person.Provider.MatchesAddresses || person.Email is null) return null;
        var normalized = accounts.NormalizeEmail(person.Email);
        var account = await db.Accounts.Include(row => row.Grants).SingleOrDefaultAsync(row => row.NormalizedEmail == normalized, cancellationToken);
        if (account is null || !account.EmailConfirmed || account.DisabledAt is not null || account.IsDemonstration || account.TwoFactorEnabled || account.Grants.Exists(grant => SecondStepSettings.Concerns(grant.Role))) return null;
        if (await db.Set<IdentityUserLogin<Guid>>().AnyAsync(login => login.UserId == account.Id && login.LoginProvider == issuer, cancellationToken)) return null;
        return await AddAsync(new Viewer(account.Id, account.DisplayName, []), account, person, cancellationToken) is Outcome.Done ? account : null;
    }

    /// <summary>Done when the owner gave the password of the account, or, without one, signed in a moment ago: a link opens the account for good.</summary>
    public async Task<Outcome> ConfirmAsync(Viewer viewer, Account account, string password, Guid? sessionId, CancellationToken cancellationToken)
    {
        if (viewer.AccountId != account.Id || account.IsDemonstration) return new Outcome.Refused();
        return await ownPassword.RefusalAsync(account, password, sessionId, cancellationToken) ?? new Outcome.Done();
    }

    /// <summary>Links the own account with a person at a provider.</summary>
    /// <returns><see cref="Outcome.Invalid"/> for somebody who is linked with another account.</returns>
    public async Task<Outcome> LinkAsync(Viewer viewer, Account account, ProvidedIdentity person, CancellationToken cancellationToken)
    {
        if (viewer.AccountId != account.Id || account.IsDemonstration) return new Outcome.Refused();
        return await AddAsync(viewer, account, person, cancellationToken);
    }

    /// <summary>Takes a link away, and ends the sessions that it began. The last way to sign in stays.</summary>
    public async Task<Outcome> UnlinkAsync(Viewer viewer, Account account, string issuer, string? providerCode, CancellationToken cancellationToken)
    {
        if (viewer.AccountId != account.Id) return new Outcome.Refused();
        var all = await db.Set<IdentityUserLogin<Guid>>().Where(login => login.UserId == account.Id).ToListAsync(cancellationToken);
        var gone = all.FindAll(login => login.LoginProvider == issuer);
        if (gone.Count == 0) return new Outcome.Missing();
        if (gone.Count == all.Count && account.PasswordHash is null && (await accounts.GetPasskeysAsync(account)).Count == 0) return new Outcome.Invalid([new FieldFault("", "fault.last-way")]);
        db.RemoveRange(gone);
        var now = clock.GetCurrentInstant();
        foreach (var session in await db.AccountSessions.Where(row => row.AccountId == account.Id && row.Provider == providerCode && row.Provider != null && row.EndedAt == null).ToListAsync(cancellationToken)) session.EndedAt = now;
        account.ConcurrencyStamp = RowId.New().ToString("N");
        letters.Notify(account, account.Email!, "mail.provider-unlinked.subject", "mail.provider-unlinked.text");
        audit.Record(db, viewer, "account.provider-unlink", "account", account.Id.ToString(), [new FieldChange("issuer", issuer, null)]);
        return await db.TrySaveAsync(signal, cancellationToken);
    }

    private async Task<Outcome> AddAsync(Viewer viewer, Account account, ProvidedIdentity person, CancellationToken cancellationToken)
    {
        db.Add(LoginOf(account.Id, person));
        // Whoever takes the last other way in away at the same moment finds a changed row
        account.ConcurrencyStamp = RowId.New().ToString("N");
        letters.Notify(account, account.Email!, "mail.provider-linked.subject", "mail.provider-linked.text");
        audit.Record(db, viewer, "account.provider-link", "account", account.Id.ToString(), [new FieldChange("issuer", null, person.Provider.Issuer)]);
        try
        {
            return await db.TrySaveAsync(signal, cancellationToken);
        }
        catch (DbUpdateException error) when (error.IsUniqueViolation())
        {
            db.ChangeTracker.Clear();
            return new Outcome.Invalid([new FieldFault("", "fault.provider-taken")]);
        }
    }

    /// <summary>The row of a link.</summary>
    internal static IdentityUserLogin<Guid> LoginOf(Guid accountId, ProvidedIdentity person) =>
        new() { UserId = accountId, LoginProvider = person.Provider.Issuer, ProviderKey = person.Subject, ProviderDisplayName = person.Provider.Code };
}
