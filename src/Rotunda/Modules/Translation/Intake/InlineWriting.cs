using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Rotunda.Modules.Translation.Rendering;
using Rotunda.Text;

namespace Rotunda.Modules.Translation.Intake;

/// <summary>Writes inline Markdown so that it reads back as exactly the words that went in.</summary>
public static partial class InlineWriting
{
    /// <summary>A stretch of text in one manner.</summary>
    public readonly record struct Run(string Text, bool IsStrong, bool IsEmphasis, string? Link);

    /// <summary>The words without a meaning of their own in Markdown.</summary>
    /// <param name="text">On one line.</param>
    /// <param name="isLabel">True between the brackets of a link.</param>
    public static string Escape(string text, bool isLabel = false)
    {
        var written = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var letter = text[i];
            var isInWord = i > 0 && i < text.Length - 1 && char.IsLetterOrDigit(text[i - 1]) && char.IsLetterOrDigit(text[i + 1]);
            if (letter is '\\' or '*' or '`' or '<' or '[' || (letter == ']' && isLabel) || (letter == '_' && !isInWord)
                || (letter == '&' && i < text.Length - 1 && (text[i + 1] == '#' || char.IsAsciiLetter(text[i + 1])))) written.Append('\\');
            written.Append(letter);
        }

        return written.ToString();
    }

    /// <summary>A text that begins a block: what would make it a heading, a list or a table there is escaped.</summary>
    public static string AtStart(string content)
    {
        if (content.Length == 0) return content;
        if (content[0] is '#' or '>' or '|' or '~' or '=' || (content[0] is '-' or '+' && (content.Length == 1 || content[1] is ' ' or '-'))) return "\\" + content;
        // Three marks and nothing else draw a rule
        return Numbered().Match(content) is { Success: true } match ? string.Concat(content.AsSpan(0, match.Length - 1), "\\", content.AsSpan(match.Length - 1)) : content;
    }

    /// <summary>The words of inline Markdown.</summary>
    public static string PlainOf(string content) => InlineMarkdown.Plain(content);

    /// <summary>Runs as inline Markdown. Emphasis that Markdown cannot say there is left out, never a word.</summary>
    public static string Write(IReadOnlyList<Run> runs)
    {
        var joined = Join(runs);
        var plain = string.Concat(joined.Select(run => run.Text));
        foreach (var attempt in (Func<string>[])[() => Compose(joined, emphasis: true, links: true), () => Compose(joined, emphasis: false, links: true)])
            if (attempt() is var written && InlineMarkdown.Plain(written) == plain) return written;
        return Escape(plain);
    }

    /// <summary>One run for each manner, white space collapsed to single spaces, none at the ends.</summary>
    private static List<Run> Join(IReadOnlyList<Run> runs)
    {
        var joined = new List<Run>();
        var endsInSpace = true;
        foreach (var run in runs)
        {
            var text = new StringBuilder();
            foreach (var letter in TextCleaning.Clean("." + run.Text + ".")[1..^1])
            {
                // Word keeps no-break spaces by the hundred; between words they mean nothing here
                var isSpace = char.IsWhiteSpace(letter) && letter != '\u3000';
                if (!isSpace) text.Append(letter);
                else if (!endsInSpace) text.Append(' ');
                endsInSpace = isSpace;
            }

            if (text.Length == 0) continue;
            if (joined.Count > 0 && (joined[^1].IsStrong, joined[^1].IsEmphasis, joined[^1].Link) == (run.IsStrong, run.IsEmphasis, run.Link)) joined[^1] = joined[^1] with { Text = joined[^1].Text + text };
            else joined.Add(run with { Text = text.ToString() });
        }

        while (joined.Count > 0 && joined[^1].Text.TrimEnd() is var end && end.Length < joined[^1].Text.Length)
        {
            joined[^1] = joined[^1] with { Text = end };
            if (end.Length == 0) joined.RemoveAt(joined.Count - 1);
        }

        while (joined.Count > 0 && joined[0].Text.TrimStart() is var start && start.Length < joined[0].Text.Length)
        {
            joined[0] = joined[0] with { Text = start };
            if (start.Length == 0) joined.RemoveAt(0);
        }

        return joined;
    }

    private static string Compose(List<Run> runs, bool emphasis, bool links)
    {
        var written = new StringBuilder();
        foreach (var run in runs)
        {
            var mark = !emphasis ? "" : (run.IsStrong, run.IsEmphasis) switch { (true, true) => "***", (true, false) => "**", (false, true) => "*", _ => "" };
            var (before, inner, after) = mark.Length == 0 ? ("", run.Text, "") : Core(run.Text);
            if (inner.Length == 0) (before, mark) = (run.Text, "");
            var text = Escape(inner, isLabel: run.Link is not null);
            var link = links && run.Link is { } address && run.Text.Trim().Length > 0 ? address : null;
            var marked = Escape(before, link is not null) + mark + text + mark + Escape(after, link is not null);
            written.Append(link is null ? marked : $"[{marked}]({Address(link)})");
        }

        return written.ToString();
    }

    /// <summary>Emphasis holds only where it begins and ends at a letter (CommonMark 0.31, 6.2): spaces and punctuation at its ends stand outside.</summary>
    private static (string Before, string Inner, string After) Core(string text)
    {
        var (from, to) = (0, text.Length);
        while (from < to && !IsWord(text[from])) from++;
        while (to > from && !IsWord(text[to - 1])) to--;
        return (text[..from], text[from..to], text[to..]);
    }

    private static bool IsWord(char letter) => char.IsLetterOrDigit(letter) || char.GetUnicodeCategory(letter) is UnicodeCategory.NonSpacingMark or UnicodeCategory.Surrogate;

    /// <summary>The target of a file in Markdown: in angle brackets where its name would end it.</summary>
    public static string Target(string target) => target.AsSpan().IndexOfAny(" ()") < 0 ? target : $"<{target}>";

    private static string Address(string address) => address.Any(letter => letter is ' ' or '(' or ')' or '<' or '>' or '\\' || char.IsControl(letter))
        ? string.Concat(address.Select(letter => letter is ' ' or '(' or ')' or '<' or '>' or '\\' || char.IsControl(letter) ? Uri.HexEscape(letter) : letter.ToString()))
        : address;

    [GeneratedRegex("^[0-9]{1,9}[.)](?= |$)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Numbered();
}
