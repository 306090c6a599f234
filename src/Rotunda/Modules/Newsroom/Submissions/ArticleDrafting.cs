using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Files;
using Rotunda.Modules.Media.Images;
using Rotunda.Modules.Newsroom.Articles;
using Rotunda.Modules.Newsroom.OldSite;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Translation.Intake;
using Rotunda.Modules.Translation.Texts;

namespace Rotunda.Modules.Newsroom.Submissions;

/// <summary>Makes draft articles of what came from outside; nothing of them is public before an editor publishes it.</summary>
public sealed class ArticleDrafting(FileStore files, ImageOperations images, IClock clock)
{
    /// <summary>A draft of what an officer sent, by the officer; its pictures are in the library afterwards.</summary>
    /// <returns>The article, or the key of what is wrong. The caller saves.</returns>
    public async Task<(Guid? Article, string? FaultKey)> AddAsync(RotundaDb db, Viewer viewer, NewsSubmission submission, CancellationToken cancellationToken)
    {
        foreach (var file in submission.Files.Where(file => file.IsPicture))
        {
            var (_, fault) = await images.TakeAsync(db, viewer, await File.ReadAllBytesAsync(files.PathOf(file.Hash), cancellationToken), file.Name, cancellationToken);
            if (fault is not null) return (null, fault);
        }

        var article = Draft(
            "news-" + submission.Id.ToString("N"), submission.Language, submission.Title, MarkdownReading.Read(submission.Text), submission.SentAt.InUtc().Date, origin: null, submission.Address is { } address ? [address] : []);
        article.References.Add(new ArticleReference { Kind = "institution", Code = submission.Institution!.Code });
        db.Add(article);
        return (article.Id, null);
    }

    /// <summary>A draft of a saved page, with its credits and neighbours as attributed text. The caller saves.</summary>
    /// <param name="db">The context of the operation.</param>
    /// <param name="page">What was understood.</param>
    /// <param name="publisher">Who published it, where the page does not say.</param>
    public Guid Add(RotundaDb db, SavedPage page, string publisher)
    {
        var origin = new ArticleOrigin(page.Publisher ?? publisher, page.Title, page.Previous, page.Next, page.TranslatedBy, page.ReviewedBy);
        var article = Draft(KeyOf(page), page.Language, page.Title, page.Text, page.Date ?? clock.GetCurrentInstant().InUtc().Date, origin, page.Address is { } address ? [address] : []);
        db.Add(article);
        return article.Id;
    }

    /// <summary>The key of the draft of a page: the same page is not taken twice.</summary>
    public static string KeyOf(SavedPage page) =>
        "page-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(page.Title + "\n" + string.Join('\n', page.Text.Blocks.Select(block => block.Plain)))))[..24];

    private static Article Draft(string key, string language, string title, FoundText found, LocalDate date, ArticleOrigin? origin, List<string> sources)
    {
        var text = new TranslatedText { Id = RowId.New(), SourceLanguage = language };
        text.Segments.Add(Segment(SegmentField.Title, null, InlineWriting.Escape(title)));
        foreach (var (kind, level, content) in Rows(found))
        {
            var block = new Block { Id = RowId.New(), Order = text.Blocks.Count, Kind = kind, Level = level };
            text.Blocks.Add(block);
            text.Segments.Add(Segment(SegmentField.Content, block.Id, content));
        }

        return new Article
        {
            Id = RowId.New(), Key = key, Kind = ArticleKind.News, Date = date, Text = text, Sources = sources, Origin = origin,
        };

        Segment Segment(SegmentField field, Guid? block, string content) => new() { Id = RowId.New(), BlockId = block, Field = field, Texts = [SegmentText.Source(language, content)] };
    }

    private static IEnumerable<(BlockKind Kind, int Level, string Content)> Rows(FoundText found)
    {
        foreach (var block in found.Blocks)
        {
            switch (block.Kind)
            {
                case FoundKind.Table:
                    foreach (var row in block.Rows) yield return (BlockKind.Paragraph, 0, string.Join(" · ", row.Where(cell => cell.Length > 0)));
                    break;
                case FoundKind.Picture:
                    if (block.Content.Length > 0) yield return (BlockKind.Paragraph, 0, block.Content);
                    break;
                default:
                    yield return (block.Kind switch { FoundKind.Heading => BlockKind.Heading, FoundKind.ListItem => BlockKind.ListItem, FoundKind.Quote => BlockKind.Quote, _ => BlockKind.Paragraph }, block.Level, block.Content);
                    break;
            }
        }
    }
}
