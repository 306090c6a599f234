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
/// A text beside its translation, segment by segment. One form for all: every field bears the hash of the words that it showed, so that
/// what somebody else wrote meanwhile is a conflict with both texts. Works without scripts; with them it saves while one types.
/// </summary>
[Requires(TranslationActs.ReadName)]
[NeverCached]
public sealed class DeskTranslationModel(
    DeskTextQueries texts, SegmentOperations segments, AddedBlocks added, TaskOperations tasks, CommentOperations comments, PresenceOperations presence, IEnumerable<ITextHolder> holders, Permissions permissions, SiteLanguages languages) : FormPage
{
    /// <summary>Segments on one page.</summary>
    public const int PageSize = 500;

    private Dictionary<Guid, string> _typed = [];
    private Dictionary<Guid, PutResult> _results = [];

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

    /// <summary>The segment whose comment field is open.</summary>
    public Guid? CommentOn { get; private set; }

    public bool MayTranslate { get; private set; }

    public bool MayApprove { get; private set; }

    public bool MayOverride { get; private set; }

    /// <summary>The languages that it could be shown beside.</summary>
    public IEnumerable<Language> References => languages.All.Where(language => language != To);

    public string Word(DeskSegment row) => _typed.GetValueOrDefault(row.Segment.Id) ?? row.Target?.Text ?? "";

    public PutResult? ResultOf(DeskSegment row) => _results.TryGetValue(row.Segment.Id, out var result) && result is not (PutResult.Stored or PutResult.Unchanged) ? result : null;

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
        (CommentOn, MatchesOn) = (comment, matches);
        await presence.SeenAsync(Reader.Viewer, id, to, cancellationToken);
        if (!await LoadAsync(id, to, cancellationToken)) return NotFound();
        if (Rows.FirstOrDefault(row => row.Segment.Id == matches) is { } chosen) Matches = await texts.MatchesAsync(chosen, to, cancellationToken);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, string to, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, to, cancellationToken)) return NotFound();
        var form = await Request.ReadFormAsync(cancellationToken);
        var act = form["act"].ToString();
        var (verb, argument) = act.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon ? (act[..colon], act[(colon + 1)..]) : (act, "");
        var subject = Guid.TryParse(argument, out var key) ? key : (Guid?)null;
        var answers = await segments.PutAsync(Reader.Viewer, id, to, [.. WishesOf(form, verb, subject)], isAutosave: false, cancellationToken);
        _results = answers.ToDictionary(answer => answer.SegmentId, answer => answer.Result);
        if (answers.Any(answer => answer.Result is not (PutResult.Stored or PutResult.Unchanged))) return await ShowAgainAsync(id, to, form, cancellationToken);
        var stored = answers.ToDictionary(answer => answer.SegmentId, answer => answer.Present?.Hash);
        var faults = await DoAsync(verb, subject, id, form, stored, cancellationToken);
        if (faults.Count > 0)
        {
            await LoadAsync(id, to, cancellationToken);
            return Show(faults);
        }

        if (_results.Values.Any(result => result is not (PutResult.Stored or PutResult.Unchanged))) return await ShowAgainAsync(id, to, form, cancellationToken);
        return Redirect(Self() + (subject is { } row ? $"#s-{NextAfter(row, verb)}" : "#end"));
    }

    /// <summary>What the script sends while somebody types, and its sign of life: one segment at most, as it stands in the field.</summary>
    public async Task<IActionResult> OnPostAutosaveAsync(Guid id, string to, Guid? segment, string? text, string? @base, CancellationToken cancellationToken)
    {
        await presence.SeenAsync(Reader.Viewer, id, to, cancellationToken);
        SegmentAnswer? answer = null;
        if (segment is { } key)
        {
            var wish = new SegmentWish(key, text ?? "") { Base = HashIn(@base), State = TranslationState.Initial };
            answer = (await segments.PutAsync(Reader.Viewer, id, to, [wish], isAutosave: true, cancellationToken))[0];
        }

        var others = await presence.OthersAsync(Reader.Viewer, id, to, cancellationToken);
        return new JsonResult(new
        {
            result = answer?.Result.ToString().ToLowerInvariant(), @base = answer?.Present is { } present ? Convert.ToHexStringLower(present.Hash) : "",
            text = answer?.Result == PutResult.Conflict ? answer.Present?.Text : null, others = others.Count,
        });
    }

    private async Task<IReadOnlyList<FieldFault>> DoAsync(string verb, Guid? subject, Guid id, IFormCollection form, Dictionary<Guid, byte[]?> stored, CancellationToken cancellationToken)
    {
        var (viewer, to, version) = (Reader.Viewer, To.Code, int.TryParse(form["task"], CultureInfo.InvariantCulture, out var number) ? number : 0);
        IReadOnlyList<SegmentAnswer> answers = verb switch
        {
            "approve" when subject is { } one => await segments.ApproveAsync(viewer, id, to, Seen([one]), form["override"], cancellationToken),
            "approve-all" => await segments.ApproveAsync(viewer, id, to, Seen(Rows.Where(row => row is { Target.State: TranslationState.Translated or TranslationState.Reviewed, Freshness: Freshness.Fresh }).Where(row => !IsOwn(row) || form["override"].ToString().Length > 0).Select(row => row.Segment.Id)), form["override"], cancellationToken),
            "back" when subject is { } one => await segments.SendBackAsync(viewer, id, to, [one], null, cancellationToken),
            "keep" when subject is { } one => await segments.KeepMeaningAsync(viewer, id, to, [one], cancellationToken),
            _ => [],
        };
        foreach (var answer in answers) _results[answer.SegmentId] = answer.Result;
        var outcome = verb switch
        {
            "submit" => await tasks.SubmitAsync(viewer, id, to, version, cancellationToken),
            "return" => await tasks.ReturnAsync(viewer, id, to, version, cancellationToken),
            "take" => await tasks.TakeAsync(viewer, id, to, version, cancellationToken),
            "release" => await tasks.ReleaseAsync(viewer, id, to, version, cancellationToken),
            "add" when subject is { } one => await added.AddAsync(viewer, id, to, one, cancellationToken),
            "remove" when subject is { } one => await added.RemoveAsync(viewer, id, to, one, cancellationToken),
            "comment" when subject is { } one => await comments.AddAsync(viewer, id, one, to, form["Comment"].ToString(), cancellationToken),
            "settle" when subject is { } one => await comments.SettleAsync(viewer, id, one, cancellationToken),
            _ => new Outcome.Done(),
        };
        return outcome switch
        {
            Outcome.Done => [],
            Outcome.Invalid invalid => invalid.Faults,
            Outcome.Conflict => [new FieldFault("", "fault.task-moved")],
            _ => [new FieldFault("", "fault.task-refused")],
        };

        // What was shown, or what has just been stored from this very form
        Dictionary<Guid, byte[]> Seen(IEnumerable<Guid> ids) => ids.ToDictionary(one => one, one => stored.GetValueOrDefault(one) ?? ShownHash(form, one) ?? []);
    }

    /// <summary>The fields that differ from what they showed, and what a button says of one segment.</summary>
    private IEnumerable<SegmentWish> WishesOf(IFormCollection form, string verb, Guid? subject)
    {
        foreach (var row in Rows)
        {
            if (FieldOf(form, row.Segment.Id) is not { } field) continue;
            var (text, shown) = (form[field].ToString(), HashIn(field.Split(':')[2]));
            _typed[row.Segment.Id] = text;
            var isSubject = subject == row.Segment.Id;
            // A match goes in as it is, for somebody to call it done
            if (isSubject && verb == "match" && row.Match is { } match)
            {
                yield return new SegmentWish(row.Segment.Id, match.TargetText) { Base = shown, State = TranslationState.Initial, Origin = SegmentOrigin.Memory, FromLanguage = row.From!.Language };
                continue;
            }

            var shape = isSubject ? verb switch { "omit" => SegmentShape.Omitted, "merge" => SegmentShape.Merged, _ => SegmentShape.Own } : SegmentShape.Own;
            var cleaned = Rotunda.Text.TextCleaning.Clean(text);
            var isEmpty = cleaned.Length == 0 && (shown is null || row.Target?.Shape != SegmentShape.Own);
            var isChanged = shown is null || !SegmentText.HashOf(cleaned).AsSpan().SequenceEqual(shown);
            if (shape == SegmentShape.Own && isEmpty) continue;
            // "Done" says so also of words that did not change: the present source is taken into account
            if (!isChanged && shape == SegmentShape.Own && !(isSubject && verb == "done")) continue;
            var origin = From ?? row.From?.Language;
            yield return new SegmentWish(row.Segment.Id, text) { Base = shown, Shape = shape, FromLanguage = row.Block?.OnlyIn is null ? origin : null };
        }
    }

    private async Task<IActionResult> ShowAgainAsync(Guid id, string to, IFormCollection form, CancellationToken cancellationToken)
    {
        var typed = _typed;
        await LoadAsync(id, to, cancellationToken);
        // What was stored shows as stored; what was not keeps what was typed
        _typed = typed.Where(pair => _results.TryGetValue(pair.Key, out var result) && result is not (PutResult.Stored or PutResult.Unchanged or PutResult.OwnWork or PutResult.Stale)).ToDictionary();
        return _results.ContainsValue(PutResult.Conflict) ? ShowConflict() : Show([new FieldFault("", "fault.segments-refused", _results.Values.Count(result => result is not (PutResult.Stored or PutResult.Unchanged)).ToString(CultureInfo.InvariantCulture))]);
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

    private static string? FieldOf(IFormCollection form, Guid segment)
    {
        var start = $"t:{segment}:";
        return form.Keys.FirstOrDefault(key => key.StartsWith(start, StringComparison.Ordinal));
    }

    private static byte[]? ShownHash(IFormCollection form, Guid segment) => FieldOf(form, segment) is { } field ? HashIn(field.Split(':')[2]) : null;

    private static byte[]? HashIn(string? hex) => hex is { Length: 64 } && hex.All(char.IsAsciiHexDigit) ? Convert.FromHexString(hex) : null;
}
