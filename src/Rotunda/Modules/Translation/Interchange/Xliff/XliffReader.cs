using System.Xml;
using Rotunda.Modules.Translation.Interchange.Xml;

namespace Rotunda.Modules.Translation.Interchange.Xliff;

/// <summary>What stands at the head of an XLIFF document.</summary>
/// <param name="SourceLanguage">BCP 47.</param>
/// <param name="TargetLanguage">BCP 47; null in a document without targets.</param>
public sealed record XliffHead(string SourceLanguage, string? TargetLanguage);

/// <summary>A unit, with the file in which it stands.</summary>
/// <param name="FileId">The id of the file.</param>
/// <param name="Original">Where the file comes from, as it says itself; null when it does not.</param>
/// <param name="FileMetadata">The metadata module of the file; null when there is none.</param>
/// <param name="Unit">The whole unit.</param>
public sealed record XliffUnit(string FileId, string? Original, XmlPart? FileMetadata, XmlPart Unit);

/// <summary>
/// Reads an XLIFF 2.0 or 2.1 document unit by unit, and checks everything that the standard demands of the core and of its modules while it streams by.
/// What is kept of the units that passed are their ids.
/// </summary>
public sealed class XliffReader
{
    private readonly XmlReader _reader;
    private readonly Stack<XliffContainer> _containers = new();
    private readonly Dictionary<string, XliffFileIds> _files = [];
    private readonly List<(int Line, FragmentId Target)> _references = [];

    /// <summary>Reads the head.</summary>
    /// <param name="stream">Stays open.</param>
    /// <exception cref="FaultyFileException">The document breaks a rule.</exception>
    /// <exception cref="XmlException">It is not well-formed.</exception>
    internal XliffReader(Stream stream)
    {
        _reader = SafeXml.Open(stream);
        if (_reader.MoveToContent() != XmlNodeType.Element || _reader.LocalName != "xliff" || _reader.NamespaceURI != XliffNames.Core)
            throw new FaultyFileException(SafeXml.LineOf(_reader), $"This is not XLIFF 2: the first element is not «xliff» of {XliffNames.Core}.");
        var root = new XliffContainer(_reader, null);
        _containers.Push(root);
        Head = new XliffHead(root["srcLang"]!, root["trgLang"]);
        IsEmpty = _reader.IsEmptyElement;
    }

    public XliffHead Head { get; }

    private bool IsEmpty { get; }

    /// <summary>Says whether a document holds to the standard; null when it does.</summary>
    public static FileFault? Check(Stream stream) => SafeXml.Try(() =>
    {
        foreach (var unit in new XliffReader(stream).Units()) _ = unit;
    });

    /// <summary>The units in order; each was checked before it is handed out. References across units are checked at the end.</summary>
    internal IEnumerable<XliffUnit> Units()
    {
        if (IsEmpty) Close();
        else _reader.Read();
        while (_containers.Count > 0)
        {
            switch (_reader.NodeType)
            {
                case XmlNodeType.Element when _reader.NamespaceURI == XliffNames.Core && _reader.LocalName is "file" or "group":
                    Open();
                    break;
                case XmlNodeType.Element when _reader.NamespaceURI == XliffNames.Core && _reader.LocalName == "unit":
                    yield return Unit();
                    break;
                case XmlNodeType.Element:
                    TakePart();
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA when !string.IsNullOrWhiteSpace(_reader.Value):
                    throw new FaultyFileException(SafeXml.LineOf(_reader), $"«{_containers.Peek().Name}» may not hold text.");
                case XmlNodeType.EndElement:
                    Close();
                    _reader.Read();
                    break;
                case XmlNodeType.None:
                    throw new FaultyFileException(SafeXml.LineOf(_reader), "The document has no end.");
                default:
                    _reader.Read();
                    break;
            }
        }

        // What stands behind the root is checked by the parser
        while (_reader.Read()) { }
        CheckReferences();
    }

    private void Open()
    {
        var container = new XliffContainer(_reader, _containers.Peek());
        if (_containers.Count > 60) throw new FaultyFileException(container.Line, "Groups are nested too deep.");
        container.Parent!.Order.Accept(XliffNames.Core, container.Name, container.Line);
        if (container.Name == "file")
        {
            container.Ids = new XliffFileIds();
            if (!_files.TryAdd(container.Id, container.Ids)) throw new FaultyFileException(container.Line, $"Another file has the id «{container.Id}» too.");
        }
        else
        {
            container.Parent.BeginContent();
            if (!container.Ids!.Groups.Add(container.Id)) throw new FaultyFileException(container.Line, $"Another group of this file has the id «{container.Id}» too.");
        }

        _containers.Push(container);
        var isEmpty = _reader.IsEmptyElement;
        _reader.Read();
        if (isEmpty) Close();
    }

    private void Close()
    {
        var container = _containers.Pop();
        container.BeginContent();
        container.Order.End();
        if (container.Name == "file") container.Ids!.CheckOpenReferences();
    }

    private XliffUnit Unit()
    {
        var container = _containers.Peek();
        var unit = XmlPart.Read(_reader);
        container.Order.Accept(unit.Space, unit.Name, unit.Line);
        container.BeginContent();
        XliffSchema.Check(unit);
        var id = unit["id"]!;
        if (!container.Ids!.Units.Add(id)) throw new FaultyFileException(unit.Line, $"Another unit of this file has the id «{id}» too.");
        new XliffUnitRules(unit, Head, container).Check();
        XliffModuleRules.CheckUnit(unit, Head, container);
        foreach (var (line, target) in XliffReferences.InUnit(unit))
            if (target.File is not null || target.Group is not null || (target.Unit is not null && target.Unit != id)) _references.Add((line, target with { File = target.File ?? container.File.Id }));
        return new XliffUnit(container.File.Id, container.File["original"], container.File.Metadata, unit);
    }

    private void TakePart()
    {
        var container = _containers.Peek();
        var part = XmlPart.Read(_reader);
        container.Order.Accept(part.Space, part.Name, part.Line);
        XliffSchema.Check(part);
        container.Take(part, Head);
    }

    private void CheckReferences()
    {
        foreach (var (line, target) in _references)
        {
            if (!_files.TryGetValue(target.File!, out var file)) throw new FaultyFileException(line, $"The reference names the file «{target.File}», which this document does not have.");
            if (target.Group is { } group && !file.Groups.Contains(group)) throw new FaultyFileException(line, $"The reference names the group «{group}», which the file does not have.");
            if (target.Unit is { } unit && !file.Units.Contains(unit)) throw new FaultyFileException(line, $"The reference names the unit «{unit}», which the file does not have.");
        }
    }
}
