using Microsoft.AspNetCore.Mvc;
using Rotunda.Modules.Newsroom.Articles;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Modules.Translation.Blocks;
using Rotunda.Modules.Translation.Desk;
using Rotunda.Modules.Translation.Markdown;
using Rotunda.Modules.Translation.Texts;

namespace Rotunda.Modules.Newsroom.Desk.Pages;

/// <summary>A block of the editor, ready for its form.</summary>
/// <param name="Block">The block.</param>
/// <param name="Stored">The block as it is stored now, where the form is shown as a conflict; null otherwise, and for a block that is not stored.</param>
/// <param name="IsGone">True where somebody else removed it while the form was open.</param>
/// <param name="Tag">The language of its words.</param>
/// <param name="HasFocus">True for the block that the last act was about.</param>
/// <param name="FaultOf">What is wrong with a field.</param>
public sealed record BlockRow(EditedBlock Block, EditedBlock? Stored, bool IsGone, string? Tag, bool HasFocus, Func<string, string?> FaultOf)
{
    /// <summary>What is stored in a field, where that is something else than the form shows; null otherwise.</summary>
    public string? StoredOf(Func<EditedBlock, string> field) => Stored is not null && field(Stored).Trim() != field(Block).Trim() ? field(Stored) : null;
}

/// <summary>Changes the source of an article block by block; with scripts on the spot, without them by one request for each act.</summary>
[Requires(NewsroomActs.WriteName)]
[NeverCached]
[RequestFormLimits(ValueCountLimit = 5 * TextLimits.MostBlocks)]
public sealed class DeskArticleBlocksModel(ArticleDeskQueries articles, ArticleOperations operations, SourceAutosaves autosaves, PresenceOperations presence, SiteLanguages languages) : SourcePage(articles, autosaves, presence, languages)
{
    private readonly ArticleDeskQueries _articles = articles;
    private readonly SiteLanguages _languages = languages;
    private IReadOnlyList<MarkdownBlock> _source = [];
    private IReadOnlyList<EditedBlock> _stored = [];
    private IReadOnlyList<EditedBlock> _blocks = [];
    private HashSet<Guid> _opened = [];
    private Guid? _focus;

    public override bool IsByBlocks => true;

    public IEnumerable<BlockRow> Rows => _blocks.Select(block => Row(block, block.Key == _focus));

    /// <summary>An empty block, of which a script makes new ones.</summary>
    public BlockRow Pattern => Row(new EditedBlock(Guid.Empty, BlockShape.All[0], "", "", ""), hasFocus: false);

    /// <summary>The keys in their order.</summary>
    public string Order => string.Join(',', _blocks.Select(block => block.Key));

    /// <summary>The keys of the blocks that were stored when the form was opened.</summary>
    public string Opened => string.Join(',', IsConflict ? _stored.Select(block => block.Key) : _opened);

    /// <summary>True where the blocks that both have are stored in another order.</summary>
    public bool IsOrderChanged => IsConflict && !_stored.IntersectBy(_blocks.Select(block => block.Key), block => block.Key).Select(block => block.Key)
        .SequenceEqual(_blocks.IntersectBy(_stored.Select(block => block.Key), block => block.Key).Select(block => block.Key));

    /// <summary>Blocks that somebody else added while the form was open.</summary>
    public IEnumerable<EditedBlock> Missing => IsConflict ? _stored.Where(stored => !_blocks.Any(block => block.Key == stored.Key)) : [];

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, cancellationToken)) return NotFound();
        var isBehind = TakeUp();
        if (IsTakenUp)
        {
            // More blocks than a text may have are no form: they are cut down in the other editor
            if (EditedBlocks.Of(Source.Markdown, Source.Continues ?? [], _source) is not { } typed) return Redirect(Reader.To($"/desk/articles/{id}/edit?typing"));
            _blocks = typed;
        }

        return isBehind ? ShowConflict() : Page();
    }

    /// <summary>Saves, or shows the form again after an act that only arranges it.</summary>
    public async Task<IActionResult> OnPostSourceAsync(Guid id, int version, string? act, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, cancellationToken)) return NotFound();
        (Stored, Source) = (Source, TypedIn(Request.Form));
        GoOn();
        _blocks = EditedBlocks.Act(EditedBlocks.Read(Request.Form), act ?? "", out _focus);
        _opened = [.. EditedBlocks.Keys(Request.Form, "opened")];
        if (act is { Length: > 0 } and not "save")
        {
            // An earlier version stays the one that is being changed
            TextVersion = version;
            return Page();
        }

        var faults = new List<FieldFault>();
        var known = _source.Select(block => block.Continues!.Value).ToHashSet();
        var (markdown, continues) = EditedBlocks.Write(_blocks, known.Contains, faults);
        if (faults.Count > 0)
        {
            TextVersion = version;
            return Show(faults);
        }

        var outcome = await operations.RewriteAsync(Reader.Viewer, id, version, Source with { Markdown = markdown, Continues = continues }, cancellationToken);
        if (outcome is not Outcome.Done) return Answer(outcome);
        await ForgetAsync(cancellationToken);
        return Redirect(Reader.To($"/desk/articles/{id}?saved"));
    }

    protected override SourceWish TypedIn(IFormCollection form)
    {
        var (markdown, continues) = EditedBlocks.Write(EditedBlocks.Read(form));
        return new SourceWish { Title = form["Title"].ToString(), Deck = form["Deck"].ToString(), Description = form["Description"].ToString(), Markdown = markdown, Continues = continues };
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken cancellationToken)
    {
        (Id, IsUnlisted, Title) = (id, true, T["article.edit-blocks"]);
        if (await _articles.FindAsync(id, cancellationToken) is not { } article) return false;
        await LoadSourceAsync(article, cancellationToken);
        _source = SourceWriting.DraftOf(article.Text!).Blocks;
        _blocks = _stored = EditedBlocks.Of(_source);
        _opened = [.. _stored.Select(block => block.Key)];
        return true;
    }

    private BlockRow Row(EditedBlock block, bool hasFocus)
    {
        var stored = IsConflict ? _stored.FirstOrDefault(row => row.Key == block.Key) : null;
        return new BlockRow(block, stored, IsConflict && stored is null && _opened.Contains(block.Key), _languages.Find(SourceLanguage)?.Tag, hasFocus, FaultOf);
    }
}
