using System.Globalization;
using System.Text.RegularExpressions;
using Rotunda.Modules.Translation.Interchange.Inline;
using Rotunda.Modules.Translation.Terms;
using Rotunda.Text;

namespace Rotunda.Modules.Translation.Checks;

/// <summary>
/// Looks through a translated segment for what translators overlook: terms, numbers, dates, links, references, placeholders and punctuation.
/// Pure: the same pair with the same terms has the same findings.
/// </summary>
public static partial class SegmentChecks
{
    /// <summary>The findings, the severe ones first.</summary>
    public static IReadOnlyList<CheckFinding> Check(SegmentPair pair, Termbook terms) => Check(pair, terms, null);

    /// <param name="read">What was read in the source as it stands, where that is known.</param>
    /// <inheritdoc cref="Check(SegmentPair, Termbook)"/>
    internal static IReadOnlyList<CheckFinding> Check(SegmentPair pair, Termbook terms, SourceRead? read)
    {
        if (pair.Target.Trim().Length == 0) return [new CheckFinding("empty", "check.empty")];
        var (source, target) = (InlinePieces.Of(pair.Source), InlinePieces.Of(pair.Target));
        var (sourceText, targetText) = (InlinePieces.Text(source), InlinePieces.Text(target));
        var findings = new List<CheckFinding>();
        if (pair.SourceLanguage != pair.TargetLanguage && HasSameScripts(sourceText, targetText) && Similarity.Key(sourceText) == Similarity.Key(targetText) && LettersOf(sourceText) > 3) findings.Add(new CheckFinding("same", "check.same", IsSevere: false));
        // What was read holds where the source has no codes; all that asks for the words of the translation asks for the same ones
        if (sourceText != pair.Source) read = null;
        var words = TextAnalyzer.Words(targetText);
        CheckTerms(pair, sourceText, targetText, words, terms, read?.Terms, findings);
        NumberChecks.Check(pair, sourceText, targetText, read?.Words, words, findings);
        Compare("links", "check.link-missing", "check.link-added", Addresses(source), Addresses(target), findings);
        Compare("placeholders", "check.placeholder-missing", "check.placeholder-added", Placeholders(pair.Source), Placeholders(pair.Target), findings);
        PunctuationChecks.Check(pair, sourceText, targetText, findings);
        CheckScript(pair, sourceText, targetText, words, findings);
        return [.. findings.OrderByDescending(finding => finding.IsSevere)];
    }

    /// <summary>False where one text has Cyrillic or Chinese letters and the other has none: then they cannot read alike.</summary>
    private static bool HasSameScripts(ReadOnlySpan<char> left, ReadOnlySpan<char> right) =>
        left.ContainsAnyInRange('\u0400', '\u04FF') == right.ContainsAnyInRange('\u0400', '\u04FF') && left.ContainsAnyInRange('\u4E00', '\u9FFF') == right.ContainsAnyInRange('\u4E00', '\u9FFF');

    private static void CheckTerms(SegmentPair pair, string sourceText, string targetText, List<Word> words, Termbook terms, IReadOnlyList<TermFound>? found, List<CheckFinding> findings)
    {
        if (terms.IsEmpty) return;
        foreach (var term in found ?? terms.In(sourceText))
            if (term.Allowed.Count > 0 && !terms.Holds(words, term.Allowed)) findings.Add(new CheckFinding("terms", "check.term-missing", term.Found, string.Join(pair.TargetLanguage == "zh" ? "、" : ", ", term.Allowed)));
        foreach (var word in terms.ForbiddenIn(targetText, words))
            findings.Add(new CheckFinding("terms", word.Preferred is null ? "check.term-forbidden" : "check.term-forbidden-instead", word.Found, word.Preferred ?? ""));
    }

    private static void Compare(string check, string missing, string added, List<string> source, List<string> target, List<CheckFinding> findings)
    {
        foreach (var value in Without(source, target)) findings.Add(new CheckFinding(check, missing, value));
        foreach (var value in Without(target, source)) findings.Add(new CheckFinding(check, added, value));
    }

    /// <summary>What one list has more often than another, each once, in the order of the list.</summary>
    internal static IEnumerable<T> Without<T>(List<T> list, List<T> other)
        where T : notnull
    {
        if (list.Count == 0) return [];
        if (other.Count == 0) return list.Distinct();
        var others = other.CountBy(value => value).ToDictionary();
        return list.CountBy(value => value).Where(pair => pair.Value > others.GetValueOrDefault(pair.Key)).Select(pair => pair.Key);
    }

    private static List<string> Addresses(IReadOnlyList<InlinePiece> pieces) =>
        [.. pieces.Where(piece => piece is { Kind: PieceKind.Close, Style: CodeStyle.Link or CodeStyle.Image } or { Kind: PieceKind.Alone, Value: ['<', ..] }).Select(piece => Address().Match(piece.Value).Groups["address"].Value)];

    private static List<string> Placeholders(string text) => [.. Placeholder().Matches(text).Select(match => match.Value)];

    /// <summary>Words in the script of the source that the target's script does not have, such as Russian ones in a Chinese text.</summary>
    private static void CheckScript(SegmentPair pair, string sourceText, string targetText, List<Word> words, List<CheckFinding> findings)
    {
        var own = ScriptOf(pair.TargetLanguage);
        var left = words.Where(word => word.Script is Script.Cyrillic or Script.Han && word.Script != own).Select(word => targetText[word.Start..word.End]).Distinct().ToList();
        if (left.Count == 0 || !left.TrueForAll(word => sourceText.Contains(word, StringComparison.Ordinal))) return;
        findings.Add(new CheckFinding("script", "check.left", string.Join(ScriptOf(pair.SourceLanguage) == Script.Han ? "" : " ", left.Take(6)), IsSevere: false));
    }

    private static Script ScriptOf(string language) => language switch { "zh" => Script.Han, "ru" => Script.Cyrillic, _ => Script.Latin };

    private static int LettersOf(string text) => text.Count(character => char.GetUnicodeCategory(character) is UnicodeCategory.LowercaseLetter or UnicodeCategory.UppercaseLetter or UnicodeCategory.OtherLetter);

    [GeneratedRegex(@"^(\]\(|<)(?<address>[^\s)>""]*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Address();

    [GeneratedRegex(@"\{\{?[\p{L}_0-9][\p{L}\w.\-]*\}?\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Placeholder();
}
