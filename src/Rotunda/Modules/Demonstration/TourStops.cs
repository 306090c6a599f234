namespace Rotunda.Modules.Demonstration;

/// <summary>A stop of the tour: what a sentence of the news page says, and the pages that do it.</summary>
/// <param name="Name">The middle of its text keys: <c>tour.NAME.says</c>, <c>tour.NAME.shows</c> and, where something is missing, <c>tour.NAME.not-yet</c>.</param>
/// <param name="Pages">In the order of the sentence.</param>
/// <param name="HasGap">True when a part of it is not built yet.</param>
public sealed record TourStop(string Name, IReadOnlyList<TourPage> Pages, bool HasGap = false);

/// <summary>A page that a stop leads to.</summary>
/// <param name="Path">Without the language.</param>
/// <param name="TextKey">The key of what the page is called.</param>
public sealed record TourPage(string Path, string TextKey);

/// <summary>The tour through a news page of a member university, sentence by sentence.</summary>
public static class TourStops
{
    private static readonly TourPage Retold = new("/news/2022/upc-at-fifth-annual-conference", "tour.page.retold");
    private static readonly TourPage Edition = new("/conferences/2022", "tour.page.edition");
    private static readonly TourPage University = new("/members/upc", "tour.page.university");

    /// <summary>The sentences in the order of the page.</summary>
    public static IReadOnlyList<TourStop> Sentences { get; } =
    [
        new("links", [new("/archive", "nav.archive"), new("/faq", "faq.title"), new("/contact", "nav.contact")]),
        new("path", [new("/news", "news.title")]),
        new("title", [Retold]),
        new("conference", [Edition], HasGap: true),
        new("speaker", [Retold], HasGap: true),
        new("theme", [Edition]),
        new("report", [Retold, University]),
        new("seminar", [Edition]),
        new("discussion", [Retold], HasGap: true),
        new("chair", [new("/leadership?on=2024", "leadership.title"), new("/resolutions/2022-1", "tour.page.resolution")]),
        new("green", [new("/bodies/green", "tour.page.green")]),
        new("numbers", [new("/members?on=2022-06-30", "members.title"), new("/bodies/asrtu", "tour.page.association")]),
        new("framework", [new("/about", "nav.about")]),
        new("member", [University]),
        new("exchange", [new("/programmes", "programmes.title")], HasGap: true),
        new("credits", [Retold]),
        new("neighbours", [Retold]),
    ];

    /// <summary>What stands behind the pages.</summary>
    public static IReadOnlyList<TourStop> Behind { get; } = [new("desk", [new("/demo", "demo.title"), new("/desk/audit", "nav.audit")])];
}
