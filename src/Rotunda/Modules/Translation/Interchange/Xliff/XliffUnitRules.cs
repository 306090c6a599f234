using Rotunda.Modules.Translation.Interchange.Xml;

namespace Rotunda.Modules.Translation.Interchange.Xliff;

/// <summary>The constraints of a unit that no schema can say (XLIFF 2.1, sections 4.2 to 4.7 and the Schematron rules of the core).</summary>
internal sealed class XliffUnitRules(XmlPart unit, XliffHead head, XliffContainer container)
{
    private readonly List<XmlPart> _parts = [.. unit.Elements.Where(part => part is { Space: XliffNames.Core, Name: "segment" or "ignorable" })];
    private readonly HashSet<string> _data = [];
    private readonly HashSet<string> _notes = [];

    public void Check()
    {
        Unique(unit.Child(XliffNames.Core, "originalData")?.Elements, _data, "data");
        Unique(unit.Child(XliffNames.Core, "notes")?.Elements, _notes, "note");
        if (!_parts.Exists(part => part.Name == "segment")) throw new FaultyFileException(unit.Line, "A unit needs at least one segment.");
        foreach (var part in _parts) CheckPart(part);
        CheckIds(out var sourceIds, out var targetIds);
        CheckOrder();
        foreach (var side in new[] { "source", "target" })
        {
            var contents = _parts.Select(part => part.Child(XliffNames.Core, side)).OfType<XmlPart>().ToList();
            var inline = contents is [var only] ? only.Descendants() : (IReadOnlyList<XmlPart>)[.. contents.SelectMany(content => content.Descendants())];
            if (inline.Count == 0) continue;
            XliffInlineRules.CheckPairs(inline);
            XliffInlineRules.CheckReorder(contents, inline);
            foreach (var element in inline) CheckInline(element, sourceIds, targetIds);
        }

        foreach (var part in _parts) XliffInlineRules.CheckTarget(part);
    }

    private static void Unique(XmlParts? elements, HashSet<string> ids, string name)
    {
        if (elements is not { } some) return;
        foreach (var element in some)
            if (element["id"] is { } id && !ids.Add(id)) throw new FaultyFileException(element.Line, $"Another {name} here has the id «{id}» too.");
    }

    private void CheckPart(XmlPart part)
    {
        if (part["subState"] is not null && part["state"] is null) throw new FaultyFileException(part.Line, "A segment with «subState» needs «state».");
        var target = part.Child(XliffNames.Core, "target");
        if (part["state"] is "translated" or "reviewed" or "final" && target is null) throw new FaultyFileException(part.Line, $"A segment that is {part["state"]} needs a target.");
        if (target is not null && head.TargetLanguage is null) throw new FaultyFileException(target.Line, "There is a target, but the document does not say its language (trgLang).");
        CheckLanguage(part.Child(XliffNames.Core, "source"), head.SourceLanguage, "srcLang");
        CheckLanguage(target, head.TargetLanguage, "trgLang");
    }

    private void CheckLanguage(XmlPart? content, string? expected, string attribute)
    {
        if (content is null) return;
        var language = content[XmlPart.XmlSpace, "lang"] ?? unit[XmlPart.XmlSpace, "lang"] ?? container.Language;
        if (language is not null && !XliffValues.IsKindOf(language, expected)) throw new FaultyFileException(content.Line, $"«{content.Name}» is in «{language}», but {attribute} is «{expected}».");
    }

    private void CheckIds(out HashSet<string> sourceIds, out HashSet<string> targetIds)
    {
        (sourceIds, targetIds) = ([], []);
        foreach (var part in _parts)
        {
            RequireNew(part, sourceIds);
            if (part.Child(XliffNames.Core, "source") is not { } source) continue;
            foreach (var element in source.Descendants()) RequireNew(element, sourceIds);
        }

        foreach (var part in _parts)
        {
            if (part.Child(XliffNames.Core, "target") is not { } target) continue;
            if (target.Descendants().Count == 0) continue;
            var partners = part.Child(XliffNames.Core, "source")!.Descendants().Where(element => element["id"] is not null).ToDictionary(element => element["id"]!);
            foreach (var element in target.Descendants())
            {
                if (element["id"] is not { } id) continue;
                var isPartner = partners.TryGetValue(id, out var partner) && Kind(partner) == Kind(element);
                if ((!isPartner && sourceIds.Contains(id)) || !targetIds.Add(id))
                    throw new FaultyFileException(element.Line, $"The id «{id}» in the target is neither that of the same code in the source nor new in the unit.");
            }
        }

        static void RequireNew(XmlPart element, HashSet<string> ids)
        {
            if (element["id"] is { } id && !ids.Add(id)) throw new FaultyFileException(element.Line, $"The id «{id}» is used more than once in the unit.");
        }

        static string Kind(XmlPart element) => element.Name switch { "sc" => "pc", "sm" => "mrk", var name => name };
    }

    private void CheckOrder()
    {
        var taken = new HashSet<int>();
        for (var i = 0; i < _parts.Count; i++)
        {
            if (_parts[i].Child(XliffNames.Core, "target") is not { } target) continue;
            var order = target["order"] is { } text ? int.TryParse(text, out var number) ? number : int.MaxValue : i + 1;
            if (order > _parts.Count) throw new FaultyFileException(target.Line, $"«order» is {target["order"]}, but the unit has {_parts.Count} segments.");
            if (!taken.Add(order)) throw new FaultyFileException(target.Line, $"Two targets of the unit have the order {order}.");
        }

        for (var i = 0; i < _parts.Count; i++)
            if (_parts[i].Child(XliffNames.Core, "target") is { } moved && moved["order"] is not null && !taken.Contains(i + 1))
                throw new FaultyFileException(moved.Line, $"This target was moved, but none takes its place {i + 1}.");
    }

    private void CheckInline(XmlPart element, HashSet<string> sourceIds, HashSet<string> targetIds)
    {
        if (element.Name is "mrk" or "sm") CheckMark(element, sourceIds, targetIds);
        else if (element.Name != "em" && element.Name != "cp") CheckCode(element);
    }

    private void CheckCode(XmlPart code)
    {
        XliffInlineRules.CheckCode(code, _data);
        if (code["copyOf"] is { } original)
        {
            var bases = _parts.SelectMany(part => part.SelfAndDescendants()).Where(element => element["id"] == original && element.Name is "pc" or "sc" or "ec" or "ph").ToList();
            if (bases.Count == 0) throw new FaultyFileException(code.Line, $"«copyOf» names the code «{original}», which the unit does not have.");
            if (bases.TrueForAll(element => (element["dataRef"] ?? element["dataRefStart"] ?? element["dataRefEnd"]) is not null))
                throw new FaultyFileException(code.Line, $"«copyOf» names the code «{original}», which has original data.");
            if (bases.Exists(element => element["canCopy"] == "no")) throw new FaultyFileException(code.Line, $"«copyOf» names the code «{original}», which may not be copied.");
        }

        foreach (var flows in new[] { code["subFlows"], code["subFlowsStart"], code["subFlowsEnd"] }.OfType<string>())
            foreach (var flow in XliffValues.Split(flows)) container.Ids!.ExpectUnit(code.Line, flow);
    }

    private void CheckMark(XmlPart mark, HashSet<string> sourceIds, HashSet<string> targetIds)
    {
        var (type, reference, value) = (mark["type"], mark["ref"], mark["value"]);
        if (type == "comment" && (reference is null) == (value is null)) throw new FaultyFileException(mark.Line, "A comment has either «value» or «ref».");
        if (type == "mtc:match" && reference is not null) throw new FaultyFileException(mark.Line, "A mark of a match has no «ref».");
        if (reference?.StartsWith('#') != true)
        {
            if (type == "comment" && reference is not null) throw new FaultyFileException(mark.Line, "A comment refers to a note of its unit.");
            return;
        }

        var target = FragmentId.Parse(reference) ?? throw new FaultyFileException(mark.Line, $"«{XliffSchema.Short(reference)}» is not a fragment identifier: file, group, unit and one part of it, in this order.");
        var isHere = (target.File is null && target.Group is null && target.Unit is null) || (target.Unit == unit["id"] && (target.File is null || target.File == container.File.Id));
        if (type == "comment" && !(isHere && target.Prefix == "n" && _notes.Contains(target.Id))) throw new FaultyFileException(mark.Line, "A comment refers to a note of its unit.");
        if (!isHere) return;
        var known = target.Prefix switch { "n" => _notes.Contains(target.Id), "d" => _data.Contains(target.Id), "" => sourceIds.Contains(target.Id), "t" => targetIds.Contains(target.Id), _ => true };
        if (!known) throw new FaultyFileException(mark.Line, $"«{XliffSchema.Short(reference)}» names nothing in this unit.");
    }
}
