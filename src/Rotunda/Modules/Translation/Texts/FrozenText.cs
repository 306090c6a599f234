using System.Text.Json;
using System.Text.Json.Nodes;
using Rotunda.Data.Values;

namespace Rotunda.Modules.Translation.Texts;

/// <summary>A block of a published text.</summary>
/// <param name="Id">The id of the block in the working copy.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Level">As <see cref="Block.Level"/>.</param>
/// <param name="Content">Its inline Markdown; empty where it has none.</param>
/// <param name="Target">As <see cref="Block.Target"/>.</param>
/// <param name="Alternative">What an image shows; null otherwise.</param>
public sealed record FrozenBlock(Guid Id, BlockKind Kind, int Level, string Content, string? Target = null, string? Alternative = null);

/// <summary>A text in one language as it was published, without any trace of how it came about.</summary>
/// <param name="Title">Inline Markdown, as are deck and description; these are empty where there are none.</param>
/// <param name="Deck">The one or two sentences under the title.</param>
/// <param name="Description">What search engines and messengers show.</param>
/// <param name="Blocks">In order; without those that this language omits or that went into another.</param>
/// <param name="FromLanguages">The languages that it was translated from, in alphabetical order; empty in the source language.</param>
/// <param name="UsesMachine">True when words of a machine stand in it, though people approved them.</param>
public sealed record FrozenText(string Title, string Deck, string Description, IReadOnlyList<FrozenBlock> Blocks, IReadOnlyList<string> FromLanguages, bool UsesMachine)
{
    /// <summary>The shape in which revisions are written today.</summary>
    public const int Schema = 1;

    /// <summary>Each makes a document of one shape into one of the next: the first of 1 into 2. A change of this record adds one.</summary>
    private static readonly Func<JsonObject, JsonObject>[] Steps = [];

    /// <summary>Freezes the working copy of a text in one language. What is missing there is left out, never taken from another language.</summary>
    public static FrozenText Of(TranslatedText text, string language)
    {
        var contents = text.Segments.Where(segment => segment.BlockId is not null).ToLookup(segment => segment.BlockId!.Value);
        var blocks = new List<FrozenBlock>();
        foreach (var block in text.Blocks.Where(block => block.IsIn(language)).OrderBy(block => block.Order))
        {
            var segment = contents[block.Id].FirstOrDefault(candidate => candidate.Field == SegmentField.Content);
            var content = segment?.In(language);
            // A picture without a caption and an embed have nothing to translate and stand in every language
            if (segment is not null && content is not { Shape: SegmentShape.Own, Text.Length: > 0 }) continue;
            var alternative = contents[block.Id].FirstOrDefault(candidate => candidate.Field == SegmentField.Alternative)?.In(language)?.Text;
            blocks.Add(new FrozenBlock(block.Id, block.Kind, block.Level, content?.Text ?? "", block.Target, alternative));
        }

        var used = text.Segments.Select(segment => segment.In(language)).OfType<SegmentText>().ToList();
        return new FrozenText(
            Own(SegmentField.Title), Own(SegmentField.Deck), Own(SegmentField.Description), blocks,
            [.. used.Select(row => row.FromLanguage).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            used.Exists(row => row.Origin == SegmentOrigin.Machine));

        string Own(SegmentField field) => text.Segments.Find(segment => segment.Field == field)?.In(language)?.Text ?? "";
    }

    public string ToJson() => JsonSerializer.Serialize(this, StoredJson.Options);

    /// <summary>Reads a revision of any shape that was ever written.</summary>
    /// <exception cref="JsonException">It is not a text of that shape, or of one that this program does not know.</exception>
    public static FrozenText Read(int schema, string json) => Read(schema, json, Steps);

    internal static FrozenText Read(int schema, string json, IReadOnlyList<Func<JsonObject, JsonObject>> steps)
    {
        if (schema < 1 || schema > steps.Count + 1) throw new JsonException($"A published text of shape {schema} is not known here.");
        if (schema == steps.Count + 1) return JsonSerializer.Deserialize<FrozenText>(json, StoredJson.Options) ?? throw new JsonException("A published text is an object.");
        var document = JsonNode.Parse(json)?.AsObject() ?? throw new JsonException("A published text is an object.");
        foreach (var step in steps.Skip(schema - 1)) document = step(document);
        return document.Deserialize<FrozenText>(StoredJson.Options) ?? throw new JsonException("A published text is an object.");
    }
}
