using Rotunda.Modules.Search.Ranking;

namespace Rotunda.Modules.Search.Finding;

/// <summary>What is asked.</summary>
/// <param name="Query">The words.</param>
/// <param name="Kind">Only things of this kind; null for all.</param>
/// <param name="Language">Only pages in this language; null for the reader's first and the others behind.</param>
/// <param name="Year">Only things of this year.</param>
/// <param name="Institution">Only things about the institution with this code.</param>
internal sealed record SearchRequest(SearchQuery Query, string? Kind = null, string? Language = null, int? Year = null, string? Institution = null);

/// <summary>A thing that was found.</summary>
/// <param name="Kind">As of its source.</param>
/// <param name="Code">Within the kind.</param>
/// <param name="Language">In which it was found.</param>
/// <param name="Path">Its page, with the language.</param>
/// <param name="Title">As the page has it.</param>
/// <param name="Names">What else it is called.</param>
/// <param name="Body">What it says, plain.</param>
/// <param name="Year">To which it belongs.</param>
/// <param name="Score">For the order alone.</param>
internal sealed record SearchHit(string Kind, string Code, string Language, string Path, string Title, IReadOnlyList<string> Names, string Body, int? Year, double Score)
{
    /// <summary>True when it holds every word of the query.</summary>
    public bool HoldsAll { get; init; }

    /// <summary>For what people call by name: whether the query is its name, the beginning of it or a part of it. It then comes before whatever speaks of it.</summary>
    public Naming Naming { get; init; }

    /// <summary>The same thing in other languages, with its pages.</summary>
    public IReadOnlyList<(string Language, string Path)> Versions { get; init; } = [];
}

/// <summary>The answer to a query.</summary>
/// <param name="Own">In the reader's language, or in the one that was asked for; best first.</param>
/// <param name="Others">Found in other languages alone.</param>
/// <param name="Corrected">What was searched for in place of words that are nowhere: as typed, and instead.</param>
/// <param name="Understood">The query as it was answered, for highlighting.</param>
internal sealed record SearchResults(IReadOnlyList<SearchHit> Own, IReadOnlyList<SearchHit> Others, IReadOnlyList<(string Typed, string Instead)> Corrected, SearchQuery Understood)
{
    /// <summary>True where more texts in the language hold words of the query than the list does.</summary>
    public bool IsCut { get; init; }

    /// <summary>Other languages in which more was found than <see cref="Others"/> holds.</summary>
    public IReadOnlyList<string> Further { get; init; } = [];

    public static SearchResults None(SearchQuery query) => new([], [], [], query);
}
