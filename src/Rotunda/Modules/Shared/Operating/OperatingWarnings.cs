using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Data.Outbox;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Mail;

namespace Rotunda.Modules.Shared.Operating;

/// <summary>One thing that whoever runs the server should look at.</summary>
/// <param name="Text">What, in the reader's language.</param>
/// <param name="Detail">What a mail server or the system said, as it said it; null where nothing was said.</param>
public sealed record OperatingWarning(string Text, string? Detail = null);

/// <summary>What does not go well on the server, on the first page of the desk, for those who run it.</summary>
internal sealed class OperatingWarnings(RotundaDb db, DataVolume volume, Permissions permissions, IClock clock) : IPagePart
{
    /// <summary>More letters than this, waiting longer than <see cref="MailPatience"/>, are more than a circular on its way.</summary>
    private const int MostWaiting = 100;

    private static readonly Duration MailPatience = Duration.FromMinutes(5);
    private static readonly Duration FailurePatience = Duration.FromHours(1);
    private static readonly Duration SealerPatience = Duration.FromMinutes(5);

    public string Page => "desk";

    public int Order => 0;

    public async Task<PartView?> BuildAsync(Reader reader, CancellationToken cancellationToken)
    {
        if (!permissions.May(reader.Viewer, SiteActs.Operate)) return null;
        var warnings = await FindAsync(reader.Texts, cancellationToken);
        return warnings.Count == 0 ? null : new PartView("/Modules/Shared/Operating/_Warnings.cshtml", warnings);
    }

    private async Task<IReadOnlyList<OperatingWarning>> FindAsync(Texts texts, CancellationToken cancellationToken)
    {
        var warnings = new List<OperatingWarning>();
        if (volume.Measure() is { IsNearlyFull: true } space)
            warnings.Add(new OperatingWarning(texts.Format("operating.disk", ("free", Gibibytes(space.Free, texts)), ("total", Gibibytes(space.Total, texts)))));

        var now = clock.GetCurrentInstant();
        var waiting = db.Set<OutboxDelivery>().AsNoTracking().Where(delivery => delivery.Consumer == MailSender.ConsumerName && delivery.DeliveredAt == null);
        var failedBefore = now - FailurePatience;
        var failed = waiting.Where(delivery => delivery.Error != null && delivery.Message!.At <= failedBefore);
        var oldest = await failed.OrderBy(delivery => delivery.Message!.At).Select(delivery => new { delivery.Error, Count = failed.Count() }).FirstOrDefaultAsync(cancellationToken);
        if (oldest is not null) warnings.Add(new OperatingWarning(texts.Count("operating.mail-failed", oldest.Count), oldest.Error));

        var queuedBefore = now - MailPatience;
        var queued = await waiting.CountAsync(delivery => delivery.Message!.At <= queuedBefore, cancellationToken);
        if (queued > MostWaiting) warnings.Add(new OperatingWarning(texts.Count("operating.mail-waiting", queued)));

        var sealedBefore = now - SealerPatience;
        var unsealed = await db.AuditEntries.CountAsync(entry => entry.Sequence == null && entry.At <= sealedBefore, cancellationToken);
        if (unsealed > 0) warnings.Add(new OperatingWarning(texts.Count("operating.unsealed", unsealed)));
        return warnings;
    }

    private static string Gibibytes(long bytes, Texts texts) => (bytes / (double)(1L << 30)).ToString("N1", texts.Language.Culture);
}
