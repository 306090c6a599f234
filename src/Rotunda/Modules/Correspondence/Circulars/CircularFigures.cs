using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Alliance.Handover;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;

namespace Rotunda.Modules.Correspondence.Circulars;

/// <summary>Circulars that are open when a chair unit hands over: those that still wait for answers, and those that the old unit itself owes one.</summary>
internal sealed class CircularFigures(RotundaDb db, Permissions permissions) : IHandoverFigures
{
    public string Item => "circulars";

    public async Task<IReadOnlyList<HandoverFigure>> ReadAsync(ChairHandover handover, Reader reader, CancellationToken cancellationToken)
    {
        var (texts, from) = (reader.Texts, handover.FromInstitutionId);
        var open = db.Circulars.Where(row => row.SentAt != null && row.ClosedAt == null && row.AnswerKind != AnswerKind.None);
        var circulars = await open.CountAsync(cancellationToken);
        var missing = await db.CircularReceivers.CountAsync(row => row.AnsweredAt == null && open.Any(circular => circular.Id == row.CircularId), cancellationToken);
        var owed = from is null ? 0 : await db.CircularReceivers.CountAsync(row => row.InstitutionId == from && row.AnsweredAt == null && open.Any(circular => circular.Id == row.CircularId), cancellationToken);
        var path = permissions.May(reader.Viewer, CorrespondenceActs.Send) ? reader.To("/desk/circulars") : null;
        return
        [
            new HandoverFigure(texts.Count("handover.figure.circulars", circulars), circulars > 0, path),
            new HandoverFigure(texts.Count("handover.figure.answers", missing), missing > 0, path),
            .. owed > 0 ? [new HandoverFigure(texts.Count("handover.figure.owed", owed), true)] : Array.Empty<HandoverFigure>(),
        ];
    }
}
