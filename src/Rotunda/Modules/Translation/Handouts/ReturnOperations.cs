using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Data.Files;
using Rotunda.Data.Jobs;
using Rotunda.Data.Values;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Translation.Interchange;
using Rotunda.Modules.Translation.Interchange.Xliff;
using Rotunda.Modules.Translation.Interchange.Xml;
using Rotunda.Modules.Translation.Texts;

namespace Rotunda.Modules.Translation.Handouts;

/// <summary>What a job with a file that came back is told.</summary>
/// <param name="DraftId">The file.</param>
/// <param name="Grants">The roles that held in the session of whoever asked: the job has those of them that the account still has.</param>
public sealed record ReturnOrder(Guid DraftId, IReadOnlyList<Grant> Grants);

/// <summary>How far a taking over is.</summary>
/// <param name="Number">The last line that is done.</param>
/// <param name="Done">How many lines are.</param>
/// <param name="Taken">Stored.</param>
/// <param name="Approved">Of them and of the unchanged ones, approved because the file calls them final and the viewer may approve them.</param>
/// <param name="Left">Not stored: what moved in the meantime.</param>
internal sealed record ReturnProgress(int Number, int Done, int Taken, int Approved, int Left);

/// <summary>Takes files that come back: compared line by line, shown, and taken over as they were shown. Translations themselves are written by <see cref="SegmentOperations"/> alone.</summary>
public sealed class ReturnOperations(
    RotundaDb db, IDbContextFactory<RotundaDb> contexts, FileStore files, JobRunner jobs, SegmentOperations segments, SiteLanguages languages, Permissions permissions, AuditTrail audit, WorkSignal signal, IClock clock)
{
    /// <summary>Lines that are compared, or stored, at a time.</summary>
    private const int Portion = 1000;

    /// <summary>Characters of a portion, whatever the lines; two portions are held at a time.</summary>
    private const int MostCharacters = 4 * 1024 * 1024;

    /// <summary>After this long nobody looks at a file any more; one that is read or taken over stays.</summary>
    private static readonly Duration Kept = Duration.FromDays(1);

    /// <summary>Lines that are taken over together, and what was read for that.</summary>
    private sealed record TakenPortion(IReadOnlyList<ReturnLine> Lines, IReadOnlyList<TextWish> Wishes, SegmentsStanding Standing);

    /// <summary>Keeps a file that came back for a day, and has it compared with what stands here; nothing changes yet.</summary>
    /// <param name="content">Read once, as it comes.</param>
    public async Task<(Outcome Outcome, Guid Id)> SendAsync(Viewer viewer, string fileName, Stream content, CancellationToken cancellationToken)
    {
        if (!permissions.MaySomewhere(viewer, LanguageToolActs.Use) || viewer.AccountId is not { } account) return (new Outcome.Refused(), default);
        var now = clock.GetCurrentInstant();
        await ForgetAsync(db, now, cancellationToken);
        var stored = await files.PutAsync(db, content, ReturnedFiles.MediaType, cancellationToken);
        var name = Rotunda.Text.TextCleaning.Clean(Path.GetFileName(fileName));
        var draft = new ReturnDraft { Id = RowId.New(), AccountId = account, FileName = name.Length > 200 ? name[..200] : name, FileHash = stored.Hash, SentAt = now };
        draft.WorkId = Order(ReturnReadJob.JobKind, draft, viewer);
        db.Add(draft);
        await db.SaveChangesAsync(cancellationToken);
        signal.Raise();
        return (new Outcome.Done(), draft.Id);
    }

    /// <summary>Forgets files that came more than a day ago, unless they are at work.</summary>
    internal static Task<int> ForgetAsync(RotundaDb db, Instant now, CancellationToken cancellationToken) =>
        db.ReturnDrafts.Where(draft => draft.SentAt < now - Kept && draft.Stage != ReturnStage.Reading && draft.Stage != ReturnStage.TakingOver).ExecuteDeleteAsync(cancellationToken);

    /// <summary>Notes in which conflicts the file wins, of those that were shown.</summary>
    public async Task<Outcome> ChooseAsync(Viewer viewer, Guid id, IReadOnlyCollection<Guid> shown, IReadOnlyCollection<Guid> chosen, CancellationToken cancellationToken)
    {
        if (!permissions.MaySomewhere(viewer, LanguageToolActs.Use)) return new Outcome.Refused();
        if (!await db.ReturnDrafts.AnyAsync(draft => draft.Id == id && draft.AccountId == viewer.AccountId && draft.Stage == ReturnStage.Ready, cancellationToken)) return new Outcome.Missing();
        await db.ReturnLines.Where(line => line.DraftId == id && line.State == ReturnState.Conflict && shown.Contains(line.SegmentId))
            .ExecuteUpdateAsync(set => set.SetProperty(line => line.IsChosen, line => chosen.Contains(line.SegmentId)), cancellationToken);
        return new Outcome.Done();
    }

    /// <summary>Has a file taken over as it was shown. Where anything moved since, it is compared anew instead, to be looked at again.</summary>
    /// <param name="version">Of the plan that was shown.</param>
    public async Task<Outcome> TakeOverAsync(Viewer viewer, Guid id, int version, CancellationToken cancellationToken)
    {
        if (!permissions.MaySomewhere(viewer, LanguageToolActs.Use)) return new Outcome.Refused();
        if (await db.ReturnDrafts.SingleOrDefaultAsync(row => row.Id == id && row.AccountId == viewer.AccountId, cancellationToken) is not { } draft) return new Outcome.Missing();
        if (draft.Stage != ReturnStage.Ready || draft.Version != version) return new Outcome.Conflict();
        var hasMoved = await HasMovedAsync(draft, cancellationToken);
        draft.Stage = hasMoved ? ReturnStage.Reading : ReturnStage.TakingOver;
        draft.WorkId = Order(hasMoved ? ReturnReadJob.JobKind : ReturnTakeJob.JobKind, draft, viewer);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Outcome.Conflict();
        }

        signal.Raise();
        return hasMoved ? new Outcome.Conflict() : new Outcome.Done();
    }

    /// <summary>Compares a file with what stands here, from its beginning; portion by portion.</summary>
    internal async Task ReadAsync(ReturnOrder order, JobRun run, CancellationToken cancellationToken)
    {
        if (await db.ReturnDrafts.AsNoTracking().SingleOrDefaultAsync(row => row.Id == order.DraftId && row.Stage == ReturnStage.Reading, cancellationToken) is not { } draft) return;
        var viewer = await ViewerAsync(draft, order, cancellationToken);
        var lines = db.ReturnLines.AsNoTracking().Where(line => line.DraftId == draft.Id);
        // What was decided stays where the same stands here still
        var chosen = await lines.Where(line => line.IsChosen).ToDictionaryAsync(line => line.SegmentId, line => line.SeenTarget, cancellationToken);
        await lines.ExecuteDeleteAsync(cancellationToken);
        await using var content = File.OpenRead(files.PathOf(draft.FileHash));
        var returned = new ReturnedFiles(draft.FileName, content);
        var (portion, seen) = (new List<XliffReturned>(), new HashSet<Guid>());
        var (number, foreign, characters) = (0, 0, 0);
        (XliffHead? head, var pair, var isMixed) = (null, default((string From, string To)?), false);
        FileFault? fault;
        // One portion is compared and stored while the next one is read
        var compared = Task.CompletedTask;
        try
        {
            fault = await returned.ReadAsync(async unit =>
            {
                if (unit.IsHead)
                {
                    isMixed |= head is not null && head != unit.Head;
                    (head, pair) = (unit.Head, PairOf(unit.Head));
                }
                else if (unit.Segment is null)
                {
                    foreign++;
                }
                else if (pair is not null && !isMixed)
                {
                    portion.Add(unit.Segment);
                    characters += unit.Segment.Source.Length + (unit.Segment.Target?.Length ?? 0);
                    if (portion.Count >= Portion || characters >= MostCharacters) await CompareLaterAsync();
                }
            });
            if (portion.Count > 0 && fault is null) await CompareLaterAsync();
        }
        finally
        {
            await compared;
        }

        var isRefused = fault is not null || pair is null || isMixed;
        if (isRefused) await lines.ExecuteDeleteAsync(cancellationToken);
        var reason = fault is null ? null : $"{returned.At}:{fault.Line}: {fault.Reason}";
        if (reason is { Length: > 1000 }) reason = reason[..1000];
        var (stage, source, target) = (isRefused ? ReturnStage.Refused : ReturnStage.Ready, pair?.From, pair?.To);
        await db.ReturnDrafts.Where(row => row.Id == draft.Id && row.Stage == ReturnStage.Reading).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.Stage, stage).SetProperty(row => row.Fault, reason).SetProperty(row => row.SourceLanguage, source).SetProperty(row => row.TargetLanguage, target)
                .SetProperty(row => row.Foreign, foreign).SetProperty(row => row.Version, row => row.Version + 1), cancellationToken);

        async Task CompareLaterAsync()
        {
            await compared;
            var (some, between, percent) = (portion, pair!.Value, (int)(returned.Position * 100 / content.Length));
            (portion, characters) = ([], 0);
            compared = Task.Run(() => CompareAsync(some, between, percent), CancellationToken.None);
        }

        async Task CompareAsync(List<XliffReturned> some, (string From, string To) between, int percent)
        {
            // A segment that came back twice counts as it stands last
            var last = some.GroupBy(segment => segment.SegmentId).Select(group => group.Last()).ToList();
            var again = last.Select(segment => segment.SegmentId).Where(id => !seen.Add(id)).ToList();
            if (again.Count > 0) await lines.Where(line => again.Contains(line.SegmentId)).ExecuteDeleteAsync(cancellationToken);
            var (ids, mayWrite) = (last.ConvertAll(segment => segment.SegmentId), segments.MayWrite(viewer, between.From, between.To));
            var found = await StandingAsync(ids, between.From, between.To, cancellationToken);
            await NewRows.SaveAsync(db, last.ConvertAll(segment => LineOf(draft.Id, ++number, segment, found.GetValueOrDefault(segment.SegmentId), mayWrite, chosen)), cancellationToken);
            db.ChangeTracker.Clear();
            await run.AdvanceAsync(percent, 100, number.ToString(CultureInfo.InvariantCulture), cancellationToken);
        }
    }

    /// <summary>What stands here of segments, as far as it is compared; one query.</summary>
    private async Task<Dictionary<Guid, Standing>> StandingAsync(List<Guid> ids, string sourceLanguage, string targetLanguage, CancellationToken cancellationToken) => (await (
        from segment in db.Segments
        where ids.Contains(segment.Id)
        from source in segment.Texts.Where(text => text.Language == sourceLanguage).DefaultIfEmpty()
        from target in segment.Texts.Where(text => text.Language == targetLanguage).DefaultIfEmpty()
        select new
        {
            segment.Id,
            Standing = new Standing(segment.TextId, source == null ? null : source.Hash, target == null ? null : target.Hash, target == null ? null : target.Text, target == null ? null : target.FromHash),
        }).ToListAsync(cancellationToken)).ToDictionary(row => row.Id, row => row.Standing);

    /// <summary>Takes a file over, portion by portion, each in a transaction with the note that it is done. States are at most what the viewer may give; nobody approves words of the own.</summary>
    internal async Task TakeAsync(ReturnOrder order, JobRun run, CancellationToken cancellationToken)
    {
        if (await db.ReturnDrafts.AsNoTracking().SingleOrDefaultAsync(row => row.Id == order.DraftId && row.Stage == ReturnStage.TakingOver, cancellationToken) is not { } draft) return;
        var viewer = await ViewerAsync(draft, order, cancellationToken);
        var so = run.Cursor is { } cursor ? JsonSerializer.Deserialize<ReturnProgress>(cursor, StoredJson.Options)! : new ReturnProgress(0, 0, 0, 0, 0);
        var total = await Wanted(db, draft.Id).CountAsync(cancellationToken);
        var turns = new WriterTurns(db);
        await using var reading = await contexts.CreateDbContextAsync(cancellationToken);
        // The next portion is read while one is stored: they are of different segments
        await foreach (var portion in PortionsAsync(reading, viewer, draft, so.Number, cancellationToken).OneAheadAsync())
        {
            await turns.GiveAsync(cancellationToken);
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            so = so with { Number = portion.Lines[^1].Number, Done = so.Done + portion.Lines.Count };
            var answers = await segments.PutAsync(viewer, draft.TargetLanguage!, portion.Wishes, portion.Standing, isAutosave: false, cancellationToken);
            so = so with
            {
                Taken = so.Taken + answers.Count(answer => answer.Result == PutResult.Stored),
                Left = so.Left + answers.Count(answer => answer.Result is not (PutResult.Stored or PutResult.Unchanged)),
                Approved = so.Approved + await ApproveAsync(viewer, draft.TargetLanguage!, portion.Lines, answers, cancellationToken),
            };

            await run.AdvanceAsync(db, so.Done, total, JsonSerializer.Serialize(so, StoredJson.Options), cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            signal.Raise();
        }

        await FinishAsync(viewer, draft, so, cancellationToken);
    }

    /// <summary>The lines of a file that are taken over, and those whose translation stands here already and may be approved.</summary>
    private static IQueryable<ReturnLine> Wanted(RotundaDb db, Guid draft) => db.ReturnLines.AsNoTracking().Where(line => line.DraftId == draft
        && (line.State == ReturnState.Taken || line.State == ReturnState.TakenStale || line.IsChosen || (line.State == ReturnState.Unchanged && line.Called == TranslationState.Final && !line.IsMachineMade)));

    /// <summary>The lines behind one, what they wish, and what stands here of their segments; a portion at a time.</summary>
    private async IAsyncEnumerable<TakenPortion> PortionsAsync(RotundaDb reading, Viewer viewer, ReturnDraft draft, int after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var from = draft.SourceLanguage!;
        while (await LinesAsync(reading, draft.Id, after, cancellationToken) is { Count: > 0 } lines)
        {
            var changed = lines.FindAll(line => line.State != ReturnState.Unchanged);
            var sources = await SegmentsStanding.SourcesAsync(reading, changed.Select(line => line.TextId!.Value), cancellationToken);
            var standing = await SegmentsStanding.ReadAsync(reading, viewer, draft.TargetLanguage!, sources, changed.ConvertAll(line => line.SegmentId), clock, cancellationToken);
            var wishes = changed.ConvertAll(line => new TextWish(line.TextId!.Value, WishOf(line, from, standing.Segments.GetValueOrDefault(line.SegmentId)?.In(from)?.Hash)));
            yield return new TakenPortion(lines, wishes, standing);
            after = lines[^1].Number;
        }
    }

    private static async Task<List<ReturnLine>> LinesAsync(RotundaDb reading, Guid draft, int after, CancellationToken cancellationToken)
    {
        var (lines, characters) = (new List<ReturnLine>(), 0);
        await foreach (var line in Wanted(reading, draft).Where(line => line.Number > after).OrderBy(line => line.Number).Take(Portion).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            lines.Add(line);
            characters += line.Source.Length + (line.Target?.Length ?? 0);
            if (characters >= MostCharacters) break;
        }

        return lines;
    }

    private async Task FinishAsync(Viewer viewer, ReturnDraft draft, ReturnProgress so, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var (now, lines) = (clock.GetCurrentInstant(), db.ReturnLines.Where(line => line.DraftId == draft.Id));
        var left = so.Left + await lines.CountAsync(line => line.State == ReturnState.Conflict && !line.IsChosen, cancellationToken);
        var handouts = await lines.Where(line => line.HandoutId != null).Select(line => line.HandoutId!.Value).Distinct().ToListAsync(cancellationToken);
        await db.Handouts.Where(handout => handouts.Contains(handout.Id)).ExecuteUpdateAsync(set => set.SetProperty(handout => handout.ReturnedAt, now).SetProperty(handout => handout.Version, handout => handout.Version + 1), cancellationToken);
        await lines.ExecuteDeleteAsync(cancellationToken);
        await db.ReturnDrafts.Where(row => row.Id == draft.Id).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.Stage, ReturnStage.Done).SetProperty(row => row.Taken, so.Taken).SetProperty(row => row.Approved, so.Approved).SetProperty(row => row.Left, left)
                .SetProperty(row => row.Version, row => row.Version + 1), cancellationToken);
        audit.Record(db, viewer, "handout.return", "handout", handouts.Count == 1 ? handouts[0].ToString() : draft.Id.ToString(), [new FieldChange("handout-segments", null, so.Taken.ToString(CultureInfo.InvariantCulture))]);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        signal.Raise();
    }

    /// <summary>True when a source or a target of the plan reads differently now.</summary>
    private async Task<bool> HasMovedAsync(ReturnDraft draft, CancellationToken cancellationToken) => await (
        from line in db.ReturnLines
        where line.DraftId == draft.Id && line.SeenSource != null
        from source in db.Set<SegmentText>().Where(text => text.SegmentId == line.SegmentId && text.Language == draft.SourceLanguage).DefaultIfEmpty()
        from target in db.Set<SegmentText>().Where(text => text.SegmentId == line.SegmentId && text.Language == draft.TargetLanguage).DefaultIfEmpty()
        where source == null || source.Hash != line.SeenSource || (target == null ? line.SeenTarget != null : line.SeenTarget == null || target.Hash != line.SeenTarget)
        select line.Number).AnyAsync(cancellationToken);

    private Guid Order(string kind, ReturnDraft draft, Viewer viewer) =>
        jobs.Enqueue(db, kind, JsonSerializer.Serialize(new ReturnOrder(draft.Id, viewer.Grants), StoredJson.Options), viewer.AccountId).Id;

    private async Task<Viewer> ViewerAsync(ReturnDraft draft, ReturnOrder order, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var account = await db.Accounts.AsNoTracking().Include(row => row.Grants).SingleOrDefaultAsync(row => row.Id == draft.AccountId && row.DisabledAt == null, cancellationToken);
        var grants = (account?.Grants ?? []).Where(grant => grant.ExpiresAt is null || grant.ExpiresAt > now).Select(grant => new Grant(grant.Role, grant.Scope.Length > 0 ? grant.Scope : null));
        return new Viewer(draft.AccountId, account?.DisplayName ?? "", [.. grants.Intersect(order.Grants)]);
    }

    private (string From, string To)? PairOf(XliffHead head) =>
        head.TargetLanguage is { } tag && languages.FindTag(head.SourceLanguage)?.Code is { } from && languages.FindTag(tag)?.Code is { } to && from != to ? (from, to) : null;

    private static ReturnLine LineOf(Guid draft, int number, XliffReturned returned, Standing? standing, bool mayWrite, Dictionary<Guid, byte[]?> chosen)
    {
        var state = ReturnPlan.StateOf(returned, standing, mayWrite);
        // What the viewer may not write is not looked at either
        var (source, target) = state is ReturnState.Missing or ReturnState.Refused ? (null, null) : (standing!.Source, standing.Target);
        return new ReturnLine
        {
            DraftId = draft, Number = number, SegmentId = returned.SegmentId, TextId = standing?.TextId, State = state, HandoutId = returned.JobId, Source = returned.Source, Target = returned.Target,
            Called = returned.State, IsMachineMade = returned.IsMachineMade, IsOfPresentSource = source is not null && ReturnPlan.IsOfPresentSource(returned, source), SeenSource = source, SeenTarget = target,
            IsChosen = state == ReturnState.Conflict && chosen.TryGetValue(returned.SegmentId, out var seen) && seen.AsSpan().SequenceEqual(target),
        };
    }

    private static SegmentWish WishOf(ReturnLine line, string from, byte[]? source) => new(line.SegmentId, line.Target!)
    {
        Base = line.SeenTarget,
        FromLanguage = from,
        // The text that the translator had: where it reads differently now, the translation is stale from the start
        FromText = line.IsOfPresentSource && source.AsSpan().SequenceEqual(line.SeenSource) ? null : line.Source,
        FromHash = line.SeenSource,
        FromWords = line.Source,
        State = line.Called == TranslationState.Initial || line.IsMachineMade ? TranslationState.Initial : TranslationState.Translated,
        Origin = line.IsMachineMade ? SegmentOrigin.Machine : SegmentOrigin.Import,
    };

    /// <summary>Approves what the file calls final, where the viewer may and did not make it.</summary>
    private async Task<int> ApproveAsync(Viewer viewer, string to, IReadOnlyList<ReturnLine> lines, IReadOnlyList<SegmentAnswer> answers, CancellationToken cancellationToken)
    {
        if (!permissions.May(viewer, TranslationActs.Approve, TranslationActs.Language(to))) return 0;
        var stored = answers.Where(answer => answer.Result is PutResult.Stored or PutResult.Unchanged && answer.Present is not null).ToDictionary(answer => answer.SegmentId, answer => answer.Present!.Hash);
        var approved = 0;
        foreach (var text in lines.Where(line => line is { Called: TranslationState.Final, IsMachineMade: false }).GroupBy(line => line.TextId!.Value))
        {
            var seen = new Dictionary<Guid, SeenSegment>();
            foreach (var line in text)
                if ((stored.GetValueOrDefault(line.SegmentId) ?? (line.State == ReturnState.Unchanged ? line.SeenTarget : null)) is { } hash) seen[line.SegmentId] = new SeenSegment(hash);
            if (seen.Count > 0) approved += (await segments.ApproveAsync(viewer, text.Key, to, seen, null, cancellationToken)).Count(answer => answer.Result == PutResult.Stored);
        }

        return approved;
    }
}
