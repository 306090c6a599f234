using Rotunda.Modules.Translation.Interchange.Xml;
using static Rotunda.Modules.Translation.Interchange.Xliff.XliffNames;

namespace Rotunda.Modules.Translation.Interchange.Xliff;

/// <summary>The constraints of the module of translation candidates (XLIFF 2.1, section 5.1).</summary>
internal static class XliffMatchRules
{
    public static void Check(XmlPart matches, XmlPart unit, XliffHead head)
    {
        XliffModuleRules.Unique(matches.Elements, "match");
        foreach (var match in matches.Elements) CheckMatch(match, unit, head);
    }

    private static void CheckMatch(XmlPart match, XmlPart unit, XliffHead head)
    {
        XliffModuleRules.CheckSpan(match, unit);
        XliffModuleRules.Require(match["subType"] is null || match["type"] is not null, match, "A match with «subType» needs «type».");
        XliffModuleRules.Require(match[XmlPart.XmlSpace, "lang"] is null, match, "A match has no «xml:lang».");
        if (match.Child(Metadata, "metadata") is { } metadata) XliffModuleRules.Unique(metadata.SelfAndDescendants(), "part of the metadata");
        var data = new HashSet<string>();
        foreach (var piece in match.Child(Core, "originalData")?.Elements ?? [])
            if (!data.Add(piece["id"]!)) throw new FaultyFileException(piece.Line, $"Another data here has the id «{piece["id"]}» too.");

        var (source, target) = (match.Child(Core, "source")!, match.Child(Core, "target")!);
        CheckLanguage(source, head.SourceLanguage, "srcLang");
        if (match["reference"] != "yes") CheckLanguage(target, head.TargetLanguage, "trgLang");
        foreach (var content in new[] { source, target })
        {
            var inline = content.Descendants().ToList();
            XliffModuleRules.Unique(inline, "inline element");
            XliffInlineRules.CheckPairs(inline);
            foreach (var code in XliffInlineRules.Codes(content)) XliffInlineRules.CheckCode(code, data);
        }
    }

    private static void CheckLanguage(XmlPart content, string? expected, string attribute)
    {
        if (content[XmlPart.XmlSpace, "lang"] is { } language && !XliffValues.IsKindOf(language, expected))
            throw new FaultyFileException(content.Line, $"«{content.Name}» of a match is in «{language}», but {attribute} is «{expected}».");
    }
}
