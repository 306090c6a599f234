using System.Globalization;
using System.Text;
using System.Text.Json;
using Rotunda.Data.Values;
using Rotunda.Modules.Newsroom.OldSite;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Translation.Intake;

namespace Rotunda.CommandLine;

/// <summary>Tells at the command line what was understood of a saved page: field by field for people, one line of JSON for programs.</summary>
internal static class SavedPageReport
{
    /// <summary>The sentences of the command line are English.</summary>
    public static Texts TextsOf(SiteLanguages languages) => languages.TextsOf(languages.Find("en") ?? languages.Default);

    public static string Json(ReadPage read, bool imported, Texts texts) => JsonSerializer.Serialize(
        new
        {
            file = read.File,
            imported = imported && read.FaultKey is null,
            fault = read.FaultKey is { } key ? texts.Format(key, ("value", read.File)) : null,
            language = read.Page?.Language,
            title = read.Page?.Title,
            date = read.Page?.Date?.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture),
            breadcrumb = read.Page?.Breadcrumb,
            categories = read.Page?.Categories,
            author = read.Page?.Author,
            translatedBy = read.Page?.TranslatedBy,
            reviewedBy = read.Page?.ReviewedBy,
            previous = read.Page?.Previous,
            next = read.Page?.Next,
            publisher = read.Page?.Publisher,
            address = read.Page?.Address,
            leftOut = read.Page?.LeftOut,
            blocks = read.Page?.Text.Blocks.Select(block => new { kind = block.Kind.ToString(), level = block.Level, text = block.Kind == FoundKind.Table ? block.Plain : block.Content, source = block.Source }),
        },
        StoredJson.Options);

    public static string Text(ReadPage read, Texts texts)
    {
        var told = new StringBuilder().Append(read.File).Append('\n');
        if (read.FaultKey is { } key) told.Append("  ").Append(texts.Format(key, ("value", read.File))).Append('\n');
        if (read.Page is not { } page) return told.ToString();
        foreach (var (label, value) in new[]
        {
            ("language", page.Language), ("title", page.Title), ("date", page.Date?.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture)), ("breadcrumb", string.Join(" > ", page.Breadcrumb)),
            ("categories", string.Join(", ", page.Categories)), ("author", page.Author), ("translated by", page.TranslatedBy), ("reviewed by", page.ReviewedBy), ("previous", page.Previous), ("next", page.Next),
            ("publisher", page.Publisher), ("address", page.Address), ("left out", string.Join(" | ", page.LeftOut)),
        }) told.Append(CultureInfo.InvariantCulture, $"  {label,-14} {(string.IsNullOrEmpty(value) ? "-" : value)}\n");
        foreach (var block in page.Text.Blocks) told.Append(CultureInfo.InvariantCulture, $"  {block.Kind,-14} {block.Plain.ReplaceLineEndings(" / ")}\n");
        return told.ToString();
    }
}
