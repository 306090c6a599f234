using System.Globalization;
using Rotunda.Text;

namespace Rotunda.Modules.Shared.Contributions;

/// <summary>The search over the rows of a list of the desk, as it is over pages.</summary>
public static class ListSearch
{
    extension(ISearchFilter search)
    {
        /// <summary>The rows that are meant: those that the search finds by one of their names, and those of which a name holds the words as they were typed, such as a part of a word.</summary>
        /// <param name="rows">Of the whole list; only what the reader may see.</param>
        /// <param name="names">What a row is called, in whatever language.</param>
        /// <param name="words">As they were typed; empty for all rows.</param>
        /// <returns>In the order of the list.</returns>
        public IReadOnlyList<T> Among<T>(IReadOnlyList<T> rows, Func<T, IEnumerable<string>> names, string words)
        {
            var part = Folding.Fold(words);
            if (part.Length == 0) return rows;
            var texts = rows.Select((row, at) => (Code: at.ToString(CultureInfo.InvariantCulture), Text: new SearchText("", "", "", "", [.. names(row).Where(name => name.Length > 0)]))).ToList();
            var found = (search.CodesAmong(texts, words) ?? []).ToHashSet(StringComparer.Ordinal);
            return [.. texts.Where(pair => found.Contains(pair.Code) || pair.Text.Names!.Any(name => Folding.Fold(name).Contains(part, StringComparison.Ordinal))).Select(pair => rows[int.Parse(pair.Code, CultureInfo.InvariantCulture)])];
        }
    }
}
