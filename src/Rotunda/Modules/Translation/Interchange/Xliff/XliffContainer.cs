using System.Collections.Immutable;
using System.Xml;
using Rotunda.Modules.Translation.Interchange.Xml;

namespace Rotunda.Modules.Translation.Interchange.Xliff;

/// <summary>The ids of a file that others may name.</summary>
internal sealed class XliffFileIds
{
    private readonly List<(int Line, string Unit)> _subFlows = [];
    private readonly List<(int Line, string Resource)> _resources = [];

    public HashSet<string> Groups { get; } = [];

    public HashSet<string> Units { get; } = [];

    public HashSet<string> Resources { get; } = [];

    public void ExpectUnit(int line, string id) => _subFlows.Add((line, id));

    public void ExpectResource(int line, string id) => _resources.Add((line, id));

    /// <summary>At the end of the file, when everything that may be named was read.</summary>
    public void CheckOpenReferences()
    {
        foreach (var (line, id) in _subFlows)
            if (!Units.Contains(id)) throw new FaultyFileException(line, $"A sub-flow names the unit «{XliffSchema.Short(id)}», which this file does not have.");
        foreach (var (line, id) in _resources)
            if (!Resources.Contains(id)) throw new FaultyFileException(line, $"«resourceItemRef» names «{id}», which this file does not have.");
    }
}

/// <summary>An open element that holds units: the document, a file or a group.</summary>
internal sealed class XliffContainer
{
    private readonly ImmutableArray<XmlPartAttribute> _attributes;
    private readonly List<XmlPart> _parts = [];
    private bool _isChecked;

    public XliffContainer(XmlReader reader, XliffContainer? parent)
    {
        (Name, Line, Parent, Ids) = (reader.LocalName, SafeXml.LineOf(reader), parent, parent?.Ids);
        _attributes = XmlPart.ReadAttributes(reader);
        var rule = XliffSchema.RuleOf(XliffNames.Core, Name, Line)!;
        XliffSchema.CheckAttributes(rule, Name, _attributes, Line);
        Order = new ChildOrder(rule, XliffNames.Core, Name, Line);
        Language = this[XmlPart.XmlSpace, "lang"] ?? parent?.Language;
        HasItsVersion = this[XliffNames.Its, "version"] is not null || parent is { HasItsVersion: true };
        XliffModuleRules.CheckAttributes(XliffNames.Core, Name, _attributes, Line, this);
    }

    public string Name { get; }

    public int Line { get; }

    public XliffContainer? Parent { get; }

    public ChildOrder Order { get; }

    /// <summary>What its contents inherit as <c>xml:lang</c>.</summary>
    public string? Language { get; }

    public bool HasItsVersion { get; }

    /// <summary>Of the file in which it stands.</summary>
    public XliffFileIds? Ids { get; set; }

    /// <summary>Sizes are counted by a rule of the file's own.</summary>
    public bool HasOwnSizes { get; private set; }

    public HashSet<string> SizeIds { get; } = [];

    public XmlPart? Metadata { get; private set; }

    public string Id => this["id"]!;

    public XliffContainer File => Name == "file" ? this : Parent!.File;

    public string? this[string name] => this["", name];

    public string? this[string space, string name] => XmlPart.ValueOf(_attributes, space, name);

    /// <summary>Takes what stands before the units: skeleton, notes, modules and extensions.</summary>
    public void Take(XmlPart part, XliffHead head)
    {
        _parts.Add(part);
        if (part is { Space: XliffNames.Metadata, Name: "metadata" }) Metadata ??= part;
        if (part is { Space: XliffNames.Sizes, Name: "profiles" }) HasOwnSizes = part["generalProfile"]?.StartsWith("xliff:", StringComparison.Ordinal) == false;
        if (part is { Space: XliffNames.Sizes, Name: "data" })
            foreach (var inner in part.SelfAndDescendants().Skip(1)) SizeIds.UnionWith(new[] { inner["id"], inner[XmlPart.XmlSpace, "id"] }.OfType<string>());
        XliffModuleRules.CheckPart(part, head, this);
    }

    /// <summary>Checks what was taken, together; the first unit or group ends it.</summary>
    public void BeginContent()
    {
        if (_isChecked) return;
        _isChecked = true;
        XliffModuleRules.CheckTogether(_parts, Name);
    }

    /// <summary>True when an ancestor has a sibling of sizes with this id.</summary>
    public bool KnowsSize(string id) => SizeIds.Contains(id) || (Parent?.KnowsSize(id) ?? false);

    public bool CountsSizesItself => HasOwnSizes || (Parent?.CountsSizesItself ?? false);
}
