using System.Text.RegularExpressions;
using Rotunda.Modules.Translation.Interchange.Xml;
using Rotunda.Modules.Translation.Texts;

namespace Rotunda.Modules.Translation.Interchange.Xliff;

/// <summary>A segment as it came back.</summary>
/// <param name="JobId">The job with which it was handed out; null when the file does not say.</param>
/// <param name="SegmentId">Of the segment.</param>
/// <param name="Line">In the file, from 1.</param>
/// <param name="SourceHash">Of the source when it was handed out; null when the file does not say.</param>
/// <param name="TargetHash">Of the target when it was handed out; null when there was none, or the file does not say.</param>
/// <param name="Source">Inline Markdown, as it stands in the file.</param>
/// <param name="Target">Inline Markdown; null while there is none.</param>
/// <param name="State">What the other tool calls it.</param>
/// <param name="IsMachineMade">It still says that a machine made it.</param>
public sealed record XliffReturned(
    Guid? JobId, Guid SegmentId, int Line, byte[]? SourceHash, byte[]? TargetHash, string Source, string? Target, TranslationState State, bool IsMachineMade);

/// <summary>A file that came back.</summary>
/// <param name="Head">Its languages.</param>
/// <param name="Segments">Those that are ours, in order.</param>
/// <param name="Foreign">The lines of units that are not ours.</param>
public sealed record XliffReturnedFile(XliffHead Head, IReadOnlyList<XliffReturned> Segments, IReadOnlyList<int> Foreign);

/// <summary>Reads a file that was handed out and translated elsewhere.</summary>
public static partial class XliffReturn
{
    /// <summary>Reads the whole file, or says why it is refused.</summary>
    public static (XliffReturnedFile? File, FileFault? Fault) Read(Stream stream)
    {
        var segments = new List<XliffReturned>();
        var foreign = new List<int>();
        XliffHead? head = null;
        var fault = Read(stream, segments.Add, foreign.Add, found => head = found);
        return fault is null ? (new XliffReturnedFile(head!, segments, foreign), null) : (null, fault);
    }

    /// <summary>Reads a file of any length, and hands each segment on as soon as its unit was checked.</summary>
    /// <returns>Why the file is refused; what was handed on before does not count then.</returns>
    public static FileFault? Read(Stream stream, Action<XliffReturned> take, Action<int>? takeForeign = null, Action<XliffHead>? begin = null) => SafeXml.Try(() =>
    {
        var reader = new XliffReader(stream);
        begin?.Invoke(reader.Head);
        foreach (var unit in reader.Units())
        {
            if (Of(unit) is { } segment) take(segment);
            else takeForeign?.Invoke(unit.Unit.Line);
        }
    });

    /// <summary>A unit as a segment of ours; null when it is not. Segments into which another tool cut it are one again.</summary>
    public static XliffReturned? Of(XliffUnit unit)
    {
        if (XliffWriter.RowOf(unit.Unit["id"]) is not { } id) return null;
        var parts = new List<XmlPart>(1);
        foreach (var part in unit.Unit.Elements)
            if (part is { Space: XliffNames.Core, Name: "segment" or "ignorable" }) parts.Add(part);
        var segments = parts.FindAll(part => part.Name == "segment");
        var hasTarget = segments.TrueForAll(part => part.Child(XliffNames.Core, "target") is not null);
        var own = unit.Unit.Child(XliffNames.Metadata, "metadata");
        var inOrder = parts.Count == 1 ? parts : [.. parts.Select((part, index) => (part, Order: OrderOf(part) ?? index + 1)).OrderBy(place => place.Order).Select(place => place.part)];
        var target = hasTarget ? Joined(inOrder, "target") : null;
        return new XliffReturned(
            Guid.TryParse(MetadataOf(unit.FileMetadata, "job"), out var job) ? job : null, id, unit.Unit.Line, HashOf(MetadataOf(own, "source-hash")), HashOf(MetadataOf(own, "target-hash")),
            Joined(parts, "source"), target is { Length: > 0 } ? target : null, segments.Min(part => StateOf(part["state"])), segments.Exists(part => part["subState"] == XliffWriter.MachineMade));

        // A break of line within a segment comes from a tool that indents what it writes
        string Joined(List<XmlPart> from, string side)
        {
            var all = from.Count == 1 ? Words(from[0], side) : string.Concat(from.Select(part => Words(part, side)));
            return Rotunda.Text.TextCleaning.Clean(all.Contains('\n', StringComparison.Ordinal) ? Indentation().Replace(all, " ") : all);
        }

        string Words(XmlPart part, string side) =>
            (part.Child(XliffNames.Core, side) ?? (side == "target" ? part.Child(XliffNames.Core, "source") : null)) is { } content ? XliffContent.Markdown(content, unit.Unit) : "";
    }

    private static int? OrderOf(XmlPart part) => int.TryParse(part.Child(XliffNames.Core, "target")?["order"], out var order) ? order : null;

    private static TranslationState StateOf(string? state) => state switch
    {
        "translated" => TranslationState.Translated,
        "reviewed" => TranslationState.Reviewed,
        "final" => TranslationState.Final,
        _ => TranslationState.Initial,
    };

    /// <summary>What we wrote of a kind; the last where somebody wrote it again.</summary>
    private static string? MetadataOf(XmlPart? metadata, string type)
    {
        if (metadata is null) return null;
        XmlPart? found = null;
        foreach (var group in metadata.Elements)
        {
            if (group["category"] != XliffWriter.Category) continue;
            foreach (var entry in group.Elements)
                if (entry.Name == "meta" && entry["type"] == type) found = entry;
        }

        return found?.Text.Trim();
    }

    private static byte[]? HashOf(string? hex)
    {
        if (hex is not { Length: 64 }) return null;
        try
        {
            return Convert.FromHexString(hex);
        }
        catch (FormatException)
        {
            // Somebody wrote into it: as good as not there
            return null;
        }
    }

    [GeneratedRegex(@"[ \t]*\n[ \t\n]*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Indentation();
}
