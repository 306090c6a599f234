using System.IO.Compression;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Translation.Interchange.Xliff;
using Rotunda.Modules.Translation.Memory;
using Rotunda.Modules.Translation.Rendering;
using Rotunda.Modules.Translation.Terms;
using Rotunda.Modules.Translation.Texts;

namespace Rotunda.Modules.Translation.Handouts;

/// <summary>A file that was handed out.</summary>
public sealed record HandoutFile(string Name, string MediaType, byte[] Content);

/// <summary>What became of the segments of a file that was taken over.</summary>
/// <param name="Taken">Stored.</param>
/// <param name="Approved">Of them and of the unchanged ones, approved because the file calls them final and the viewer may approve them.</param>
/// <param name="Left">Not stored: conflicts that nobody decided, and what moved in the meantime.</param>
public sealed record ReturnResult(int Taken, int Approved, int Left);

/// <summary>Hands texts out for other tools, and takes over what comes back. Translations themselves are written by <see cref="SegmentOperations"/> alone.</summary>
public sealed class HandoutOperations(
    RotundaDb db, HandoutQueries queries, SegmentOperations segments, TermQueries terms, SiteLanguages languages, Permissions permissions, AuditTrail audit, WorkSignal signal, IClock clock)
{
    public const string XliffType = "application/xliff+xml";
    private const int MostTexts = 200;

    /// <summary>Segments for which similar translations are looked up; the others have exact ones only.</summary>
    private const int MostSimilar = 300;

    private static readonly Duration Kept = Duration.FromDays(1);

    /// <summary>One text as a file, several as an archive; the handout is noted, so that what comes back is known.</summary>
    /// <param name="onlyOpen">Leaves out segments that have a translation of the present source.</param>
    public async Task<(Outcome Outcome, HandoutFile? File)> TakeOutAsync(Viewer viewer, IReadOnlyCollection<Guid> textIds, string from, string to, bool onlyOpen, CancellationToken cancellationToken)
    {
        if (languages.Find(from) is not { } source || languages.Find(to) is not { } target || source == target) return (new Outcome.Missing(), null);
        if (!permissions.MaySomewhere(viewer, LanguageToolActs.Use) || (!segments.MayWrite(viewer, source.Code, target.Code) && !permissions.MaySomewhere(viewer, LanguageToolActs.Manage))) return (new Outcome.Refused(), null);
        if (textIds.Count is 0 or > MostTexts) return (new Outcome.Invalid([new FieldFault("Texts", textIds.Count == 0 ? "fault.handout-none" : "fault.handout-many", MostTexts.ToString(System.Globalization.CultureInfo.InvariantCulture))]), null);
        var found = await queries.SegmentsAsync(textIds, cancellationToken);
        var book = await terms.BookAsync(source.Code, target.Code, cancellationToken);
        var job = new XliffJob(RowId.New(), source.Tag, target.Tag, clock.GetCurrentInstant());
        var texts = new List<XliffText>();
        foreach (var id in textIds.Where(found.ContainsKey).Distinct())
            if (await TextAsync(id, found[id], source.Code, target.Code, onlyOpen, book, cancellationToken) is { } text) texts.Add(text);
        if (texts.Count == 0) return (new Outcome.Invalid([new FieldFault("Texts", "fault.handout-nothing")]), null);

        db.Add(new Handout { Id = job.Id, SourceLanguage = source.Code, TargetLanguage = target.Code, Texts = [.. texts.Select(text => text.TextId)], Segments = texts.Sum(text => text.Segments.Count()), At = job.At, AccountId = viewer.AccountId });
        audit.Record(db, viewer, "handout.take", "handout", job.Id.ToString(), [new FieldChange("handout-texts", null, string.Join("; ", texts.Select(text => text.Original)))]);
        await db.SaveChangesAsync(cancellationToken);
        signal.Raise();
        var name = $"{source.Code}-{target.Code}-{job.Id.ToString("N")[..8]}";
        return (new Outcome.Done(), texts.Count == 1 ? new HandoutFile(name + ".xlf", XliffType, Written(job, texts[0])) : new HandoutFile(name + ".zip", "application/zip", Zipped(job, texts)));
    }

    /// <summary>Keeps a file that came back for a day, so that what was looked at is what is taken over; nothing changes yet.</summary>
    public async Task<(Outcome Outcome, Guid Id)> SendAsync(Viewer viewer, string fileName, byte[] content, CancellationToken cancellationToken)
    {
        if (!permissions.MaySomewhere(viewer, LanguageToolActs.Use) || viewer.AccountId is not { } account) return (new Outcome.Refused(), default);
        if (content.Length > ReturnedFiles.Largest) return (new Outcome.Invalid([new FieldFault("File", "fault.file-large", "20")]), default);
        var files = ReturnedFiles.Read(fileName, content);
        if (files.Fault is { } fault) return (new Outcome.Invalid([new FieldFault("File", "fault.xliff", $"{files.FaultIn}:{fault.Line}: {fault.Reason}")]), default);
        if (await queries.PlanAsync(viewer, files, cancellationToken) is null) return (new Outcome.Invalid([new FieldFault("File", "fault.xliff-languages")]), default);
        var now = clock.GetCurrentInstant();
        await db.ReturnDrafts.Where(draft => draft.SentAt < now - Kept).ExecuteDeleteAsync(cancellationToken);
        var name = Rotunda.Text.TextCleaning.Clean(Path.GetFileName(fileName));
        var draft = new ReturnDraft { Id = RowId.New(), AccountId = account, FileName = name.Length > 200 ? name[..200] : name, Content = content, SentAt = now };
        db.Add(draft);
        await db.SaveChangesAsync(cancellationToken);
        return (new Outcome.Done(), draft.Id);
    }

    /// <summary>A file that was sent by the viewer; null when it is gone or somebody else's.</summary>
    public async Task<ReturnDraft?> DraftAsync(Viewer viewer, Guid id, CancellationToken cancellationToken) =>
        await db.ReturnDrafts.AsNoTracking().SingleOrDefaultAsync(draft => draft.Id == id && draft.AccountId == viewer.AccountId, cancellationToken);

    /// <summary>Takes a file over as it was shown. States are at most what the viewer may give; nobody approves words of the own.</summary>
    /// <param name="fingerprint">Of the plan that was shown.</param>
    /// <param name="chosen">Conflicts in which the file wins.</param>
    public async Task<(Outcome Outcome, ReturnResult? Result)> TakeOverAsync(Viewer viewer, Guid id, string fingerprint, IReadOnlySet<Guid> chosen, CancellationToken cancellationToken)
    {
        if (!permissions.MaySomewhere(viewer, LanguageToolActs.Use)) return (new Outcome.Refused(), null);
        if (await DraftAsync(viewer, id, cancellationToken) is not { } draft) return (new Outcome.Missing(), null);
        if (await queries.PlanAsync(viewer, ReturnedFiles.Read(draft.FileName, draft.Content), cancellationToken) is not { } plan) return (new Outcome.Missing(), null);
        if (plan.Fingerprint != fingerprint) return (new Outcome.Conflict(), null);
        var (taken, approved, left) = (0, 0, 0);
        foreach (var text in plan.Lines.Where(line => line.TextId != Guid.Empty).GroupBy(line => line.TextId))
        {
            var wishes = text.Where(line => line.State is ReturnState.Taken or ReturnState.TakenStale || (line.State == ReturnState.Conflict && chosen.Contains(line.Returned.SegmentId))).Select(line => WishOf(line, plan.From)).ToList();
            var answers = wishes.Count == 0 ? [] : await segments.PutAsync(viewer, text.Key, plan.To, wishes, isAutosave: false, cancellationToken);
            taken += answers.Count(answer => answer.Result == PutResult.Stored);
            left += answers.Count(answer => answer.Result is not (PutResult.Stored or PutResult.Unchanged)) + text.Count(line => line.State == ReturnState.Conflict && !chosen.Contains(line.Returned.SegmentId));
            approved += await ApproveAsync(viewer, plan, text, answers, cancellationToken);
        }

        var (now, jobs) = (clock.GetCurrentInstant(), plan.Lines.Select(line => line.Returned.JobId).OfType<Guid>().Distinct().ToList());
        foreach (var handout in await db.Handouts.Where(handout => jobs.Contains(handout.Id)).ToListAsync(cancellationToken)) handout.ReturnedAt = now;
        audit.Record(db, viewer, "handout.return", "handout", jobs.Count == 1 ? jobs[0].ToString() : id.ToString(), [new FieldChange("handout-segments", null, taken.ToString(System.Globalization.CultureInfo.InvariantCulture))]);
        await db.SaveChangesAsync(cancellationToken);
        await db.ReturnDrafts.Where(row => row.Id == id).ExecuteDeleteAsync(cancellationToken);
        signal.Raise();
        return (new Outcome.Done(), new ReturnResult(taken, approved, left));
    }

    private static SegmentWish WishOf(ReturnLine line, string from) => new(line.Returned.SegmentId, line.Returned.Target!)
    {
        Base = line.PresentHash,
        FromLanguage = from,
        // The text that the translator had: where it reads differently now, the translation is stale from the start
        FromText = line.Returned.SourceHash is { } hash && hash.AsSpan().SequenceEqual(SegmentText.HashOf(line.Source)) ? null : line.Returned.Source,
        State = line.Returned.State == TranslationState.Initial || line.Returned.IsMachineMade ? TranslationState.Initial : TranslationState.Translated,
        Origin = line.Returned.IsMachineMade ? SegmentOrigin.Machine : SegmentOrigin.Import,
    };

    /// <summary>Approves what the file calls final, where the viewer may and did not make it.</summary>
    private async Task<int> ApproveAsync(Viewer viewer, ReturnPlan plan, IEnumerable<ReturnLine> lines, IReadOnlyList<SegmentAnswer> answers, CancellationToken cancellationToken)
    {
        if (!permissions.May(viewer, TranslationActs.Approve, TranslationActs.Language(plan.To))) return 0;
        var stored = answers.Where(answer => answer.Result is PutResult.Stored or PutResult.Unchanged && answer.Present is not null).ToDictionary(answer => answer.SegmentId, answer => answer.Present!.Hash);
        var seen = new Dictionary<Guid, byte[]>();
        foreach (var line in lines.Where(line => line.Returned is { State: TranslationState.Final, IsMachineMade: false }))
            if ((stored.GetValueOrDefault(line.Returned.SegmentId) ?? (line.State == ReturnState.Unchanged ? line.PresentHash : null)) is { } hash) seen[line.Returned.SegmentId] = hash;
        if (seen.Count == 0) return 0;
        var text = lines.First().TextId;
        return (await segments.ApproveAsync(viewer, text, plan.To, seen, null, cancellationToken)).Count(answer => answer.Result == PutResult.Stored);
    }

    private async Task<XliffText?> TextAsync(Guid id, IReadOnlyList<(Segment Segment, Block? Block)> rows, string from, string to, bool onlyOpen, Termbook book, CancellationToken cancellationToken)
    {
        var open = rows.Where(row => row.Segment.In(from) is { Shape: SegmentShape.Own, Text.Length: > 0 }).ToList();
        var exact = await MemoryQueries.ExactAsync(db, from, to, open.Select(row => row.Segment.In(from)!.Text), cancellationToken);
        var (made, similar) = (new List<XliffSegment>(), 0);
        foreach (var (segment, block) in open)
        {
            var source = segment.In(from)!;
            var target = segment.In(to);
            var isStale = target?.FromLanguage == from && target.IsStale(source);
            if (onlyOpen && target is not null && !isStale) continue;
            var matches = exact[Convert.ToHexString(MemoryEntry.HashOfKey(MemoryEntry.KeyOf(source.Text)))].Select(entry => new XliffMatch(entry.SourceText, entry.TargetText, entry.SourceText == source.Text ? 100 : 99)).DistinctBy(match => match.Target).Take(3).ToList();
            if (matches.Count == 0 && (target is null || isStale) && similar++ < MostSimilar)
                matches = [.. (await MemoryQueries.FindAsync(db, from, to, source.Text, null, 3, cancellationToken)).Select(match => new XliffMatch(match.SourceText, match.TargetText, match.Percent))];
            made.Add(new XliffSegment(
                segment.Id, block is null ? segment.Field.ToString() : block.Kind.ToString(), source.Text, target is { Shape: SegmentShape.Own, Text.Length: > 0 } ? target.Text : null,
                isStale ? TranslationState.Initial : target?.State ?? TranslationState.Initial, target?.Origin == SegmentOrigin.Machine, matches,
                [.. book.In(source.Text).Where(term => term.Allowed.Count > 0 || term.Note is not null).Select(term => new XliffTerm(term.Found, term.Allowed, term.Note))],
                isStale ? [$"≠ {target!.FromText}"] : []));
        }

        return made.Count == 0 ? null : new XliffText(id, InlineMarkdown.Plain(rows.FirstOrDefault(row => row.Segment.Field == SegmentField.Title).Segment?.In(from)?.Text ?? "—"), made);
    }

    private static byte[] Written(XliffJob job, XliffText text)
    {
        using var stream = new MemoryStream();
        XliffWriter.Write(stream, job, [text]);
        return stream.ToArray();
    }

    private static byte[] Zipped(XliffJob job, List<XliffText> texts)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            var number = 0;
            foreach (var text in texts)
            {
                using var entry = archive.CreateEntry($"{++number:000}-{text.TextId.ToString("N")[^8..]}.xlf").Open();
                entry.Write(Written(job, text));
            }
        }

        return stream.ToArray();
    }
}
