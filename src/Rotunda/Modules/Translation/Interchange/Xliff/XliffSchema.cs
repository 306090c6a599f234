using System.Collections.Frozen;
using System.Collections.Immutable;
using Rotunda.Modules.Translation.Interchange.Xml;
using static Rotunda.Modules.Translation.Interchange.Xliff.XliffNames;
using static Rotunda.Modules.Translation.Interchange.Xliff.XliffValues;

namespace Rotunda.Modules.Translation.Interchange.Xliff;

/// <summary>Which attributes of other namespaces an element may carry.</summary>
internal enum Foreign
{
    None,

    /// <summary>Format style and sizes: the modules that inline codes allow.</summary>
    OfCodes,

    Any,
}

/// <summary>One place in the order of children.</summary>
/// <param name="Names">What may stand there; <c>*</c> is any element of another namespace.</param>
/// <param name="Least">How many at least.</param>
/// <param name="Most">How many at most.</param>
internal sealed record Step(string[] Names, int Least, int Most)
{
    public bool Allows(string own, string space, string name)
    {
        foreach (var allowed in Names)
            if (allowed == "*" ? space != own : space == own ? allowed == name : allowed.Length == space.Length + 1 + name.Length && allowed.StartsWith(space, StringComparison.Ordinal) && allowed[space.Length] == ' ' && allowed.EndsWith(name, StringComparison.Ordinal)) return true;
        return false;
    }
}

/// <summary>What an element may look like.</summary>
internal sealed record XliffElement(IReadOnlyDictionary<string, XliffValue> Attributes, string[] Required, Foreign Foreign, bool HoldsText, Step[] Steps, bool HasSpace = false, bool HasLanguage = false);

/// <summary>Follows the children of an element in their order.</summary>
internal sealed class ChildOrder(XliffElement rule, string space, string name, int line)
{
    private int _step;
    private int _count;

    public void Accept(string childSpace, string childName, int childLine)
    {
        for (; _step < rule.Steps.Length; _step++, _count = 0)
        {
            if (rule.Steps[_step].Allows(space, childSpace, childName) && _count < rule.Steps[_step].Most)
            {
                _count++;
                return;
            }

            RequireEnough(childLine);
        }

        throw new FaultyFileException(childLine, $"«{childName}» may not stand at this place in «{name}».");
    }

    public void End()
    {
        for (; _step < rule.Steps.Length; _step++, _count = 0) RequireEnough(line);
    }

    private void RequireEnough(int at)
    {
        if (_count < rule.Steps[_step].Least) throw new FaultyFileException(at, $"«{name}» needs {string.Join(" or ", rule.Steps[_step].Names)} at this place.");
    }
}

/// <summary>The elements of the core and of the modules, as the schemas of XLIFF 2.1 and the prose where it is stricter have them.</summary>
internal static class XliffSchema
{
    private static readonly Step Inline = new(["cp", "ph", "pc", "sc", "ec", "mrk", "sm", "em"], 0, int.MaxValue);
    private static readonly Step Extensions = new(["*"], 0, int.MaxValue);

    /// <summary>By space and name; every element of a document is looked up here.</summary>
    private static readonly FrozenDictionary<string, FrozenDictionary<string, XliffElement>> Elements = Core().Concat(Modules()).GroupBy(entry => entry.Key.Item1)
        .ToFrozenDictionary(space => space.Key, space => space.ToFrozenDictionary(entry => entry.Key.Item2, entry => entry.Value, StringComparer.Ordinal), StringComparer.Ordinal);

    /// <summary>The rule of an element; null for one of an extension.</summary>
    /// <exception cref="FaultyFileException">The core or a module has no such element.</exception>
    public static XliffElement? RuleOf(string space, string name, int line)
    {
        if (Elements.TryGetValue(space, out var named) && named.TryGetValue(name, out var rule)) return rule;
        return space is XliffNames.Core or Matches or Glossary or Metadata or Resources or Sizes or Validation or Changes
            ? throw new FaultyFileException(line, $"XLIFF has no element «{name}» in {space}.") : null;
    }

    /// <summary>Checks an element with all that it holds.</summary>
    public static void Check(XmlPart part)
    {
        if (RuleOf(part.Space, part.Name, part.Line) is not { } rule)
        {
            // What an extension holds is its own affair, but what it borrows from XLIFF is not
            foreach (var child in part.Elements)
                if (child.Space != XliffNames.Core) Check(child);
            return;
        }

        CheckAttributes(rule, part.Name, part.Attributes, part.Line);
        if (rule.Steps.Length == 0 && part.Content.Count == 0) return;
        var order = new ChildOrder(rule, part.Space, part.Name, part.Line);
        for (var i = 0; i < part.Content.Count; i++)
        {
            if (part.Content[i] is XmlPart child)
            {
                order.Accept(child.Space, child.Name, child.Line);
                // Samples of other formats may use these names for something of their own
                if (part.Space != Resources || child.Space == Resources) Check(child);
            }
            else if (!rule.HoldsText && !string.IsNullOrWhiteSpace((string)part.Content[i]))
            {
                throw new FaultyFileException(part.Line, $"«{part.Name}» may not hold text.");
            }
        }

        order.End();
    }

    public static void CheckAttributes(XliffElement rule, string name, ImmutableArray<XmlPartAttribute> attributes, int line)
    {
        foreach (ref readonly var attribute in attributes.AsSpan())
        {
            var value = ValueOf(rule, attribute) ?? throw new FaultyFileException(line, $"«{name}» may not have the attribute «{attribute.Name}»{(attribute.Space.Length == 0 ? "" : $" of {attribute.Space}")}.");
            if (!value.Allows(attribute.Value)) throw new FaultyFileException(line, $"The attribute «{attribute.Name}» of «{name}» is «{Short(attribute.Value)}», not {value.Expected}.");
        }

        foreach (var required in rule.Required)
            if (XmlPart.ValueOf(attributes, "", required) is null) throw new FaultyFileException(line, $"«{name}» lacks the attribute «{required}».");
    }

    /// <summary>A value as a reason may show it.</summary>
    public static string Short(string value) => value.Length <= 60 ? value : value[..60] + "…";

    private static XliffValue? ValueOf(XliffElement rule, in XmlPartAttribute attribute) => (attribute.Space, attribute.Name) switch
    {
        ("", _) => rule.Attributes.GetValueOrDefault(attribute.Name),
        (SchemaInstance, _) => Any,
        (XmlPart.XmlSpace, "space") when rule.HasSpace => rule.Attributes.GetValueOrDefault("xml:space", Space),
        (XmlPart.XmlSpace, "lang") when rule.HasLanguage => LanguageOrNone,
        (XmlPart.XmlSpace, _) => rule.Foreign == Foreign.Any ? Any : null,
        (FormatStyle, "fs") when rule.Foreign != Foreign.None => Style,
        (FormatStyle, "subFs") when rule.Foreign != Foreign.None => Any,
        (Sizes, "sizeInfoRef") when rule.Foreign != Foreign.None => Token,
        (Sizes, "equivStorage" or "sizeInfo" or "sizeRestriction" or "storageRestriction") when rule.Foreign != Foreign.None => Any,
        (FormatStyle or Sizes, _) => null,
        _ => rule.Foreign == Foreign.Any ? Any : null,
    };

    private static Dictionary<(string, string), XliffElement> Core()
    {
        var code = new Dictionary<string, XliffValue>
        {
            ["canCopy"] = YesNo, ["canDelete"] = YesNo, ["canReorder"] = YesNoFirstNo, ["copyOf"] = Token, ["id"] = Token, ["subType"] = UserDefined, ["type"] = CodeType,
        };
        var single = new Dictionary<string, XliffValue>(code) { ["disp"] = Any, ["equiv"] = Any, ["dataRef"] = Token, ["subFlows"] = Tokens };
        var half = new Dictionary<string, XliffValue>(single) { ["canOverlap"] = YesNo, ["dir"] = Direction, ["isolated"] = YesNo };
        var pair = new Dictionary<string, XliffValue>(code)
        {
            ["canOverlap"] = YesNo, ["dispEnd"] = Any, ["dispStart"] = Any, ["equivEnd"] = Any, ["equivStart"] = Any, ["dataRefEnd"] = Token, ["dataRefStart"] = Token,
            ["subFlowsEnd"] = Tokens, ["subFlowsStart"] = Tokens, ["dir"] = Direction,
        };
        var mark = new Dictionary<string, XliffValue> { ["id"] = Token, ["translate"] = YesNo, ["type"] = MarkType, ["ref"] = Address, ["value"] = Any };
        var file = new Dictionary<string, XliffValue> { ["id"] = Token, ["canResegment"] = YesNo, ["translate"] = YesNo, ["srcDir"] = Direction, ["trgDir"] = Direction };
        var group = new Dictionary<string, XliffValue>(file) { ["name"] = Any, ["type"] = UserDefined };
        Step[] parts = [new(["source"], 1, 1), new(["target"], 0, 1)];
        Step[] content = [new(["unit", "group"], 1, int.MaxValue)];
        return new Dictionary<(string, string), XliffElement>
        {
            [Of("xliff")] = new(new Dictionary<string, XliffValue> { ["version"] = XliffValues.Version, ["srcLang"] = Language, ["trgLang"] = Language }, ["version", "srcLang"], Foreign.Any, false, [new(["file"], 1, int.MaxValue)], true, true),
            [Of("file")] = new(new Dictionary<string, XliffValue>(file) { ["original"] = Any }, ["id"], Foreign.Any, false, [new(["skeleton"], 0, 1), Extensions, new(["notes"], 0, 1), .. content], true, true),
            [Of("group")] = new(group, ["id"], Foreign.Any, false, [Extensions, new(["notes"], 0, 1), content[0] with { Least = 0 }], true, true),
            [Of("unit")] = new(group, ["id"], Foreign.Any, false, [Extensions, new(["notes"], 0, 1), new(["originalData"], 0, 1), new(["segment", "ignorable"], 1, int.MaxValue)], true, true),
            [Of("skeleton")] = new(new Dictionary<string, XliffValue> { ["href"] = Any }, [], Foreign.None, true, [Extensions]),
            [Of("segment")] = new(new Dictionary<string, XliffValue> { ["id"] = Token, ["canResegment"] = YesNo, ["state"] = State, ["subState"] = UserDefined }, [], Foreign.None, false, parts),
            [Of("ignorable")] = new(new Dictionary<string, XliffValue> { ["id"] = Token }, [], Foreign.None, false, parts),
            [Of("notes")] = new(new Dictionary<string, XliffValue>(), [], Foreign.None, false, [new(["note"], 1, int.MaxValue)]),
            [Of("note")] = new(new Dictionary<string, XliffValue> { ["id"] = Token, ["appliesTo"] = Side, ["category"] = Any, ["priority"] = Priority }, [], Foreign.Any, true, [], true, true),
            [Of("originalData")] = new(new Dictionary<string, XliffValue>(), [], Foreign.None, false, [new(["data"], 1, int.MaxValue)]),
            [Of("data")] = new(new Dictionary<string, XliffValue> { ["id"] = Token, ["dir"] = Direction, ["xml:space"] = Preserve }, ["id"], Foreign.None, true, [new(["cp"], 0, int.MaxValue)], true),
            [Of("source")] = new(new Dictionary<string, XliffValue>(), [], Foreign.None, true, [Inline], true, true),
            [Of("target")] = new(new Dictionary<string, XliffValue> { ["order"] = Positive }, [], Foreign.None, true, [Inline], true, true),
            [Of("cp")] = new(new Dictionary<string, XliffValue> { ["hex"] = HiddenCharacter }, ["hex"], Foreign.None, false, []),
            [Of("ph")] = new(single, ["id"], Foreign.OfCodes, false, []),
            [Of("pc")] = new(pair, ["id"], Foreign.OfCodes, true, [Inline]),
            [Of("sc")] = new(half, ["id"], Foreign.OfCodes, false, []),
            [Of("ec")] = new(new Dictionary<string, XliffValue>(half) { ["startRef"] = Token }, [], Foreign.OfCodes, false, []),
            [Of("mrk")] = new(mark, ["id"], Foreign.Any, true, [Inline]),
            [Of("sm")] = new(mark, ["id"], Foreign.Any, false, []),
            [Of("em")] = new(new Dictionary<string, XliffValue> { ["startRef"] = Token }, ["startRef"], Foreign.None, false, []),
        };

        static (string, string) Of(string name) => (XliffNames.Core, name);
    }

    private static Dictionary<(string, string), XliffElement> Modules()
    {
        var named = new Dictionary<string, XliffValue> { ["id"] = Token };
        var sourced = new Dictionary<string, XliffValue> { ["source"] = Any };
        var linked = new Dictionary<string, XliffValue> { ["href"] = Any };
        var group = new Dictionary<string, XliffValue> { ["id"] = Token, ["category"] = Any, ["appliesTo"] = XliffValue.OneOf("source", "target", "ignorable") };
        var nothing = new Dictionary<string, XliffValue>();
        return new Dictionary<(string, string), XliffElement>
        {
            [(Metadata, "metadata")] = new(named, [], Foreign.None, false, [new(["metaGroup"], 1, int.MaxValue)]),
            [(Metadata, "metaGroup")] = new(group, [], Foreign.None, false, [new(["metaGroup", "meta"], 1, int.MaxValue)]),
            [(Metadata, "meta")] = new(new Dictionary<string, XliffValue> { ["type"] = Any }, ["type"], Foreign.None, true, []),
            [(Glossary, "glossary")] = new(nothing, [], Foreign.None, false, [new(["glossEntry"], 1, int.MaxValue)]),
            [(Glossary, "glossEntry")] = new(new Dictionary<string, XliffValue> { ["id"] = Token, ["ref"] = Address }, [], Foreign.Any, false, [new(["term"], 1, 1), new(["translation"], 0, int.MaxValue), new(["definition"], 0, 1), Extensions], true, true),
            [(Glossary, "term")] = new(sourced, [], Foreign.Any, true, [], true, true),
            [(Glossary, "translation")] = new(new Dictionary<string, XliffValue> { ["id"] = Token, ["ref"] = Address, ["source"] = Any }, [], Foreign.Any, true, [], true, true),
            [(Glossary, "definition")] = new(sourced, [], Foreign.Any, true, [], true, true),
            [(Matches, "matches")] = new(nothing, [], Foreign.None, false, [new(["match"], 1, int.MaxValue)]),
            [(Matches, "match")] = new(
                new Dictionary<string, XliffValue>
                {
                    ["id"] = Token, ["matchQuality"] = Percentage, ["matchSuitability"] = Percentage, ["origin"] = Any, ["ref"] = Address, ["reference"] = YesNo, ["similarity"] = Percentage,
                    ["subType"] = UserDefined, ["type"] = MatchKind,
                },
                ["ref"], Foreign.Any, false,
                [new([$"{Metadata} metadata"], 0, 1), new([$"{XliffNames.Core} originalData"], 0, 1), new([$"{XliffNames.Core} source"], 1, 1), new([$"{XliffNames.Core} target"], 1, 1), Extensions], true),
            [(Resources, "resourceData")] = new(nothing, [], Foreign.None, false, [new(["resourceItemRef"], 0, int.MaxValue), new(["resourceItem"], 0, int.MaxValue)]),
            [(Resources, "resourceItemRef")] = new(new Dictionary<string, XliffValue> { ["id"] = Token, ["ref"] = Token }, ["ref"], Foreign.Any, false, []),
            [(Resources, "resourceItem")] = new(new Dictionary<string, XliffValue> { ["id"] = Token, ["mimeType"] = Any, ["context"] = YesNo }, [], Foreign.Any, false, [new(["source"], 0, 1), new(["target"], 0, 1), new(["reference"], 0, int.MaxValue)]),
            [(Resources, "source")] = new(linked, [], Foreign.Any, false, [Extensions], true, true),
            [(Resources, "target")] = new(linked, [], Foreign.Any, false, [Extensions], true, true),
            [(Resources, "reference")] = new(linked, ["href"], Foreign.Any, false, [], true, true),
            [(Sizes, "profiles")] = new(new Dictionary<string, XliffValue> { ["generalProfile"] = Any, ["storageProfile"] = Any }, [], Foreign.None, false, [new(["normalization"], 0, 1), Extensions]),
            [(Sizes, "normalization")] = new(new Dictionary<string, XliffValue> { ["general"] = Form, ["storage"] = Form }, [], Foreign.None, false, []),
            [(Sizes, "data")] = new(new Dictionary<string, XliffValue> { ["profile"] = Any }, ["profile"], Foreign.Any, false, [Extensions]),
            [(Validation, "validation")] = new(nothing, [], Foreign.Any, false, [new(["rule"], 1, int.MaxValue)]),
            [(Validation, "rule")] = new(
                new Dictionary<string, XliffValue>
                {
                    ["isPresent"] = Any, ["occurs"] = Positive, ["isNotPresent"] = Any, ["startsWith"] = Any, ["endsWith"] = Any, ["existsInSource"] = YesNo, ["caseSensitive"] = YesNo,
                    ["normalization"] = Form, ["disabled"] = YesNo,
                },
                [], Foreign.Any, false, []),
            [(Changes, "changeTrack")] = new(nothing, [], Foreign.None, false, [new(["revisions"], 1, int.MaxValue)]),
            [(Changes, "revisions")] = new(new Dictionary<string, XliffValue> { ["appliesTo"] = Token, ["ref"] = Token, ["currentVersion"] = Token }, ["appliesTo"], Foreign.Any, false, [new(["revision"], 1, int.MaxValue)]),
            [(Changes, "revision")] = new(new Dictionary<string, XliffValue> { ["author"] = Any, ["datetime"] = Any, ["version"] = Token }, [], Foreign.Any, false, [new(["item"], 1, int.MaxValue)]),
            [(Changes, "item")] = new(new Dictionary<string, XliffValue> { ["property"] = Any }, ["property"], Foreign.Any, true, []),
        };
    }
}
