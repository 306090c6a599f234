using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Translation.Markdown;
using Rotunda.Modules.Translation.Texts;

namespace Rotunda.Modules.Translation.Desk;

/// <summary>What became of typing that was to be kept.</summary>
public enum KeepResult
{
    Kept,

    /// <summary>The source already says this: nothing is kept.</summary>
    Unchanged,

    /// <summary>Kept, and somebody saved the source since it was opened: both texts are to be compared.</summary>
    Behind,

    /// <summary>Other typing of the same person is kept, of another window or an earlier day; it stays.</summary>
    Waiting,
}

/// <summary>Unsaved typing in a source as a form has it.</summary>
/// <param name="Version">The version of the text that was opened; 0 for a text that is not begun.</param>
/// <param name="Seen">The stamp of the kept typing that this goes on from; null for none.</param>
/// <param name="Title">As it stands in its field, as do the others.</param>
/// <param name="Deck">The same.</param>
/// <param name="Description">The same.</param>
/// <param name="Markdown">The body.</param>
/// <param name="Continues">Which block each one of the body is; null where it is typed as Markdown.</param>
/// <param name="Language">Chosen for a text that is not begun; null for all others.</param>
public sealed record SourceTyping(int Version, long? Seen, string Title, string Deck, string Description, string Markdown, IReadOnlyList<Guid>? Continues = null, string? Language = null)
{
    internal string? BlockIds => Continues is { Count: > 0 } ids ? string.Join(',', ids) : null;

    internal bool Is(SourceAutosave kept) => (kept.Title, kept.Deck, kept.Description, kept.Markdown, kept.BlockIds, kept.Language) == (Title, Deck, Description, Markdown, BlockIds, Language);
}

/// <summary>
/// Keeps what somebody types into a source until it is saved, once for each person and text. It is nobody else's, changes no text and is
/// not audited; it is never put in the place of other typing of the same person that the window does not know.
/// </summary>
public sealed class SourceAutosaves(RotundaDb db, IClock clock)
{
    private static readonly Duration Step = Duration.FromNanoseconds(1000);

    /// <summary>Unsaved typing of somebody in a text; null where there is none.</summary>
    public async Task<SourceAutosave?> FindAsync(Viewer viewer, Guid textId, CancellationToken cancellationToken) =>
        await db.Set<SourceAutosave>().AsNoTracking().SingleOrDefaultAsync(row => row.TextId == textId && row.AccountId == viewer.AccountId, cancellationToken);

    /// <summary>The latest typing of somebody in a text that was never begun; null where there is none.</summary>
    public async Task<SourceAutosave?> FindUnbegunAsync(Viewer viewer, CancellationToken cancellationToken) =>
        await db.Set<SourceAutosave>().AsNoTracking().Where(row => row.AccountId == viewer.AccountId && !db.Set<TranslatedText>().Any(text => text.Id == row.TextId)).OrderByDescending(row => row.At).FirstOrDefaultAsync(cancellationToken);

    /// <summary>Unsaved typing of somebody in a text, as an editor opens it.</summary>
    /// <returns>What is offered, null where there is none or the source says it already; and the stamp from which new typing goes on.</returns>
    public async Task<(SourceAutosave? Offered, long? Seen)> OfferAsync(Viewer viewer, TranslatedText text, CancellationToken cancellationToken)
    {
        if (await FindAsync(viewer, text.Id, cancellationToken) is not { } kept) return (null, null);
        return Says(text, new SourceTyping(kept.TextVersion, null, kept.Title, kept.Deck, kept.Description, kept.Markdown)) ? (null, Stamp(kept.At)) : (kept, null);
    }

    /// <summary>Keeps typing.</summary>
    /// <returns>What became of it, and the stamp of what is kept now; null where nothing is.</returns>
    public async Task<(KeepResult Result, long? Stamp)> KeepAsync(Viewer viewer, Guid textId, SourceTyping typing, CancellationToken cancellationToken)
    {
        var account = viewer.AccountId ?? throw new InvalidOperationException("Only somebody with an account types.");
        var text = await db.Texts.AsNoTracking().AsSplitQuery().Include(row => row.Blocks).Include(row => row.Segments).ThenInclude(segment => segment.Texts).SingleOrDefaultAsync(row => row.Id == textId, cancellationToken);
        var mine = db.Set<SourceAutosave>().Where(row => row.TextId == textId && row.AccountId == account);
        var kept = await mine.AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        var isBehind = text is not null && text.Version != typing.Version;
        if (kept is not null && Stamp(kept.At) != typing.Seen) return Beside(kept);

        if (text is not null && Says(text, typing))
        {
            if (kept is not null) await DropAsync(viewer, textId, Stamp(kept.At), cancellationToken);
            return (KeepResult.Unchanged, null);
        }

        var now = clock.GetCurrentInstant();
        if (kept?.At >= now) now = kept.At + Step;
        if (kept is not null)
        {
            var before = kept.At;
            var changed = await mine.Where(row => row.At == before).ExecuteUpdateAsync(
                set => set.SetProperty(row => row.At, now).SetProperty(row => row.TextVersion, typing.Version).SetProperty(row => row.Title, typing.Title)
                    .SetProperty(row => row.Deck, typing.Deck).SetProperty(row => row.Description, typing.Description).SetProperty(row => row.Markdown, typing.Markdown).SetProperty(row => row.BlockIds, typing.BlockIds).SetProperty(row => row.Language, typing.Language), cancellationToken);
            // Another window was quicker, or it was saved in between: this window asks again with what it then sees
            if (changed == 0) return await mine.AsNoTracking().SingleOrDefaultAsync(cancellationToken) is { } quicker ? Beside(quicker) : (KeepResult.Waiting, typing.Seen);
        }
        else
        {
            db.Add(new SourceAutosave
            {
                TextId = textId, AccountId = account, TextVersion = typing.Version, At = now, Title = typing.Title, Deck = typing.Deck, Description = typing.Description, Markdown = typing.Markdown, BlockIds = typing.BlockIds, Language = typing.Language,
            });
            try
            {
                await db.SaveChangesAsync(cancellationToken);
            }
            catch (DbUpdateException error) when (error.IsUniqueViolation())
            {
                return await mine.AsNoTracking().SingleOrDefaultAsync(cancellationToken) is { } quicker ? Beside(quicker) : (KeepResult.Waiting, null);
            }
            finally
            {
                db.ChangeTracker.Clear();
            }
        }

        return (isBehind ? KeepResult.Behind : KeepResult.Kept, Stamp(now));

        // A page that went sends its last words, and the next one may send them too, in the same moment
        (KeepResult Result, long? Stamp) Beside(SourceAutosave other) =>
            typing.Is(other) ? (isBehind ? KeepResult.Behind : KeepResult.Kept, Stamp(other.At)) : (KeepResult.Waiting, Stamp(other.At));
    }

    /// <summary>Forgets what is kept with a stamp: it was saved, or its owner does not want it. What another window kept since stays.</summary>
    public async Task DropAsync(Viewer viewer, Guid textId, long? stamp, CancellationToken cancellationToken)
    {
        if (stamp is not { } ticks) return;
        var at = Instant.FromUnixTimeTicks(ticks);
        await db.Set<SourceAutosave>().Where(row => row.TextId == textId && row.AccountId == viewer.AccountId && row.At == at).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Forgets what is kept of a text that was begun under another id, also what came while it was.</summary>
    public Task DropBegunAsync(Viewer viewer, Guid typingId, CancellationToken cancellationToken) =>
        db.Set<SourceAutosave>().Where(row => row.TextId == typingId && row.AccountId == viewer.AccountId).ExecuteDeleteAsync(cancellationToken);

    /// <summary>The stamp that a form bears for kept typing.</summary>
    public static long Stamp(Instant at) => at.ToUnixTimeTicks();

    /// <summary>True when the source of a text reads just like this.</summary>
    private static bool Says(TranslatedText text, SourceTyping typing)
    {
        var (said, faults) = (SourceWriting.DraftOf(text), new List<MarkdownFault>());
        var typed = MarkdownText.Parse("Markdown", "\n" + typing.Markdown, faults);
        // What is faulty so far is in no block and would be missed
        return faults.Count == 0 && said.Title == typing.Title.Trim() && said.Deck == typing.Deck.Trim() && said.Description == typing.Description.Trim()
            && MarkdownText.Write(said.Blocks) == MarkdownText.Write(typed.Blocks);
    }
}
