using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Modules.Accounts.Attempts;
using Rotunda.Modules.Accounts.Invitations;
using Rotunda.Modules.Accounts.Recovery;
using Rotunda.Modules.Accounts.Sessions;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Accounts.PersonalData;

/// <summary>Sessions, invitations and mailed secrets go ninety days after they ended, counts of tries after a day.</summary>
internal sealed class AccountRetention : IRetentionRule
{
    private static readonly Duration Kept = Duration.FromDays(90);

    public string Name => "accounts";

    public async Task<int> ApplyAsync(RotundaDb db, Instant now, CancellationToken cancellationToken)
    {
        var before = now - Kept;
        var tried = now - Duration.FromDays(1);
        var unseen = before - SessionOperations.Validity;
        return await db.AccountSessions.Where(row => row.EndedAt < before || row.LastSeenAt < unseen).ExecuteDeleteAsync(cancellationToken)
            + await db.Invitations.Where(row => row.UsedAt < before || row.WithdrawnAt < before || row.ExpiresAt < before).ExecuteDeleteAsync(cancellationToken)
            + await db.SecretAttempts.Where(row => row.LastAt < tried).ExecuteDeleteAsync(cancellationToken)
            + await db.MailedSecrets.Where(row => row.ExpiresAt < before).ExecuteDeleteAsync(cancellationToken);
    }
}
