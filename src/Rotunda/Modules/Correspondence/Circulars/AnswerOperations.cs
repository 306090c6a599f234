using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Media.Files;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Text;

namespace Rotunda.Modules.Correspondence.Circulars;

/// <summary>An answer as a form has it.</summary>
/// <param name="Choice">1 or 0 for yes or no, or the place of an option; null where none was chosen.</param>
/// <param name="Words">The answer in words, or a comment.</param>
/// <param name="File">A file; null where none was sent.</param>
public sealed record AnswerWish(int? Choice, string Words, SentFile? File);

/// <summary>Somebody who answers for a receiving institution.</summary>
/// <param name="Receiver">The institution with its answer, and the circular.</param>
/// <param name="AccountId">Of the officer.</param>
/// <param name="Name">Of the officer.</param>
/// <param name="Zone">The IANA zone in which the officer is told the time.</param>
public sealed record Answerer(CircularReceiver Receiver, Guid AccountId, string Name, string Zone);

/// <summary>The only code that finds a receiver for somebody and writes what the institution read and answered.</summary>
public sealed class AnswerOperations(RotundaDb db, Permissions permissions, FileIntake intake, AuditTrail audit, WorkSignal signal, IClock clock)
{
    /// <summary>The officer behind a link, with the circular, who still holds its role for the institution; null for a link that opens nothing.</summary>
    public async Task<Answerer?> FindAsync(string? token, CancellationToken cancellationToken)
    {
        if (CircularSending.HashOf(token) is not { } hash) return null;
        // The officer by the link: asked of its links, every officer of every circular would be looked at
        var (held, opened) = (db.Holding(clock.GetCurrentInstant()), db.CircularLinks.Where(link => link.TokenHash == hash).Select(link => link.OfficerId));
        var officer = await db.CircularOfficers.AsNoTracking().Include(row => row.Receiver).ThenInclude(receiver => receiver!.Institution)
            .Include(row => row.Receiver).ThenInclude(receiver => receiver!.Circular).ThenInclude(circular => circular!.Files)
            .SingleOrDefaultAsync(
                row => opened.Contains(row.Id) && row.Receiver!.Circular!.SentAt != null
                    && held.Any(grant => grant.AccountId == row.AccountId && grant.Role == row.Receiver.Circular.Role && grant.Scope == "institution:" + row.Receiver.Institution!.Code),
                cancellationToken);
        return officer is null ? null : new Answerer(officer.Receiver!, officer.AccountId, officer.OfficerName, officer.Zone);
    }

    /// <summary>A receiver for which the viewer answers now; null for somebody else's.</summary>
    public async Task<Answerer?> FindAsync(Reader reader, Guid id, CancellationToken cancellationToken)
    {
        if (reader.Viewer.AccountId is not { } account) return null;
        var receiver = await CircularQueries.ReceivedBy(db, reader.Viewer, permissions).Include(row => row.Institution).Include(row => row.Circular).ThenInclude(circular => circular!.Files)
            .SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        return receiver is null ? null : new Answerer(receiver, account, reader.Viewer.Name, reader.Zone?.Id ?? receiver.Institution!.Zone);
    }

    /// <summary>Notes that the circular was opened for the first time.</summary>
    public Task MarkReadAsync(CircularReceiver receiver, CancellationToken cancellationToken)
    {
        if (receiver.ReadAt is not null) return Task.CompletedTask;
        Instant? now = clock.GetCurrentInstant();
        return db.CircularReceivers.Where(row => row.Id == receiver.Id && row.ReadAt == null).ExecuteUpdateAsync(row => row.SetProperty(read => read.ReadAt, now), cancellationToken);
    }

    /// <summary>Stores or changes the answer of an institution by an officer whom one of the methods above found. The last one counts.</summary>
    public async Task<Outcome> AnswerAsync(Answerer answerer, AnswerWish wish, CancellationToken cancellationToken)
    {
        var (found, circular, now) = (answerer.Receiver, answerer.Receiver.Circular!, clock.GetCurrentInstant());
        if (!circular.TakesAnswersAt(now)) return new Outcome.Invalid([new FieldFault("", circular.ClosedAt is null ? "fault.circular-over" : "fault.circular-closed")]);
        var words = TextCleaning.Clean(wish.Words, lines: true);
        if (words.Length > CircularLimits.LongestAnswer) return new Outcome.Invalid([new FieldFault("Words", "fault.too-long", CircularLimits.LongestAnswer.ToString(CultureInfo.InvariantCulture))]);
        if (FaultOf(circular, found, wish, words) is { } fault) return new Outcome.Invalid([fault]);
        TakenFile? taken = null;
        if (circular.AnswerKind == AnswerKind.File && wish.File is not null)
        {
            (taken, var refused) = await intake.TakeAsync(db, wish.File, "File", cancellationToken);
            if (refused is not null) return new Outcome.Invalid([refused]);
        }

        var receiver = await db.CircularReceivers.SingleAsync(row => row.Id == found.Id, cancellationToken);
        if (receiver.Version != found.Version) return new Outcome.Conflict();
        (receiver.AnsweredAt, receiver.IsLate, receiver.ReadAt) = (now, circular.IsOverAt(now), receiver.ReadAt ?? now);
        (receiver.AnsweredById, receiver.AnsweredBy) = (answerer.AccountId, answerer.Name);
        receiver.Choice = circular.AnswerKind is AnswerKind.YesNo or AnswerKind.Choice ? wish.Choice : null;
        receiver.Words = words.Length == 0 ? null : words;
        if (taken is not null) (receiver.FileHash, receiver.FileName, receiver.FileType) = (taken.Hash, taken.Name, taken.MediaType);
        audit.Record(db, new Viewer(answerer.AccountId, answerer.Name, []), "circular.answer", CircularDrafts.SubjectKind, circular.Id.ToString());
        return await db.TrySaveAsync(signal, cancellationToken);
    }

    private static FieldFault? FaultOf(Circular circular, CircularReceiver receiver, AnswerWish wish, string words) => circular.AnswerKind switch
    {
        AnswerKind.YesNo when wish.Choice is not (0 or 1) => new FieldFault("Choice", "fault.answer-choice"),
        AnswerKind.Choice when wish.Choice is not { } place || place < 0 || place >= circular.Options.Count => new FieldFault("Choice", "fault.answer-choice"),
        AnswerKind.Text when words.Length == 0 => new FieldFault("Words", "fault.answer-words"),
        AnswerKind.File when wish.File is null && receiver.FileHash is null => new FieldFault("File", "fault.answer-file"),
        _ => null,
    };
}
