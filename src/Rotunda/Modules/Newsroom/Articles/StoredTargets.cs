using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Files;
using Rotunda.Modules.Media.Files;
using Rotunda.Modules.Media.Images;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Translation.Texts;

namespace Rotunda.Modules.Newsroom.Articles;

/// <summary>Files that blocks name: pictures of the library, and files of the store.</summary>
internal static class StoredTargets
{
    /// <summary>The first target that leads nowhere, or null; two queries at most.</summary>
    /// <param name="db">What its context was told to add counts as there.</param>
    public static async Task<string?> UnknownAsync(RotundaDb db, IEnumerable<(BlockKind Kind, string? Target)> blocks, CancellationToken cancellationToken)
    {
        var named = blocks.Where(block => block.Kind is BlockKind.Image or BlockKind.Attachment).Select(block => (block.Kind, Target: block.Target ?? "", Hash: Image.HashOf(block.Target) ?? "")).Distinct().ToList();
        if (named.Count == 0) return null;
        var (pictures, files) = (HashesOf(BlockKind.Image), HashesOf(BlockKind.Attachment));
        var there = db.Images.Local.Select(row => (BlockKind.Image, row.Hash)).Concat(db.Set<StoredFile>().Local.Select(row => (BlockKind.Attachment, row.Hash))).ToHashSet();
        if (pictures.Count > 0) there.UnionWith((await db.Images.Where(row => pictures.Contains(row.Hash)).Select(row => row.Hash).ToListAsync(cancellationToken)).Select(hash => (BlockKind.Image, hash)));
        if (files.Count > 0) there.UnionWith((await db.Set<StoredFile>().Where(row => files.Contains(row.Hash)).Select(row => row.Hash).ToListAsync(cancellationToken)).Select(hash => (BlockKind.Attachment, hash)));
        return named.Where(block => !there.Contains((block.Kind, block.Hash))).Select(block => block.Target).FirstOrDefault();

        List<string> HashesOf(BlockKind kind) => [.. named.Where(block => block.Kind == kind).Select(block => block.Hash)];
    }
}

/// <summary>Every picture and every file that an article names is there.</summary>
internal sealed class ArticleFilesExist : IInvariant
{
    public string Name => "files of articles";

    public async Task<IReadOnlyList<string>> ViolationsAsync(RotundaDb db, CancellationToken cancellationToken)
    {
        var rows = await (
            from article in db.Articles
            join block in db.Blocks on article.TextId equals block.TextId
            where block.Kind == BlockKind.Image || block.Kind == BlockKind.Attachment
            select new { article.Key, block.Kind, block.Target }).AsNoTracking().ToListAsync(cancellationToken);
        var pictures = (await db.Images.Select(row => row.Hash).ToListAsync(cancellationToken)).ToHashSet(StringComparer.Ordinal);
        var files = (await db.Set<StoredFile>().Select(row => row.Hash).ToListAsync(cancellationToken)).ToHashSet(StringComparer.Ordinal);
        return [.. rows.Where(row => Image.HashOf(row.Target) is not { } hash || !(row.Kind == BlockKind.Image ? pictures : files).Contains(hash))
            .Select(row => row.Kind == BlockKind.Image ? $"Article {row.Key} shows {row.Target}, which is no picture of the library." : $"Article {row.Key} offers {row.Target}, which is not stored.")];
    }
}

/// <summary>Articles, their revisions and their earlier drafts, which can be put back.</summary>
internal sealed class ArticleFileUses(RotundaDb db) : IFileUses
{
    public async Task<bool> NamesAsync(string hash, CancellationToken cancellationToken) =>
        await db.Blocks.AnyAsync(block => block.Target != null && block.Target.StartsWith("file:" + hash), cancellationToken)
        || await db.TextRevisions.AnyAsync(revision => revision.Content.Contains(hash), cancellationToken)
        || await db.ReplacedSources.AnyAsync(draft => draft.Content.Contains(hash), cancellationToken);
}
