using System.Globalization;
using Rotunda.Data;
using Rotunda.Data.Files;
using Rotunda.Modules.Media.Files;
using Rotunda.Modules.Media.Images;
using Rotunda.Modules.Newsroom.OldSite;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Translation.Intake;
using Rotunda.Text;

namespace Rotunda.Modules.Newsroom.Submissions;

/// <summary>What a sender typed, pasted or attached, reduced to Markdown.</summary>
/// <param name="Title">What the document calls itself; may be empty.</param>
/// <param name="Text">Markdown.</param>
/// <param name="Address">Where the document says that it lay; null where it does not.</param>
/// <param name="Files">Pictures that were inside, stored and stripped.</param>
public sealed record TakenText(string Title, string Text, string? Address, IReadOnlyList<SubmissionFile> Files);

/// <summary>Takes texts and files of news: pictures are verified and stripped before they are stored, documents are only read.</summary>
public sealed class SubmissionIntake(FileStore files, FileIntake intake)
{
    /// <summary>A text from a field: Markdown as it is, HTML reduced.</summary>
    /// <returns>The Markdown, or null when it is too large.</returns>
    public static string? MarkdownOf(string text, Uri? page) =>
        HtmlText.LooksLikeHtml(text) ? HtmlText.Read(text, page)?.ToMarkdown() : TextCleaning.Clean(text, lines: true);

    /// <summary>The text of a .docx file or a saved page.</summary>
    public async Task<(TakenText? Taken, FieldFault? Fault)> ReadAsync(RotundaDb db, Guid submission, SentFile document, string field, CancellationToken cancellationToken)
    {
        if (document.Length > IntakeLimits.LargestFile) return (null, new FieldFault(field, "fault.intake-large"));
        using var content = new MemoryStream((int)document.Length);
        await using (var stream = document.Open()) await stream.CopyToAsync(content, cancellationToken);
        content.Position = 0;
        if (content.GetBuffer().AsSpan(0, (int)content.Length).StartsWith("PK\u0003\u0004"u8))
        {
            var (text, fault) = WordText.Read(content);
            return text is null ? (null, new FieldFault(field, fault!)) : await KeepAsync(db, submission, text, null, field, cancellationToken);
        }

        var (page, reason) = SavedPageReader.Read(document.Name, content.ToArray());
        return page is null ? (null, new FieldFault(field, reason!)) : await KeepAsync(db, submission, page.Text with { Title = page.Title }, page.Address, field, cancellationToken);
    }

    /// <summary>An attached file: a picture without its metadata, or a document.</summary>
    public async Task<(SubmissionFile? File, FieldFault? Fault)> TakeAsync(RotundaDb db, Guid submission, SentFile file, string field, CancellationToken cancellationToken)
    {
        if (file.Length > ImageBytes.Largest) return (null, new FieldFault(field, "fault.file-size", (ImageBytes.Largest / 1024 / 1024).ToString(CultureInfo.InvariantCulture)));
        using var content = new MemoryStream((int)file.Length);
        await using (var stream = file.Open()) await stream.CopyToAsync(content, cancellationToken);
        var (image, fault) = ImageBytes.Read(content.GetBuffer().AsSpan(0, (int)content.Length));
        if (image is not null) return (await StoreAsync(db, submission, image, file.Name, cancellationToken), null);
        if (fault != "fault.image-kind") return (null, new FieldFault(field, fault!, "15"));
        var (taken, refused) = await intake.TakeAsync(db, file, field, cancellationToken);
        return taken is null ? (null, refused) : (new SubmissionFile { Id = RowId.New(), SubmissionId = submission, Hash = taken.Hash, Name = taken.Name, MediaType = taken.MediaType }, null);
    }

    private async Task<(TakenText? Taken, FieldFault? Fault)> KeepAsync(RotundaDb db, Guid submission, FoundText text, string? address, string field, CancellationToken cancellationToken)
    {
        var kept = new Dictionary<string, SubmissionFile>(StringComparer.Ordinal);
        foreach (var picture in text.Pictures)
        {
            // A picture of a kind that the site does not show (EMF, TIFF) is left out, its place in the text too
            if (ImageBytes.Read(picture.Content).Image is { } image) kept[picture.Source] = await StoreAsync(db, submission, image, picture.Name, cancellationToken);
        }

        // A first heading that is the title is not said twice
        var title = text.Title.Length > 0 ? text.Title : text.Blocks is [{ Kind: FoundKind.Heading } first, ..] ? first.Plain : "";
        var blocks = text.Blocks.Count > 0 && text.Blocks[0].Kind == FoundKind.Heading && text.Blocks[0].Plain == title ? text.Blocks.Skip(1).ToList() : text.Blocks;
        var markdown = (text with { Blocks = blocks }).ToMarkdown(block => kept.TryGetValue(block.Source, out var file) ? Image.TargetOf(file.Hash, file.Name) : null);
        return markdown.Length > SubmissionLimits.LongestText ? (null, new FieldFault(field, "fault.intake-large"))
            : (new TakenText(title, markdown, address, [.. kept.Values.DistinctBy(file => file.Hash)]), null);
    }

    private async Task<SubmissionFile> StoreAsync(RotundaDb db, Guid submission, ImageBytes image, string name, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream(image.Content);
        var stored = await files.PutAsync(db, content, image.MediaType, cancellationToken);
        return new SubmissionFile
        {
            Id = RowId.New(), SubmissionId = submission, Hash = stored.Hash, Name = FileIntake.NameOf(Path.ChangeExtension(name, image.Extension), image.Extension), MediaType = image.MediaType,
            Width = image.Width, Height = image.Height,
        };
    }
}
