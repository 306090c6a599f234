using Rotunda.Modules.Translation.Interchange.Xml;

namespace Rotunda.Modules.Translation.Interchange.Xliff;

/// <summary>The constraints of inline codes (XLIFF 2.1, section 4.7), which hold in units and in matches alike.</summary>
internal static class XliffInlineRules
{
    private static readonly string[] DataReferences = ["dataRef", "dataRefStart", "dataRefEnd"];
    private static readonly (string, string)[] Pairs = [("dataRefStart", "dataRefEnd"), ("subFlowsStart", "subFlowsEnd"), ("equivStart", "equivEnd")];

    /// <summary>The codes of a source or target in order; annotations are none.</summary>
    public static IEnumerable<XmlPart> Codes(XmlPart content) => content.SelfAndDescendants().Where(element => element is { Space: XliffNames.Core, Name: "pc" or "sc" or "ec" or "ph" });

    /// <summary>One code by itself, with the data that it may refer to.</summary>
    public static void CheckCode(XmlPart code, HashSet<string> data)
    {
        foreach (var attribute in DataReferences)
            if (code[attribute] is { } reference && !data.Contains(reference)) throw new FaultyFileException(code.Line, $"«{attribute}» names the data «{reference}», which is not here.");
        foreach (var (one, other) in Pairs)
            if ((code[one] is null) != (code[other] is null)) throw new FaultyFileException(code.Line, $"«{one}» and «{other}» go together.");
        if (code["copyOf"] is not null && (code["dataRef"] ?? code["dataRefStart"] ?? code["dataRefEnd"]) is not null) throw new FaultyFileException(code.Line, "A copied code has no original data of its own.");
        if (code["canReorder"] is "no" or "firstNo" && (code["canDelete"] != "no" || code["canCopy"] != "no"))
            throw new FaultyFileException(code.Line, $"A code that may not be moved (canReorder {code["canReorder"]}) may be neither deleted nor copied.");
        if (code["subType"] is { } kind)
        {
            var type = code["type"] ?? throw new FaultyFileException(code.Line, "A code with «subType» needs «type».");
            var fits = kind switch { "xlf:lb" or "xlf:pb" or "xlf:b" or "xlf:i" or "xlf:u" => type == "fmt", "xlf:var" => type == "ui", _ => !kind.StartsWith("xlf:", StringComparison.Ordinal) };
            if (!fits) throw new FaultyFileException(code.Line, $"The «subType» {kind} does not go with the «type» {type}.");
        }

        if (code.Name != "ec") return;
        if (code["isolated"] == "yes" ? code["id"] is null || code["startRef"] is not null : code["startRef"] is null || code["id"] is not null)
            throw new FaultyFileException(code.Line, "An end code has «id» when it is isolated and «startRef» otherwise, never both.");
        if (code["isolated"] != "yes" && code["dir"] is not null) throw new FaultyFileException(code.Line, "Only an isolated end code has «dir».");
    }

    /// <summary>Start and end codes, and start and end marks, of one side of a unit.</summary>
    public static void CheckPairs(IReadOnlyList<XmlPart> inline)
    {
        // Most tools write pairs as one element
        if (!Any(inline, element => element.Name is "sc" or "sm" or "ec" or "em")) return;
        var (codes, marks) = (new Dictionary<string, XmlPart>(), new Dictionary<string, XmlPart>());
        var (closedCodes, closedMarks) = (new HashSet<string>(), new HashSet<string>());
        foreach (var element in inline)
        {
            switch (element.Name)
            {
                case "sc":
                    codes.TryAdd(element["id"]!, element);
                    break;
                case "sm":
                    marks.TryAdd(element["id"]!, element);
                    break;
                case "ec" when element["isolated"] != "yes" && element["startRef"] is { } start:
                    if (!codes.TryGetValue(start, out var opened) || opened["isolated"] == "yes") throw new FaultyFileException(element.Line, $"The end code has no start code «{start}» before it in the unit that is not isolated.");
                    if (!closedCodes.Add(start)) throw new FaultyFileException(element.Line, $"The start code «{start}» has more than one end.");
                    CheckHints(opened, element);
                    break;
                case "em":
                    if (!marks.ContainsKey(element["startRef"]!)) throw new FaultyFileException(element.Line, $"The end mark has no start mark «{element["startRef"]}» before it in the unit.");
                    closedMarks.Add(element["startRef"]!);
                    break;
            }
        }

        foreach (var (id, code) in codes)
            if (code["isolated"] != "yes" && !closedCodes.Contains(id)) throw new FaultyFileException(code.Line, $"The start code «{id}» has no end in the unit and does not say that it is isolated.");
        foreach (var (id, mark) in marks)
            if (!closedMarks.Contains(id)) throw new FaultyFileException(mark.Line, $"The start mark «{id}» has no end in the unit.");
    }

    /// <summary>A sequence that may not be reordered begins with «firstNo» and is not interrupted.</summary>
    /// <param name="contents">The sources, or the targets, of a unit.</param>
    /// <param name="inline">Everything in them.</param>
    public static void CheckReorder(IEnumerable<XmlPart> contents, IReadOnlyList<XmlPart> inline)
    {
        if (!Any(inline, element => element["canReorder"] is not null)) return;
        var hasBegun = false;
        foreach (var content in contents)
        {
            XmlPart? before = null;
            foreach (var code in Codes(content))
            {
                if (code["canReorder"] == "firstNo") hasBegun = true;
                if (code["canReorder"] == "no")
                {
                    if (!hasBegun) throw new FaultyFileException(code.Line, "A code with canReorder «no» follows none with «firstNo».");
                    if (before is not null && (before["canReorder"] ?? "yes") == "yes") throw new FaultyFileException(code.Line, "A code that may be moved stands inside a sequence that may not.");
                }

                before = code;
            }
        }
    }

    /// <summary>What a target must keep of the codes of its source.</summary>
    public static void CheckTarget(XmlPart part)
    {
        if (part.Child(XliffNames.Core, "target") is not { } target) return;
        var content = part.Child(XliffNames.Core, "source")!;
        if (content.Descendants().Count == 0) return;
        var source = Codes(content).ToList();
        if (!source.Exists(code => code["canDelete"] == "no")) return;
        var kept = Codes(target).Select(KeyOf).ToList();
        for (var i = 0; i < source.Count; i++)
        {
            if (source[i]["canDelete"] != "no") continue;
            var place = kept.IndexOf(KeyOf(source[i]));
            if (place < 0) throw new FaultyFileException(target.Line, $"The target lacks the code «{KeyOf(source[i])}», which may not be deleted.");
            if (source[i]["canReorder"] == "no" && i > 0 && (place == 0 || kept[place - 1] != KeyOf(source[i - 1])))
                throw new FaultyFileException(target.Line, $"The code «{KeyOf(source[i])}» may not be moved in the target.");
        }
    }

    private static bool Any(IReadOnlyList<XmlPart> parts, Func<XmlPart, bool> isOne)
    {
        for (var i = 0; i < parts.Count; i++)
            if (isOne(parts[i])) return true;
        return false;
    }

    private static string KeyOf(XmlPart code) => code["id"] ?? $"end of {code["startRef"]}";

    private static void CheckHints(XmlPart start, XmlPart end)
    {
        foreach (var hint in new[] { "canCopy", "canDelete", "canOverlap" })
            if ((start[hint] ?? "yes") != (end[hint] ?? "yes")) throw new FaultyFileException(end.Line, $"Start and end of the code «{start["id"]}» differ in «{hint}».");
        var expected = start["canReorder"] == "firstNo" ? "no" : start["canReorder"] ?? "yes";
        if (expected != (end["canReorder"] ?? "yes")) throw new FaultyFileException(end.Line, $"Start and end of the code «{start["id"]}» differ in «canReorder».");
    }
}
