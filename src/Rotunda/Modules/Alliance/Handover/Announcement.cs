using System.Globalization;
using NodaTime;
using NodaTime.Text;
using Rotunda.Modules.Alliance.Leadership;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Time;

namespace Rotunda.Modules.Alliance.Handover;

/// <summary>The draft of an announcement, in the Markdown that the importer of articles reads.</summary>
/// <remarks>Names stand in the nominative or between quotation marks after a word that is declined for them: no grammar is guessed.</remarks>
public static class Announcement
{
    /// <summary>The file of a language; its name in the article's folder is the code of the language.</summary>
    /// <param name="handover">With its seat, its body and both institutions.</param>
    /// <param name="side">The name of the side, in that language.</param>
    /// <param name="isSource">True for the one language that is the source.</param>
    /// <param name="texts">The language.</param>
    public static string In(ChairHandover handover, string side, bool isSource, Texts texts)
    {
        var language = texts.Language;
        var day = handover.BegunOn ?? handover.PlannedOn;
        var name = handover.ToInstitution!.NameFor(language).Text;
        var kind = texts[handover.Seat!.Kind.TextKey()];
        var slug = string.Create(CultureInfo.InvariantCulture, $"{handover.ToInstitution.Code}-chair-unit-{day.Year}");
        var head = new List<string>
        {
            $"title: {texts.Format("handover.news.title", ("kind", kind), ("side", side), ("name", name))}",
            $"deck: {texts.Format("handover.news.deck", ("day", texts.Day(day)))}",
            $"slug: {slug}",
            $"description: {texts.Format("handover.news.title", ("kind", kind), ("side", side), ("name", name))}",
        };
        if (isSource)
        {
            head.Add("source: yes");
            head.Add("kind: news");
            head.Add($"date: {LocalDatePattern.Iso.Format(day)}");
            head.Add("categories: governance");
            head.Add($"references: {string.Join(", ", References(handover))}");
        }

        var paragraphs = new List<string>
        {
            texts.Format(handover.State == HandoverState.Completed ? "handover.news.begun" : "handover.news.planned", ("day", texts.Day(day)), ("name", Link(name, handover.ToInstitution.Code)), ("kind", kind), ("side", side)),
        };
        // Every language has the same blocks
        if (handover.FromInstitution is { } from) paragraphs.Add(texts.Format("handover.news.thanks", ("name", Link(from.NameFor(language).Text, from.Code))));
        if (handover.Number is { } number) paragraphs.Add(texts.Format("handover.news.number", ("number", number)));
        paragraphs.Add(texts["handover.news.register"]);
        return $"---\n{string.Join('\n', head)}\n---\n\n{string.Join("\n\n", paragraphs)}\n";
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
