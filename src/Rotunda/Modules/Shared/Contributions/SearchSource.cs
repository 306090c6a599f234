using System.Security.Cryptography;
using System.Text.Json;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Shared.Access;

namespace Rotunda.Modules.Shared.Contributions;

/// <summary>A kind of thing that people search for. A module that has one implements this, and the search finds it.</summary>
public interface ISearchSource
{
    /// <summary>The word before the colon of a <see cref="Reference"/>: <c>institution</c>, <c>news</c>.</summary>
    string Kind { get; }

    /// <summary>The key of what the kind is called in a list of filters.</summary>
    string TextKey { get; }

    /// <summary>Kinds stand in this order among the filters.</summary>
    int Order { get; }

    /// <summary>True for things that people call by name, as institutions and people are: where a query is the name of one, it comes first.</summary>
    bool IsCalledByName => false;

    /// <summary>For each thing something that changes whenever what is found of it changes. Where there are thousands, cheaper than reading them all.</summary>
    /// <param name="db">The database.</param>
    /// <param name="codes">Which things; null for all. Those that are no more are left out.</param>
    /// <param name="cancellationToken">Cancels the queries.</param>
    async Task<IReadOnlyDictionary<string, string>> StampsAsync(RotundaDb db, IReadOnlyCollection<string>? codes, CancellationToken cancellationToken) =>
        (await ItemsAsync(db, codes, cancellationToken)).ToDictionary(item => item.Code, item => item.Stamp, StringComparer.Ordinal);

    /// <summary>What is found of things, in a number of queries that does not depend on how many there are. Only what has been published belongs here.</summary>
    /// <param name="db">The database.</param>
    /// <param name="codes">Which things; null for all. Those that are no more are left out.</param>
    /// <param name="cancellationToken">Cancels the queries.</param>
    Task<IReadOnlyList<SearchItem>> ItemsAsync(RotundaDb db, IReadOnlyCollection<string>? codes, CancellationToken cancellationToken);
}

/// <summary>A thing as it is searched for, in each language in which it has a page.</summary>
/// <param name="Code">The public code, unique within the kind.</param>
/// <param name="Texts">One for each language.</param>
/// <param name="Year">The year to which it belongs, where it belongs to one.</param>
/// <param name="Institutions">The codes of the institutions that it is about.</param>
/// <param name="Requires">What one must be allowed to do to learn that it exists; null for everyone.</param>
public sealed record SearchItem(string Code, IReadOnlyList<SearchText> Texts, int? Year = null, IReadOnlyList<string>? Institutions = null, Act? Requires = null)
{
    /// <summary>A hash of everything that is found.</summary>
    public string Stamp => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(
        new { Texts, Year, Institutions, Requires = Requires?.Name }, StoredJson.Options)).AsSpan(0, 16));
}

/// <summary>A thing in one language.</summary>
/// <param name="Language">The code of the language of its page.</param>
/// <param name="Path">The address of the page, with the language.</param>
/// <param name="Title">What it is called there.</param>
/// <param name="Body">What it says, as plain text; what follows a line break is another paragraph.</param>
/// <param name="Names">What else it is called, in whatever language: aliases, abbreviations, names in other scripts.</param>
public sealed record SearchText(string Language, string Path, string Title, string Body = "", IReadOnlyList<string>? Names = null);

/// <summary>Finds which things of a kind somebody means, for lists that are filtered by words; the module of the search implements it.</summary>
public interface ISearchFilter
{
    /// <summary>The codes of those texts at hand that the words find, best first; those alone that hold every word where there are any. Null when the words say nothing, such as signs alone. Nothing is kept of the texts that could outlive them.</summary>
    /// <param name="texts">All among which is searched, each with its code; only what the reader may see.</param>
    /// <param name="words">As they were typed; the last one may be the beginning of a word.</param>
    IReadOnlyList<string>? CodesAmong(IReadOnlyList<(string Code, SearchText Text)> texts, string words);
}
