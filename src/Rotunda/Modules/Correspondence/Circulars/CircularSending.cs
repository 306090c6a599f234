using System.Security.Cryptography;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Mail;

namespace Rotunda.Modules.Correspondence.Circulars;

/// <summary>Sends circulars, reminds, closes, and makes links.</summary>
public sealed class CircularSending(
    RotundaDb db, Permissions permissions, CircularAudience audience, CircularLetters letters, MailQueue mail, AuditTrail audit, WorkSignal signal, IClock clock)
{
    /// <summary>Between two reminders of one circular.</summary>
    public static readonly Duration ReminderPause = Duration.FromHours(24);

    private const int TokenBytes = 16;

    /// <summary>Sends a draft: freezes it and its receivers, and queues one mail for each of them.</summary>
    /// <param name="viewer">Who sends.</param>
    /// <param name="id">The draft.</param>
    /// <param name="version">As the page showed it; two who send at once cannot both succeed.</param>
    /// <param name="address">Scheme and host of the links, without a slash at the end.</param>
    /// <param name="cancellationToken">Cancels everything.</param>
    public async Task<Outcome> SendAsync(Viewer viewer, Guid id, int version, string address, CancellationToken cancellationToken)
    {
        if (!permissions.May(viewer, CorrespondenceActs.Send)) return new Outcome.Refused();
        if (await db.Circulars.SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } circular) return new Outcome.Missing();
        if (circular.Version != version || circular.SentAt is not null) return new Outcome.Conflict();
        var now = clock.GetCurrentInstant();
        if (circular.AnswerKind != AnswerKind.None && (circular.DueAt is not { } due || due <= now)) return new Outcome.Invalid([new FieldFault("", "fault.due-past")]);
        var institutions = await audience.OfAsync(circular.Audience, circular.AudienceCodes, circular.Role, cancellationToken);
        if (institutions.All(institution => institution.Officers.Count == 0)) return new Outcome.Invalid([new FieldFault("", "fault.circular-nobody")]);

        (circular.SentAt, circular.SenderName, circular.SentBy) = (now, viewer.Name, viewer.AccountId);
        foreach (var institution in institutions)
        {
            foreach (var officer in institution.Officers)
            {
                var receiver = new CircularReceiver
                {
                    Id = RowId.New(), CircularId = id, InstitutionId = institution.Id, AccountId = officer.AccountId, OfficerName = officer.Name,
                    Email = officer.Email, LanguageCode = officer.LanguageCode, Zone = officer.Zone ?? institution.Zone,
                };
                db.Add(receiver);
                mail.Add(db, letters.Mail(circular, receiver, LinkFor(receiver, address), isReminder: false));
            }
        }

        audit.Record(db, viewer, "circular.send", CircularDrafts.SubjectKind, id.ToString());
        return await SaveAsync(cancellationToken);
    }

    /// <summary>Reminds everyone who can be written to and has not answered (or not read, where no answer is asked for), at most once in <see cref="ReminderPause"/>.</summary>
    public async Task<Outcome> RemindAsync(Viewer viewer, Guid id, string address, CancellationToken cancellationToken)
    {
        if (!permissions.May(viewer, CorrespondenceActs.Send)) return new Outcome.Refused();
        if (await db.Circulars.SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } circular) return new Outcome.Missing();
        var now = clock.GetCurrentInstant();
        if (circular.SentAt is null || circular.ClosedAt is not null) return new Outcome.Conflict();
        if (circular.AnswerKind != AnswerKind.None && !circular.TakesAnswersAt(now)) return new Outcome.Invalid([new FieldFault("", "fault.circular-over")]);
        if (circular.RemindedAt is { } last && now - last < ReminderPause) return new Outcome.Invalid([new FieldFault("", "fault.reminded")]);
        var isForReading = circular.AnswerKind == AnswerKind.None;
        var waiting = await db.CircularReceivers.AsNoTracking()
            .Where(row => row.CircularId == id && row.Email != "" && (isForReading ? row.ReadAt == null : row.AnsweredAt == null)).OrderBy(row => row.Id).ToListAsync(cancellationToken);
        if (waiting.Count == 0) return new Outcome.Invalid([new FieldFault("", "fault.nobody-waits")]);
        circular.RemindedAt = now;
        foreach (var receiver in waiting) mail.Add(db, letters.Mail(circular, receiver, LinkFor(receiver, address), isReminder: true));
        audit.Record(db, viewer, "circular.remind", CircularDrafts.SubjectKind, id.ToString());
        return await SaveAsync(cancellationToken);
    }

    /// <summary>Takes no more answers.</summary>
    public async Task<Outcome> CloseAsync(Viewer viewer, Guid id, int version, CancellationToken cancellationToken)
    {
        if (!permissions.May(viewer, CorrespondenceActs.Send)) return new Outcome.Refused();
        if (await db.Circulars.SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } circular) return new Outcome.Missing();
        if (circular.Version != version || circular.SentAt is null || circular.ClosedAt is not null) return new Outcome.Conflict();
        circular.ClosedAt = clock.GetCurrentInstant();
        audit.Record(db, viewer, "circular.close", CircularDrafts.SubjectKind, id.ToString());
        return await SaveAsync(cancellationToken);
    }

    /// <summary>Makes another link for a receiver, to be handed over by messenger. It is returned once.</summary>
    /// <param name="viewer">Who asks.</param>
    /// <param name="id">The circular.</param>
    /// <param name="receiverId">One of its receivers.</param>
    /// <param name="address">Scheme and host.</param>
    /// <param name="withdrawsOthers">True to end all earlier links of the receiver.</param>
    /// <param name="cancellationToken">Cancels everything.</param>
    public async Task<(Outcome Outcome, string? Link)> NewLinkAsync(Viewer viewer, Guid id, Guid receiverId, string address, bool withdrawsOthers, CancellationToken cancellationToken)
    {
        if (!permissions.May(viewer, CorrespondenceActs.Send)) return (new Outcome.Refused(), null);
        var receiver = await db.CircularReceivers.AsNoTracking().SingleOrDefaultAsync(row => row.Id == receiverId && row.CircularId == id, cancellationToken);
        if (receiver is null) return (new Outcome.Missing(), null);
        if (withdrawsOthers) db.RemoveRange(await db.CircularLinks.Where(link => link.ReceiverId == receiverId).ToListAsync(cancellationToken));
        var made = LinkFor(receiver, address);
        audit.Record(db, viewer, "circular.link", CircularDrafts.SubjectKind, id.ToString());
        var outcome = await SaveAsync(cancellationToken);
        return (outcome, outcome is Outcome.Done ? made : null);
    }

    private string LinkFor(CircularReceiver receiver, string address)
    {
        var token = RandomNumberGenerator.GetBytes(TokenBytes);
        db.Add(new CircularLink { TokenHash = SHA256.HashData(token), ReceiverId = receiver.Id, MadeAt = clock.GetCurrentInstant() });
        return $"{address}/{letters.LanguageOf(receiver).Code}/answer/{WebEncoders.Base64UrlEncode(token)}";
    }

    /// <summary>The hash of a token as it stands in an address; null for anything else.</summary>
    public static byte[]? HashOf(string? token)
    {
        if (token is not { Length: <= 64 }) return null;
        try
        {
            var bytes = WebEncoders.Base64UrlDecode(token);
            return bytes.Length == TokenBytes ? SHA256.HashData(bytes) : null;
        }
        catch (FormatException)
        {
            // Not the writing of a token: as good as a wrong one
            return null;
        }
    }

    private async Task<Outcome> SaveAsync(CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Outcome.Conflict();
        }
        catch (DbUpdateException error) when (error.IsUniqueViolation())
        {
            // Somebody sent it at the same moment, and the receivers stand already
            return new Outcome.Conflict();
        }

        signal.Raise();
        return new Outcome.Done();
    }
}
