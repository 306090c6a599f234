using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Media.Files;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Mail;
using Rotunda.Modules.Translation.Intake;
using Rotunda.Text;

namespace Rotunda.Modules.Newsroom.Submissions;

/// <summary>News as a form has it.</summary>
public sealed record SubmissionWish
{
    /// <summary>The code of the institution for which it is sent.</summary>
    public string Institution { get; init; } = "";

    public string Language { get; init; } = "";

    public string Title { get; init; } = "";

    /// <summary>Markdown, or HTML as it was pasted.</summary>
    public string Text { get; init; } = "";

    public string Address { get; init; } = "";

    public string Message { get; init; } = "";

    /// <summary>A .docx file or a saved page whose text is taken; null where none was sent.</summary>
    public SentFile? Document { get; init; }

    public IReadOnlyList<SentFile> NewFiles { get; init; } = [];

    public IReadOnlyList<Guid> DroppedFiles { get; init; } = [];
}

/// <summary>The only code that writes what officers send and what editors decide.</summary>
public sealed class SubmissionOperations(
    RotundaDb db, Permissions permissions, SubmissionIntake intake, ArticleDrafting drafting, MailQueue mail, SiteLanguages languages, AuditTrail audit, WorkSignal signal, IClock clock)
{
    public const string SubjectKind = "news-submission";

    internal const string Taken = "submission.take";
    internal const string Declined = "submission.decline";

    /// <summary>Sends news (without id), or changes what still waits. For an institution of another officer there is nothing here.</summary>
    public async Task<(Outcome Outcome, Guid? Id)> SendAsync(Viewer viewer, Guid? id, int version, SubmissionWish wish, CancellationToken cancellationToken)
    {
        if (viewer.AccountId is not { } account) return (new Outcome.Refused(), null);
        NewsSubmission? submission;
        if (id is null)
        {
            if (!permissions.May(viewer, SubmissionActs.Send, SubmissionActs.ScopeOf(wish.Institution))
                || await db.Institutions.SingleOrDefaultAsync(row => row.Code == wish.Institution, cancellationToken) is not { } institution) return (new Outcome.Missing(), null);
            if (await LimitAsync(account, cancellationToken) is { } limit) return (new Outcome.Invalid([limit]), null);
            submission = new NewsSubmission
            {
                Id = RowId.New(), InstitutionId = institution.Id, AccountId = account, SenderName = viewer.Name, Language = "", Title = "", Text = "", SentAt = clock.GetCurrentInstant(),
            };
        }
        else
        {
            submission = await db.NewsSubmissions.Include(row => row.Files).Include(row => row.Institution).SingleOrDefaultAsync(row => row.Id == id && row.AccountId == account, cancellationToken);
            if (submission is null || !permissions.May(viewer, SubmissionActs.Send, SubmissionActs.ScopeOf(submission.Institution!.Code))) return (new Outcome.Missing(), null);
            if (submission.Version != version || submission.State != SubmissionState.Sent) return (new Outcome.Conflict(), null);
        }

        var faults = new List<FieldFault>();
        var added = await WriteAsync(submission, wish, faults, cancellationToken);
        if (faults.Count > 0)
        {
            db.ChangeTracker.Clear();
            return (new Outcome.Invalid(faults), null);
        }

        foreach (var dropped in submission.Files.Where(file => wish.DroppedFiles.Contains(file.Id)).ToList()) submission.Files.Remove(dropped);
        if (id is null) db.Add(submission);
        else db.Entry(submission).State = EntityState.Modified;
        foreach (var file in added)
        {
            submission.Files.Add(file);
            db.Entry(file).State = EntityState.Added;
        }

        audit.Record(db, viewer, id is null ? "submission.send" : "submission.edit", SubjectKind, submission.Id.ToString());
        return (await db.TrySaveAsync(signal, cancellationToken), submission.Id);
    }

    /// <summary>Takes back what still waits.</summary>
    public async Task<Outcome> WithdrawAsync(Viewer viewer, Guid id, int version, CancellationToken cancellationToken)
    {
        if (await db.NewsSubmissions.SingleOrDefaultAsync(row => row.Id == id && row.AccountId == viewer.AccountId && row.AccountId != null, cancellationToken) is not { } submission) return new Outcome.Missing();
        if (submission.Version != version || submission.State != SubmissionState.Sent) return new Outcome.Conflict();
        submission.State = SubmissionState.Withdrawn;
        audit.Record(db, viewer, "submission.withdraw", SubjectKind, id.ToString());
        return await db.TrySaveAsync(signal, cancellationToken);
    }

    /// <summary>Makes a draft article of what was sent, with the officer as its author; its pictures go into the library.</summary>
    /// <param name="viewer">An editor.</param>
    /// <param name="id">What was sent.</param>
    /// <param name="version">As it was shown.</param>
    /// <param name="absolute">Makes an address of the site whole, for the letter to the sender.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    public async Task<Outcome> TakeAsync(Viewer viewer, Guid id, int version, Func<string, ValueTask<string>> absolute, CancellationToken cancellationToken)
    {
        if (!permissions.May(viewer, SubmissionActs.Decide)) return new Outcome.Refused();
        if (await db.NewsSubmissions.Include(row => row.Files).Include(row => row.Institution).SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } submission) return new Outcome.Missing();
        if (submission.Version != version || submission.State != SubmissionState.Sent) return new Outcome.Conflict();
        var now = clock.GetCurrentInstant();
        var (article, faults) = await drafting.AddAsync(viewer, submission, cancellationToken);
        if (article is null)
        {
            db.ChangeTracker.Clear();
            return new Outcome.Invalid(faults);
        }

        (submission.State, submission.ArticleId, submission.DecidedAt, submission.DecidedBy) = (SubmissionState.Taken, article, now, viewer.Name);
        await TellAsync(submission, absolute, texts => [texts["submission.mail.taken"]], cancellationToken);
        audit.Record(db, viewer, Taken, SubjectKind, id.ToString());
        return await db.TrySaveAsync(signal, cancellationToken);
    }

    /// <summary>Declines what was sent; the sender reads the reason.</summary>
    public async Task<Outcome> DeclineAsync(Viewer viewer, Guid id, int version, string reason, Func<string, ValueTask<string>> absolute, CancellationToken cancellationToken)
    {
        if (!permissions.May(viewer, SubmissionActs.Decide)) return new Outcome.Refused();
        if (await db.NewsSubmissions.SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } submission) return new Outcome.Missing();
        if (submission.Version != version || submission.State != SubmissionState.Sent) return new Outcome.Conflict();
        var text = TextCleaning.Clean(reason, lines: true);
        if (text.Length == 0) return new Outcome.Invalid([new FieldFault("Reason", "fault.submission-reason")]);
        if (text.Length > SubmissionLimits.LongestReason) return new Outcome.Invalid([TooLong("Reason", SubmissionLimits.LongestReason)]);
        (submission.State, submission.Reason, submission.DecidedAt, submission.DecidedBy) = (SubmissionState.Declined, text, clock.GetCurrentInstant(), viewer.Name);
        await TellAsync(submission, absolute, texts => [texts["submission.mail.declined"], string.Join('\n', text.Split('\n').Select(line => "> " + line))], cancellationToken);
        audit.Record(db, viewer, Declined, SubjectKind, id.ToString());
        return await db.TrySaveAsync(signal, cancellationToken);
    }

    /// <summary>Writes to the sender what was decided, in the sender's language; an account that is gone or closed hears nothing.</summary>
    private async Task TellAsync(NewsSubmission submission, Func<string, ValueTask<string>> absolute, Func<Texts, IEnumerable<string>> decision, CancellationToken cancellationToken)
    {
        if (await db.Accounts.AsNoTracking().SingleOrDefaultAsync(account => account.Id == submission.AccountId && account.DisabledAt == null, cancellationToken) is not { Email: { } email } sender) return;
        var language = languages.Find(sender.LanguageCode) ?? languages.Default;
        var texts = languages.TextsOf(language);
        string[] paragraphs =
        [
            texts.Format("submission.mail.about", ("title", submission.Title)), .. decision(texts), texts["submission.mail.link"], await absolute($"/{language.Code}/desk/news/submissions/{submission.Id}"),
        ];
        mail.Add(db, new Letter(email, language.Code, texts.Format("submission.mail.subject", ("title", submission.Title)), string.Join("\n\n", paragraphs) + "\n"));
    }

    private async Task<FieldFault?> LimitAsync(Guid account, CancellationToken cancellationToken)
    {
        var since = clock.GetCurrentInstant() - Duration.FromDays(1);
        var counts = await db.NewsSubmissions.Where(row => row.AccountId == account && (row.SentAt > since || row.State == SubmissionState.Sent))
            .Select(row => new { IsNew = row.SentAt > since, IsWaiting = row.State == SubmissionState.Sent }).ToListAsync(cancellationToken);
        return counts.Count(row => row.IsWaiting) >= SubmissionLimits.MostWaiting ? new FieldFault("", "fault.submissions-waiting", SubmissionLimits.MostWaiting.ToString(CultureInfo.InvariantCulture))
            : counts.Count(row => row.IsNew) >= SubmissionLimits.MostInADay ? new FieldFault("", "fault.submissions-day", SubmissionLimits.MostInADay.ToString(CultureInfo.InvariantCulture)) : null;
    }

    /// <summary>Writes the fields and stores the files; what cannot stand is in the faults, and nothing is then kept.</summary>
    private async Task<IReadOnlyList<SubmissionFile>> WriteAsync(NewsSubmission submission, SubmissionWish wish, List<FieldFault> faults, CancellationToken cancellationToken)
    {
        var files = new List<SubmissionFile>();
        var address = OutsideLinks.Take(wish.Address, null);
        if (wish.Address.Trim().Length > 0 && (address is null || !address.StartsWith("http", StringComparison.Ordinal))) faults.Add(new FieldFault("Address", "fault.submission-address"));
        var (title, text) = (TextCleaning.Clean(wish.Title), SubmissionIntake.MarkdownOf(wish.Text, address is null ? null : new Uri(address)));
        if (text is null || text.Length > SubmissionLimits.LongestText) faults.Add(new FieldFault("Text", "fault.intake-large"));
        if (wish.Document is not null && faults.Count == 0)
        {
            var (taken, fault) = await intake.ReadAsync(db, submission.Id, wish.Document, "Document", cancellationToken);
            if (fault is not null) faults.Add(fault);
            if (taken is not null)
            {
                files.AddRange(taken.Files);
                (title, address) = (title.Length > 0 ? title : taken.Title, address ?? taken.Address);
                text = text!.Length == 0 ? taken.Text : text + "\n\n" + taken.Text;
            }
        }

        if (title.Length == 0 && !faults.Exists(fault => fault.Field == "Document")) faults.Add(new FieldFault("Title", "fault.submission-title"));
        if (title.Length > SubmissionLimits.LongestTitle) faults.Add(TooLong("Title", SubmissionLimits.LongestTitle));
        if (text is { Length: 0 } && faults.Count == 0) faults.Add(new FieldFault("Text", "fault.submission-text"));
        if (languages.Find(wish.Language) is not { } language) faults.Add(new FieldFault("Language", "fault.submission-language"));
        else submission.Language = language.Code;
        var message = TextCleaning.Clean(wish.Message, lines: true);
        if (message.Length > SubmissionLimits.LongestMessage) faults.Add(TooLong("Message", SubmissionLimits.LongestMessage));
        if (wish.NewFiles.Count > SubmissionLimits.MostFiles || submission.Files.Count + files.Count + wish.NewFiles.Count > SubmissionLimits.MostFilesInAll) faults.Add(new FieldFault("Files", "fault.file-count", SubmissionLimits.MostFiles.ToString(CultureInfo.InvariantCulture)));
        foreach (var file in faults.Count == 0 ? wish.NewFiles : [])
        {
            var (taken, fault) = await intake.TakeAsync(db, submission.Id, file, "Files", cancellationToken);
            if (fault is not null) faults.Add(fault);
            else files.Add(taken!);
        }

        (submission.Title, submission.Text, submission.Address, submission.Message) = (title, text ?? "", address, message);
        return files;
    }

    private static FieldFault TooLong(string field, int longest) => new(field, "fault.too-long", longest.ToString(CultureInfo.InvariantCulture));
}
