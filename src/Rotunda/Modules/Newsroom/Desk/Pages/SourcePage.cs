using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Rotunda.Modules.Newsroom.Articles;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Modules.Shared.Web;
using Rotunda.Modules.Translation.Desk;
using Rotunda.Modules.Translation.Markdown;
using Rotunda.Modules.Translation.Texts;

namespace Rotunda.Modules.Newsroom.Desk.Pages;

/// <summary>A page on which somebody writes the source of an article: both editors keep typing alike and share what they keep.</summary>
public abstract class SourcePage(ArticleDeskQueries articles, SourceAutosaves autosaves, PresenceOperations presence, SiteLanguages languages) : FormPage
{
    private const int LongestTyping = 2_100_000;

    public Guid? Id { get; protected set; }

    public SourceWish Source { get; protected set; } = new();

    public string SourceLanguage { get; protected set; } = "";

    public int TextVersion { get; protected set; }

    /// <summary>Unsaved typing of the reader that is offered; null where there is none.</summary>
    public SourceAutosave? Offered { get; protected set; }

    /// <summary>The stamp of the kept typing that the form goes on from; null for none.</summary>
    public long? Seen { get; protected set; }

    /// <summary>True where the form shows typing that was kept.</summary>
    public bool IsTakenUp { get; private set; }

    /// <summary>Who else has this source open.</summary>
    public IReadOnlyList<string> Others { get; private set; } = [];

    /// <summary>Under which id typing is kept: that of the text, or one made for an article that is not begun.</summary>
    public Guid TypingId { get; protected set; }

    /// <summary>True for the editor of blocks.</summary>
    public virtual bool IsByBlocks => false;

    /// <summary>What is stored while the form shows something else; null otherwise.</summary>
    protected SourceWish? Stored { get; set; }

    /// <summary>What the script sends while somebody types.</summary>
    public async Task<IActionResult> OnPostAutosaveAsync(Guid? id, int version, long? seen, Guid typingId, CancellationToken cancellationToken)
    {
        if (await articles.TypingTextAsync(id, typingId, cancellationToken) is not { } text) return NotFound();
        var wish = TypedIn(Request.Form);
        if (wish.Title.Length + wish.Deck.Length + wish.Description.Length + wish.Markdown.Length > LongestTyping) return BadRequest();
        var (result, stamp) = await autosaves.KeepAsync(Reader.Viewer, text, new SourceTyping(version, seen, wish.Title, wish.Deck, wish.Description, wish.Markdown, wish.Continues, id is null ? languages.Find(Request.Form["Language"].ToString())?.Code : null), cancellationToken);
        var others = id is null ? 0 : await SeenAsync(text, await articles.SourceLanguageAsync(text, cancellationToken), cancellationToken);
        return new JsonResult(new { result = result.ToString().ToLowerInvariant(), stamp = stamp?.ToString(CultureInfo.InvariantCulture) ?? "", others });
    }

    /// <summary>Forgets the typing that is offered.</summary>
    public async Task<IActionResult> OnPostForgetAsync(Guid? id, long? seen, Guid typingId, CancellationToken cancellationToken)
    {
        if (await articles.TypingTextAsync(id, typingId, cancellationToken) is not { } text) return NotFound();
        await autosaves.DropAsync(Reader.Viewer, text, seen, cancellationToken);
        return Redirect(Request.Path);
    }

    /// <summary>A field of the source with what is stored beside it after a conflict.</summary>
    public FormField SourceField(string name, string key, Func<SourceWish, string> value, int longest, bool isLong = false, bool isRequired = false, string? hint = null) => new(name, T[key], value(Source), FaultOf(name))
    {
        MaxLength = longest, IsLong = isLong, IsRequired = isRequired, Hint = hint, Language = languages.Find(SourceLanguage)?.Tag,
        Stored = IsConflict && Stored is { } stored && value(stored) != value(Source) ? value(stored) : null,
    };

    /// <summary>The source as the form has it, as far as it is written.</summary>
    protected abstract SourceWish TypedIn(IFormCollection form);

    /// <summary>Fills in the source of an article and looks for unsaved typing in it.</summary>
    protected async Task LoadSourceAsync(Article article, CancellationToken cancellationToken)
    {
        var draft = SourceWriting.DraftOf(article.Text!);
        (SourceLanguage, TextVersion, TypingId) = (article.Text!.SourceLanguage, article.Text.Version, article.TextId);
        Source = new SourceWish { Title = draft.Title, Deck = draft.Deck, Description = draft.Description, Markdown = MarkdownText.Write(draft.Blocks) };
        (Offered, Seen) = await autosaves.OfferAsync(Reader.Viewer, article.Text!, cancellationToken);
        await SeenAsync(article.TextId, SourceLanguage, cancellationToken);
    }

    /// <summary>Notes that the reader has the source open, and looks who else has.</summary>
    /// <returns>How many others.</returns>
    private async Task<int> SeenAsync(Guid text, string language, CancellationToken cancellationToken)
    {
        await presence.SeenAsync(Reader.Viewer, text, language, cancellationToken);
        Others = await presence.OtherNamesAsync(Reader.Viewer, text, language, cancellationToken);
        return Others.Count;
    }

    /// <summary>Shows the typing that is offered where the reader asked for it.</summary>
    /// <returns>True where it was typed on an earlier version than the present one.</returns>
    protected bool TakeUp()
    {
        if (!Request.Query.ContainsKey("typing") || Offered is not { } kept) return false;
        Stored = Source;
        Source = new SourceWish { Title = kept.Title, Deck = kept.Deck, Description = kept.Description, Markdown = kept.Markdown, Continues = kept.Continues };
        if (kept.Language is { } chosen) SourceLanguage = chosen;
        (Offered, Seen, IsTakenUp, TypingId) = (null, SourceAutosaves.Stamp(kept.At), true, kept.TextId);
        return kept.TextVersion != TextVersion;
    }

    /// <summary>A form that was sent goes on from the typing that it knew; other typing is offered still.</summary>
    protected void GoOn()
    {
        if (Guid.TryParse(Request.Form["typingId"], out var typing) && Id is null) TypingId = typing;
        Seen = long.TryParse(Request.Form["seen"], CultureInfo.InvariantCulture, out var seen) ? seen : null;
        if (Offered is { } kept && SourceAutosaves.Stamp(kept.At) == Seen) Offered = null;
    }

    /// <summary>Forgets the typing that the form went on from: it was saved.</summary>
    protected Task ForgetAsync(CancellationToken cancellationToken) => autosaves.DropAsync(Reader.Viewer, TypingId, Seen, cancellationToken);

    protected IActionResult Answer(Outcome outcome) => outcome switch
    {
        Outcome.Invalid invalid => Show(invalid.Faults),
        Outcome.Conflict => ShowConflict(),
        Outcome.Missing => NotFound(),
        _ => Forbid(),
    };
}
