namespace Rotunda.Text;

/// <summary>A message with named places, such as <c>{count} members of {body}</c>; <c>{{</c> writes a brace.</summary>
public sealed class MessageTemplate
{
    private MessageTemplate(string source, IReadOnlyList<Part> parts)
    {
        Source = source;
        Parts = parts;
        Names = [.. parts.Where(part => part.IsPlace).Select(part => part.Text).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>Literal text, or the name of a place.</summary>
    public readonly record struct Part(string Text, bool IsPlace);

    /// <summary>The text as it was written.</summary>
    public string Source { get; }

    /// <summary>Literals and places in order.</summary>
    public IReadOnlyList<Part> Parts { get; }

    /// <summary>The names of the places, each once, sorted.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>True when the text has no places and can be shown as it is.</summary>
    public bool IsLiteral => Parts is [] or [{ IsPlace: false }];

    /// <summary>The text of a message without places.</summary>
    public string Literal => Parts is [var only] ? only.Text : "";

    /// <summary>Reads a message.</summary>
    /// <exception cref="FormatException">A brace is left open or a place has no name.</exception>
    public static MessageTemplate Parse(string text)
    {
        var parts = new List<Part>();
        var literal = new System.Text.StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            var doubled = i + 1 < text.Length && text[i + 1] == text[i];
            switch (text[i])
            {
                case '{' or '}' when doubled:
                    literal.Append(text[i++]);
                    break;
                case '{':
                    var end = text.IndexOf('}', i);
                    var name = end < 0 ? "" : text[(i + 1)..end].Trim();
                    if (name.Length == 0) throw new FormatException($"«{text}» has a place without a name or an end.");
                    if (literal.Length > 0) parts.Add(new Part(literal.ToString(), IsPlace: false));
                    literal.Clear();
                    parts.Add(new Part(name, IsPlace: true));
                    i = end;
                    break;
                case '}':
                    throw new FormatException($"«{text}» closes a place that was not opened.");
                default:
                    literal.Append(text[i]);
                    break;
            }
        }

        if (literal.Length > 0 || parts.Count == 0) parts.Add(new Part(literal.ToString(), IsPlace: false));
        return new MessageTemplate(text, parts);
    }
}
