using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Files;
using Rotunda.Modules.Media.Images;
using Rotunda.Modules.Newsroom.Articles;
using Rotunda.Modules.Newsroom.OldSite;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Translation.Intake;
using Rotunda.Modules.Translation.Markdown;
using Rotunda.Modules.Translation.Texts;

namespace Rotunda.Modules.Newsroom.Submissions;

/// <summary>Makes draft articles of what came from outside; nothing of them is public before an editor publishes it.</summary>
public sealed class ArticleDrafting(FileStore files, ImageOperations images, SourceWriting sources, IClock clock)
{
    /// <summary>A draft of what an officer sent, by the officer; its pictures are in the library afterwards. The caller saves.</summary>
    /// <returns>The article, or the key of what is wrong.</returns>
    public async Task<(Guid? Article, string? FaultKey)> AddAsync(RotundaDb db, Viewer viewer, NewsSubmission submission, CancellationToken cancellationToken)
    {
        var taken = new Dictionary<string, Image>(StringComparer.Ordinal);
        foreach (var file in submission.Files.Where(file => file.IsPicture))
        {
            var (image, fault) = await images.TakeAsync(db, viewer, await File.ReadAllBytesAsync(files.PathOf(file.Hash), cancellationToken), file.Name, cancellationToken);
            if (fault is not null) return (null, fault);
            taken[file.Hash] = image!;
        }

        var blocks = BlocksOf(MarkdownReading.Read(submission.Text), taken);
        // What the text does not show itself stands below it
        blocks.AddRange(submission.Files.Where(file => blocks.TrueForAll(block => Image.HashOf(block.Target) != file.Hash)).Select(file => file.IsPicture
            ? new MarkdownBlock(BlockKind.Image, 0, "", 0, taken[file.Hash].Target, "")
            : new MarkdownBlock(BlockKind.Attachment, 0, InlineWriting.Escape(file.Name, isLabel: true), 0, Image.TargetOf(file.Hash, file.Name))));
        if (blocks.Count == 0) return (null, "fault.submission-text");
        var article = Draft(
            db, viewer, submission.AccountId, "news-" + submission.Id.ToString("N"), submission.Language, submission.Title, blocks, submission.SentAt.InUtc().Date, origin: null,
            submission.Address is { } address ? [address] : []);
        article.References.Add(new ArticleReference { Kind = "institution", Code = submission.Institution!.Code });
        return (article.Id, null);
    }

    /// <summary>A draft of a saved page, with its credits and neighbours as attributed text. The caller saves.</summary>
    /// <param name="db">The context of the operation.</param>
    /// <param name="viewer">Who imports it.</param>
    /// <param name="page">What was understood.</param>
    /// <param name="publisher">Who published it, where the page does not say.</param>
    public Guid Add(RotundaDb db, Viewer viewer, SavedPage page, string publisher)
    {
        var origin = new ArticleOrigin(page.Publisher ?? publisher, page.Title, page.Previous, page.Next, page.TranslatedBy, page.ReviewedBy);
        // Its author is attributed text too: nobody here wrote it
        return Draft(
            db, viewer, author: null, KeyOf(page), page.Language, page.Title, BlocksOf(page.Text, new Dictionary<string, Image>()), page.Date ?? clock.GetCurrentInstant().InUtc().Date, origin,
            page.Address is { } address ? [address] : []).Id;
    }

    /// <summary>The key of the draft of a page: the same page is not taken twice.</summary>
    public static string KeyOf(SavedPage page) =>
        "page-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(page.Title + "\n" + string.Join('\n', page.Text.Blocks.Select(block => block.Plain)))))[..24];

    private Article Draft(
        RotundaDb db, Viewer viewer, Guid? author, string key, string language, string title, IReadOnlyList<MarkdownBlock> blocks, LocalDate date, ArticleOrigin? origin, List<string> addresses)
    {
        var text = sources.Create(db, language, new SourceDraft(InlineWriting.Escape(title), "", "", blocks), author, viewer);
        var article = new Article { Id = RowId.New(), Key = key, Kind = ArticleKind.News, Date = date, TextId = text.Id, Text = text, Sources = addresses, Origin = origin };
        article.Versions.Add(new ArticleVersion { Language = language, Slug = SlugOf(title, key), Year = date.Year, State = VersionState.Draft, Title = "", Deck = "" });
        db.Add(article);
        return article;
    }

    /// <summary>Blocks as the working copy has them. Pictures that are not in the library leave only their caption.</summary>
    internal static List<MarkdownBlock> BlocksOf(FoundText found, IReadOnlyDictionary<string, Image> known)
    {
        var blocks = new List<MarkdownBlock>();
        foreach (var block in found.Blocks)
        {
            switch (block.Kind)
            {
                case FoundKind.Table:
                    var width = block.Rows.Max(row => row.Count);
                    blocks.AddRange(block.Rows.Select((row, i) => new MarkdownBlock(
                        BlockKind.TableRow, i == 0 ? 1 : 0, TableCells.Join(Enumerable.Range(0, width).Select(place => place < row.Count ? row[place].Replace("|", "\\|", StringComparison.Ordinal) : "")), 0)));
                    break;
                case FoundKind.Picture when Image.HashOf(block.Source) is { } hash && known.TryGetValue(hash, out var image):
                    blocks.Add(new MarkdownBlock(BlockKind.Image, 0, block.Content, 0, image.Target, InlineWriting.Escape(block.Alternative)));
                    break;
                case FoundKind.Picture:
                    if (block.Content.Length > 0) blocks.Add(new MarkdownBlock(BlockKind.Paragraph, 0, block.Content, 0));
                    break;
                default:
                    var kind = block.Kind switch
                    {
                        FoundKind.Heading => BlockKind.Heading,
                        FoundKind.ListItem when block.IsNumbered => BlockKind.NumberedItem,
                        FoundKind.ListItem => BlockKind.ListItem,
                        FoundKind.Quote => BlockKind.Quote,
                        _ => BlockKind.Paragraph,
                    };
                    blocks.Add(new MarkdownBlock(kind, block.Level, block.Content, 0));
                    break;
            }
        }

        return blocks;
    }

    /// <summary>The Latin letters and digits of a title, with the end of the key so that no two are alike; an editor gives it a better one.</summary>
    private static string SlugOf(string title, string key)
    {
        var slug = new StringBuilder();
        foreach (var letter in title.Normalize(NormalizationForm.FormD).ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(letter)) slug.Append(letter);
            else if (slug.Length > 0 && slug[^1] != '-' && CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark) slug.Append('-');
            if (slug.Length >= 60) break;
        }

        var words = slug.ToString().Trim('-');
        return words.Length == 0 ? "news-" + key[^12..] : $"{words}-{key[^8..]}";
    }
}
