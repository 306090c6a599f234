using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Data.Outbox;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Translation.Memory;
using Rotunda.Text;

namespace Rotunda.Modules.Translation.Texts;

/// <summary>The only code that writes translations. Sources are written by <see cref="SourceWriting"/>.</summary>
public sealed class SegmentOperations(RotundaDb db, Permissions permissions, AuditTrail audit, OutboxWriter outbox, WorkSignal signal, IClock clock)
{
    public const string SubjectKind = "text";

    /// <summary>Segments are read and written in portions of this size.</summary>
    private const int Portion = 1000;

    /// <summary>What a portion goes on with, by segment, and the rows that it adds.</summary>
    private sealed record Writing(IReadOnlyDictionary<Guid, GoingEntry> GoOn, List<object> New);

    /// <summary>
    /// Stores translations of one text into one language. Each is judged by itself: what conflicts or is refused leaves the others stored.
    /// An approval falls with the words that it was of; what somebody only reviews becomes <see cref="TranslationState.Reviewed"/>.
    /// </summary>
    /// <param name="viewer">A translator from each wish's language into this one, a reviewer of this language, or the program.</param>
    /// <param name="textId">The text.</param>
    /// <param name="language">The language that it is translated into; not its source language.</param>
    /// <param name="wishes">At most one for a segment.</param>
    /// <param name="isAutosave">True while somebody types: then nothing is audited.</param>
    /// <param name="cancellationToken">Cancels before the next portion.</param>
    public Task<IReadOnlyList<SegmentAnswer>> PutAsync(
        Viewer viewer, Guid textId, string language, IReadOnlyList<SegmentWish> wishes, bool isAutosave, CancellationToken cancellationToken) =>
        PutAsync(viewer, language, [.. wishes.Select(wish => new TextWish(textId, wish))], isAutosave, cancellationToken);

    /// <summary>The same for several texts at once, each of which is audited by itself.</summary>
    /// <returns>The answers; in the order of the wishes where all are of one text.</returns>
    /// <inheritdoc cref="PutAsync(Viewer, Guid, string, IReadOnlyList{SegmentWish}, bool, CancellationToken)"/>
    public Task<IReadOnlyList<SegmentAnswer>> PutAsync(Viewer viewer, string language, IReadOnlyList<TextWish> wishes, bool isAutosave, CancellationToken cancellationToken) =>
        PutAsync(viewer, language, wishes, null, isAutosave, cancellationToken);

    /// <param name="standing">What stands there, where it was read before; who changed a segment since then was quicker. Null to have it read.</param>
    /// <inheritdoc cref="PutAsync(Viewer, string, IReadOnlyList{TextWish}, bool, CancellationToken)"/>
    internal async Task<IReadOnlyList<SegmentAnswer>> PutAsync(
        Viewer viewer, string language, IReadOnlyList<TextWish> wishes, SegmentsStanding? standing, bool isAutosave, CancellationToken cancellationToken)
    {
        if (wishes.Count == 0) return [];
        var sources = standing?.Sources ?? await SegmentsStanding.SourcesAsync(db, wishes.Select(wish => wish.TextId), cancellationToken);
        var (answers, asked) = (new List<SegmentAnswer>(wishes.Count), new List<TextWish>(wishes.Count));
        foreach (var wish in wishes)
        {
            var source = sources.GetValueOrDefault(wish.TextId);
            if (source is null || source == language) answers.Add(new SegmentAnswer(wish.Wish.SegmentId, source is null ? PutResult.Missing : PutResult.Refused, null));
            else asked.Add(wish);
        }

        foreach (var portion in asked.Chunk(Portion))
        {
            var (saved, isOvertaken) = await PutPortionAsync(viewer, language, portion, standing, sources, isAutosave, cancellationToken);
            if (!isOvertaken)
            {
                answers.AddRange(saved);
                continue;
            }

            // Somebody was quicker in one segment: the others, of this text and of the others, do not go without their translations for that
            foreach (var text in portion.GroupBy(wish => wish.TextId)) answers.AddRange((await PutPortionAsync(viewer, language, [.. text], null, sources, isAutosave, cancellationToken)).Answers);
        }

        return answers;
    }

    /// <summary>Judges a portion and stores it, all or nothing.</summary>
    /// <returns>The answers, in the order of the wishes, and whether somebody else was quicker, so that nothing is stored.</returns>
    private async Task<(IReadOnlyList<SegmentAnswer> Answers, bool IsOvertaken)> PutPortionAsync(
        Viewer viewer, string language, TextWish[] portion, SegmentsStanding? standing, IReadOnlyDictionary<Guid, string> sources, bool isAutosave, CancellationToken cancellationToken)
    {
        var ids = portion.Select(wish => wish.Wish.SegmentId).ToList();
        // Where a segment goes in between, nothing of the portion is stored: the others are judged anew
        for (var seen = standing; ; seen = null)
        {
            var (_, segments, goOn) = seen ?? await SegmentsStanding.ReadAsync(db, viewer, language, sources, ids, clock, cancellationToken);
            var writing = new Writing(goOn, []);
            var moved = portion.Where(wish => SegmentOf(wish) is { } segment && EarlierSources.HasMoved(segment, sources[wish.TextId], language, wish.Wish)).ToList();
            var earlier = await EarlierSources.FindAsync(db, moved, segments, sources, language, cancellationToken);
            var over = moved.Select(wish => wish.Wish.SegmentId).ToHashSet();
            var some = portion.Select(Judge).ToList();
            foreach (var text in portion.Zip(some).Where(pair => pair.Second.Result == PutResult.Stored && !isAutosave).GroupBy(pair => pair.First.TextId))
                audit.Record(db, viewer, "text.translate", SubjectKind, text.Key.ToString(), [new FieldChange("segments." + language, null, text.Count().ToString(System.Globalization.CultureInfo.InvariantCulture))]);
            var saved = await SaveAsync(some, language, writing.New, cancellationToken);
            var outcomes = some.Zip(saved).Where(pair => pair.First.Result == PutResult.Stored).Select(pair => pair.Second.Result).ToHashSet();
            if (!outcomes.Contains(PutResult.Missing)) return (saved, outcomes.Contains(PutResult.Conflict));

            Segment? SegmentOf(TextWish wish) => segments.TryGetValue(wish.Wish.SegmentId, out var segment) && segment.TextId == wish.TextId ? segment : null;

            SegmentAnswer Judge(TextWish asked)
            {
                var (wish, source) = (asked.Wish, sources[asked.TextId]);
                if (SegmentOf(asked) is not { } segment) return new SegmentAnswer(wish.SegmentId, PutResult.Missing, null);
                var isMoved = over.Contains(segment.Id);
                if (isMoved && (earlier.GetValueOrDefault(segment.Id) ?? wish.FromWords) is { } words) wish = wish with { FromLanguage = EarlierSources.OriginOf(segment, source, language, wish), FromText = words, FromHash = null };
                return new SegmentAnswer(segment.Id, Put(viewer, segment, source, language, wish, writing), segment.In(language)) { IsSourceMoved = isMoved };
            }
        }
    }

    /// <summary>Stamps stale segments as made from the present source: its change does not concern them. State and approval stay; the record names who said so.</summary>
    /// <param name="viewer">A translator from the segment's language into this one, a reviewer of this language, or an editor.</param>
    /// <param name="textId">The text.</param>
    /// <param name="language">The language of the translation.</param>
    /// <param name="seen">Each segment as it was shown: what is stamped is the source that was read, never a later one.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    public async Task<IReadOnlyList<SegmentAnswer>> KeepMeaningAsync(Viewer viewer, Guid textId, string language, IReadOnlyDictionary<Guid, SeenSegment> seen, CancellationToken cancellationToken)
    {
        var segments = await LoadAsync(textId, seen.Keys, cancellationToken);
        var now = clock.GetCurrentInstant();
        var answers = new List<SegmentAnswer>();
        foreach (var (id, shown) in seen)
        {
            var segment = segments.GetValueOrDefault(id);
            var text = segment?.In(language);
            var from = text?.FromLanguage is { } origin ? segment!.In(origin) : null;
            var result = text is null || from is null ? PutResult.Missing
                : !MayWrite(viewer, from.Language, language) && !permissions.May(viewer, TranslationActs.Override) ? PutResult.Refused
                : !text.Hash.AsSpan().SequenceEqual(shown.Hash) ? PutResult.Conflict
                : shown.FromHash is { } read && !from.Hash.AsSpan().SequenceEqual(read) ? PutResult.SourceMoved
                : text.IsStale(from) ? PutResult.Stored : PutResult.Unchanged;
            if (result == PutResult.Stored)
            {
                (text!.FromHash, text.FromText) = (from!.Hash, from.Text);
                Log(segment!, text, ChangeKind.MeaningUnchanged, viewer, now);
            }

            answers.Add(new SegmentAnswer(id, result, text));
        }

        return await FinishAsync(viewer, "text.meaning-unchanged", textId, language, answers, null, cancellationToken);
    }

    /// <summary>Approves segments exactly as the reviewer saw them.</summary>
    /// <param name="viewer">A reviewer of the language.</param>
    /// <param name="textId">The text.</param>
    /// <param name="language">The language of the translation.</param>
    /// <param name="seen">Each segment as it was shown.</param>
    /// <param name="overrideNote">Why the viewer approves own work, or what was made from words that nobody approved; null where that is not wanted. Needs <see cref="TranslationActs.Override"/>.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    public async Task<IReadOnlyList<SegmentAnswer>> ApproveAsync(
        Viewer viewer, Guid textId, string language, IReadOnlyDictionary<Guid, SeenSegment> seen, string? overrideNote, CancellationToken cancellationToken)
    {
        var segments = await LoadAsync(textId, seen.Keys, cancellationToken);
        var now = clock.GetCurrentInstant();
        var note = TextCleaning.Clean(overrideNote ?? "") is { Length: > 0 and <= 1000 } reason && permissions.May(viewer, TranslationActs.Override) ? reason : null;
        var answers = new List<SegmentAnswer>();
        foreach (var (id, shown) in seen)
        {
            var segment = segments.GetValueOrDefault(id);
            var text = segment?.In(language);
            var result = Approval.Judge(text, segment?.Texts ?? [], shown, viewer.AccountId, permissions.May(viewer, TranslationActs.Approve, TranslationActs.Language(language)), note is not null);
            if (result == PutResult.Stored)
            {
                var isRuleSetAside = (viewer.AccountId is { } account && text!.Makers.Contains(account)) || Approval.IsPivotOpen(text!, segment!.Texts);
                (text!.State, text.ApprovedBy, text.ApprovedHash, text.ApprovedAt) = (TranslationState.Final, viewer.AccountId, text.Hash, now);
                Log(segment!, text, isRuleSetAside ? ChangeKind.ApprovedByOverride : ChangeKind.Approved, viewer, now, isRuleSetAside ? note : null);
            }

            answers.Add(new SegmentAnswer(id, result, text));
        }

        return await FinishAsync(viewer, note is null ? "text.approve" : "text.approve-override", textId, language, answers, note, cancellationToken);
    }

    /// <summary>Gives segments back to the translator: an approval is taken back, what was done is to be done again.</summary>
    public async Task<IReadOnlyList<SegmentAnswer>> SendBackAsync(Viewer viewer, Guid textId, string language, IReadOnlyCollection<Guid> segmentIds, string? note, CancellationToken cancellationToken)
    {
        var segments = await LoadAsync(textId, segmentIds, cancellationToken);
        var (now, may) = (clock.GetCurrentInstant(), permissions.May(viewer, TranslationActs.Approve, TranslationActs.Language(language)));
        var reason = TextCleaning.Clean(note ?? "") is { Length: > 0 and <= 1000 } typed ? typed : null;
        var isSource = await db.Texts.AnyAsync(text => text.Id == textId && text.SourceLanguage == language, cancellationToken);
        var answers = new List<SegmentAnswer>();
        foreach (var id in segmentIds.Distinct())
        {
            var segment = segments.GetValueOrDefault(id);
            var text = segment?.In(language);
            var result = !may || isSource ? PutResult.Refused : text is null ? PutResult.Missing
                : text.State == TranslationState.Initial ? PutResult.Unchanged : PutResult.Stored;
            if (result == PutResult.Stored)
            {
                text!.Withdraw(TranslationState.Initial);
                Log(segment!, text, ChangeKind.SentBack, viewer, now, reason);
            }

            answers.Add(new SegmentAnswer(id, result, text));
        }

        return await FinishAsync(viewer, "text.send-back", textId, language, answers, reason, cancellationToken);
    }

    /// <summary>
    /// Puts earlier words of segments back, to be approved anew. They remain the work of whoever made them, not of whoever puts them back, and are
    /// as stale as what they replace.
    /// </summary>
    /// <param name="viewer">A translator from the segment's language into this one, a reviewer of this language, or an editor.</param>
    /// <param name="textId">The text.</param>
    /// <param name="language">The language of the translation.</param>
    /// <param name="words">The earlier words of each segment.</param>
    /// <param name="origin">Where they came from: a machine, when any of them may have.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    public async Task<IReadOnlyList<SegmentAnswer>> RestoreAsync(Viewer viewer, Guid textId, string language, IReadOnlyDictionary<Guid, string> words, SegmentOrigin origin, CancellationToken cancellationToken)
    {
        var source = await db.Texts.AsNoTracking().Where(text => text.Id == textId).Select(text => text.SourceLanguage).SingleAsync(cancellationToken);
        var segments = await LoadAsync(textId, words.Keys, cancellationToken);
        var ids = segments.Keys.ToList();
        var record = (await db.TextChanges.AsNoTracking().Where(change => ids.Contains(change.SegmentId) && change.Language == language && (change.Kind == ChangeKind.Written || change.Kind == ChangeKind.Proposed || change.Kind == ChangeKind.Restored)).OrderBy(change => change.At).ToListAsync(cancellationToken)).ToLookup(change => change.SegmentId);
        var (now, answers) = (clock.GetCurrentInstant(), new List<SegmentAnswer>());
        foreach (var (id, earlier) in words)
        {
            var segment = segments.GetValueOrDefault(id);
            var present = segment?.In(language);
            var from = segment?.In(present?.FromLanguage ?? source);
            var result = segment is null ? PutResult.Missing : !MayWrite(viewer, from?.Language ?? source, language) && !permissions.May(viewer, TranslationActs.Override) ? PutResult.Refused
                : present is null && from is not { Shape: SegmentShape.Own } ? PutResult.Invalid : present is { Shape: SegmentShape.Own } && present.Text == earlier ? PutResult.Unchanged : PutResult.Stored;
            if (result == PutResult.Stored)
            {
                if (present is null)
                {
                    present = SegmentText.TranslationOf(from!, language, earlier, TranslationState.Translated);
                    segment!.Texts.Add(present);
                    db.Entry(present).State = EntityState.Added;
                }

                (present.Text, present.Hash, present.Shape, present.Origin, present.MadeAt) = (earlier, SegmentText.HashOf(earlier), SegmentShape.Own, origin, now);
                present.Makers = Makership.Of(record[id], present.Hash);
                present.Withdraw(TranslationState.Translated);
                Log(segment!, present, ChangeKind.Restored, viewer, now);
            }

            answers.Add(new SegmentAnswer(id, result, present));
        }

        return await FinishAsync(viewer, "text.restore", textId, language, answers, null, cancellationToken);
    }

    /// <summary>True when the viewer may change translations into a language that are made from another.</summary>
    public bool MayWrite(Viewer viewer, string from, string language) =>
        permissions.May(viewer, TranslationActs.Translate, TranslationActs.Pair(from, language)) || permissions.May(viewer, TranslationActs.Approve, TranslationActs.Language(language));

    private PutResult Put(Viewer viewer, Segment segment, string source, string language, SegmentWish wish, Writing writing)
    {
        var present = segment.In(language);
        var isAdded = segment.Texts.Count > 0 && segment.In(source) is null && present is { FromLanguage: null };
        var fromLanguage = EarlierSources.OriginOf(segment, source, language, wish);
        if (fromLanguage == language || !MayWrite(viewer, isAdded ? source : fromLanguage, language)) return PutResult.Refused;
        if (!(present?.Hash.AsSpan().SequenceEqual(wish.Base) ?? wish.Base is null)) return PutResult.Conflict;
        var from = segment.In(fromLanguage);
        // Who only begins has not yet taken the change of the source into account
        var keepsOrigin = wish is { State: TranslationState.Initial, FromText: null } && present?.FromLanguage == fromLanguage;
        if (!isAdded && !keepsOrigin && EarlierSources.HasMoved(segment, source, language, wish)) return PutResult.SourceMoved;
        if (!isAdded && from is not { Shape: SegmentShape.Own } && wish.FromText is null) return PutResult.Invalid;
        var (text, shape) = wish.Shape == SegmentShape.Own ? (TextCleaning.Clean(wish.Text), SegmentShape.Own) : ("", wish.Shape);
        if (text.Length > LongestOf(segment.Field) || (isAdded && shape != SegmentShape.Own)) return PutResult.Invalid;
        var now = clock.GetCurrentInstant();
        if (text.Length == 0 && shape == SegmentShape.Own)
        {
            if (present is null) return PutResult.Unchanged;
            if (isAdded) return PutResult.Invalid;
            segment.Texts.Remove(present);
            db.Remove(present);
            Written(segment, language, "", SegmentText.HashOf(""), viewer, now, writing);
            return PutResult.Stored;
        }

        var (hash, fromText) = (SegmentText.HashOf(text, shape), isAdded ? null : keepsOrigin ? present!.FromText : wish.FromText ?? from!.Text);
        var fromHash = fromText is null ? null : SegmentText.HashOf(fromText);
        var isReviewer = !permissions.May(viewer, TranslationActs.Translate, TranslationActs.Pair(fromLanguage, language));
        var state = wish.Origin == SegmentOrigin.Machine || wish.State == TranslationState.Initial ? TranslationState.Initial : isReviewer ? TranslationState.Reviewed : TranslationState.Translated;
        if (present is not null && present.Hash.AsSpan().SequenceEqual(hash))
        {
            // The same words: an approval stays while the source does, and nobody becomes a maker by looking; who calls a machine's words done answers for them
            var isRestamped = fromHash is not null && !fromHash.AsSpan().SequenceEqual(present.FromHash);
            if (!isRestamped && (present.State >= state || present.IsApproved)) return PutResult.Unchanged;
            db.Attach(present);
            if (!isAdded) (present.FromLanguage, present.FromHash, present.FromText) = (fromLanguage, fromHash, fromText);
            present.Withdraw(state);
            if (present.Origin == SegmentOrigin.Machine && state != TranslationState.Initial && viewer.AccountId is { } answers && !present.Makers.Contains(answers))
            {
                present.Makers = [.. present.Makers, answers];
                Written(segment, language, text, hash, viewer, now, writing);
            }

            return PutResult.Stored;
        }

        // What one person types in one go follows on what stood there before it, not on its own last letter
        var (makers, words, isMachine) = writing.GoOn.GetValueOrDefault(segment.Id) is { Before: { Count: > 0 } record } ? Makership.Last(record)
            : present is null or { MadeAt: null, Makers.Count: 0 } ? ([], "", false) : (present.Makers, present.Text, present.Origin == SegmentOrigin.Machine);
        if (present is null)
        {
            present = new SegmentText { SegmentId = segment.Id, Language = language, Text = text, Hash = hash };
            segment.Texts.Add(present);
            writing.New.Add(present);
        }
        else
        {
            db.Attach(present);
        }

        var origin = wish.Origin == SegmentOrigin.Person && isMachine && Makership.Survives(words, text) ? SegmentOrigin.Machine : wish.Origin;
        present.Makers = Makership.After(makers, words, text, wish.Origin == SegmentOrigin.Machine ? null : viewer.AccountId);
        (present.Text, present.Hash, present.Shape, present.Origin, present.MadeAt) = (text, hash, shape, origin, now);
        if (!isAdded) (present.FromLanguage, present.FromHash, present.FromText) = (fromLanguage, fromHash, fromText);
        present.Withdraw(state);
        if (wish.Origin == SegmentOrigin.Machine) writing.New.Add(new TextChange { Id = RowId.New(), TextId = segment.TextId, SegmentId = segment.Id, Language = language, Kind = ChangeKind.Proposed, At = now, Text = text, Hash = hash });
        else Written(segment, language, text, hash, viewer, now, writing);
        return PutResult.Stored;
    }

    private void Written(Segment segment, string language, string text, byte[] hash, Viewer viewer, Instant now, Writing writing)
    {
        if (writing.GoOn.TryGetValue(segment.Id, out var going) && going.Entry is var entry)
        {
            db.Attach(entry);
            (entry.Text, entry.Hash, entry.At) = (text, hash, now);
            return;
        }

        writing.New.Add(new TextChange { Id = RowId.New(), TextId = segment.TextId, SegmentId = segment.Id, Language = language, Kind = ChangeKind.Written, AccountId = viewer.AccountId, At = now, Text = text, Hash = hash });
    }

    private void Log(Segment segment, SegmentText text, ChangeKind kind, Viewer viewer, Instant now, string? note = null) =>
        db.Add(new TextChange { Id = RowId.New(), TextId = segment.TextId, SegmentId = segment.Id, Language = text.Language, Kind = kind, AccountId = viewer.AccountId, At = now, Text = text.Text, Hash = text.Hash, Note = note });

    private async Task<Dictionary<Guid, Segment>> LoadAsync(Guid textId, IEnumerable<Guid> segmentIds, CancellationToken cancellationToken)
    {
        var ids = segmentIds.ToList();
        return await db.Segments.Include(segment => segment.Texts).Where(segment => segment.TextId == textId && ids.Contains(segment.Id)).ToDictionaryAsync(segment => segment.Id, cancellationToken);
    }

    private async Task<IReadOnlyList<SegmentAnswer>> FinishAsync(Viewer viewer, string action, Guid textId, string language, List<SegmentAnswer> answers, string? note, CancellationToken cancellationToken)
    {
        var stored = answers.Count(answer => answer.Result == PutResult.Stored);
        if (stored > 0 && answers.Exists(answer => answer is { Result: PutResult.Stored, Present.IsApproved: true })) outbox.Add(db, SegmentsFinished.Kind, new SegmentsFinished(textId, language));
        if (stored > 0)
            audit.Record(db, viewer, action, SubjectKind, textId.ToString(), [new FieldChange("segments." + language, null, stored.ToString(System.Globalization.CultureInfo.InvariantCulture))], note: note);
        return await SaveAsync(answers, language, [], cancellationToken);
    }

    /// <summary>Commits a portion. Where somebody else was quicker, nothing of it is stored and what stands there now is answered; segments that went are missing.</summary>
    private async Task<IReadOnlyList<SegmentAnswer>> SaveAsync(List<SegmentAnswer> answers, string language, List<object> added, CancellationToken cancellationToken)
    {
        try
        {
            if (answers.Exists(answer => answer.Result == PutResult.Stored)) await NewRows.SaveAsync(db, added, cancellationToken);
            db.ChangeTracker.Clear();
            signal.Raise();
            return answers;
        }
        catch (DbUpdateException error) when (error is DbUpdateConcurrencyException || error.IsUniqueViolation() || error.IsStillReferred())
        {
            db.ChangeTracker.Clear();
            var ids = answers.Where(answer => answer.Result == PutResult.Stored).Select(answer => answer.SegmentId).ToList();
            var there = (await db.Segments.Where(segment => ids.Contains(segment.Id)).Select(segment => segment.Id).ToListAsync(cancellationToken)).ToHashSet();
            // Of rows that refer to others only those of a segment that went are expected
            if (there.Count == ids.Count && error.IsStillReferred()) throw;
            var present = await db.SegmentTexts.AsNoTracking().Where(text => ids.Contains(text.SegmentId) && text.Language == language).ToDictionaryAsync(text => text.SegmentId, cancellationToken);
            return [.. answers.Select(answer => answer.Result != PutResult.Stored ? answer : answer with
            {
                Result = there.Contains(answer.SegmentId) ? PutResult.Conflict : PutResult.Missing, Present = present.GetValueOrDefault(answer.SegmentId),
            })];
        }
    }

    private static int LongestOf(SegmentField field) => field switch
    {
        SegmentField.Title => TextLimits.LongestTitle,
        SegmentField.Deck or SegmentField.Description or SegmentField.Alternative => TextLimits.LongestDeck,
        _ => TextLimits.LongestSegment,
    };
}
