using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Translation.Texts;
using Rotunda.Text;

namespace Rotunda.Modules.Translation.Comments;

/// <summary>The only code that writes comments. Whoever works on texts at all may ask and answer.</summary>
public sealed class CommentOperations(RotundaDb db, Permissions permissions, AuditTrail audit, WorkSignal signal, IClock clock)
{
    public async Task<Outcome> AddAsync(Viewer viewer, Guid textId, Guid segmentId, string language, string words, CancellationToken cancellationToken)
    {
        if (!permissions.MaySomewhere(viewer, TranslationActs.Read)) return new Outcome.Refused();
        if (!await db.Segments.AnyAsync(segment => segment.Id == segmentId && segment.TextId == textId, cancellationToken)) return new Outcome.Missing();
        var text = TextCleaning.Clean(words, lines: true);
        if (text.Length is 0 or > SegmentComment.Longest) return new Outcome.Invalid([new FieldFault("Comment", "fault.comment")]);
        db.Add(new SegmentComment { Id = RowId.New(), TextId = textId, SegmentId = segmentId, Language = language, AccountId = viewer.AccountId, At = clock.GetCurrentInstant(), Text = text });
        audit.Record(db, viewer, "text.comment", SegmentOperations.SubjectKind, textId.ToString());
        await db.SaveChangesAsync(cancellationToken);
        signal.Raise();
        return new Outcome.Done();
    }

    /// <summary>Marks a comment as settled.</summary>
    public async Task<Outcome> SettleAsync(Viewer viewer, Guid textId, Guid commentId, CancellationToken cancellationToken)
    {
        if (!permissions.MaySomewhere(viewer, TranslationActs.Read)) return new Outcome.Refused();
        if (await db.SegmentComments.SingleOrDefaultAsync(row => row.Id == commentId && row.TextId == textId, cancellationToken) is not { } comment) return new Outcome.Missing();
        comment.SettledAt ??= clock.GetCurrentInstant();
        await db.SaveChangesAsync(cancellationToken);
        return new Outcome.Done();
    }
}
