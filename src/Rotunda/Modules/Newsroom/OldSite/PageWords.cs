using System.Text.RegularExpressions;
using NodaTime;

namespace Rotunda.Modules.Newsroom.OldSite;

/// <summary>The words by which pages in English, Chinese and Russian label their parts.</summary>
internal static partial class PageWords
{
    private const int LongestCredit = 160;
    private const int LongestNeighbour = 400;

    private static readonly string[] Months =
        ["january|jan|января|янв", "february|feb|февраля|фев", "march|mar|марта|мар", "april|apr|апреля|апр", "may|мая", "june|jun|июня", "july|jul|июля", "august|aug|августа|авг", "september|sept|sep|сентября|сен", "october|oct|октября|окт", "november|nov|ноября|ноя", "december|dec|декабря|дек"];

    /// <summary>What a labelled line says.</summary>
    public enum Label
    {
        Translator,
        Reviewer,
        Author,
        Previous,
        Next,
    }

    /// <summary>The steps of a breadcrumb; null for any other line.</summary>
    public static IReadOnlyList<string>? Breadcrumb(string line)
    {
        if (line.Length > 300 || !Home().IsMatch(line)) return null;
        var place = Place().Match(line);
        var steps = Separator().Split(place.Success ? line[place.Length..] : line).Select(step => step.Trim()).Where(step => step.Length > 0).ToList();
        return steps.Count >= 2 ? steps : null;
    }

    /// <summary>The labelled parts of a short line, such as two credits in one; empty for any other line.</summary>
    public static IReadOnlyList<(Label Label, string Value)> Labelled(string line)
    {
        var text = line.Trim().Trim('(', ')', '（', '）', '[', ']', '【', '】').Trim();
        if (text.Length > LongestNeighbour) return [];
        if (Neighbour().Match(text) is { Success: true } neighbour)
            return [(neighbour.Groups["next"].Success ? Label.Next : Label.Previous, neighbour.Groups["value"].Value.Trim())];
        if (text.Length > LongestCredit) return [];
        var matches = Credit().Matches(text);
        if (matches.Count == 0 || matches[0].Index > 0) return [];
        var found = new List<(Label, string)>();
        for (var i = 0; i < matches.Count; i++)
        {
            var from = matches[i].Index + matches[i].Length;
            var value = text[from..(i + 1 < matches.Count ? matches[i + 1].Index : text.Length)].Trim().Trim('|', '/', ';', '；', ',', '，', '、', '·').Trim();
            if (value.Length > 0) found.Add((matches[i].Groups["translator"].Success ? Label.Translator : matches[i].Groups["reviewer"].Success ? Label.Reviewer : Label.Author, value));
        }

        return found;
    }

    /// <summary>The day of a line that is there to state it: labelled, or nothing but a date with time, source and readers.</summary>
    public static LocalDate? DateOf(string line)
    {
        if (line.Length > 120 || FindDate(line) is not var (date, at, length)) return null;
        var rest = line.Remove(at, length);
        return DateLabel().IsMatch(line) || !rest.Any(char.IsLetter) || Counters().Replace(rest, "").Trim(' ', '|', ':', '：', '-', '[', ']', '(', ')', '（', '）').Length == 0 ? date : null;
    }

    /// <summary>The first date anywhere in a text, such as that of an attribute.</summary>
    public static LocalDate? AnyDate(string? text) => text is { Length: <= 200 } && FindDate(text) is var (date, _, _) ? date : null;

    private static (LocalDate Date, int At, int Length)? FindDate(string line)
    {
        foreach (var match in new[] { Figures().Match(line), DayFirst().Match(line), MonthFirst().Match(line), Dotted().Match(line) })
        {
            if (!match.Success) continue;
            var year = Number(match, "year");
            var month = match.Groups["name"].Success ? MonthOf(match.Groups["name"].Value) : Number(match, "month");
            var day = Number(match, "day");
            if (year is >= 1990 and <= 2100 && month is >= 1 and <= 12 && day >= 1 && day <= CalendarSystem.Iso.GetDaysInMonth(year, month)) return (new LocalDate(year, month, day), match.Index, match.Length);
        }

        return null;
    }

    private static int Number(Match match, string group) => int.TryParse(match.Groups[group].Value, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static int MonthOf(string name) => 1 + Array.FindIndex(Months, names => names.Split('|').Contains(name.TrimEnd('.').ToLowerInvariant()));

    [GeneratedRegex(@"^(.{0,24}[:：]\s*)?(home|main|homepage|首页|主页|网站首页|главная|главная страница)\s*(>>|»|›|>|→|::|/|—|\|)\s*\S", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Home();

    [GeneratedRegex(@"^[^>»›→/|]{0,24}[:：]\s*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Place();

    [GeneratedRegex(@"\s*(?:>>|»|›|>|→|::|\s/\s|\s—\s|\s\|\s)\s*", RegexOptions.None, 1000)]
    private static partial Regex Separator();

    [GeneratedRegex(@"^((?<previous>prev(ious)?( article| page| news)?|上一篇|上一条|上一页|上篇|предыдущ(ая|ий|ее)( новость| материал| статья)?|назад)|(?<next>next( article| page| news)?|下一篇|下一条|下一页|下篇|следующ(ая|ий|ее)( новость| материал| статья)?|вперёд|вперед))\s*[:：]\s*(?<value>.+)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Neighbour();

    [GeneratedRegex(@"(?<![\p{L}\p{N}])((?<translator>translat(ed|or|ion)( by)?|translated and edited by|翻译|译者|编译|译|перевод(чик|чица)?|перев[её]ла?|переводили)|(?<reviewer>review(ed|er)( by)?|proofread( by)?|checked by|edited by|审核|审校|审阅|校对|审|редактура|редактор|проверил[аи]?|рецензент|корректор|сверка)|(?<author>author|written by|text( by)?|by|作者|撰稿|供稿|文字|文|автор(ы)?|текст))\s*[:：]\s*", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Credit();

    [GeneratedRegex(@"^\W*(date|published( on)?|posted( on)?|time|updated|发布时间|发布日期|发表时间|时间|日期|更新时间|дата( публикации)?|опубликовано|размещено)\b?\s*[:：]?", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DateLabel();

    [GeneratedRegex(@"(click(s|ed)?|views?|hits|read(s|ers)?|times?|source|浏览次数|点击数?|阅读(次数|量)?|次|来源|просмотр(ов|ы)?|источник|г\.?)\s*[:：]?\s*\d*", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Counters();

    [GeneratedRegex(@"(?<!\d)(?<year>(19|20)\d\d)\s*(年|[-/.])\s*(?<month>\d{1,2})\s*(月|[-/.])\s*(?<day>\d{1,2})(\s*日)?(?!\d)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Figures();

    [GeneratedRegex(@"(?<!\d)(?<day>\d{1,2})(st|nd|rd|th)?\s+(of\s+)?(?<name>\p{L}{3,9})\.?,?\s+(?<year>(19|20)\d\d)(?!\d)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DayFirst();

    [GeneratedRegex(@"(?<name>\p{L}{3,9})\.?\s+(?<day>\d{1,2})(st|nd|rd|th)?,?\s+(?<year>(19|20)\d\d)(?!\d)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MonthFirst();

    [GeneratedRegex(@"(?<!\d)(?<day>\d{1,2})\.(?<month>\d{1,2})\.(?<year>(19|20)\d\d)(?!\d)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Dotted();
}
