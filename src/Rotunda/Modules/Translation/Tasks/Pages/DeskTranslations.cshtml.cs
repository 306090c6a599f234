using NodaTime;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Time;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Translation.Tasks.Pages;

/// <summary>What waits for a translator or reviewer: what is due, own work, free work, and translations whose source changed.</summary>
[Requires(TranslationActs.ReadName)]
[NeverCached]
public sealed class DeskTranslationsModel(TaskQueries tasks, IClock clock) : SitePage
{
    public TaskQueues Queues { get; private set; } = new([], [], [], []);

    public Instant Now => clock.GetCurrentInstant();

    public string Moment(Instant at) => T.MomentIn(at, Reader.Zone ?? DateTimeZone.Utc);

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        (Title, IsUnlisted) = (T["queue.translations"], true);
        Queues = await tasks.QueuesAsync(Reader.Viewer, Reader.Language.Code, cancellationToken);
    }
}
