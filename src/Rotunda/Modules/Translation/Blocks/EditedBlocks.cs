using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Rotunda.Data;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Translation.Markdown;
using Rotunda.Modules.Translation.Texts;
using Rotunda.Text;

namespace Rotunda.Modules.Translation.Blocks;

/// <summary>
/// The body of a source as a form of blocks: read, rearranged, and turned into the Markdown that the other editor writes, with the block
/// that each one is. Pure: the same act on the same form gives the same form, with or without scripts.
/// </summary>
public static partial class EditedBlocks
{
    /// <summary>The blocks of a source.</summary>
    public static IReadOnlyList<EditedBlock> Of(IEnumerable<MarkdownBlock> blocks) =>
        [.. blocks.Select(block => new EditedBlock(block.Continues is { } id && id != Guid.Empty ? id : RowId.New(), BlockShape.Of(block.Kind, block.Level), block.Content, block.Target ?? "", block.Alternative ?? ""))];

    /// <summary>Markdown as blocks; null where it has more of them than a text may have.</summary>
    /// <param name="markdown">The body.</param>
    /// <param name="continues">Which block each one is, where that was kept; otherwise it is found out by what they say.</param>
    /// <param name="source">The blocks of the text.</param>
    public static IReadOnlyList<EditedBlock>? Of(string markdown, IReadOnlyList<Guid> continues, IReadOnlyList<MarkdownBlock> source)
    {
        var blocks = MarkdownText.Parse("Markdown", "\n" + markdown, []).Blocks;
        if (blocks.Count > TextLimits.MostBlocks) return null;
        if (blocks.Count == continues.Count) return Of(blocks.Select((block, index) => block with { Continues = continues[index] }));
        var continued = BlockAlignment.Align([.. source.Select(SourceWriting.Words)], [.. blocks.Select(SourceWriting.Words)]);
        return Of(blocks.Select((block, index) => block with { Continues = continued[index] >= 0 ? source[continued[index]].Continues : null }));
    }

    /// <summary>The keys of blocks in a field of a form, each once; what is no key is passed over.</summary>
    public static IEnumerable<Guid> Keys(IFormCollection form, string field) =>
        form[field].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries).Select(part => Guid.TryParse(part, out var key) ? key : Guid.Empty).Where(key => key != Guid.Empty).Distinct();

    /// <summary>The blocks of a form, in its order.</summary>
    public static IReadOnlyList<EditedBlock> Read(IFormCollection form) =>
        [.. Keys(form, "order").Take(TextLimits.MostBlocks + 1)
            .Select(key => new EditedBlock(key, BlockShape.Of(form["kind." + key]), form["content." + key].ToString(), form["target." + key].ToString(), form["alternative." + key].ToString()))];

    /// <summary>Adds, moves or removes a block.</summary>
    /// <param name="blocks">The blocks as they stand.</param>
    /// <param name="act">Such as <c>up:KEY</c>; an act that says nothing leaves all as it is.</param>
    /// <param name="focus">The block that the act was about, or made.</param>
    public static IReadOnlyList<EditedBlock> Act(IReadOnlyList<EditedBlock> blocks, string act, out Guid? focus)
    {
        var (verb, key) = act.Split(':') is [var word, var rest] && Guid.TryParse(rest, out var parsed) ? (word, parsed) : (act, Guid.Empty);
        var (result, place) = (blocks.ToList(), blocks.ToList().FindIndex(block => block.Key == key));
        focus = place < 0 ? null : key;
        switch (verb)
        {
            case "up" when place > 0:
                (result[place - 1], result[place]) = (result[place], result[place - 1]);
                break;
            case "down" when place >= 0 && place < result.Count - 1:
                (result[place + 1], result[place]) = (result[place], result[place + 1]);
                break;
            case "before" when place >= 0:
                Insert(place);
                break;
            case "after" when place >= 0:
                Insert(place + 1);
                break;
            case "append":
                Insert(result.Count);
                break;
            case "remove" when place >= 0:
                result.RemoveAt(place);
                focus = result.Count == 0 ? null : result[Math.Min(place, result.Count - 1)].Key;
                break;
        }

        if (result.Count == blocks.Count + 1) focus = result.First(block => !blocks.Contains(block)).Key;
        return result;

        void Insert(int at)
        {
            // An item goes on as an item
            var shape = at > 0 && result[at - 1].Shape is { Kind: BlockKind.ListItem or BlockKind.NumberedItem or BlockKind.TableRow } before ? before.Kind == BlockKind.TableRow ? BlockShape.Of("tablerow") : before : BlockShape.All[0];
            result.Insert(at, new EditedBlock(RowId.New(), shape, "", "", ""));
        }
    }

    /// <summary>The Markdown of some blocks as far as they are written, for keeping, and which block each one is.</summary>
    public static (string Markdown, IReadOnlyList<Guid> Continues) Write(IEnumerable<EditedBlock> blocks)
    {
        var parts = blocks.SelectMany(Parts).Where(part => part.Content.Length > 0 || part.Target is not null).ToList();
        return (MarkdownText.Write(parts), [.. parts.Select(part => part.Continues!.Value)]);
    }

    /// <summary>The Markdown of some blocks, and for each block of it which one it is.</summary>
    /// <param name="blocks">The blocks.</param>
    /// <param name="isKnown">Whether a key is that of a block of the text.</param>
    /// <param name="faults">Takes what cannot stand; with any, the answer is of no use.</param>
    public static (string Markdown, IReadOnlyList<Guid> Continues) Write(IReadOnlyList<EditedBlock> blocks, Func<Guid, bool> isKnown, List<FieldFault> faults)
    {
        var (parts, before) = (new List<MarkdownBlock>(), default(MarkdownBlock));
        foreach (var block in blocks)
        {
            foreach (var part in Parts(block))
            {
                if (FaultOf(block, part, before) is { } fault) faults.Add(fault);
                parts.Add(part with { Continues = part.Continues is { } id && isKnown(id) ? id : Guid.Empty });
                before = part;
            }
        }

        return (MarkdownText.Write(parts), [.. parts.Select(part => part.Continues!.Value)]);
    }

    /// <summary>A block cleaned: several where an empty line parts its words, of which the first is the block itself.</summary>
    private static IEnumerable<MarkdownBlock> Parts(EditedBlock block)
    {
        var shape = block.Shape;
        var pieces = shape.IsProse ? EmptyLine().Split(TextCleaning.Clean(block.Content, lines: true)).Where(piece => piece.Trim().Length > 0).DefaultIfEmpty("").ToArray() : [block.Content];
        return pieces.Select((piece, index) =>
        {
            var content = shape.HasContent ? TextCleaning.Clean(piece) : "";
            if (shape.IsProse) content = MarkdownText.AtStart(content);
            if (shape.Kind == BlockKind.TableRow && content.Length > 0) content = TableCells.Join(TableCells.Split(content));
            var target = TextCleaning.Clean(block.Target);
            return new MarkdownBlock(
                shape.Kind, shape.Level, content, 0, !shape.HasTarget || target.Length == 0 ? null : shape.Kind == BlockKind.Embed ? target : MarkdownText.FileTarget(target) ?? target,
                shape.HasAlternative ? TextCleaning.Clean(block.Alternative) : null, index == 0 ? block.Key : Guid.Empty);
        });
    }

    private static FieldFault? FaultOf(EditedBlock block, MarkdownBlock part, MarkdownBlock? before)
    {
        var content = "content." + block.Key;
        if (part.Content.Length == 0 && part.Kind is not (BlockKind.Image or BlockKind.Embed)) return new FieldFault(content, "fault.block-empty");
        if (part.Kind is BlockKind.Image or BlockKind.Attachment && MarkdownText.FileTarget(part.Target) is null) return new FieldFault("target." + block.Key, "fault.block-file");
        if (part.Kind == BlockKind.Embed && (part.Target?.Length > TextLimits.LongestTarget || !Reference.TryParse(part.Target, out _))) return new FieldFault("target." + block.Key, "fault.block-entry");
        if (part is { Kind: BlockKind.TableRow, Level: 0 })
        {
            if (before is not { Kind: BlockKind.TableRow }) return new FieldFault(content, "fault.block-head");
            return TableCells.Split(part.Content).Count == TableCells.Split(before.Content).Count ? null : new FieldFault(content, "fault.block-cells");
        }

        // Marks of its own could make something else of it: it is read back as it would be stored
        var faults = new List<MarkdownFault>();
        return MarkdownText.Parse("", "\n" + MarkdownText.Write([part]), faults).Blocks is [var only] && faults.Count == 0 && (only.Kind, only.Level, only.Target) == (part.Kind, part.Level, part.Target)
            ? null : new FieldFault(content, "fault.block-marks");
    }

    [GeneratedRegex("\\n[\\t ]*\\n\\s*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EmptyLine();
}
