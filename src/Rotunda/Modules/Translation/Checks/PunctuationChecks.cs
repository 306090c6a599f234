using System.Text.RegularExpressions;

namespace Rotunda.Modules.Translation.Checks;

/// <summary>Punctuation as each language has it: full-width signs in Chinese, «ёлочки» and dashes in Russian, nothing doubled or left open.</summary>
internal static partial class PunctuationChecks
{
    private static readonly (char Open, char Close)[] Pairs = [('(', ')'), ('（', '）'), ('[', ']'), ('«', '»'), ('“', '”'), ('《', '》'), ('「', '」'), ('【', '】')];

    public static void Check(SegmentPair pair, string source, string target, List<CheckFinding> findings)
    {
        Add(Doubled(), "check.doubled");
        if (DoubledSpace().IsMatch(target)) findings.Add(new CheckFinding("punctuation", "check.double-space"));
        CheckPairs(pair.TargetLanguage, target, findings);
        CheckEnd(pair.TargetLanguage, source.TrimEnd(), target.TrimEnd(), findings);
        switch (pair.TargetLanguage)
        {
            case "zh":
                Add(NarrowBetweenHan(), "check.zh-narrow");
                Add(SpaceBesideWide(), "check.zh-space");
                Add(NarrowQuotesAroundHan(), "check.zh-quotes");
                break;
            case "ru":
                Add(StraightOrEnglishQuotes(), "check.ru-quotes");
                Add(HyphenAsDash(), "check.ru-dash");
                Add(Wide(), "check.wide");
                Add(SpaceBefore(), "check.space-before");
                break;
            default:
                Add(Wide(), "check.wide");
                Add(SpaceBefore(), "check.space-before");
                break;
        }

        void Add(Regex pattern, string textKey)
        {
            if (pattern.Match(target) is { Success: true } match) findings.Add(new CheckFinding("punctuation", textKey, match.Value.Trim()));
        }
    }

    private static void CheckPairs(string language, string target, List<CheckFinding> findings)
    {
        foreach (var (open, close) in Pairs)
        {
            // German and Russian inner quotes open low and close with the English opening sign
            if (open == '“' && language == "ru") continue;
            if (target.AsSpan().Count(open) != target.AsSpan().Count(close)) findings.Add(new CheckFinding("punctuation", "check.unpaired", $"{open}{close}"));
        }
    }

    private static void CheckEnd(string language, string source, string target, List<CheckFinding> findings)
    {
        var (expected, actual) = (EndOf(source), EndOf(target));
        if (expected == actual) return;
        var sign = expected switch { '.' => language == "zh" ? "。" : ".", '?' => language == "zh" ? "？" : "?", '!' => language == "zh" ? "！" : "!", ':' => language == "zh" ? "：" : ":", ';' => language == "zh" ? "；" : ";", _ => "" };
        if (expected == '\0') findings.Add(new CheckFinding("punctuation", "check.end-added", target[^1].ToString(), IsSevere: false));
        else findings.Add(new CheckFinding("punctuation", "check.end-missing", "", sign, IsSevere: expected is '?' or '!'));
    }

    /// <summary>The sign at the end of a text, behind closing quotes and brackets, as the narrow one; none where there is none.</summary>
    private static char EndOf(string text)
    {
        var end = text.AsSpan().TrimEnd("»”\"’'）)》」】* ");
        return end.Length == 0 ? '\0' : end[^1] switch { '.' or '。' or '…' or '．' => '.', '?' or '？' => '?', '!' or '！' => '!', ':' or '：' => ':', ';' or '；' => ';', _ => '\0' };
    }

    [GeneratedRegex(@"(?<!\.)\.\.(?!\.)|,,|;;|::|!!!+|\?\?\?+|。。+|，，+|、、+|；；+|：：+|[,，、][.。]|[.。][,，、](?!\s*\p{Ll})", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Doubled();

    [GeneratedRegex(@"\S[ \u00A0]{2,}\S", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DoubledSpace();

    [GeneratedRegex(@"[\u4E00-\u9FFF》”）][,;:?!.](?!\d|[A-Za-z/])|[,;:?!](?=[\u4E00-\u9FFF《“（])|\((?=[\u4E00-\u9FFF])|(?<=[\u4E00-\u9FFF])\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NarrowBetweenHan();

    [GeneratedRegex(@"[，。、；：？！（《“][ ]|[ ][，。、；：？！）》”]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SpaceBesideWide();

    [GeneratedRegex("\"[^\"]*[\u4E00-\u9FFF][^\"]*\"|«[^»]*[\u4E00-\u9FFF][^»]*»", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NarrowQuotesAroundHan();

    [GeneratedRegex("\"[^\"]+\"|“[^”„]+”|《[^》]+》", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex StraightOrEnglishQuotes();

    [GeneratedRegex(@"(?<=[\p{L}\d»)])\s-\s(?=[\p{L}\d«(])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HyphenAsDash();

    [GeneratedRegex("[，。、；：？！（）《》「」【】]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Wide();

    [GeneratedRegex(@"(?<=[\p{L}\d»”)])\s+[,.;:?!](?![.\d])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SpaceBefore();
}
