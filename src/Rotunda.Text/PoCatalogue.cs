using System.Text;

namespace Rotunda.Text;

/// <summary>An entry of a PO file: an identifier, perhaps a plural one, and its translations.</summary>
/// <param name="Id">The <c>msgid</c>.</param>
/// <param name="PluralId">The <c>msgid_plural</c>, where the entry has plural forms.</param>
/// <param name="Translations">One text, or one for each plural form in the order of the file.</param>
/// <param name="Line">The line of the <c>msgid</c>, counted from 1.</param>
public sealed record PoEntry(string Id, string? PluralId, IReadOnlyList<string> Translations, int Line);

/// <summary>A catalogue in the PO format of GNU gettext (manual, section 10), with the parts that Rotunda uses.</summary>
/// <remarks>Comments are skipped, obsolete entries (<c>#~</c>) too; a context (<c>msgctxt</c>) is refused, since identifiers are unique here.</remarks>
public sealed class PoCatalogue
{
    private PoCatalogue(IReadOnlyDictionary<string, string> header, IReadOnlyDictionary<string, PoEntry> entries)
    {
        Header = header;
        Entries = entries;
    }

    /// <summary>The lines of the header entry by name, such as <c>Language</c>.</summary>
    public IReadOnlyDictionary<string, string> Header { get; }

    /// <summary>The entries by identifier, without the header.</summary>
    public IReadOnlyDictionary<string, PoEntry> Entries { get; }

    /// <summary>Reads a catalogue.</summary>
    /// <param name="text">The whole file.</param>
    /// <param name="name">What to call the file in an error.</param>
    /// <exception cref="FormatException">The text is not a catalogue; the message names file and line.</exception>
    public static PoCatalogue Parse(string text, string name)
    {
        var parser = new Parser(name);
        var number = 0;
        foreach (var line in text.EnumerateLines())
            parser.Take(line.Trim().ToString(), ++number);
        return parser.Finish();
    }

    private sealed class Parser(string name)
    {
        private readonly Dictionary<string, PoEntry> _entries = new(StringComparer.Ordinal);
        private StringBuilder? _current;
        private StringBuilder? _id;
        private StringBuilder? _plural;
        private List<StringBuilder> _translations = [];
        private int _line;

        public void Take(string line, int number)
        {
            if (line.Length == 0 || line[0] == '#')
            {
                if (line.Length == 0) _current = null;
                return;
            }

            if (line[0] == '"')
            {
                if (_current is null) throw Error(number, "a continued text without a beginning");
                _current.Append(Unquote(line, number));
                return;
            }

            var space = line.IndexOf(' ', StringComparison.Ordinal);
            if (space < 0) throw Error(number, $"«{line}» is no entry");
            var (keyword, value) = (line[..space], Unquote(line[space..].TrimStart(), number));
            _current = new StringBuilder(value);
            switch (keyword)
            {
                case "msgid":
                    Close(number);
                    (_id, _line) = (_current, number);
                    break;
                case "msgid_plural" when _id is not null:
                    _plural = _current;
                    break;
                case "msgstr" when _id is not null && _plural is null && _translations.Count == 0:
                    _translations.Add(_current);
                    break;
                case var indexed when _plural is not null && indexed == $"msgstr[{_translations.Count}]":
                    _translations.Add(_current);
                    break;
                default:
                    throw Error(number, $"«{keyword}» does not belong here");
            }
        }

        public PoCatalogue Finish()
        {
            Close(_line);
            var header = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            if (_entries.Remove("", out var first))
            {
                foreach (var line in first.Translations[0].Split('\n', StringSplitOptions.RemoveEmptyEntries))
                {
                    var colon = line.IndexOf(':', StringComparison.Ordinal);
                    if (colon > 0) header[line[..colon].Trim()] = line[(colon + 1)..].Trim();
                }
            }

            return new PoCatalogue(header, _entries);
        }

        private void Close(int number)
        {
            if (_id is null) return;
            if (_translations.Count == 0) throw Error(_line, $"«{_id}» has no msgstr");
            var entry = new PoEntry(_id.ToString(), _plural?.ToString(), [.. _translations.Select(text => text.ToString())], _line);
            if (!_entries.TryAdd(entry.Id, entry)) throw Error(number, $"«{entry.Id}» stands twice (first in line {_entries[entry.Id].Line})");
            (_id, _plural, _translations) = (null, null, []);
        }

        private string Unquote(string quoted, int number)
        {
            if (quoted.Length < 2 || quoted[0] != '"' || quoted[^1] != '"') throw Error(number, "a text stands in double quotes");
            var text = new StringBuilder(quoted.Length);
            for (var i = 1; i < quoted.Length - 1; i++)
            {
                var c = quoted[i];
                if (c == '"') throw Error(number, "a quote inside a text is written \\\"");
                if (c != '\\')
                {
                    text.Append(c);
                    continue;
                }

                if (++i >= quoted.Length - 1) throw Error(number, "a text ends in a lone backslash");
                text.Append(quoted[i] switch
                {
                    'n' => '\n',
                    't' => '\t',
                    '"' => '"',
                    '\\' => '\\',
                    var other => throw Error(number, $"unknown escape \\{other}"),
                });
            }

            return text.ToString();
        }

        private FormatException Error(int line, string what) => new($"{name}, line {line}: {what}.");
    }
}
