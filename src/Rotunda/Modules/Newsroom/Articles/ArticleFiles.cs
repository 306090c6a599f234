using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Media.Images;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Translation.Rendering;
using Rotunda.Modules.Translation.Texts;

namespace Rotunda.Modules.Newsroom.Articles;

/// <summary>The articles in whose working copies a picture stands.</summary>
internal sealed class ArticleImages(RotundaDb db) : IImageUses
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
                article.Id,
                Versions = article.Versions.Select(version => new { version.Language, version.Year, version.Slug, version.State, version.Title }).ToList(),
                Titles = db.Set<Segment>().Where(segment => segment.TextId == article.TextId && segment.Field == SegmentField.Title).SelectMany(segment => segment.Texts).Select(text => new { text.Language, text.Text }).ToList(),
            }).ToListAsync(cancellationToken);
        var uses = new List<ImageUse>();
        foreach (var row in rows.DistinctBy(row => (row.Hash, row.Id)))
        {
            var published = row.Versions.Where(version => version.State == VersionState.Published).ToList();
            if (reader.Language.Choose(published.Select(version => version.Language)) is { } language && published.Find(version => version.Language == language) is { } shown)
                uses.Add(new ImageUse(row.Hash, new RelatedItem(reader.To($"/news/{shown.Year}/{shown.Slug}"), shown.Title, "", language == reader.Language.Code ? null : language)));
            else if (reader.Language.Choose(row.Titles.Select(title => title.Language)) is { } written)
                uses.Add(new ImageUse(row.Hash, new RelatedItem(reader.To($"/desk/articles/{row.Id}"), InlineMarkdown.Plain(row.Titles.First(title => title.Language == written).Text), reader.Texts["images.in-draft"], written == reader.Language.Code ? null : written)));
        }

        return uses;
    }
}

/// <summary>Files that stand in published texts are for everyone.</summary>
internal sealed class ArticleAttachments(RotundaDb db) : IFileHolder
{
    public async Task<bool?> IsPublicAsync(string hash, string name, Viewer viewer, CancellationToken cancellationToken)
    {
        var target = Image.TargetOf(hash, name);
        return await db.Blocks.AnyAsync(block => block.Kind == BlockKind.Attachment && block.Target == target && db.Set<PublishedText>().Any(text => text.TextId == block.TextId), cancellationToken) ? true : null;
    }
}
