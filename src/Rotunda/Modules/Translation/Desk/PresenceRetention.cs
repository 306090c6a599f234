using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Translation.Desk;

/// <summary>Signs of life go after a day, unsaved typing after thirty.</summary>
internal sealed class PresenceRetention : IRetentionRule
{
    public string Name => "texts open on the desk";

    public async Task<int> ApplyAsync(RotundaDb db, Instant now, CancellationToken cancellationToken)
    {
        var (day, month) = (now - Duration.FromDays(1), now - Duration.FromDays(30));
        return await db.Set<TextPresence>().Where(row => row.SeenAt < day).ExecuteDeleteAsync(cancellationToken)
            + await db.Set<SourceAutosave>().Where(row => row.At < month).ExecuteDeleteAsync(cancellationToken);
    }
}
