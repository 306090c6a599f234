using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Modules.Shared.Access;

namespace Rotunda.Modules.Translation.Texts;

/// <summary>
/// Freezes languages of texts into revisions and says which revision readers see, in the context of the operation that calls it: that
/// one asks the permission and <see cref="Readiness"/>, audits and saves.
/// </summary>
public sealed class TextPublishing(IClock clock)
{
    /// <summary>A revision of the working copy as it stands; readers do not see it yet.</summary>
    /// <param name="db">The context of the operation.</param>
    /// <param name="text">The text with blocks, segments and their texts.</param>
    /// <param name="language">A language in which it has a title.</param>
    /// <param name="publisher">Who publishes it: an editor of every version.</param>
    /// <param name="overrideNote">Why it is published although it is not ready; null where it is.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async Task<TextRevision> FreezeAsync(RotundaDb db, TranslatedText text, string language, Viewer publisher, string? overrideNote, CancellationToken cancellationToken)
    {
        var last = await db.TextRevisions.Where(revision => revision.TextId == text.Id && revision.Language == language).MaxAsync(revision => (int?)revision.Number, cancellationToken) ?? 0;
        return Freeze(db, text, language, publisher, overrideNote, last + 1);
    }

    /// <summary>The first revision of a text that is new.</summary>
    public TextRevision FreezeFirst(RotundaDb db, TranslatedText text, string language, Viewer publisher) => Freeze(db, text, language, publisher, null, 1);

    /// <summary>Shows a revision to readers in place of the one before.</summary>
    public static async Task ShowAsync(RotundaDb db, TextRevision revision, CancellationToken cancellationToken)
    {
        var shown = db.PublishedTexts.Local.FirstOrDefault(row => row.TextId == revision.TextId && row.Language == revision.Language)
            ?? await db.PublishedTexts.SingleOrDefaultAsync(row => row.TextId == revision.TextId && row.Language == revision.Language, cancellationToken);
        if (shown is null) ShowFirst(db, revision);
        else shown.RevisionId = revision.Id;
    }

    /// <summary>The same for a text that is being added, of which readers see nothing yet; asks nothing.</summary>
    public static void ShowFirst(RotundaDb db, TextRevision revision) => db.Add(new PublishedText { TextId = revision.TextId, Language = revision.Language, RevisionId = revision.Id });

    /// <summary>Takes a language away from readers; its revisions stay.</summary>
    public static async Task HideAsync(RotundaDb db, Guid textId, string language, CancellationToken cancellationToken)
    {
        if (await db.PublishedTexts.SingleOrDefaultAsync(row => row.TextId == textId && row.Language == language, cancellationToken) is { } shown) db.Remove(shown);
    }

    private TextRevision Freeze(RotundaDb db, TranslatedText text, string language, Viewer publisher, string? overrideNote, int number)
    {
        var revision = new TextRevision
        {
            Id = RowId.New(), TextId = text.Id, Language = language, Number = number, Schema = FrozenText.Schema, Content = FrozenText.Of(text, language).ToJson(),
            At = clock.GetCurrentInstant(), PublishedBy = publisher.AccountId, OverrideNote = overrideNote,
        };
        foreach (var (kind, account) in Credits.Of(text, language, publisher.AccountId)) revision.Credits.Add(new RevisionCredit { Kind = kind, AccountId = account });
        db.Add(revision);
        return revision;
    }
}
