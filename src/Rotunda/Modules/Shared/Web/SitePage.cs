using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Modules.Shared.Time;

namespace Rotunda.Modules.Shared.Web;

/// <summary>A feed of what one page lists.</summary>
/// <param name="Title">In the reader's language.</param>
/// <param name="Path">With the language.</param>
/// <param name="MediaType">As in the link element.</param>
public sealed record PageFeed(string Title, string Path, string MediaType);

/// <summary>A picture of what a page tells.</summary>
/// <param name="Path">On this site.</param>
/// <param name="Width">In points.</param>
/// <param name="Height">In points.</param>
/// <param name="Alternative">What it shows, for those who do not see it; empty where nobody wrote it.</param>
public sealed record PageImage(string Path, int Width, int Height, string Alternative);

/// <summary>What every page says of itself to the layout.</summary>
public abstract class SitePage : PageModel
{
    private Reader? _reader;

    public Reader Reader => _reader ??= HttpContext.Reader();

    public Texts T => Reader.Texts;

    /// <summary>The title of the window, without the name of the association.</summary>
    public string Title { get; protected set; } = "";

    /// <summary>What search engines and messengers show.</summary>
    public string? Description { get; protected set; }

    /// <summary>The steps from the home page to this one, without the home page.</summary>
    public IReadOnlyList<Crumb> Crumbs { get; protected set; } = [];

    /// <summary>The paths of the same page in other languages, by code; null where the same path serves with another language.</summary>
    public IReadOnlyDictionary<string, string>? Siblings { get; protected set; }

    /// <summary>The codes of the languages in which the page itself exists; null for all. In the others it is shown in a fallback, and search engines are not told of it.</summary>
    public IReadOnlyCollection<string>? ExistsIn { get; protected set; }

    /// <summary>The path that search engines and messengers take for the page's own, where that is another one: the original of a fallback.</summary>
    public string? CanonicalPath { get; protected set; }

    /// <summary>The path that leads every reader to the own language; null where there is none.</summary>
    public string? NeutralPath { get; protected set; }

    /// <summary>A picture of what the page tells, for messengers.</summary>
    public PageImage? LeadImage { get; protected set; }

    /// <summary>Feeds of what the page lists, besides those of the site.</summary>
    public IReadOnlyList<PageFeed> OwnFeeds { get; protected set; } = [];

    /// <summary>What the page tells, in the words of schema.org. The layout adds the way to the page.</summary>
    public IReadOnlyList<JsonObject> Facts { get; protected set; } = [];

    /// <summary>The type of Open Graph.</summary>
    public string OpenGraphType { get; protected set; } = "website";

    /// <summary>True when search engines should not list the page, such as a page shown in a fallback language.</summary>
    public bool IsUnlisted { get; protected set; }

    /// <summary>A page in the reader's language that says that there is nothing here.</summary>
    protected new NotFoundResult NotFound() => base.NotFound();

    /// <summary>The page's own path with another language.</summary>
    public string PathIn(Language language) =>
        Siblings?.GetValueOrDefault(language.Code) ?? $"/{language.Code}{HttpContext.PathWithoutLanguage()}{Request.QueryString}";

    /// <summary>Today where the reader is, or by UTC when that is not known.</summary>
    protected LocalDate TodayBy(IClock clock) => clock.GetCurrentInstant().InZone(Reader.Zone ?? DateTimeZone.Utc).Date;

    /// <summary>The steps to a page: pairs of label and path, the last one without a path.</summary>
    protected void Walk(params IEnumerable<Crumb> crumbs) => Crumbs = [.. crumbs];
}
