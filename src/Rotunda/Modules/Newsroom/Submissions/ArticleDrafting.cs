using System.Security.Cryptography;
using System.Text;
using NodaTime;
using NodaTime.Text;
using Rotunda.Data;
using Rotunda.Data.Files;
using Rotunda.Modules.Media.Images;
using Rotunda.Modules.Newsroom.Articles;
using Rotunda.Modules.Newsroom.OldSite;
using Rotunda.Modules.Newsroom.Topics;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Translation.Intake;
using Rotunda.Text;

namespace Rotunda.Modules.Newsroom.Submissions;

/// <summary>Makes draft articles of what came from outside; nothing of them is public before an editor publishes it. The caller asks the permission and saves.</summary>
public sealed class ArticleDrafting(RotundaDb db, FileStore files, ImageOperations images, ArticleOperations articles, TopicQueries topics, IClock clock)
{
    /// <summary>A draft of what an officer sent, by the officer; its pictures are in the library afterwards.</summary>
    /// <returns>The article, or what is wrong.</returns>
    public async Task<(Guid? Article, IReadOnlyList<FieldFault> Faults)> AddAsync(Viewer viewer, NewsSubmission submission, CancellationToken cancellationToken)
    {
        var taken = new Dictionary<string, Image>(StringComparer.Ordinal);
        foreach (var file in submission.Files.Where(file => file.IsPicture).DistinctBy(file => file.Hash))
        {
            var (image, fault) = await images.TakeAsync(db, viewer, await File.ReadAllBytesAsync(files.PathOf(file.Hash), cancellationToken), file.Name, cancellationToken);
            if (fault is not null) return (null, [new FieldFault("", fault, file.Name)]);
            taken[file.Hash] = image!;
        }

        var found = MarkdownReading.Read(submission.Text);
        var shown = found.Blocks.Select(block => Image.HashOf(block.Source)).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var text = new StringBuilder((found with { Blocks = [.. found.Blocks.Select(block => Described(block, submission.Language))] }).ToMarkdown(TargetOf));
        // What the text does not show itself stands below it: pictures before documents, as the editors saw them by name
        foreach (var file in submission.Files.Where(file => !shown.Contains(file.Hash)).OrderBy(file => !file.IsPicture).ThenBy(file => file.Name, StringComparer.Ordinal).ThenBy(file => file.Hash, StringComparer.Ordinal))
        {
            text.Append("\n\n").Append(taken.TryGetValue(file.Hash, out var image)
                ? new FoundText([Described(new FoundBlock(FoundKind.Picture, "") { Source = image.Target }, submission.Language)]).ToMarkdown(TargetOf)
                : $"[{InlineWriting.Escape(file.Name, isLabel: true)}]({InlineWriting.Target(Image.TargetOf(file.Hash, file.Name))})");
        }

        var (article, faults) = await articles.AddAsync(
            viewer,
            new NewArticle(submission.Language, new SourceWish { Title = InlineWriting.Escape(submission.Title), Markdown = text.ToString() }, new DetailsWish
            {
                Kind = ArticleKind.News,
                Date = LocalDatePattern.Iso.Format(submission.SentAt.InUtc().Date),
                References = ["institution:" + submission.Institution!.Code],
                Sources = submission.Address is { } address ? [address] : [],
            }) { AuthorId = submission.AccountId, IsDemonstration = submission.IsDemonstration },
            cancellationToken);
        return (article?.Id, [.. faults.Select(fault => fault with { Field = "" })]);

        string? TargetOf(FoundBlock block) => Image.HashOf(block.Source) is { } hash && taken.TryGetValue(hash, out var image) ? image.Target : null;

        FoundBlock Described(FoundBlock block, string language) => block.Kind == FoundKind.Picture && block.Alternative.Length == 0 && Image.HashOf(block.Source) is { } hash
            && taken.TryGetValue(hash, out var image) && image.Alternative[language] is { } alternative ? block with { Alternative = alternative } : block;
    }

    /// <summary>
    /// A draft of a saved page, with its credits and neighbours as attributed text: nobody here wrote it. Where the page states no day,
    /// the draft says so and is not published before somebody does; what the old site called its categories is taken where this one has them.
    /// </summary>
    /// <param name="page">What was understood.</param>
    /// <param name="publisher">Who published it, where the page does not say.</param>
    /// <param name="cancellationToken">Cancels the queries.</param>
    public async Task<(Guid? Article, IReadOnlyList<FieldFault> Faults)> AddAsync(SavedPage page, string publisher, CancellationToken cancellationToken)
    {
        var categories = await CategoriesOfAsync(page, cancellationToken);
        var (article, faults) = await articles.AddAsync(
            Viewer.Program,
            new NewArticle(page.Language, new SourceWish { Title = InlineWriting.Escape(page.Title), Markdown = page.Text.ToMarkdown() }, new DetailsWish
            {
                Kind = ArticleKind.News,
                Date = LocalDatePattern.Iso.Format(page.Date ?? clock.GetCurrentInstant().InUtc().Date),
                Categories = categories,
                Sources = page.Address is { } address ? [address] : [],
            })
            {
                Key = KeyOf(page),
                Origin = new ArticleOrigin(page.Publisher ?? publisher, page.Title, page.Previous, page.Next, page.TranslatedBy, page.ReviewedBy, page.Author, page.Date is null),
            },
            cancellationToken);
        return (article?.Id, faults);
    }

    /// <summary>The codes of the categories and tags of this site that bear a name, in whatever language, by which the page names its own.</summary>
    public async Task<IReadOnlyList<string>> CategoriesOfAsync(SavedPage page, CancellationToken cancellationToken)
    {
        var named = page.Categories.Select(name => Folding.Fold(name.Trim())).ToHashSet(StringComparer.Ordinal);
        return [.. (await topics.ByCodeAsync(cancellationToken)).Values.Where(topic => topic.Name.Languages.Any(language => named.Contains(Folding.Fold(topic.Name[language]!.Trim())))).Select(topic => topic.Code).Order(StringComparer.Ordinal)];
    }

    /// <summary>The key of the draft of a page: the same page is not taken twice.</summary>
    public static string KeyOf(SavedPage page) =>
        "page-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(page.Title + "\n" + string.Join('\n', page.Text.Blocks.Select(block => block.Plain)))))[..24];
}
