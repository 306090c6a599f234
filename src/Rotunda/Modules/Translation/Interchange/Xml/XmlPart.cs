using System.Text;
using System.Xml;

namespace Rotunda.Modules.Translation.Interchange.Xml;

/// <summary>An attribute with the namespace of its name; empty for none.</summary>
public readonly record struct XmlPartAttribute(string Space, string Name, string Value);

/// <summary>A small part of a large document, such as one unit: an element with its lines, read as a whole while the document streams by.</summary>
public sealed class XmlPart
{
    public const string XmlSpace = "http://www.w3.org/XML/1998/namespace";

    private const int Deepest = 100;
    private const int MostElements = 100_000;
    private const int LongestValue = 64 * 1024;
    private const int MostCharacters = 8 * 1024 * 1024;

    private readonly List<object> _content = [];

    /// <summary>All elements of the part that was read, in the order of the document; among them stand first this one and then what is in it.</summary>
    private readonly List<XmlPart> _all;
    private readonly int _first;
    private int _end;

    private XmlPart(XmlReader reader, XmlPart? parent)
    {
        (Space, Name, Line, Parent) = (reader.NamespaceURI, reader.LocalName, SafeXml.LineOf(reader), parent);
        Attributes = ReadAttributes(reader);
        _all = parent?._all ?? [];
        _first = _all.Count;
        _all.Add(this);
        _end = _all.Count;
    }

    public string Space { get; }

    public string Name { get; }

    /// <summary>From 1.</summary>
    public int Line { get; }

    public XmlPart? Parent { get; }

    public IReadOnlyList<XmlPartAttribute> Attributes { get; }

    /// <summary>Texts and elements in order.</summary>
    public IReadOnlyList<object> Content => _content;

    public IEnumerable<XmlPart> Elements => _content.OfType<XmlPart>();

    /// <summary>All the text in it, markup left out.</summary>
    public string Text
    {
        get
        {
            if (_content.Count == 0) return "";
            if (_content is [string all]) return all;
            var text = new StringBuilder();
            Add(this);
            return text.ToString();

            void Add(XmlPart part)
            {
                foreach (var piece in part._content)
                {
                    if (piece is string words) text.Append(words);
                    else Add((XmlPart)piece);
                }
            }
        }
    }

    /// <summary>An attribute without a namespace; null when it is not there.</summary>
    public string? this[string name] => this["", name];

    public string? this[string space, string name] => ValueOf(Attributes, space, name);

    /// <summary>The value of an attribute; null when it is not there.</summary>
    public static string? ValueOf(IReadOnlyList<XmlPartAttribute> attributes, string space, string name)
    {
        for (var i = 0; i < attributes.Count; i++)
            if (attributes[i].Name == name && attributes[i].Space == space) return attributes[i].Value;
        return null;
    }

    public XmlPart? Child(string space, string name)
    {
        foreach (var piece in _content)
            if (piece is XmlPart child && child.Name == name && child.Space == space) return child;
        return null;
    }

    /// <summary>It and everything in it, in the order of the document.</summary>
    public IEnumerable<XmlPart> SelfAndDescendants() => Between(_first);

    /// <summary>Everything in it, in the order of the document.</summary>
    public IEnumerable<XmlPart> Descendants() => Between(_first + 1);

    /// <summary>Reads the element at which the reader stands, and moves behind it.</summary>
    /// <exception cref="FaultyFileException">It is larger or deeper than any file that a tool writes.</exception>
    public static XmlPart Read(XmlReader reader)
    {
        var root = new XmlPart(reader, null);
        var (current, elements, characters, depth) = (root, 1, 0, 1);
        if (reader.IsEmptyElement)
        {
            reader.Read();
            return root;
        }

        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    var child = new XmlPart(reader, current);
                    current._content.Add(child);
                    if (++elements > MostElements) throw new FaultyFileException(root.Line, $"«{root.Name}» holds more than {MostElements} elements.");
                    if (reader.IsEmptyElement) break;
                    current = child;
                    if (++depth > Deepest) throw new FaultyFileException(child.Line, $"Elements are nested more than {Deepest} deep.");
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace:
                    var text = reader.Value;
                    if ((characters += text.Length) > MostCharacters) throw new FaultyFileException(root.Line, $"«{root.Name}» holds more than {MostCharacters} characters.");
                    if (current._content is [.., string before]) current._content[^1] = before + text;
                    else current._content.Add(text);
                    break;
                case XmlNodeType.EndElement when current.Parent is null:
                    root._end = root._all.Count;
                    reader.Read();
                    return root;
                case XmlNodeType.EndElement:
                    current._end = root._all.Count;
                    current = current.Parent;
                    depth--;
                    break;
            }
        }

        throw new FaultyFileException(root.Line, $"«{root.Name}» has no end.");
    }

    /// <summary>The attributes of the element at which a reader stands, declarations of namespaces left out; the reader stays there.</summary>
    public static IReadOnlyList<XmlPartAttribute> ReadAttributes(XmlReader reader)
    {
        if (!reader.HasAttributes) return [];
        var attributes = new List<XmlPartAttribute>(reader.AttributeCount);
        while (reader.MoveToNextAttribute())
        {
            if (reader.Prefix == "xmlns" || (reader.Prefix.Length == 0 && reader.LocalName == "xmlns")) continue;
            if (reader.Value.Length > LongestValue) throw new FaultyFileException(SafeXml.LineOf(reader), $"The attribute «{reader.Name}» is longer than {LongestValue} characters.");
            attributes.Add(new XmlPartAttribute(reader.NamespaceURI, reader.LocalName, reader.Value));
        }

        reader.MoveToElement();
        return attributes;
    }

    private IEnumerable<XmlPart> Between(int first)
    {
        for (var i = first; i < _end; i++) yield return _all[i];
    }
}
