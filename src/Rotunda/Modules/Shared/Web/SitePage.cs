using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Modules.Shared.Time;

namespace Rotunda.Modules.Shared.Web;

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
