using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Modules.Media.Files;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;

namespace Rotunda.Modules.Media.Attachments;

/// <summary>The only code that writes the list of attachments.</summary>
public sealed class AttachmentOperations(RotundaDb db, FileIntake intake, IEnumerable<IFileUses> uses, Permissions permissions, AuditTrail audit, WorkSignal signal, IClock clock)
{
    public const string SubjectKind = "attachment";

    /// <summary>Takes a document in; one that is there already is found again, under the name that it has.</summary>
    public async Task<(Outcome Outcome, Guid? Id)> UploadAsync(Viewer viewer, SentFile? file, CancellationToken cancellationToken)
    {
        if (!permissions.May(viewer, MediaActs.KeepPictures)) return (new Outcome.Refused(), null);
        if (file is null) return (new Outcome.Invalid([new FieldFault("File", "fault.no-file")]), null);
        var (taken, fault) = await intake.TakeAsync(db, file, "File", cancellationToken);
        if (taken is null) return (new Outcome.Invalid([fault!]), null);
        if (await IdOfAsync(taken.Hash, cancellationToken) is { } known) return (new Outcome.Done(), known);
        var attachment = new Attachment
        {
            Id = RowId.New(), Name = taken.Name, Hash = taken.Hash, MediaType = taken.MediaType, Length = file.Length, UploadedBy = viewer.AccountId, UploaderName = viewer.Name, UploadedAt = clock.GetCurrentInstant(),
        };
        db.Add(attachment);
        audit.Record(db, viewer, "attachment.add", SubjectKind, attachment.Id.ToString(), [new FieldChange("attachment", null, attachment.Name)]);
        if (await db.TrySaveAsync(signal, new Outcome.Conflict(), cancellationToken) is Outcome.Done) return (new Outcome.Done(), attachment.Id);
        // Somebody sent the same document at the same moment: theirs stands
        db.ChangeTracker.Clear();
        return (new Outcome.Done(), await IdOfAsync(taken.Hash, cancellationToken));
    }

    /// <summary>Takes a document away unless a text names it.</summary>
    public async Task<Outcome> RemoveAsync(Viewer viewer, Guid id, CancellationToken cancellationToken)
    {
        if (!permissions.May(viewer, MediaActs.KeepPictures)) return new Outcome.Refused();
        if (await db.Attachments.SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } attachment) return new Outcome.Missing();
        foreach (var source in uses)
            if (await source.NamesAsync(attachment.Hash, cancellationToken)) return new Outcome.Invalid([new FieldFault("", "fault.attachment-used", attachment.Name)]);
        db.Remove(attachment);
        audit.Record(db, viewer, "attachment.remove", SubjectKind, attachment.Id.ToString(), [new FieldChange("attachment", attachment.Name, null)]);
        // Somebody may have taken it away at the same moment
        return await db.TrySaveAsync(signal, cancellationToken) is Outcome.Done ? new Outcome.Done() : new Outcome.Missing();
    }

    private Task<Guid?> IdOfAsync(string hash, CancellationToken cancellationToken) => db.Attachments.Where(row => row.Hash == hash).Select(row => (Guid?)row.Id).SingleOrDefaultAsync(cancellationToken);
}
