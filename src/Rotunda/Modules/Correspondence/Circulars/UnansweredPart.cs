using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Correspondence.Circulars;

/// <summary>A circular that waits for answers, with some of the institutions that owe one.</summary>
/// <param name="Id">Of the circular.</param>
/// <param name="Subject">In the languages of the circular.</param>
/// <param name="DueAt">Until when.</param>
/// <param name="Zone">In which the sender set the time.</param>
/// <param name="All">How many receivers there are.</param>
/// <param name="Missing">How many of them have not answered.</param>
/// <param name="Institutions">The first of the institutions without an answer.</param>
/// <param name="More">How many institutions there are besides.</param>
public sealed record Unanswered(Guid Id, LocalizedText Subject, Instant? DueAt, string Zone, int All, int Missing, IReadOnlyList<LocalizedText> Institutions, int More);

/// <summary>On the first page of the desk, for those who send circulars: what was not answered, and by whom.</summary>
internal sealed class UnansweredPart(RotundaDb db, Permissions permissions) : IPagePart
{
    private const int MostCirculars = 5;
    private const int MostNames = 6;

    private sealed record Row(Guid Id, LocalizedText Subject, Instant? DueAt, string Zone, int All, int Missing);

    private sealed record Owing(Guid CircularId, string SideCode, string Code, LocalizedText Name);

    /// <summary>Open circulars that ask for an answer and miss one, the first that are due first; at most so many.</summary>
    private static readonly PreparedQuery<int, Row> s_open = new((db, most) =>
        db.Set<Circular>().AsNoTracking()
            .Where(row => row.SentAt != null && row.ClosedAt == null && row.AnswerKind != AnswerKind.None && row.Receivers.Any(receiver => receiver.AnsweredAt == null))
            .OrderBy(row => row.DueAt).ThenBy(row => row.Id).Take(most)
            .Select(row => new Row(row.Id, row.Subject, row.DueAt, row.Zone, row.Receivers.Count, row.Receivers.Count(receiver => receiver.AnsweredAt == null))));

    /// <summary>The institutions that owe an answer to one of some circulars.</summary>
    private static readonly PreparedQuery<List<Guid>, Owing> s_owing = new((db, ids) =>
        db.Set<CircularReceiver>().AsNoTracking().Where(row => ids.Contains(row.CircularId) && row.AnsweredAt == null)
            .Select(row => new Owing(row.CircularId, row.Institution!.SideCode, row.Institution.Code, row.Institution.Name)).Distinct());

    public string Page => "desk";

    public int Order => 5;

    public async Task<PartView?> BuildAsync(Reader reader, CancellationToken cancellationToken)
    {
        if (!permissions.May(reader.Viewer, CorrespondenceActs.Send)) return null;
        var open = await s_open.ListAsync(db, MostCirculars, cancellationToken);
        if (open.Count == 0) return null;
        var ids = open.Select(row => row.Id).ToList();
        var owing = (await s_owing.ListAsync(db, ids, cancellationToken)).OrderBy(row => row.SideCode, StringComparer.Ordinal).ThenBy(row => row.Code, StringComparer.Ordinal).ToLookup(row => row.CircularId, row => row.Name);
        return new PartView("/Modules/Correspondence/Circulars/_DeskUnanswered.cshtml", open.ConvertAll(row => new Unanswered(
            row.Id, row.Subject, row.DueAt, row.Zone, row.All, row.Missing, [.. owing[row.Id].Take(MostNames)], Math.Max(0, owing[row.Id].Count() - MostNames))));
    }
}
