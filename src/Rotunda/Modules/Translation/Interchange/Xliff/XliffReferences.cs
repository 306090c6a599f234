using Rotunda.Modules.Translation.Interchange.Xml;

namespace Rotunda.Modules.Translation.Interchange.Xliff;

/// <summary>What annotations refer to.</summary>
internal static class XliffReferences
{
    /// <summary>The references of annotations to places of this document; those to other documents are not looked up.</summary>
    public static IEnumerable<(int Line, FragmentId Target)> InUnit(XmlPart unit) =>
        from mark in unit.SelfAndDescendants()
        where mark is { Space: XliffNames.Core, Name: "mrk" or "sm" }
        let reference = mark["ref"]
        where reference?.StartsWith('#') == true
        select (mark.Line, FragmentId.Parse(reference) ?? throw new FaultyFileException(mark.Line, $"«{XliffSchema.Short(reference)}» is not a fragment identifier: file, group, unit and one part of it, in this order."));
}
