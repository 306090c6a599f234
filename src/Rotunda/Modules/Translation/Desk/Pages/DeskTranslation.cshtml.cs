using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Web;
using Rotunda.Modules.Translation.Comments;
using Rotunda.Modules.Translation.Memory;
using Rotunda.Modules.Translation.Tasks;
using Rotunda.Modules.Translation.Texts;

namespace Rotunda.Modules.Translation.Desk.Pages;

/// <summary>
/// A text beside its translation, segment by segment. One form for all: every field bears the hashes of the words that it showed and of the source
/// beside them, so that what somebody else wrote meanwhile is a conflict with both texts, and nothing counts as made from words that nobody saw. Works without scripts; with them it saves while one types.
/// </summary>
[Requires(TranslationActs.ReadName)]
[NeverCached]
public sealed class DeskTranslationModel(
    DeskTextQueries texts, SegmentOperations segments, AddedBlocks added, TaskOperations tasks, CommentOperations comments, PresenceOperations presence, IEnumerable<ITextHolder> holders, Permissions permissions, SiteLanguages languages) : FormPage
{
    /// <summary>Segments on one page.</summary>
    public const int PageSize = 500;

    /// <summary>A segment as the form has it: the words in its field, and what the field showed.</summary>
    private sealed record Posted(string Text, byte[]? Base, string? From, byte[]? FromHash);

    private Dictionary<Guid, string> _typed = [];
    private Dictionary<Guid, SegmentAnswer> _answers = [];

    public DeskText Desk { get; private set; } = null!;

    public Language To { get; private set; } = null!;

    public IReadOnlyList<DeskSegment> Rows { get; private set; } = [];

    public TextHome? Home { get; private set; }

    /// <summary>Which segments are shown.</summary>
    public string Filter { get; private set; } = "all";

    public string? Second { get; private set; }

    public string? From { get; private set; }

    public int PageNumber { get; private set; } = 1;

    public int Pages { get; private set; } = 1;

    /// <summary>The segment whose similar translations are shown.</summary>
    public Guid? MatchesOn { get; private set; }

    public IReadOnlyList<MemoryMatch> Matches { get; private set; } = [];

    /// <summary>Words that were typed into segments which are no longer there.</summary>
    public IReadOnlyList<string> Lost { get; private set; } = [];

    /// <summary>The segment whose comment field is open.</summary>
    public Guid? CommentOn { get; private set; }

    public bool MayTranslate { get; private set; }

    public bool MayApprove { get; private set; }

    public bool MayOverride { get; private set; }

    /// <summary>The languages that it could be shown beside.</summary>
    public IEnumerable<Language> References => languages.All.Where(language => language != To);

    public string Word(DeskSegment row) => _typed.GetValueOrDefault(row.Segment.Id) ?? row.Target?.Text ?? "";

    /// <summary>What is to be said of a segment that was sent; null where all went well.</summary>
    public string? ComplaintOf(DeskSegment row) => !_answers.TryGetValue(row.Segment.Id, out var answer) ? null
        : !answer.IsDone ? T["put." + answer.Result.ToString().ToLowerInvariant()] : answer.IsSourceMoved ? T["put.stored-stale"] : null;

    public bool IsConflictIn(DeskSegment row) => _answers.GetValueOrDefault(row.Segment.Id) is { Result: PutResult.Conflict };

    /// <summary>Whether the viewer may change a segment: its translation from the language beside which it stands.</summary>
    public bool MayWrite(DeskSegment row) => segments.MayWrite(Reader.Viewer, row.From?.Language ?? Desk.Text.SourceLanguage, To.Code);

    public string NameOf(Guid? account) => account is { } id && Desk.Names.TryGetValue(id, out var name) ? name : T["text.somebody"];

    /// <summary>True for own work, which another reviewer approves.</summary>
    public bool IsOwn(DeskSegment row) => Reader.Viewer.AccountId is { } account && row.Target?.Makers.Contains(account) == true;

    public Language LanguageOf(string code) => languages.Find(code) ?? languages.Default;

    public string Self(string? show = null, int? page = null, Guid? comment = null, Guid? matches = null) => Reader.To($"/desk/texts/{Desk.Text.Id}/{To.Code}") + QueryString.Create(new[]
    {
        KeyValuePair.Create("show", (show ?? Filter) is "all" ? null : show ?? Filter), KeyValuePair.Create("from", From), KeyValuePair.Create("second", Second),
        KeyValuePair.Create("page", (page ?? PageNumber) > 1 ? (page ?? PageNumber).ToString(CultureInfo.InvariantCulture) : null), KeyValuePair.Create("comment", comment?.ToString()), KeyValuePair.Create("matches", matches?.ToString()),
    }.Where(pair => pair.Value is not null));

    public async Task<IActionResult> OnGetAsync(Guid id, string to, Guid? comment, Guid? matches, CancellationToken cancellationToken)
    {
        if (!PageNumbers.TryRead(Request, out var number) || Request.Query["show"].ToString() is not ("" or "all" or "open" or "stale" or "comments")) return BadRequest();
        (CommentOn, MatchesOn) = (comment, matches);
        if (languages.Find(to)?.Code != to || !await presence.SeenAsync(Reader.Viewer, id, to, cancellationToken)) return NotFound();
        // What is filtered may have become less by the very work that led here: then the last page is shown
        if (!await LoadAsync(id, to, cancellationToken) || (number > Pages && Filter == "all")) return NotFound();
        if (Rows.FirstOrDefault(row => row.Segment.Id == matches) is { } chosen) Matches = await texts.MatchesAsync(Desk, chosen, cancellationToken);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, string to, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, to, cancellationToken)) return NotFound();
        var form = await Request.ReadFormAsync(cancellationToken);
        var act = form["act"].ToString().Split(':');
        var (verb, subject) = (act[0], act.Length > 1 && Guid.TryParse(act[1], out var key) ? key : (Guid?)null);
        var posted = PostedIn(form);
        var begun = verb == "save" ? await texts.LeftByAsync(Reader.Viewer, to, BegunIn(posted), cancellationToken) : [];
        var wishes = WishesOf(posted, verb, subject, begun).ToList();
        if (verb == "match" && subject is { } place && !await InsertAsync(wishes, posted, place, act[^1], cancellationToken)) return Show([new FieldFault("", "fault.match-gone")]);
        Take(await segments.PutAsync(Reader.Viewer, id, to, wishes, isAutosave: false, cancellationToken));
        if (HasComplaints) return await ShowAgainAsync(id, to, cancellationToken);
        var faults = await DoAsync(verb, subject, id, form, posted, cancellationToken);
        if (faults.Count > 0)
        {
            await LoadAsync(id, to, cancellationToken);
            return Show(faults);
        }

        if (HasComplaints) return await ShowAgainAsync(id, to, cancellationToken);
        return Redirect(Self() + (subject is { } row ? $"#s-{NextAfter(row, verb)}" : "#end"));
    }

    /// <summary>What the script sends while somebody types, and its sign of life: one segment at most, as it stands in the field.</summary>
    public async Task<IActionResult> OnPostAutosaveAsync(Guid id, string to, Guid? segment, string? text, string? @base, string? from, string? source, CancellationToken cancellationToken)
    {
        if (languages.Find(to)?.Code != to || !await presence.SeenAsync(Reader.Viewer, id, to, cancellationToken)) return NotFound();
        SegmentAnswer? answer = null;
        if (segment is { } key)
        {
            var wish = new SegmentWish(key, text ?? "") { Base = HashIn(@base), FromLanguage = languages.Find(from ?? "")?.Code, FromHash = HashIn(source), State = TranslationState.Initial };
            answer = (await segments.PutAsync(Reader.Viewer, id, to, [wish], isAutosave: true, cancellationToken))[0];
        }

        var others = await presence.OthersAsync(Reader.Viewer, id, to, cancellationToken);
        return new JsonResult(new
        {
            result = answer?.Result.ToString().ToLowerInvariant(), @base = answer?.Present is { } present ? Convert.ToHexStringLower(present.Hash) : "",
            text = answer?.Result == PutResult.Conflict ? answer.Present?.Text ?? "" : null, moved = answer?.IsSourceMoved == true, others = others.Count,
        });
    }

    private async Task<IReadOnlyList<FieldFault>> DoAsync(string verb, Guid? subject, Guid id, IFormCollection form, Dictionary<Guid, Posted> posted, CancellationToken cancellationToken)
    {
        var (viewer, to, version) = (Reader.Viewer, To.Code, int.TryParse(form["task"], CultureInfo.InvariantCulture, out var number) ? number : 0);
        var isOverridden = form["override"].ToString().Length > 0;
        IReadOnlyList<SegmentAnswer> answers = verb switch
        {
            "approve" when subject is { } one => await segments.ApproveAsync(viewer, id, to, Seen([one]), form["override"], cancellationToken),
            "approve-all" => await segments.ApproveAsync(viewer, id, to, Seen(Desk.Segments.Where(row => posted.ContainsKey(row.Segment.Id) && row is { Target.State: TranslationState.Translated or TranslationState.Reviewed, Freshness: Freshness.Fresh }).Where(row => isOverridden || (!IsOwn(row) && !row.IsPivotOpen)).Select(row => row.Segment.Id)), form["override"], cancellationToken),
            "back" when subject is { } one => await segments.SendBackAsync(viewer, id, to, [one], null, cancellationToken),
            "keep" when subject is { } one => await segments.KeepMeaningAsync(viewer, id, to, Seen([one]), cancellationToken),
            "keep-chosen" => await segments.KeepMeaningAsync(viewer, id, to, Seen(form["keep"].Select(chosen => Guid.TryParse(chosen, out var one) ? one : Guid.Empty).Distinct()), cancellationToken),
            _ => [],
        };
        Take(answers);
        var outcome = verb switch
        {
            "submit" => await tasks.SubmitAsync(viewer, id, to, version, cancellationToken),
            "return" => await tasks.ReturnAsync(viewer, id, to, version, cancellationToken),
            "take" => await tasks.TakeAsync(viewer, id, to, version, cancellationToken),
            "release" => await tasks.ReleaseAsync(viewer, id, to, version, cancellationToken),
            "add" when subject is { } one => await added.AddAsync(viewer, id, to, one, cancellationToken),
            "remove" when subject is { } one => await added.RemoveAsync(viewer, id, to, one, Seen([one])[one].Hash, cancellationToken),
            "comment" when subject is { } one => await comments.AddAsync(viewer, id, one, to, form["Comment"].ToString(), cancellationToken),
            "settle" when subject is { } one => await comments.SettleAsync(viewer, id, one, cancellationToken),
            _ => new Outcome.Done(),
        };
        return outcome switch
        {
            Outcome.Done => [],
            Outcome.Invalid invalid => invalid.Faults,
            Outcome.Conflict => [new FieldFault("", verb is "add" or "remove" ? "fault.block-moved" : "fault.task-moved")],
            _ => [new FieldFault("", "fault.task-refused")],
        };

        // What was shown, or what has just been stored from this very form, beside the source that was shown
        Dictionary<Guid, SeenSegment> Seen(IEnumerable<Guid> ids)
        {
            var origins = Desk.Segments.ToDictionary(row => row.Segment.Id, row => row.Target?.FromLanguage);
            return ids.ToDictionary(one => one, one =>
            {
                var (stored, field) = (_answers.GetValueOrDefault(one) is { Result: PutResult.Stored, Present: { } now } ? now : null, posted.GetValueOrDefault(one));
                // Words that were made from another language than the one beside which they were shown are approved by themselves; whose meaning is kept is read beside its own
                var isBeside = verb is "keep" or "keep-chosen" || field?.From == (stored is null ? origins.GetValueOrDefault(one) : stored.FromLanguage);
                return new SeenSegment((stored?.Hash ?? field?.Base) ?? [], isBeside ? field?.FromHash : null);
            });
        }
    }

    /// <summary>The fields that differ from what they showed, and what a button says of one segment. All that was sent counts, whether or not the filter still shows it.</summary>
    /// <param name="posted">The fields.</param>
    /// <param name="verb">The button.</param>
    /// <param name="subject">What it is about; null for all.</param>
    /// <param name="begun">Segments that the script kept while the viewer typed: saving calls them done, as it does what was only typed.</param>
    private IEnumerable<SegmentWish> WishesOf(Dictionary<Guid, Posted> posted, string verb, Guid? subject, HashSet<Guid> begun)
    {
        var rows = Desk.Segments.ToDictionary(row => row.Segment.Id);
        foreach (var (key, field) in posted)
        {
            _typed[key] = field.Text;
            var (row, isSubject) = (rows.GetValueOrDefault(key), subject == key);
            if (isSubject && verb == "match") continue;
            var shape = isSubject ? verb switch { "omit" => SegmentShape.Omitted, "merge" => SegmentShape.Merged, _ => SegmentShape.Own } : SegmentShape.Own;
            var cleaned = Rotunda.Text.TextCleaning.Clean(field.Text);
            var isEmpty = cleaned.Length == 0 && (field.Base is null || row?.Target?.Shape != SegmentShape.Own);
            var isChanged = field.Base is null || !SegmentText.HashOf(cleaned).AsSpan().SequenceEqual(field.Base);
            if (shape == SegmentShape.Own && isEmpty) continue;
            // "Done" says so also of words that did not change: the source that was shown is taken into account
            if (!isChanged && shape == SegmentShape.Own && !(isSubject && verb == "done") && !begun.Contains(key)) continue;
            yield return new SegmentWish(key, field.Text) { Base = field.Base, Shape = shape, FromLanguage = field.From, FromHash = field.FromHash };
        }
    }

    /// <summary>Segments that are only begun and stand as the form shows them, beside the source that they were made from; what came from memory or a file waits for somebody to call it done.</summary>
    private List<Guid> BegunIn(Dictionary<Guid, Posted> posted) =>
        [.. Desk.Segments.Where(row => row.Target is { State: TranslationState.Initial, Shape: SegmentShape.Own, Origin: SegmentOrigin.Person or SegmentOrigin.Machine } target && posted.GetValueOrDefault(row.Segment.Id) is { } field
            && target.Hash.AsSpan().SequenceEqual(field.Base) && field.From == target.FromLanguage && field.FromHash.AsSpan().SequenceEqual(target.FromHash) && segments.MayWrite(Reader.Viewer, field.From ?? Desk.Text.SourceLanguage, To.Code)).Select(row => row.Segment.Id)];

    /// <summary>Adds the wish that takes a match of the memory over as it is, for somebody to call it done.</summary>
    /// <returns>False where the memory no longer has it.</returns>
    private async Task<bool> InsertAsync(List<SegmentWish> wishes, Dictionary<Guid, Posted> posted, Guid place, string number, CancellationToken cancellationToken)
    {
        if (posted.GetValueOrDefault(place) is not { From: { } from } field || !long.TryParse(number, CultureInfo.InvariantCulture, out var entry) || await texts.MatchAsync(entry, from, To.Code, cancellationToken) is not { } match) return false;
        wishes.Add(new SegmentWish(place, match.TargetText) { Base = field.Base, State = TranslationState.Initial, Origin = SegmentOrigin.Memory, FromLanguage = from, FromHash = field.FromHash });
        return true;
    }

    private bool HasComplaints => _answers.Values.Any(answer => !answer.IsDone || answer.IsSourceMoved);

    private void Take(IEnumerable<SegmentAnswer> answers)
    {
        foreach (var answer in answers) _answers[answer.SegmentId] = answer;
    }

    private async Task<IActionResult> ShowAgainAsync(Guid id, string to, CancellationToken cancellationToken)
    {
        var typed = _typed;
        await LoadAsync(id, to, cancellationToken);
        // What was stored shows as stored; what was not keeps what was typed, also where its segment is gone
        _typed = typed.Where(pair => _answers.TryGetValue(pair.Key, out var answer) && !answer.IsDone && answer.Result is not (PutResult.OwnWork or PutResult.Stale or PutResult.PivotOpen)).ToDictionary();
        var present = Desk.Segments.Select(row => row.Segment.Id).ToHashSet();
        Lost = [.. _typed.Where(pair => !present.Contains(pair.Key) && pair.Value.Length > 0).Select(pair => pair.Value)];
        if (Lost.Count > 0 || _answers.Values.Any(answer => answer.Result == PutResult.Conflict)) return ShowConflict();
        var refused = _answers.Values.Count(answer => !answer.IsDone);
        return Show([refused > 0 ? new FieldFault("", "fault.segments-refused", refused.ToString(CultureInfo.InvariantCulture)) : new FieldFault("", "fault.source-moved")]);
    }

    private async Task<bool> LoadAsync(Guid id, string to, CancellationToken cancellationToken)
    {
        if (languages.Find(to) is not { } language || language.Code != to) return false;
        (To, From, Second) = (language, Chosen("from"), Chosen("second"));
        Filter = Request.Query["show"].ToString() is "open" or "stale" or "comments" ? Request.Query["show"].ToString() : "all";
        if (await texts.OpenAsync(id, to, From, Second, Reader.Viewer, cancellationToken) is not { } desk) return false;
        Desk = desk;
        var viewer = Reader.Viewer;
        MayApprove = permissions.May(viewer, TranslationActs.Approve, TranslationActs.Language(to));
        MayTranslate = segments.MayWrite(viewer, desk.FromLanguage, to) || segments.MayWrite(viewer, desk.Text.SourceLanguage, to);
        MayOverride = permissions.May(viewer, TranslationActs.Override);
        var rows = Filter switch
        {
            "open" => desk.Segments.Where(row => row.IsOpen),
            "stale" => desk.Segments.Where(row => row.Freshness != Freshness.Fresh),
            "comments" => desk.Segments.Where(row => row.Comments.Any(comment => comment.SettledAt is null)),
            _ => desk.Segments,
        };
        var all = rows.ToList();
        Pages = Math.Max(1, (all.Count + PageSize - 1) / PageSize);
        PageNumber = PageNumbers.TryRead(Request, out var page) ? Math.Min(page, Pages) : 1;
        Rows = [.. all.Skip((PageNumber - 1) * PageSize).Take(PageSize)];
        // Whatever is to be said of a segment, it is shown, also where the filter leaves it out
        var shown = Rows.Select(row => row.Segment.Id).ToHashSet();
        if (desk.Segments.Any(row => !shown.Contains(row.Segment.Id) && ComplaintOf(row) is not null)) Rows = [.. desk.Segments.Where(row => shown.Contains(row.Segment.Id) || ComplaintOf(row) is not null)];
        foreach (var holder in holders) Home ??= await holder.HomeAsync(id, cancellationToken);
        Title = T.Format("text.title", ("title", desk.Title), ("language", To.Name));
        IsUnlisted = true;
        return true;
    }

    private string? Chosen(string name) => languages.Find(Request.Query[name].ToString()) is { } language && language != To ? language.Code : null;

    /// <summary>After a segment is done, the next one that is open comes into view.</summary>
    private Guid NextAfter(Guid row, string verb)
    {
        if (verb is not ("done" or "approve" or "omit" or "merge" or "keep")) return row;
        return Rows.SkipWhile(candidate => candidate.Segment.Id != row).Skip(1).FirstOrDefault(candidate => candidate.IsOpen)?.Segment.Id ?? row;
    }

    /// <summary>The fields of segments, by segment.</summary>
    private Dictionary<Guid, Posted> PostedIn(IFormCollection form)
    {
        var posted = new Dictionary<Guid, Posted>();
        foreach (var name in form.Keys.Where(key => key.StartsWith("t:", StringComparison.Ordinal)))
            if (name.Split(':') is { Length: 5 } parts && Guid.TryParse(parts[1], out var segment)) posted.TryAdd(segment, new Posted(form[name].ToString(), HashIn(parts[2]), languages.Find(parts[3])?.Code, HashIn(parts[4])));
        return posted;
    }

    private static byte[]? HashIn(string? hex) => hex is { Length: 64 } && hex.All(char.IsAsciiHexDigit) ? Convert.FromHexString(hex) : null;
}
