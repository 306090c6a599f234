using System.Globalization;
using NodaTime;
using NodaTime.Text;
using Rotunda.Modules.Alliance.Leadership;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Time;

namespace Rotunda.Modules.Alliance.Handover;

/// <summary>An announcement in one language.</summary>
/// <param name="Title">Of the article.</param>
/// <param name="Deck">Its second line.</param>
/// <param name="Slug">The last part of its address.</param>
/// <param name="Day">Of the handover.</param>
/// <param name="References">What it is about.</param>
/// <param name="Body">Markdown, with the same blocks in every language.</param>
public sealed record AnnouncementDraft(string Title, string Deck, string Slug, LocalDate Day, IReadOnlyList<string> References, string Body)
{
    /// <summary>The category of news about offices.</summary>
    public const string Category = "governance";
}

/// <summary>Begins an article from an announcement; the module that writes news implements this.</summary>
public interface IAnnouncementDesk
{
    /// <summary>True for those who write news.</summary>
    bool MayBegin(Viewer viewer);

    /// <summary>Begins a draft of the kind «announcement» whose source is in this language.</summary>
    /// <returns>How it ended, and where the draft is edited, without the language of the reader.</returns>
    Task<(Outcome Outcome, string? Path)> BeginAsync(Viewer viewer, Language language, AnnouncementDraft draft, CancellationToken cancellationToken);
}

/// <summary>Drafts announcements of handovers, for the newsroom and in the Markdown that the importer of articles reads.</summary>
/// <remarks>Names stand in the nominative or between quotation marks after a word that is declined for them: no grammar is guessed.</remarks>
public static class Announcement
{
    /// <summary>The announcement in a language.</summary>
    /// <param name="handover">With its seat, its body and both institutions.</param>
    /// <param name="side">The name of the side, in that language.</param>
    /// <param name="texts">The language.</param>
    public static AnnouncementDraft Of(ChairHandover handover, string side, Texts texts)
    {
        var language = texts.Language;
        var day = handover.BegunOn ?? handover.PlannedOn;
        var name = handover.ToInstitution!.NameFor(language).Text;
        var kind = texts[handover.Seat!.Kind.TextKey()];
        var paragraphs = new List<string>
        {
            texts.Format(handover.State == HandoverState.Completed ? "handover.news.begun" : "handover.news.planned", ("day", texts.Day(day)), ("name", Link(name, handover.ToInstitution.Code)), ("kind", kind), ("side", side)),
        };
        // Every language has the same blocks
        if (handover.FromInstitution is { } from) paragraphs.Add(texts.Format("handover.news.thanks", ("name", Link(from.NameFor(language).Text, from.Code))));
        if (handover.Number is { } number) paragraphs.Add(texts.Format("handover.news.number", ("number", number)));
        paragraphs.Add(texts["handover.news.register"]);
        return new AnnouncementDraft(
            texts.Format("handover.news.title", ("kind", kind), ("side", side), ("name", name)), texts.Format("handover.news.deck", ("day", texts.Day(day))),
            string.Create(CultureInfo.InvariantCulture, $"{handover.ToInstitution.Code}-chair-unit-{day.Year}"), day, [.. References(handover)], string.Join("\n\n", paragraphs));
    }

    /// <summary>The file of a language; its name in the article's folder is the code of the language.</summary>
    /// <param name="draft">In that language.</param>
    /// <param name="isSource">True for the one language that is the source.</param>
    public static string FileOf(AnnouncementDraft draft, bool isSource)
    {
        var head = new List<string> { $"title: {draft.Title}", $"deck: {draft.Deck}", $"slug: {draft.Slug}", $"description: {draft.Title}" };
        if (isSource)
        {
            head.Add("source: yes");
            head.Add("kind: announcement");
            head.Add($"date: {LocalDatePattern.Iso.Format(draft.Day)}");
            head.Add($"categories: {AnnouncementDraft.Category}");
            head.Add($"references: {string.Join(", ", draft.References)}");
        }

        return $"---\n{string.Join('\n', head)}\n---\n\n{draft.Body}\n";
    }

    private static IEnumerable<string> References(ChairHandover handover)
    {
        yield return "body:" + handover.Seat!.Body!.Code;
        yield return "institution:" + handover.ToInstitution!.Code;
        if (handover.FromInstitution is { } from) yield return "institution:" + from.Code;
    }

    /// <summary>A name may hold brackets, which would end the link.</summary>
    private static string Link(string name, string code) => $"[{name.Replace("[", "\\[", StringComparison.Ordinal).Replace("]", "\\]", StringComparison.Ordinal)}](institution:{code})";
}
