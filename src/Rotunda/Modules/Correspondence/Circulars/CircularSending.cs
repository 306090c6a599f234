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
            // An institution that has no officer yet is asked too: whoever becomes one finds the circular
            var receiver = new CircularReceiver { Id = RowId.New(), CircularId = id, InstitutionId = institution.Id };
            db.Add(receiver);
            foreach (var officer in institution.Officers)
            {
                var row = OfficerOf(receiver.Id, officer, institution.Zone);
                mail.Add(db, letters.Mail(circular, row, LinkFor(row, address), isReminder: false));
            }
        }

        audit.Record(db, viewer, "circular.send", CircularDrafts.SubjectKind, id.ToString());
        return await SaveAsync(cancellationToken);
    }

    /// <summary>Reminds the officers of every institution that has not answered (or not read, where no answer is asked for), at most once in <see cref="ReminderPause"/>.</summary>
    /// <remarks>Those who hold the role now are written to, whether they did at sending or not.</remarks>
    public async Task<Outcome> RemindAsync(Viewer viewer, Guid id, string address, CancellationToken cancellationToken)
    {
        if (!permissions.May(viewer, CorrespondenceActs.Send)) return new Outcome.Refused();
        if (await db.Circulars.SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } circular) return new Outcome.Missing();
        var now = clock.GetCurrentInstant();
        if (circular.SentAt is null || circular.ClosedAt is not null) return new Outcome.Conflict();
        if (circular.AnswerKind != AnswerKind.None && !circular.TakesAnswersAt(now)) return new Outcome.Invalid([new FieldFault("", "fault.circular-over")]);
        if (circular.RemindedAt is { } last && now - last < ReminderPause) return new Outcome.Invalid([new FieldFault("", "fault.reminded")]);
        var isForReading = circular.AnswerKind == AnswerKind.None;
        var waiting = await db.CircularReceivers.AsNoTracking().Include(row => row.Institution).Include(row => row.Officers)
            .Where(row => row.CircularId == id && (isForReading ? row.ReadAt == null : row.AnsweredAt == null)).OrderBy(row => row.Id).ToListAsync(cancellationToken);
        var officers = await audience.OfficersAsync(circular.Role, cancellationToken);
        var reminded = waiting.SelectMany(receiver => officers[receiver.Institution!.Code].Select(officer => (Receiver: receiver, Officer: officer))).ToList();
        if (reminded.Count == 0) return new Outcome.Invalid([new FieldFault("", "fault.nobody-waits")]);
        circular.RemindedAt = now;
        foreach (var (receiver, officer) in reminded)
        {
            var row = KnownOrNew(receiver, officer);
            mail.Add(db, letters.Mail(circular, row, LinkFor(row, address), isReminder: true));
        }

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

    /// <summary>Makes another link for an officer, to be handed over by messenger. It is returned once.</summary>
    /// <param name="viewer">Who asks.</param>
    /// <param name="id">The circular.</param>
    /// <param name="receiverId">One of its receivers.</param>
    /// <param name="accountId">Somebody who holds the circular's role for that institution now: for others a link would open nothing.</param>
    /// <param name="address">Scheme and host.</param>
    /// <param name="withdrawsOthers">True to end all earlier links of the officer.</param>
    /// <param name="cancellationToken">Cancels everything.</param>
    public async Task<(Outcome Outcome, string? Link, CircularOfficer? Officer)> NewLinkAsync(
        Viewer viewer, Guid id, Guid receiverId, Guid accountId, string address, bool withdrawsOthers, CancellationToken cancellationToken)
    {
        if (!permissions.May(viewer, CorrespondenceActs.Send)) return (new Outcome.Refused(), null, null);
        var receiver = await db.CircularReceivers.AsNoTracking().Include(row => row.Circular).Include(row => row.Institution).Include(row => row.Officers)
            .SingleOrDefaultAsync(row => row.Id == receiverId && row.CircularId == id, cancellationToken);
        if (receiver is null) return (new Outcome.Missing(), null, null);
        if ((await audience.OfficersAsync(receiver.Circular!.Role, cancellationToken))[receiver.Institution!.Code].FirstOrDefault(row => row.AccountId == accountId) is not { } officer)
            return (new Outcome.Invalid([new FieldFault("", "fault.no-officer")]), null, null);
        var row = KnownOrNew(receiver, officer);
        if (withdrawsOthers) db.RemoveRange(await db.CircularLinks.Where(link => link.OfficerId == row.Id).ToListAsync(cancellationToken));
        var made = LinkFor(row, address);
        audit.Record(db, viewer, "circular.link", CircularDrafts.SubjectKind, id.ToString());
        var outcome = await SaveAsync(cancellationToken);
        return outcome is Outcome.Done ? (outcome, made, row) : (outcome, null, null);
    }

    /// <summary>The row of an officer to whom the circular went already, or a new one; the address is today's.</summary>
    private CircularOfficer KnownOrNew(CircularReceiver receiver, Officer officer)
    {
        if (receiver.Officers.Find(row => row.AccountId == officer.AccountId) is not { } known) return OfficerOf(receiver.Id, officer, receiver.Institution!.Zone);
        return new CircularOfficer { Id = known.Id, ReceiverId = receiver.Id, AccountId = known.AccountId, OfficerName = officer.Name, Email = officer.Email, LanguageCode = officer.LanguageCode, Zone = officer.Zone ?? known.Zone };
    }

    private CircularOfficer OfficerOf(Guid receiver, Officer officer, string zone)
    {
        var row = new CircularOfficer
        {
            Id = RowId.New(), ReceiverId = receiver, AccountId = officer.AccountId, OfficerName = officer.Name, Email = officer.Email, LanguageCode = officer.LanguageCode, Zone = officer.Zone ?? zone,
        };
        db.Add(row);
        return row;
    }

    private string LinkFor(CircularOfficer officer, string address)
    {
        var token = RandomNumberGenerator.GetBytes(TokenBytes);
        db.Add(new CircularLink { TokenHash = SHA256.HashData(token), OfficerId = officer.Id, MadeAt = clock.GetCurrentInstant() });
        return $"{address}/{letters.LanguageOf(officer).Code}/answer/{WebEncoders.Base64UrlEncode(token)}";
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

    /// <summary>When somebody sent it at the same moment, the receivers stand already.</summary>
    private Task<Outcome> SaveAsync(CancellationToken cancellationToken) => db.TrySaveAsync(signal, new Outcome.Conflict(), cancellationToken);
}
