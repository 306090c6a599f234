namespace Rotunda.Modules.Demonstration;

/// <summary>A stop of the tour: what a sentence of the news page says, and the pages that do it.</summary>
/// <param name="Name">The middle of its text keys: <c>tour.NAME.says</c>, <c>tour.NAME.shows</c> and, where something is missing, <c>tour.NAME.not-yet</c>.</param>
/// <param name="Paths">Without the language.</param>
/// <param name="HasGap">True when a part of it is not built yet.</param>
public sealed record TourStop(string Name, IReadOnlyList<string> Paths, bool HasGap = false);

/// <summary>The tour through a news page of a member university, sentence by sentence.</summary>
public static class TourStops
{
    private const string Retold = "/news/2022/upc-at-fifth-annual-conference";

    /// <summary>The sentences in the order of the page.</summary>
    public static IReadOnlyList<TourStop> Sentences { get; } =
    [
        new("links", ["/archive", "/faq", "/contact"]),
        new("path", ["/news"]),
        new("title", [Retold]),
        new("conference", ["/conferences/2022"], HasGap: true),
        new("speaker", [Retold], HasGap: true),
        new("theme", ["/conferences/2022"]),
        new("report", [Retold, "/members/upc"]),
        new("seminar", ["/conferences/2022"]),
        new("discussion", [Retold], HasGap: true),
        new("chair", ["/leadership?on=2024", "/resolutions/2022-1"]),
        new("green", ["/bodies/green"]),
        new("numbers", ["/members?on=2022-06-30", "/bodies/asrtu"]),
        new("framework", ["/about"]),
        new("member", ["/members/upc"]),
        new("exchange", ["/programmes"], HasGap: true),
        new("credits", [Retold], HasGap: true),
        new("neighbours", [Retold]),
    ];

    /// <summary>What stands behind the pages.</summary>
    public static IReadOnlyList<TourStop> Behind { get; } = [new("desk", ["/demo", "/desk/audit"], HasGap: true)];
}
