using System.Collections.Immutable;
using System.Runtime.InteropServices;
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

    private static readonly List<object> Nothing = [];
    private static readonly List<XmlPart> None = [];

    // Most parts hold nothing, or one text: they have no lists of their own, or short ones
    private List<object> _content = Nothing;
    private List<XmlPart> _elements = None;

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

    public ImmutableArray<XmlPartAttribute> Attributes { get; }

    /// <summary>How many characters its texts and the values of its attributes have together, with all that is in it; 0 for a part within the one that was read.</summary>
    public int Characters { get; private set; }

    /// <summary>Texts and elements in order.</summary>
    public IReadOnlyList<object> Content => _content;

    public XmlParts Elements => new(_elements, 0, _elements.Count);

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
    public static string? ValueOf(ImmutableArray<XmlPartAttribute> attributes, string space, string name)
    {
        foreach (ref readonly var attribute in attributes.AsSpan())
            if (attribute.Name == name && attribute.Space == space) return attribute.Value;
        return null;
    }

    public XmlPart? Child(string space, string name)
    {
        foreach (var child in _elements)
            if (child.Name == name && child.Space == space) return child;
        return null;
    }

    /// <summary>It and everything in it, in the order of the document.</summary>
    public XmlParts SelfAndDescendants() => new(_all, _first, _end);

    /// <summary>Everything in it, in the order of the document.</summary>
    public XmlParts Descendants() => new(_all, _first + 1, _end);

    /// <summary>Reads the element at which the reader stands, and moves behind it.</summary>
    /// <exception cref="FaultyFileException">It is larger or deeper than any file that a tool writes.</exception>
    public static XmlPart Read(XmlReader reader)
    {
        var root = new XmlPart(reader, null);
        var (current, elements, characters, depth) = (root, 1, LengthOf(root), 1);
        if (reader.IsEmptyElement)
        {
            root.Characters = characters;
            reader.Read();
            return root;
        }

        // A text may come in any number of pieces
        var words = new StringBuilder();
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    TakeWords();
                    var child = new XmlPart(reader, current);
                    current.Add(child);
                    if (++elements > MostElements) throw new FaultyFileException(root.Line, $"«{root.Name}» holds more than {MostElements} elements.");
                    Count(LengthOf(child));
                    if (reader.IsEmptyElement) break;
                    current = child;
                    if (++depth > Deepest) throw new FaultyFileException(child.Line, $"Elements are nested more than {Deepest} deep.");
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace:
                    words.Append(reader.Value);
                    Count(reader.Value.Length);
                    break;
                case XmlNodeType.EndElement when current.Parent is null:
                    TakeWords();
                    (root._end, root.Characters) = (root._all.Count, characters);
                    reader.Read();
                    return root;
                case XmlNodeType.EndElement:
                    TakeWords();
                    current._end = root._all.Count;
                    current = current.Parent;
                    depth--;
                    break;
            }
        }

        throw new FaultyFileException(root.Line, $"«{root.Name}» has no end.");

        void TakeWords()
        {
            if (words.Length == 0) return;
            current.Add(words.ToString());
            words.Clear();
        }

        void Count(int more)
        {
            if ((characters += more) > MostCharacters) throw new FaultyFileException(root.Line, $"«{root.Name}» holds more than {MostCharacters} characters.");
        }
    }

    /// <summary>The attributes of the element at which a reader stands, declarations of namespaces left out; the reader stays there.</summary>
    public static ImmutableArray<XmlPartAttribute> ReadAttributes(XmlReader reader)
    {
        if (!reader.HasAttributes) return [];
        var (attributes, count) = (new XmlPartAttribute[reader.AttributeCount], 0);
        while (reader.MoveToNextAttribute())
        {
            if (reader.Prefix == "xmlns" || (reader.Prefix.Length == 0 && reader.LocalName == "xmlns")) continue;
            var value = reader.Value;
            if (value.Length > LongestValue) throw new FaultyFileException(SafeXml.LineOf(reader), $"The attribute «{reader.Name}» is longer than {LongestValue} characters.");
            attributes[count++] = new XmlPartAttribute(reader.NamespaceURI, reader.LocalName, value);
        }

        reader.MoveToElement();
        if (count < attributes.Length) Array.Resize(ref attributes, count);
        return ImmutableCollectionsMarshal.AsImmutableArray(attributes);
    }

    private static int LengthOf(XmlPart part)
    {
        var length = 0;
        foreach (ref readonly var attribute in part.Attributes.AsSpan()) length += attribute.Value.Length;
        return length;
    }

    private void Add(object piece)
    {
        if (_content == Nothing) _content = new List<object>(1);
        _content.Add(piece);
        if (piece is not XmlPart part) return;
        if (_elements == None) _elements = [];
        _elements.Add(part);
    }
}

/// <summary>Parts that follow each other in a list; being gone through in a loop they make nothing.</summary>
public readonly struct XmlParts : IReadOnlyList<XmlPart>
{
    private readonly List<XmlPart> _all;
    private readonly int _first;

    internal XmlParts(List<XmlPart> all, int first, int end) => (_all, _first, Count) = (all, first, end - first);

    public int Count { get; }

    public XmlPart this[int index] => _all[_first + index];

    public Enumerator GetEnumerator() => new(this);

    IEnumerator<XmlPart> IEnumerable<XmlPart>.GetEnumerator()
    {
        for (var i = 0; i < Count; i++) yield return this[i];
    }

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => ((IEnumerable<XmlPart>)this).GetEnumerator();

    /// <summary>Goes through the parts.</summary>
    public struct Enumerator
    {
        private readonly XmlParts _parts;
        private int _index;

        internal Enumerator(XmlParts parts) => (_parts, _index) = (parts, -1);

        public readonly XmlPart Current => _parts[_index];

        public bool MoveNext() => ++_index < _parts.Count;
    }
}
