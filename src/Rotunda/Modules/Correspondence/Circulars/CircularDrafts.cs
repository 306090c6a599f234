using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Data.Values;
using Rotunda.Modules.Media.Files;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Text;

namespace Rotunda.Modules.Correspondence.Circulars;

/// <summary>A draft as a form has it.</summary>
public sealed record CircularWish
{
    /// <summary>By language code.</summary>
    public IReadOnlyDictionary<string, string> Subject { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Text { get; init; } = new Dictionary<string, string>();

    public Audience Audience { get; init; }

    public IReadOnlyList<string> Codes { get; init; } = [];

    public string Role { get; init; } = Roles.Liaison;

    public AnswerKind AnswerKind { get; init; }

    /// <summary>By language code, one option on each line.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    /// <summary>As <c>2026-12-01</c>; empty for none.</summary>
    public string DueDay { get; init; } = "";

    /// <summary>As <c>18:00</c>.</summary>
    public string DueTime { get; init; } = "";

    public string Zone { get; init; } = "";

    public bool TakesLateAnswers { get; init; }

    public IReadOnlyList<SentFile> NewFiles { get; init; } = [];

    public IReadOnlyList<Guid> DroppedFiles { get; init; } = [];
}

/// <summary>The only code that writes drafts of circulars.</summary>
public sealed class CircularDrafts(
    RotundaDb db, Permissions permissions, IEnumerable<RoleContribution> roles, SiteLanguages languages, FileIntake intake, AuditTrail audit, WorkSignal signal, IClock clock)
{
    public const string SubjectKind = "circular";

    /// <summary>The roles whose holders a circular may go to: those that are held for an institution and may answer for it.</summary>
    public IReadOnlyList<string> ReceivingRoles =>
        [.. roles.Where(role => role.ScopeKind == "institution" && role.Acts.Contains(CorrespondenceActs.Answer)).Select(role => role.Role).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Makes a draft (without id) or changes one that the form showed in a version.</summary>
    public async Task<(Outcome Outcome, Guid? Id)> SaveAsync(Viewer viewer, Guid? id, int version, CircularWish wish, CancellationToken cancellationToken)
    {
        if (!permissions.May(viewer, CorrespondenceActs.Send)) return (new Outcome.Refused(), null);
        var circular = id is null
            ? new Circular { Id = RowId.New(), Role = wish.Role, Zone = wish.Zone, SenderName = viewer.Name, CreatedBy = viewer.AccountId, CreatedAt = clock.GetCurrentInstant() }
            : await db.Circulars.Include(row => row.Files).SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (circular is null) return (new Outcome.Missing(), null);
        // What was sent is frozen: a form that was open meanwhile is an old one
        if (id is not null && (circular.Version != version || circular.SentAt is not null)) return (new Outcome.Conflict(), null);
        if (Write(circular, wish) is { Count: > 0 } faults) return await RefuseAsync(faults);
        if (circular.Files.Count(file => !wish.DroppedFiles.Contains(file.Id)) + wish.NewFiles.Count > CircularLimits.MostFiles)
            return await RefuseAsync([new FieldFault("Files", "fault.file-count", CircularLimits.MostFiles.ToString(CultureInfo.InvariantCulture))]);
        var taken = new List<TakenFile>();
        foreach (var file in wish.NewFiles)
        {
            var (stored, fault) = await intake.TakeAsync(db, file, "Files", cancellationToken);
            if (fault is not null) return await RefuseAsync([fault]);
            taken.Add(stored!);
        }

        if (id is null) db.Add(circular);
        foreach (var dropped in circular.Files.Where(file => wish.DroppedFiles.Contains(file.Id)).ToList()) circular.Files.Remove(dropped);
        foreach (var file in taken)
        {
            var row = new CircularFile { Id = RowId.New(), CircularId = circular.Id, Hash = file.Hash, Name = file.Name, MediaType = file.MediaType };
            circular.Files.Add(row);
            db.Entry(row).State = EntityState.Added;
        }

        if (id is not null) db.Entry(circular).State = EntityState.Modified;
        audit.Record(db, viewer, id is null ? "circular.draft" : "circular.edit", SubjectKind, circular.Id.ToString());
        var outcome = await db.TrySaveAsync(signal, cancellationToken);
        return (outcome, outcome is Outcome.Done ? circular.Id : null);
    }

    /// <summary>Throws a draft away.</summary>
    public async Task<Outcome> DiscardAsync(Viewer viewer, Guid id, int version, CancellationToken cancellationToken)
    {
        if (!permissions.May(viewer, CorrespondenceActs.Send)) return new Outcome.Refused();
        if (await db.Circulars.Include(row => row.Files).SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } circular) return new Outcome.Missing();
        if (circular.Version != version || circular.SentAt is not null) return new Outcome.Conflict();
        db.Remove(circular);
        audit.Record(db, viewer, "circular.discard", SubjectKind, id.ToString());
        return await db.TrySaveAsync(signal, cancellationToken);
    }

    private Task<(Outcome, Guid?)> RefuseAsync(List<FieldFault> faults)
    {
        db.ChangeTracker.Clear();
        return Task.FromResult<(Outcome, Guid?)>((new Outcome.Invalid(faults), null));
    }

    private List<FieldFault> Write(Circular circular, CircularWish wish)
    {
        var faults = new List<FieldFault>();
        circular.Subject = Read("Subject", wish.Subject, CircularLimits.LongestSubject, lines: false, faults);
        circular.Text = Read("Text", wish.Text, CircularLimits.LongestText, lines: true, faults);
        foreach (var language in languages.All.Where(language => (circular.Subject[language.Code] is null) != (circular.Text[language.Code] is null)))
            faults.Add(new FieldFault($"{(circular.Subject[language.Code] is null ? "Subject" : "Text")}.{language.Code}", "fault.circular-half"));
        if (circular.Subject.IsEmpty && faults.Count == 0) faults.Add(new FieldFault($"Subject.{languages.Default.Code}", "fault.circular-empty"));
        if (!ReceivingRoles.Contains(wish.Role)) faults.Add(new FieldFault("Role", "fault.role"));
        if (wish.Codes.Count == 0 || (wish.Audience != Audience.Selection && wish.Codes.Count != 1)) faults.Add(new FieldFault("Audience", "fault.circular-audience"));
        (circular.Audience, circular.AudienceCodes, circular.Role) = (wish.Audience, [.. wish.Codes.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)], wish.Role);
        (circular.AnswerKind, circular.TakesLateAnswers) = (wish.AnswerKind, wish.TakesLateAnswers);
        circular.Options = wish.AnswerKind == AnswerKind.Choice ? ReadOptions(wish.Options, faults) : [];
        circular.DueAt = ReadDue(wish, faults);
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(wish.Zone) is null) faults.Add(new FieldFault("Zone", "fault.zone"));
        else circular.Zone = wish.Zone;
        return faults;
    }

    private LocalizedText Read(string field, IReadOnlyDictionary<string, string> texts, int longest, bool lines, List<FieldFault> faults)
    {
        var cleaned = languages.All.Select(language => (language.Code, Text: TextCleaning.Clean(texts.GetValueOrDefault(language.Code, ""), lines))).ToList();
        foreach (var (code, _) in cleaned.Where(pair => pair.Text.Length > longest))
            faults.Add(new FieldFault($"{field}.{code}", "fault.too-long", longest.ToString(CultureInfo.InvariantCulture)));
        return LocalizedText.Of([.. cleaned.Select(pair => (pair.Code, (string?)pair.Text))]);
    }

    /// <summary>Options stand on the same line in every language that has any.</summary>
    private List<LocalizedText> ReadOptions(IReadOnlyDictionary<string, string> options, List<FieldFault> faults)
    {
        var lists = languages.All.Select(language => (language.Code, Lines: TextCleaning.Clean(options.GetValueOrDefault(language.Code, ""), lines: true)
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))).Where(list => list.Lines.Length > 0).ToList();
        var count = lists.Count == 0 ? 0 : lists[0].Lines.Length;
        foreach (var (code, lines) in lists)
        {
            if (lines.Length != count) faults.Add(new FieldFault($"Options.{code}", "fault.options-differ"));
            if (lines.Any(line => line.Length > CircularLimits.LongestOption)) faults.Add(new FieldFault($"Options.{code}", "fault.too-long", "200"));
        }

        if (count is < 2 or > CircularLimits.MostOptions) faults.Add(new FieldFault($"Options.{(lists.Count == 0 ? languages.Default.Code : lists[0].Code)}", "fault.options-count", CircularLimits.MostOptions.ToString(CultureInfo.InvariantCulture)));
        if (faults.Count > 0) return [];
        return [.. Enumerable.Range(0, count).Select(index => LocalizedText.Of([.. lists.Select(list => (list.Code, (string?)list.Lines[index]))]))];
    }

    private Instant? ReadDue(CircularWish wish, List<FieldFault> faults)
    {
        if (wish.AnswerKind == AnswerKind.None || DateTimeZoneProviders.Tzdb.GetZoneOrNull(wish.Zone) is not { } zone) return null;
        var day = LocalDatePattern.Iso.Parse(wish.DueDay);
        var time = LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(wish.DueTime.Length > 5 ? wish.DueTime[..5] : wish.DueTime);
        if (!day.Success) faults.Add(new FieldFault("DueDay", "fault.due-day"));
        if (!time.Success) faults.Add(new FieldFault("DueTime", "fault.due-time"));
        if (!day.Success || !time.Success) return null;
        // A time that the clocks skip is taken an hour later, one that they show twice the first time
        var due = (day.Value + time.Value).InZoneLeniently(zone).ToInstant();
        if (due <= clock.GetCurrentInstant()) faults.Add(new FieldFault("DueDay", "fault.due-past"));
        return due;
    }
}
