using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Rotunda.Modules.Translation.Interchange.Xml;
using static Rotunda.Modules.Translation.Interchange.Xliff.XliffNames;

namespace Rotunda.Modules.Translation.Interchange.Xliff;

/// <summary>The constraints of the modules that no schema can say (XLIFF 2.1, section 5, and their Schematron rules), and of extensions.</summary>
internal static partial class XliffModuleRules
{
    /// <summary>What a unit carries besides its segments.</summary>
    public static void CheckUnit(XmlPart unit, XliffHead head, XliffContainer container)
    {
        var hasItsVersion = container.HasItsVersion || unit[Its, "version"] is not null;
        HashSet<string>? sizes = null;
        foreach (var data in unit.Elements)
        {
            if (data is not { Space: Sizes, Name: "data" }) continue;
            foreach (var part in data.Descendants()) (sizes ??= []).UnionWith(new[] { part["id"], part[XmlPart.XmlSpace, "id"] }.OfType<string>());
        }

        CheckAttributes(unit.Space, unit.Name, unit.Attributes, unit.Line, container, sizes);
        foreach (var element in unit.Descendants())
        {
            CheckAttributes(element.Space, element.Name, element.Attributes, element.Line, container, sizes);
            XliffItsRules.Check(element, hasItsVersion);
        }

        foreach (var part in unit.Elements)
        {
            if (part.Space == Core) continue;
            CheckPart(part, head, container, unit);
            if (part is { Space: Matches, Name: "matches" }) XliffMatchRules.Check(part, unit, head);
            if (part is { Space: Glossary, Name: "glossary" }) CheckGlossary(part, unit);
        }

        CheckTogether(unit.Elements, "unit", unit.Descendants());
    }

    /// <summary>One part by itself.</summary>
    public static void CheckPart(XmlPart part, XliffHead head, XliffContainer container, XmlPart? unit = null)
    {
        var place = unit is null ? container.Name : "unit";
        if (unit is null)
        {
            foreach (var element in part.SelfAndDescendants())
            {
                CheckAttributes(element.Space, element.Name, element.Attributes, element.Line, container);
                XliffItsRules.Check(element, container.HasItsVersion);
            }
        }

        switch (part.Space, part.Name)
        {
            case (Matches or Glossary, _) when place != "unit":
            case (Resources, _) when place == "group":
            case (Matches, not "matches") or (Glossary, not "glossary") or (Metadata, not "metadata") or (Resources, not "resourceData") or (Validation, not "validation") or (Changes, not "changeTrack"):
                throw new FaultyFileException(part.Line, $"«{part.Name}» may not stand in a {place}.");
            case (Core, "skeleton"):
                Require((part["href"] is null) == (part.Content.Count > 0), part, "A skeleton has either contents or «href».");
                break;
            case (Core, "notes"):
                Unique(part.Elements, "note");
                break;
            case (Metadata, _):
                Unique(part.SelfAndDescendants(), "part of the metadata");
                break;
            case (Resources, _):
                CheckResources(part, head, container);
                break;
            case (Validation, _):
                foreach (var rule in part.Elements) CheckRule(rule, place);
                break;
        }
    }

    /// <summary>What stands beside each other in a file, group or unit: ids of extensions, and the changes that refer to siblings.</summary>
    public static void CheckTogether(IReadOnlyList<XmlPart> parts, string place, IEnumerable<XmlPart>? all = null)
    {
        if (!parts.Any(part => part.Space == Changes || IsForeign(part))) return;
        var ids = new HashSet<string>();
        foreach (var element in parts.Where(IsForeign).SelectMany(part => part.SelfAndDescendants()).Where(element => element.Space != Core))
            foreach (var id in new[] { element["id"], element[XmlPart.XmlSpace, "id"] }.OfType<string>())
                if (!ids.Add($"{element.Space} {id}")) throw new FaultyFileException(element.Line, $"Another element of the extensions of this {place} has the id «{XliffSchema.Short(id)}» too.");
        foreach (var track in parts.Where(part => part is { Space: Changes, Name: "changeTrack" }))
            foreach (var revisions in track.Elements.Where(element => element.Space == Changes)) CheckRevisions(revisions, all ?? parts.SelectMany(part => part.SelfAndDescendants()), place);
    }

    private static bool IsForeign(XmlPart part) => part.Space != Core && !IsModule(part.Space);

    /// <summary>The attributes of modules on an element.</summary>
    public static void CheckAttributes(string space, string name, ImmutableArray<XmlPartAttribute> attributes, int line, XliffContainer container, HashSet<string>? sizes = null)
    {
        if (!HasAny(attributes)) return;
        if (XmlPart.ValueOf(attributes, FormatStyle, "subFs") is not null && XmlPart.ValueOf(attributes, FormatStyle, "fs") is null) throw new FaultyFileException(line, "«subFs» needs «fs».");
        var isInnerEnd = space == Core && name == "ec" && XmlPart.ValueOf(attributes, "", "isolated") != "yes";
        foreach (ref readonly var attribute in attributes.AsSpan())
        {
            if (attribute.Space is FormatStyle or Sizes && isInnerEnd) throw new FaultyFileException(line, $"Only an isolated end code has «{attribute.Name}».");
            if (attribute.Space != Sizes) continue;
            if (!container.CountsSizesItself && attribute.Name is "sizeRestriction" or "storageRestriction" && !Limit().IsMatch(attribute.Value.Trim()))
                throw new FaultyFileException(line, $"«{attribute.Name}» is «{XliffSchema.Short(attribute.Value)}», not *, a number, or two with a comma.");
            if (!container.CountsSizesItself && attribute.Name is "equivStorage" or "sizeInfo" && !Number().IsMatch(attribute.Value.Trim()))
                throw new FaultyFileException(line, $"«{attribute.Name}» is «{XliffSchema.Short(attribute.Value)}», not a whole number.");
        }

        if (XmlPart.ValueOf(attributes, Sizes, "sizeInfoRef") is not { } reference) return;
        if (XmlPart.ValueOf(attributes, Sizes, "sizeInfo") is not null) throw new FaultyFileException(line, "«sizeInfo» and «sizeInfoRef» exclude each other.");
        if (sizes?.Contains(reference) != true && !container.KnowsSize(reference)) throw new FaultyFileException(line, $"«sizeInfoRef» names «{XliffSchema.Short(reference)}», which no data of sizes around it has.");
    }

    /// <summary>True where an attribute of these two modules stands on an element, which is seldom.</summary>
    private static bool HasAny(ImmutableArray<XmlPartAttribute> attributes)
    {
        foreach (ref readonly var attribute in attributes.AsSpan())
            if (attribute.Space is FormatStyle or Sizes) return true;
        return false;
    }

    public static void Unique(IEnumerable<XmlPart> elements, string name)
    {
        var ids = new HashSet<string>();
        foreach (var element in elements)
            if (element["id"] is { } id && !ids.Add(id)) throw new FaultyFileException(element.Line, $"Another {name} here has the id «{XliffSchema.Short(id)}» too.");
    }

    /// <summary>A reference of a match or of a glossary entry to a span of its unit, such as <c>#m1</c> or, in the target, <c>#t=m2</c>.</summary>
    public static void CheckSpan(XmlPart element, XmlPart unit)
    {
        if (element["ref"] is not { } reference) return;
        var hash = reference.IndexOf('#', StringComparison.Ordinal);
        var id = hash < 0 ? null : reference[(hash + 1)..] is ['t', '=', .. var inTarget] ? inTarget : FragmentId.Parse(reference[hash..])?.Id;
        var isKnown = id is not null && unit.Elements.Where(part => part is { Space: Core, Name: "segment" or "ignorable" }).SelectMany(part => part.SelfAndDescendants()).Any(part => part["id"] == id);
        Require(isKnown, element, $"«ref» is «{XliffSchema.Short(reference)}», which names no span of this unit (such as #m1).");
    }

    public static void Require(bool holds, XmlPart at, string reason)
    {
        if (!holds) throw new FaultyFileException(at.Line, reason);
    }

    private static void CheckGlossary(XmlPart glossary, XmlPart unit)
    {
        var entries = glossary.Elements.ToList();
        Unique(entries.SelectMany(entry => entry.Elements.Where(element => element is { Space: Glossary, Name: "translation" }).Prepend(entry)), "entry of the glossary");
        foreach (var entry in entries)
        {
            Require(entry.Elements.Any(element => element is { Space: Glossary, Name: "translation" or "definition" }), entry, "An entry of the glossary needs a translation or a definition.");
            CheckSpan(entry, unit);
            foreach (var translation in entry.Elements.Where(element => element is { Space: Glossary, Name: "translation" })) CheckSpan(translation, unit);
        }
    }

    private static void CheckResources(XmlPart resources, XliffHead head, XliffContainer container)
    {
        Unique(resources.Elements, "resource");
        foreach (var element in resources.Elements)
        {
            if (element.Name == "resourceItemRef")
            {
                container.Ids!.ExpectResource(element.Line, element["ref"]!);
                continue;
            }

            if (element["id"] is { } id) container.Ids!.Resources.Add(id);
            var sides = element.Elements.Where(side => side is { Space: Resources, Name: "source" or "target" }).ToList();
            foreach (var side in sides)
                Require((side["href"] is null) == (side.Elements.Count > 0 || side.Text.Trim().Length > 0), side, $"«{side.Name}» of a resource has either contents or «href».");
            Require(element["mimeType"] is not null || (sides.Count > 0 && sides.TrueForAll(side => side.Elements.Count > 0)), element, "A resource without contents needs «mimeType».");
            foreach (var source in sides.Where(side => side.Name == "source"))
                if (source[XmlPart.XmlSpace, "lang"] is { } language && !XliffValues.IsKindOf(language, head.SourceLanguage)) throw new FaultyFileException(source.Line, $"The source of a resource is in «{language}», but srcLang is «{head.SourceLanguage}».");
        }
    }

    private static void CheckRule(XmlPart rule, string place)
    {
        string[] native = ["isPresent", "isNotPresent", "startsWith", "endsWith"];
        var hasOwn = rule.Attributes.Any(attribute => attribute.Space is not ("" or SchemaInstance or XmlPart.XmlSpace));
        Require(native.Count(name => rule[name] is not null) + (hasOwn ? 1 : 0) == 1, rule, "A rule has exactly one of isPresent, isNotPresent, startsWith, endsWith or a condition of its own.");
        Require(rule["occurs"] is null || rule["isPresent"] is not null, rule, "«occurs» goes with «isPresent».");
        Require(rule["existsInSource"] is null || rule["isNotPresent"] is null, rule, "«existsInSource» goes with isPresent, startsWith or endsWith.");
        Require(place != "file" || rule["disabled"] != "yes", rule, "A rule of a file cannot be disabled.");
    }

    private static void CheckRevisions(XmlPart revisions, IEnumerable<XmlPart> all, string place)
    {
        var candidates = all.Where(element => element.Space == Core && element.Name == revisions["appliesTo"]).ToList();
        var named = revisions["ref"] is { } reference ? candidates.Find(element => element["id"] == reference) : null;
        Require(revisions["ref"] is null || named is not null, revisions, $"The changes name «{revisions["ref"]}», which is no {revisions["appliesTo"]} of this {place}.");
        Require(revisions["ref"] is not null || candidates.Count < 2 || candidates.Exists(element => element["id"] is null), revisions, $"There are several {revisions["appliesTo"]} here; the changes must say which (ref).");
        named ??= candidates.Count == 1 ? candidates[0] : null;
        foreach (var revision in revisions.Elements.Where(element => element.Space == Changes))
        {
            var properties = new HashSet<string>();
            foreach (var item in revision.Elements.Where(element => element.Space == Changes))
            {
                var property = item["property"]!;
                Require(properties.Add(property), item, $"The property «{XliffSchema.Short(property)}» stands twice in a revision.");
                Require(property == "content" || named is null || named[property] is not null, item, $"«{XliffSchema.Short(property)}» is neither «content» nor an attribute of the changed element.");
            }
        }
    }

    [GeneratedRegex(@"^(\*|[0-9]+|[0-9]+,([0-9]+|\*))$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Limit();

    [GeneratedRegex("^[0-9]+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Number();
}
