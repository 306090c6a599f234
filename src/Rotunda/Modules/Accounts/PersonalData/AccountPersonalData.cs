using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Data.Outbox;
using Rotunda.Data.Values;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Accounts.Invitations;
using Rotunda.Modules.Accounts.Recovery;
using Rotunda.Modules.Accounts.Sessions;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Mail;

namespace Rotunda.Modules.Accounts.PersonalData;

/// <summary>What accounts, the audit trail and the mail queue keep about a person. Secrets and their hashes are not given out.</summary>
internal sealed class AccountPersonalData : IPersonalData
{
    public string RemovedKey => "data.accounts.removed";

    public string? KeptKey => "data.accounts.kept";

    public async Task<IReadOnlyList<PersonalSection>> ExportAsync(RotundaDb db, Guid accountId, CancellationToken cancellationToken)
    {
        var account = await db.Accounts.AsNoTracking().Include(row => row.Grants).SingleAsync(row => row.Id == accountId, cancellationToken);
        var passkeys = await db.Set<IdentityUserPasskey<Guid>>().AsNoTracking().Where(row => row.UserId == accountId).ToListAsync(cancellationToken);
        var sessions = await db.AccountSessions.AsNoTracking().Where(row => row.AccountId == accountId).OrderBy(row => row.Id).ToListAsync(cancellationToken);
        var invitations = await db.Invitations.AsNoTracking().Where(row => row.Email == account.Email).ToListAsync(cancellationToken);
        var audit = await Entries(db, accountId).AsNoTracking().OrderBy(row => row.Id).Select(row => new { row.At, row.Action, row.SubjectKind, row.SubjectId, Json = row.Payload == null ? null : row.Payload.Json }).ToListAsync(cancellationToken);
        var letters = (await LettersAsync(db, account.Email, cancellationToken)).Select(pair => new { at = pair.Message.At.ToString(), subject = pair.Letter.Subject, text = pair.Letter.IsSecret ? null : pair.Letter.Text });
        return
        [
            new("account", [new { account.Email, account.DisplayName, account.LanguageCode, account.Zone, createdAt = account.CreatedAt.ToString(), hasPassword = account.PasswordHash is not null, account.TwoFactorEnabled }]),
            new("roles", [.. account.Grants.Select(grant => new { grant.Role, grant.Scope, grantedAt = grant.GrantedAt.ToString(), expiresAt = grant.ExpiresAt?.ToString() })]),
            new("passkeys", [.. passkeys.Select(row => new { row.Data.Name, row.Data.CreatedAt })]),
            new("sessions", [.. sessions.Select(row => new { createdAt = row.CreatedAt.ToString(), lastSeenAt = row.LastSeenAt.ToString(), endedAt = row.EndedAt?.ToString(), row.Method, row.Browser, row.Network })]),
            new("invitations", [.. invitations.Select(row => new { row.Role, row.Scope, createdAt = row.CreatedAt.ToString(), usedAt = row.UsedAt?.ToString() })]),
            new("audit", [.. audit.Select(row => new { at = row.At.ToString(), row.Action, row.SubjectKind, row.SubjectId, details = row.Json is null ? null : JsonSerializer.Deserialize<AuditDetails>(row.Json, StoredJson.Options) })]),
            new("letters", [.. letters]),
        ];
    }

    public async Task EraseAsync(RotundaDb db, Guid accountId, CancellationToken cancellationToken)
    {
        var email = await db.Accounts.Where(row => row.Id == accountId).Select(row => row.Email).SingleAsync(cancellationToken);
        // The chain holds the salted hash of the details only: without them it still verifies, and nobody can guess them back
        var entries = Entries(db, accountId).Select(entry => entry.Id);
        await db.AuditPayloads.Where(payload => entries.Contains(payload.EntryId)).ExecuteDeleteAsync(cancellationToken);
        await db.Invitations.Where(row => row.Email == email).ExecuteDeleteAsync(cancellationToken);
        foreach (var (message, _) in await LettersAsync(db, email, cancellationToken))
        {
            await db.Set<OutboxDelivery>().Where(row => row.MessageId == message.Id).ExecuteDeleteAsync(cancellationToken);
            await db.Set<OutboxMessage>().Where(row => row.Id == message.Id).ExecuteDeleteAsync(cancellationToken);
        }

        await db.AccountSessions.Where(row => row.AccountId == accountId).ExecuteDeleteAsync(cancellationToken);
        await db.MailedSecrets.Where(row => row.AccountId == accountId).ExecuteDeleteAsync(cancellationToken);
        await db.RoleGrants.Where(row => row.AccountId == accountId).ExecuteDeleteAsync(cancellationToken);
        await db.Set<IdentityUserPasskey<Guid>>().Where(row => row.UserId == accountId).ExecuteDeleteAsync(cancellationToken);
        await db.Set<IdentityUserLogin<Guid>>().Where(row => row.UserId == accountId).ExecuteDeleteAsync(cancellationToken);
        await db.Set<IdentityUserToken<Guid>>().Where(row => row.UserId == accountId).ExecuteDeleteAsync(cancellationToken);
        await db.Set<IdentityUserClaim<Guid>>().Where(row => row.UserId == accountId).ExecuteDeleteAsync(cancellationToken);
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
