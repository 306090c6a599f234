using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Data.Outbox;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Alliance.Applications;

/// <summary>Deletes what was never confirmed, and takes the personal data out of what was refused or withdrawn long ago.</summary>
public sealed class ApplicationRetention(OutboxWriter outbox, AuditTrail audit, IClock clock)
{
    /// <summary>Runs once; what is done stays done when it is interrupted.</summary>
    /// <returns>How many applications were deleted or cleared.</returns>
    public async Task<int> RunAsync(RotundaDb db, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var (lapsed, closed) = (now - ApplicationRules.Confirmation, now - ApplicationRules.Retention);
        var due = await db.Applications.Include(row => row.Keys).Include(row => row.Messages).Include(row => row.Files).AsSplitQuery()
            .Where(row => (row.State == ApplicationState.Unconfirmed && row.SentAt <= lapsed)
                || ((row.State == ApplicationState.Refused || row.State == ApplicationState.Withdrawn) && row.ClosedAt <= closed && row.ClearedAt == null))
            .OrderBy(row => row.Id).ToListAsync(cancellationToken);
        var cleared = 0;
        foreach (var application in due)
        {
            // Their bytes go after the commit, and are told again until they are gone
            if (application.Files.Count > 0) outbox.Add(db, ReleasedFiles.Kind, application.Files.ConvertAll(file => file.Hash));
            if (application.State == ApplicationState.Unconfirmed)
            {
                db.Remove(application);
            }
            else
            {
                application.Clear(now);
            }

            audit.Record(db, Viewer.Program, "application.clear", ApplicantOperations.SubjectKind, application.Id.ToString());
            try
            {
                await db.SaveChangesAsync(cancellationToken);
            }
            catch (DbUpdateConcurrencyException)
            {
                // Somebody changed it this moment, or another run clears it: what is still due is taken by the next run
                return cleared;
            }

            cleared++;
        }

        return cleared;
    }
}

/// <summary>The retention among the rules that the program applies every day.</summary>
internal sealed class ApplicationRetentionRule(ApplicationRetention retention) : IRetentionRule
{
    public string Name => "applications";

    public Task<int> ApplyAsync(RotundaDb db, Instant now, CancellationToken cancellationToken) => retention.RunAsync(db, cancellationToken);
}
