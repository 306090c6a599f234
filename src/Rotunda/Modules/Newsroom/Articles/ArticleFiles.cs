using System.Diagnostics.CodeAnalysis;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Media.Images;
using Rotunda.Modules.Newsroom.Previews;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Translation.Rendering;
using Rotunda.Modules.Translation.Texts;

namespace Rotunda.Modules.Newsroom.Articles;

/// <summary>The articles in whose working copies a picture stands.</summary>
internal sealed class ArticleImages(RotundaDb db, ShownFiles shown) : IImageUses
{
    /// <summary>Where the hash begins in a target, and how long it is.</summary>
    private const int HashAt = 5;
    private const int HashLength = 64;

    public async Task<IReadOnlyList<ImageUse>> UsesAsync(IReadOnlyCollection<string> hashes, Reader reader, CancellationToken cancellationToken)
    {
        var rows = await (
            from block in db.Blocks.AsNoTracking()
            where block.Kind == BlockKind.Image && hashes.Contains(block.Target!.Substring(HashAt, HashLength))
            join article in db.Articles on block.TextId equals article.TextId
            select new
            {
                Hash = block.Target!.Substring(HashAt, HashLength),
                article.Id, article.Kind, article.Key,
                Versions = article.Versions.Select(version => new { version.Language, version.Year, version.Slug, version.State, version.Title }).ToList(),
                Titles = db.Set<Segment>().Where(segment => segment.TextId == article.TextId && segment.Field == SegmentField.Title).SelectMany(segment => segment.Texts).Select(text => new { text.Language, text.Text }).ToList(),
            }).ToListAsync(cancellationToken);
        var uses = new List<ImageUse>();
        foreach (var row in rows.DistinctBy(row => (row.Hash, row.Id)))
        {
            var published = row.Versions.Where(version => version.State == VersionState.Published).ToList();
            if (reader.Language.Choose(published.Select(version => version.Language)) is { } language && published.Find(version => version.Language == language) is { } shown)
                uses.Add(new ImageUse(row.Hash, new RelatedItem(reader.To(ArticleKinds.PathOf(row.Kind, row.Key, shown.Year, shown.Slug)), shown.Title, "", language == reader.Language.Code ? null : language)));
            else if (reader.Language.Choose(row.Titles.Select(title => title.Language)) is { } written)
                uses.Add(new ImageUse(row.Hash, new RelatedItem(reader.To($"/desk/articles/{row.Id}"), InlineMarkdown.Plain(row.Titles.First(title => title.Language == written).Text), reader.Texts["images.in-draft"], written == reader.Language.Code ? null : written)));
        }

        return uses;
    }

    public Task<bool?> IsShownAsync(string hash, Viewer viewer, CancellationToken cancellationToken) => shown.IsShownAsync(BlockKind.Image, hash, null, viewer, cancellationToken);
}

/// <summary>Attachments of articles.</summary>
internal sealed class ArticleAttachments(ShownFiles shown) : IFileHolder
{
    public Task<bool?> IsPublicAsync(string hash, string name, Viewer viewer, CancellationToken cancellationToken) => shown.IsShownAsync(BlockKind.Attachment, hash, name, viewer, cancellationToken);
}

/// <summary>
/// Who may see a file of an article: everyone, when it stands in what is published; else whoever reads articles on the desk, or has a
/// link to a preview of one that holds it. What an editor only put into the working copy of a published article is not public yet.
/// </summary>
internal sealed class ShownFiles(RotundaDb db, Permissions permissions, PreviewOperations previews, IHttpContextAccessor accessor)
{
    /// <param name="kind">Of the block that shows it.</param>
    /// <param name="hash">In the file store.</param>
    /// <param name="name">The name that the block gives it; null for any.</param>
    /// <param name="viewer">Who asks.</param>
    /// <param name="cancellationToken">Cancels the queries.</param>
    /// <returns>True for everyone, false for this viewer, null for neither.</returns>
    [SuppressMessage("Globalization", "CA1309:Use ordinal string comparison", Justification = "The databases compare bytes.")]
    public async Task<bool?> IsShownAsync(BlockKind kind, string hash, string? name, Viewer viewer, CancellationToken cancellationToken)
    {
        var (low, high) = name is null ? (Image.TargetOf(hash, ""), Image.TargetOf(hash, "\uFFFF")) : (Image.TargetOf(hash, name), Image.TargetOf(hash, name));
        var blocks = db.Blocks.AsNoTracking().Where(block => block.Kind == kind && string.Compare(block.Target, low) >= 0 && string.Compare(block.Target, high) <= 0);
        var texts = await blocks.Select(block => block.TextId).Distinct().ToListAsync(cancellationToken);
        var published = db.Set<PublishedText>().AsNoTracking().Where(text => text.Revision!.Content.Contains(hash));
        if (texts.Count > 0 && await published.AnyAsync(text => texts.Contains(text.TextId), cancellationToken)) return true;
        // Taken out of the working copy, and readers still see what was published
        var revisions = await published.Select(text => new { text.Revision!.Schema, text.Revision.Content }).ToListAsync(cancellationToken);
        if (revisions.Exists(row => FrozenText.Read(row.Schema, row.Content).Blocks.Any(block => block.Kind == kind && IsIt(block.Target)))) return true;
        if (permissions.MaySomewhere(viewer, NewsroomActs.Read) && texts.Count > 0) return false;
        return accessor.HttpContext?.Request.Query["preview"].ToString() is { Length: > 0 } token && await previews.FindAsync(token, cancellationToken) is { } link
            && link.Article!.Text!.Blocks.Exists(block => block.Kind == kind && IsIt(block.Target)) ? false : null;

        bool IsIt(string? target) => name is null ? Image.HashOf(target) == hash : target == low;
    }
}
