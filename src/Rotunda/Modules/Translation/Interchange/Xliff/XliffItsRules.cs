using Rotunda.Modules.Translation.Interchange.Xml;
using static Rotunda.Modules.Translation.Interchange.Xliff.XliffNames;

namespace Rotunda.Modules.Translation.Interchange.Xliff;

/// <summary>The constraints of the ITS module that bear on single elements (XLIFF 2.1, section 5.9).</summary>
internal static class XliffItsRules
{
    private static readonly string[] Provenance = ["org", "orgRef", "person", "personRef", "revOrg", "revOrgRef", "revPerson", "revPersonRef", "revTool", "revToolRef", "tool", "toolRef"];

    private static readonly HashSet<string> Categories =
    [
        "allowed-characters", "directionality", "domain", "elements-within-text", "external-resource", "id-value", "language-information", "locale-filter", "localization-note",
        "localization-quality-issue", "localization-quality-rating", "mt-confidence", "preserve-space", "provenance", "storage-size", "target-pointer", "terminology", "text-analysis", "translate",
    ];

    private static readonly string[] NeedGeneric =
        ["annotatorsRef", "locQualityIssuesRef", "locQualityRatingScore", "locQualityRatingVote", "taIdentRef", "taSource", "taIdent", "taClassRef", "lang", "mtConfidence", "provenanceRecordsRef", "allowedCharacters", "localeFilterList", "domains"];

    public static void Check(XmlPart element, bool hasVersion)
    {
        // Almost every element of a file has nothing to do with ITS
        if (element.Space == Its) CheckRecord(element);
        for (var i = 0; i < element.Attributes.Length; i++)
        {
            if (element.Attributes[i].Space is not (Its or ItsModule)) continue;
            CheckAttributes(element, hasVersion);
            return;
        }
    }

    private static void CheckRecord(XmlPart element)
    {
        if (element.Name == "provenanceRecord") XliffModuleRules.Require(Provenance.Any(name => element[name] is not null), element, "A record of provenance names a person, an organisation or a tool.");
        if (element.Name == "locQualityIssue") XliffModuleRules.Require(element["locQualityIssueType"] is not null || element["locQualityIssueComment"] is not null, element, "An issue of quality has a type or a comment.");
    }

    private static void CheckAttributes(XmlPart element, bool hasVersion)
    {
        var own = element.Attributes.Where(attribute => attribute.Space is Its or ItsModule).Select(attribute => attribute.Name).ToHashSet();
        Require(hasVersion || HasVersion(element), "ITS attributes need «its:version» around them.");
        Exclude("taIdentRef", "taSource", "taIdent");
        Require(own.Contains("taSource") == own.Contains("taIdent"), "«taSource» and «taIdent» go together.");
        Exclude("locQualityRatingScore", "locQualityRatingVote");
        Exclude("locQualityIssuesRef", "locQualityIssueType", "locQualityIssueComment", "locQualityIssueSeverity", "locQualityIssueProfileRef", "locQualityIssueEnabled");
        Exclude("provenanceRecordsRef", Provenance);
        if (element is { Space: Core, Name: "mrk" or "sm" } && element["type"] is { } type && type != "its:generic" && NeedGeneric.FirstOrDefault(own.Contains) is { } name)
            throw new FaultyFileException(element.Line, $"With «{name}» the type is «its:generic».");
        if (element[Its, "annotatorsRef"] is { } annotators) CheckAnnotators(annotators);

        void Require(bool holds, string reason) => XliffModuleRules.Require(holds, element, reason);

        void Exclude(string one, params string[] others) =>
            Require(!own.Contains(one) || others.FirstOrDefault(own.Contains) is null, $"«{one}» excludes {string.Join(", ", others.Where(own.Contains))}.");

        void CheckAnnotators(string value)
        {
            var seen = new HashSet<string>();
            foreach (var entry in XliffValues.Split(value))
            {
                var bar = entry.IndexOf('|', StringComparison.Ordinal);
                Require(bar > 0 && bar < entry.Length - 1 && Categories.Contains(entry[..bar]), $"«annotatorsRef» holds «{XliffSchema.Short(entry)}», not a category of ITS, a bar and an address.");
                Require(seen.Add(entry[..bar]), $"«annotatorsRef» names {entry[..bar]} twice.");
            }
        }
    }

    private static bool HasVersion(XmlPart element)
    {
        for (var around = element; around is not null; around = around.Parent)
            if ((around[Its, "version"] ?? (around.Space == Its ? around["version"] : null)) is not null) return true;
        return false;
    }
}
