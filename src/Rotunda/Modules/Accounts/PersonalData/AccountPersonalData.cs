using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Data.Jobs;
using Rotunda.Data.Outbox;
using Rotunda.Data.Values;
using Rotunda.Modules.Accounts.Attempts;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Accounts.Invitations;
using Rotunda.Modules.Accounts.Recovery;
using Rotunda.Modules.Accounts.Sessions;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Mail;

// The database folds the letters: these methods are the names of its own functions
#pragma warning disable CA1304, CA1311, CA1862

namespace Rotunda.Modules.Accounts.PersonalData;

/// <summary>What accounts, the audit trail and the mail queue keep about a person. Secrets and their hashes are not given out.</summary>
internal sealed class AccountPersonalData : IPersonalData
{
    public string RemovedKey => "data.accounts.removed";

    public string? KeptKey => "data.accounts.kept";

    public IReadOnlyList<PersonalTable> Tables { get; } =
    [
        new(typeof(Account), "account", nameof(Account.Id), nameof(Account.DisplayName), nameof(Account.UserName), nameof(Account.NormalizedUserName), nameof(Account.Email), nameof(Account.NormalizedEmail), nameof(Account.PhoneNumber)) { Kept = [nameof(Account.Id)] },
        new(typeof(RoleGrant), "roles", nameof(RoleGrant.AccountId)),
        new(typeof(IdentityUserPasskey<Guid>), "passkeys", nameof(IdentityUserPasskey<Guid>.UserId), nameof(IdentityUserPasskey<Guid>.Data)),
        new(typeof(AccountSession), "sessions", nameof(AccountSession.AccountId), nameof(AccountSession.Browser), nameof(AccountSession.Network)),
        new(typeof(IdentityUserLogin<Guid>), "providers", nameof(IdentityUserLogin<Guid>.UserId), nameof(IdentityUserLogin<Guid>.ProviderKey), nameof(IdentityUserLogin<Guid>.ProviderDisplayName)),
        new(typeof(IdentityUserToken<Guid>), null, nameof(IdentityUserToken<Guid>.UserId), nameof(IdentityUserToken<Guid>.Value)),
        new(typeof(IdentityUserClaim<Guid>), null, nameof(IdentityUserClaim<Guid>.UserId), nameof(IdentityUserClaim<Guid>.ClaimValue)),
        new(typeof(MailedSecret), null, nameof(MailedSecret.AccountId), nameof(MailedSecret.NewEmail)),
        new(typeof(Invitation), "invitations", nameof(Invitation.Email), nameof(Invitation.CreatedBy)),
        // The chain says who did what: a hole in it would be a forgery, an id of nobody is none
        new(typeof(AuditEntry), "audit", nameof(AuditEntry.ActorId), nameof(AuditEntry.SubjectId)) { Kept = [nameof(AuditEntry.ActorId), nameof(AuditEntry.SubjectId)] },
        new(typeof(AuditPayload), "audit", nameof(AuditPayload.Json)),
        new(typeof(OutboxMessage), "letters", nameof(OutboxMessage.Json)),
        new(typeof(OutboxDelivery), null, nameof(OutboxDelivery.Error)),
        new(typeof(Job), "jobs", nameof(Job.CreatedBy)),
    ];

    public async Task<IReadOnlyList<PersonalSection>> ExportAsync(RotundaDb db, Guid accountId, CancellationToken cancellationToken)
    {
        var account = await db.Accounts.AsNoTracking().Include(row => row.Grants).SingleAsync(row => row.Id == accountId, cancellationToken);
        var passkeys = await db.Set<IdentityUserPasskey<Guid>>().AsNoTracking().Where(row => row.UserId == accountId).ToListAsync(cancellationToken);
        var sessions = await db.AccountSessions.AsNoTracking().Where(row => row.AccountId == accountId).OrderBy(row => row.Id).ToListAsync(cancellationToken);
        var providers = await db.Set<IdentityUserLogin<Guid>>().AsNoTracking().Where(row => row.UserId == accountId).OrderBy(row => row.LoginProvider).ToListAsync(cancellationToken);
        // Whoever invited may have typed the address in other letters
        var folded = account.Email?.ToLowerInvariant();
        var invitations = await db.Invitations.AsNoTracking().Where(row => row.Email.ToLower() == folded || row.CreatedBy == accountId).OrderBy(row => row.Id).ToListAsync(cancellationToken);
        var jobs = await db.Set<Job>().AsNoTracking().Where(row => row.CreatedBy == accountId).OrderBy(row => row.CreatedAt).ToListAsync(cancellationToken);
        var audit = await Entries(db, accountId).AsNoTracking().OrderBy(row => row.Id).Select(row => new { row.At, row.Action, row.SubjectKind, row.SubjectId, Json = row.Payload == null ? null : row.Payload.Json }).ToListAsync(cancellationToken);
        var letters = (await LettersAsync(db, account.Email, cancellationToken)).Select(pair => new { at = pair.Message.At.ToString(), subject = pair.Letter.Subject, text = pair.Letter.IsSecret ? null : pair.Letter.Text });
        return
        [
            new("account", [new { account.Email, account.DisplayName, account.LanguageCode, account.Zone, createdAt = account.CreatedAt.ToString(), hasPassword = account.PasswordHash is not null, account.TwoFactorEnabled }]),
            new("roles", [.. account.Grants.Select(grant => new { grant.Role, grant.Scope, grantedAt = grant.GrantedAt.ToString(), expiresAt = grant.ExpiresAt?.ToString() })]),
            new("passkeys", [.. passkeys.Select(row => new { row.Data.Name, row.Data.CreatedAt })]),
            new("sessions", [.. sessions.Select(row => new { createdAt = row.CreatedAt.ToString(), lastSeenAt = row.LastSeenAt.ToString(), endedAt = row.EndedAt?.ToString(), row.Method, row.Provider, row.Browser, row.Network })]),
            new("providers", [.. providers.Select(row => new { issuer = row.LoginProvider, subject = row.ProviderKey })]),
            new("invitations", [.. invitations.Select(row => new { row.Role, row.Scope, createdAt = row.CreatedAt.ToString(), usedAt = row.UsedAt?.ToString() })]),
            new("audit", [.. audit.Select(row => new { at = row.At.ToString(), row.Action, row.SubjectKind, row.SubjectId, details = row.Json is null ? null : JsonSerializer.Deserialize<AuditDetails>(row.Json, StoredJson.Options) })]),
            new("letters", [.. letters]),
            new("jobs", [.. jobs.Select(row => new { createdAt = row.CreatedAt.ToString(), row.Kind, state = row.State.ToString() })]),
        ];
    }

    public async Task EraseAsync(RotundaDb db, Guid accountId, CancellationToken cancellationToken)
    {
        var person = await db.Accounts.Where(row => row.Id == accountId).Select(row => new { row.Email, row.DisplayName }).SingleAsync(cancellationToken);
        // The chain holds the salted hash of the details only: without them it still verifies, and nobody can guess them back
        var entries = Entries(db, accountId).Select(entry => entry.Id);
        await db.AuditPayloads.Where(payload => entries.Contains(payload.EntryId)).ExecuteDeleteAsync(cancellationToken);
        if (person.Email is { } email)
        {
            var folded = email.ToLowerInvariant();
            // Others may have written the address down: in an entry, an invitation, a letter
            await db.AuditPayloads.Where(payload => payload.Json.ToLower().Contains(folded)).ExecuteDeleteAsync(cancellationToken);
            await db.Invitations.Where(row => row.Email.ToLower() == folded).ExecuteDeleteAsync(cancellationToken);
            await EraseMessagesAsync(db, email, person.DisplayName, cancellationToken);
            var tries = SecretAttempts.KeyOf(email);
            await db.SecretAttempts.Where(row => row.Key == tries).ExecuteDeleteAsync(cancellationToken);
        }

        await db.Invitations.Where(row => row.CreatedBy == accountId).ExecuteUpdateAsync(set => set.SetProperty(row => row.CreatedBy, (Guid?)null), cancellationToken);
        await db.Set<Job>().Where(row => row.CreatedBy == accountId).ExecuteUpdateAsync(set => set.SetProperty(row => row.CreatedBy, (Guid?)null), cancellationToken);
        await db.AccountSessions.Where(row => row.AccountId == accountId).ExecuteDeleteAsync(cancellationToken);
        await db.MailedSecrets.Where(row => row.AccountId == accountId).ExecuteDeleteAsync(cancellationToken);
        await db.RoleGrants.Where(row => row.AccountId == accountId).ExecuteDeleteAsync(cancellationToken);
        await db.Set<IdentityUserPasskey<Guid>>().Where(row => row.UserId == accountId).ExecuteDeleteAsync(cancellationToken);
        await db.Set<IdentityUserLogin<Guid>>().Where(row => row.UserId == accountId).ExecuteDeleteAsync(cancellationToken);
        await db.Set<IdentityUserToken<Guid>>().Where(row => row.UserId == accountId).ExecuteDeleteAsync(cancellationToken);
        await db.Set<IdentityUserClaim<Guid>>().Where(row => row.UserId == accountId).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Removes what was queued for the person or already sent; a letter to somebody else that still waits goes out without the name.</summary>
    private static async Task EraseMessagesAsync(RotundaDb db, string email, string name, CancellationToken cancellationToken)
    {
        var folded = email.ToLowerInvariant();
        var messages = await db.Set<OutboxMessage>().AsNoTracking().Include(message => message.Deliveries).Where(message => message.Kind == MailQueue.Kind || message.Json.ToLower().Contains(folded)).ToListAsync(cancellationToken);
        foreach (var message in messages)
        {
            var letter = message.Kind == MailQueue.Kind ? JsonSerializer.Deserialize<Letter>(message.Json, StoredJson.Options) : null;
            var isForOthers = letter is not null && !string.Equals(letter.To, email, StringComparison.OrdinalIgnoreCase);
            var lines = letter?.Text.Split('\n') ?? [];
            if (isForOthers && !lines.Contains(name) && !letter!.Text.Contains(email, StringComparison.OrdinalIgnoreCase)) continue;
            if (isForOthers && message.Deliveries.Exists(delivery => delivery.DeliveredAt is null))
            {
                var text = string.Join('\n', lines.Select(line => line == name ? IPersonalData.Nobody : line)).Replace(email, IPersonalData.Nobody, StringComparison.OrdinalIgnoreCase);
                var json = JsonSerializer.Serialize(letter! with { Text = text }, StoredJson.Options);
                await db.Set<OutboxMessage>().Where(row => row.Id == message.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.Json, json), cancellationToken);
                continue;
            }

            await db.Set<OutboxDelivery>().Where(row => row.MessageId == message.Id).ExecuteDeleteAsync(cancellationToken);
            await db.Set<OutboxMessage>().Where(row => row.Id == message.Id).ExecuteDeleteAsync(cancellationToken);
        }
    }

    private static IQueryable<AuditEntry> Entries(RotundaDb db, Guid accountId)
    {
        var subject = accountId.ToString();
        return db.AuditEntries.Where(entry => entry.ActorId == accountId || (entry.SubjectKind == "account" && entry.SubjectId == subject));
    }

    private static async Task<IReadOnlyList<(OutboxMessage Message, Letter Letter)>> LettersAsync(RotundaDb db, string? email, CancellationToken cancellationToken)
    {
        if (email is null) return [];
        var messages = await db.Set<OutboxMessage>().AsNoTracking().Where(message => message.Kind == MailQueue.Kind).ToListAsync(cancellationToken);
        return [.. messages.Select(message => (message, Letter: JsonSerializer.Deserialize<Letter>(message.Json, StoredJson.Options)!)).Where(pair => string.Equals(pair.Letter.To, email, StringComparison.OrdinalIgnoreCase))];
    }
}
