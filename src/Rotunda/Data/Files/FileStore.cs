using System.Data.Common;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace Rotunda.Data.Files;

/// <summary>A file that something in the database refers to. The bytes lie in the file store under their hash.</summary>
public sealed class StoredFile
{
    /// <summary>SHA-256 of the bytes in lower-case hexadecimal.</summary>
    public required string Hash { get; init; }

    /// <summary>In bytes.</summary>
    public long Length { get; init; }

    /// <summary>As it is served.</summary>
    public required string MediaType { get; init; }

    public Instant StoredAt { get; init; }

    /// <summary>Where its bytes were found or put by this context; null for a row that was only read.</summary>
    internal string? PutAt { get; set; }
}

internal sealed class StoredFileConfiguration : IEntityTypeConfiguration<StoredFile>
{
    public void Configure(EntityTypeBuilder<StoredFile> builder)
    {
        builder.ToTable("stored_file", table => table.HasCheckConstraint("ck_stored_file_length", "\"Length\" >= 0"));
        builder.HasKey(file => file.Hash);
        builder.Property(file => file.Hash).HasMaxLength(64).IsFixedLength();
        builder.Property(file => file.MediaType).HasMaxLength(120);
    }
}

/// <summary>Keeps files by the hash of their bytes, below the data folder. A file is there whole or not at all, and never changes.</summary>
public sealed class FileStore(StoreLocation location, IClock clock)
{
    private readonly string _root = Path.Combine(location.DataFolder, "files");

    /// <summary>Stores a stream and lets the context write its row, which others may write at the same moment too.</summary>
    /// <param name="db">The context of the operation; a crash before its commit leaves at most an unused file.</param>
    /// <param name="content">Read to its end.</param>
    /// <param name="mediaType">As it will be served; verified by the caller.</param>
    /// <param name="cancellationToken">Cancels the copy; nothing stays behind.</param>
    /// <exception cref="IOException">The disk is full or cannot be written; nothing stays behind.</exception>
    public async Task<StoredFile> PutAsync(RotundaDb db, Stream content, string mediaType, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(_root);
        var temporary = Path.Combine(_root, $"{RowId.New():N}.part");
        try
        {
            var (hash, length) = await WriteAsync(temporary, content, cancellationToken);
            var target = PathOf(hash);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            // What lies there under another length was damaged, and these bytes mend it
            if (File.Exists(target) && new FileInfo(target).Length == length) File.Delete(temporary);
            else File.Move(temporary, target, overwrite: true);
            var file = await db.Set<StoredFile>().FindAsync([hash], cancellationToken)
                ?? db.Add(new StoredFile { Hash = hash, Length = length, MediaType = mediaType, StoredAt = clock.GetCurrentInstant() }).Entity;
            file.PutAt = target;
            return file;
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Deletes a file, row and bytes, unless something refers to it.</summary>
    /// <param name="db">A context outside of any transaction.</param>
    /// <param name="hash">Which one.</param>
    /// <param name="cancellationToken">Cancels before a step; bytes without a row may stay behind, never a row without bytes.</param>
    /// <returns>True when it was there and is gone.</returns>
    public async Task<bool> RemoveAsync(RotundaDb db, string hash, CancellationToken cancellationToken)
    {
        try
        {
            // Bytes without a row are what a removal left that was cut short
            if (await db.Set<StoredFile>().Where(file => file.Hash == hash).ExecuteDeleteAsync(cancellationToken) == 0 && !File.Exists(PathOf(hash))) return false;
        }
        catch (DbException error) when (error.IsStillReferred())
        {
            // The same file serves elsewhere: the database's own constraint knows all places, and it stays
            return false;
        }

        // Whoever puts the same bytes back at this moment waits for the place of the row until they are gone, and then does not find them
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (db.Set<StoredFile>().Local.FindEntry(hash) is { } known) known.State = EntityState.Detached;
        var place = db.Add(new StoredFile { Hash = hash, MediaType = "", StoredAt = clock.GetCurrentInstant() });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            File.Delete(PathOf(hash));
            return true;
        }
        catch (DbUpdateException error) when (error.IsUniqueViolation())
        {
            // Somebody was first and put it back: it is theirs now
            return false;
        }
        finally
        {
            place.State = EntityState.Detached;
            await transaction.RollbackAsync(CancellationToken.None);
        }
    }

    /// <summary>The path of a stored file.</summary>
    /// <exception cref="ArgumentException">The hash is not 64 hexadecimal digits in lower case.</exception>
    public string PathOf(string hash)
    {
        if (!IsHash(hash)) throw new ArgumentException("Not a SHA-256 in lower-case hexadecimal.", nameof(hash));
        return Path.Combine(_root, hash[..2], hash);
    }

    public static bool IsHash(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);

    /// <summary>The hash of the bytes that lie under a name, or null when there are none.</summary>
    public async Task<string?> RehashAsync(string hash, CancellationToken cancellationToken)
    {
        if (!File.Exists(PathOf(hash))) return null;
        await using var stream = File.OpenRead(PathOf(hash));
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
    }

    private static async Task<(string Hash, long Length)> WriteAsync(string path, Stream content, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true);
        var buffer = new byte[81920];
        long length = 0;
        while (await content.ReadAsync(buffer, cancellationToken) is var read and > 0)
        {
            hash.AppendData(buffer, 0, read);
            await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            length += read;
        }

        file.Flush(flushToDisk: true);
        return (Convert.ToHexStringLower(hash.GetHashAndReset()), length);
    }
}
