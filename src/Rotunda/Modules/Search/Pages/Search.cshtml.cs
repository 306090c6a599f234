using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc;
using Rotunda.Modules.Search.Finding;
using Rotunda.Modules.Search.Ranking;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Search.Pages;

/// <summary>What was found, in the reader's language first.</summary>
[Public]
public sealed class SearchModel(IServiceProvider services) : SitePage
{
    public const int PageSize = 10;

    /// <summary>Results of one list.</summary>
    public const int Most = SearchQueries.MostOwn;

    private readonly SearchQueries _queries = services.GetRequiredService<SearchQueries>();
    private readonly SearchChoices _choices = services.GetRequiredService<SearchChoices>();
    private SearchQuery _query = SearchQuery.Parse("");

    /// <summary>A result as it is shown.</summary>
    public sealed record Result(string Path, IHtmlContent Title, IHtmlContent Snippet, string Kind, int? Year, string? Tag, IReadOnlyList<(Language Language, string Path)> Versions);

    public string Text { get; private set; } = "";

    public string? Kind { get; private set; }

    public string? In { get; private set; }

    public int? Year { get; private set; }

    public string? Institution { get; private set; }

    public bool IsNarrowed => Kind is not null || In is not null || Year is not null || Institution is not null;

    public bool IsAsked => Text.Length > 0;

    /// <summary>True where nothing that could be looked up was typed.</summary>
    public bool IsEmpty => _query.IsEmpty;

    public bool IsCut => _query.IsCut;

    /// <summary>True where a filter is none of the choices, such as one of a year that nothing belongs to any more.</summary>
    public bool IsNoChoice { get; private set; }

    /// <summary>True on the last page of a list that does not hold all that was found.</summary>
    public bool HasMore { get; private set; }

    /// <summary>Other languages in which there is more than the page shows, with the addresses of their lists.</summary>
    public IReadOnlyList<(Language Language, string Path)> Further { get; private set; } = [];

    public IReadOnlyList<Result> Own { get; private set; } = [];

    public IReadOnlyList<Result> Others { get; private set; } = [];

    public IReadOnlyList<(string Typed, string Instead)> Corrected { get; private set; } = [];

    public IReadOnlyList<(string Label, string Path, string? Tag)> Suggested { get; private set; } = [];

    public SearchChoices Choices => _choices;

    public int PageNumber { get; private set; } = 1;

    public int Pages { get; private set; } = 1;

    public string PagePath(int page) => PathOf(In, page);

    private string PathOf(string? language, int page) => Reader.To("/search") + QueryString.Create(new[]
    {
        ("q", Text), ("kind", Kind), ("in", language), ("year", Year?.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("institution", Institution),
        ("page", page == 1 ? null : page.ToString(System.Globalization.CultureInfo.InvariantCulture)),
    }.Where(pair => !string.IsNullOrEmpty(pair.Item2)).Select(pair => KeyValuePair.Create(pair.Item1, pair.Item2)));

    public async Task<IActionResult> OnGetAsync(string? q, string? kind, string? @in, string? year, string? institution, CancellationToken cancellationToken)
    {
        if (!PageNumbers.TryRead(Request, out var number)) return BadRequest();
        await _choices.ReadAsync(Reader, cancellationToken);
        _query = SearchQuery.Parse(q);
        (Text, PageNumber, IsUnlisted) = (_query.Text, number, true);
        (Kind, In, Institution) = (NullIfEmpty(kind), NullIfEmpty(@in), NullIfEmpty(institution));
        if (NullIfEmpty(year) is { } asked)
        {
            if (!int.TryParse(asked, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var some)) return BadRequest();
            Year = some;
        }

        IsNoChoice = !_choices.Allow(Kind, In, Year, Institution);
        Title = IsAsked ? T.Format("search.title-for", ("words", Text.Length > 60 ? Text[..60] + "…" : Text)) : T["search.title"];
        Walk(new Crumb(T["search.title"], null));
        if (IsEmpty || IsNoChoice) return Page();

        var request = new SearchRequest(_query, Kind, In, Year, Institution);
        var results = await _queries.FindAsync(request, Reader, cancellationToken);
        Pages = Math.Max(1, (results.Own.Count + PageSize - 1) / PageSize);
        if (number > Pages) return NotFound();
        Corrected = results.Corrected;
        var own = results.Own.Skip((number - 1) * PageSize).Take(PageSize).ToList();
        var shown = await _queries.WithTextsAsync([.. own, .. number == 1 ? results.Others : []], Reader, cancellationToken);
        Own = [.. shown.Take(own.Count).Select(hit => Shown(hit, results.Understood))];
        Others = [.. shown.Skip(own.Count).Select(hit => Shown(hit, results.Understood))];
        HasMore = results.IsCut && number == Pages;
        if (number > 1) return Page();
        Further = [.. results.Further.Select(_choices.Language).OfType<Language>().Select(language => (language, PathOf(language.Code, 1)))];
        await SuggestAsync(request with { Query = SearchQuery.Parse(q, isTyping: true) }, shown.Select(hit => hit.Path).ToHashSet(StringComparer.Ordinal), cancellationToken);
        return Page();
    }

    private Result Shown(SearchHit hit, SearchQuery query)
    {
        var named = hit.Names.FirstOrDefault(name => Snippets.Holds(name, query) && !Snippets.Holds(hit.Title, query));
        var body = Running(hit.Body);
        var text = named is null ? body : body.Length == 0 ? named : $"{named} · {body}";
        return new Result(
            hit.Path, Snippets.Marked(hit.Title, query), Snippets.Of(text, query), _choices.KindLabel(hit.Kind), hit.Year,
            hit.Language == Reader.Language.Code ? null : _choices.Language(hit.Language)?.Tag,
            [.. hit.Versions.Select(version => (Language: _choices.Language(version.Language), version.Path)).Where(version => version.Language is not null).Select(version => (version.Language!, version.Path))]);
    }

    /// <summary>Paragraphs one after the other; what does not end as a sentence does is parted by a point.</summary>
    private static string Running(string body)
    {
        var text = new System.Text.StringBuilder(body.Length);
        foreach (var line in body.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (text.Length > 0) text.Append(text[^1] is '.' or '!' or '?' or '…' or '。' or '！' or '？' or ':' or '：' ? " " : " · ");
            text.Append(line);
        }

        return text.ToString();
    }

    /// <summary>What begins as the last word does, for those who have no script that shows it while they type.</summary>
    private async Task SuggestAsync(SearchRequest request, HashSet<string> listed, CancellationToken cancellationToken)
    {
        var suggestions = await Suggestions.ForAsync(request, _queries, services.GetServices<ISearchSource>(), services.GetRequiredService<SiteLanguages>(), Reader, cancellationToken, listed);
        Suggested = [.. suggestions.Select(suggestion => (suggestion.Title, suggestion.Path, suggestion.Tag))];
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
