using Rotunda.Modules.Translation.Terms;
using Rotunda.Text;

namespace Rotunda.Modules.Translation.Checks;

/// <summary>Something in a translation that a person should look at.</summary>
/// <param name="Check">Which check found it, such as <c>numbers</c>.</param>
/// <param name="TextKey">The key of the sentence that says what it is.</param>
/// <param name="Value">What fills the place <c>value</c> of the sentence.</param>
/// <param name="Expected">What fills the place <c>expected</c>; empty where nothing in particular is expected.</param>
/// <param name="IsSevere">False where it may well be meant.</param>
public sealed record CheckFinding(string Check, string TextKey, string Value = "", string Expected = "", bool IsSevere = true);

/// <summary>A segment in two languages, as it is checked.</summary>
/// <param name="SourceLanguage">The code of the site, such as <c>ru</c>.</param>
/// <param name="Source">Inline Markdown.</param>
/// <param name="TargetLanguage">The code of the site.</param>
/// <param name="Target">Inline Markdown.</param>
public sealed record SegmentPair(string SourceLanguage, string Source, string TargetLanguage, string Target);

/// <summary>What was read in a source before its translation is checked.</summary>
/// <param name="Words">Its words.</param>
/// <param name="Terms">The terms among them.</param>
internal sealed record SourceRead(List<Word> Words, IReadOnlyList<TermFound> Terms)
{
    /// <summary>Reads a source; null where there are no terms to look for.</summary>
    public static SourceRead? Of(string source, Termbook terms)
    {
        if (terms.IsEmpty) return null;
        var words = TextAnalyzer.Words(source);
        return new SourceRead(words, terms.In(source, words));
    }
}
