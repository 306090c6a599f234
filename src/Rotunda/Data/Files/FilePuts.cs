using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Rotunda.Data.Files;

/// <summary>Writes the rows of files that were put into the store, in the transaction of whatever refers to them.</summary>
/// <remarks>Two requests that bring the same new file write one row, and a file that is deleted between the moment it was found and the commit is noticed.</remarks>
internal static class FilePuts
{
    /// <summary>The rows that the context is to write: new ones, and known ones whose bytes were put again.</summary>
    public static List<EntityEntry<StoredFile>> Of(DbContext db)
    {
        // What was changed in other rows is of no interest here, and is looked for once when they are saved
        var (tracker, detects) = (db.ChangeTracker, db.ChangeTracker.AutoDetectChangesEnabled);
        tracker.AutoDetectChangesEnabled = false;
        try
        {
            return [.. tracker.Entries<StoredFile>().Where(entry => entry.Entity.PutAt is not null && entry.State is EntityState.Added or EntityState.Unchanged).OrderBy(entry => entry.Entity.Hash, StringComparer.Ordinal)];
        }
        finally
        {
            tracker.AutoDetectChangesEnabled = detects;
        }
    }

    /// <summary>Writes the rows and then everything else, all or nothing.</summary>
    /// <param name="db">The context.</param>
    /// <param name="files">What <see cref="Of"/> named.</param>
    /// <param name="save">Writes everything else.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    /// <exception cref="DbUpdateConcurrencyException">The bytes of a file were deleted meanwhile; whoever sends it again succeeds.</exception>
    public static async Task<int> SaveAsync(DbContext db, List<EntityEntry<StoredFile>> files, Func<Task<int>> save, CancellationToken cancellationToken)
    {
        var added = files.FindAll(entry => entry.State == EntityState.Added);
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancellationToken) : null;
        try
        {
            foreach (var entry in files)
            {
                await WriteAsync(db, entry.Entity, cancellationToken);
                entry.State = EntityState.Unchanged;
                // The row is ours until the commit, so that nobody deletes the bytes any more
                if (!File.Exists(entry.Entity.PutAt)) throw new DbUpdateConcurrencyException($"The file {entry.Entity.Hash} was deleted while it was used again.");
            }

            var written = await save();
            if (transaction is not null) await transaction.CommitAsync(cancellationToken);
            foreach (var entry in files) entry.Entity.PutAt = null;
            return written + added.Count;
        }
        catch
        {
            foreach (var entry in added) entry.State = EntityState.Added;
            throw;
        }
    }

    /// <summary>Writes a row, or takes hold of the one that is there.</summary>
    private static Task WriteAsync(DbContext db, StoredFile file, CancellationToken cancellationToken)
    {
        var (hash, length, type, at) = (file.Hash, file.Length, file.MediaType, file.StoredAt.ToDateTimeUtc());
        return db.Database.ExecuteSqlAsync(
            $"""INSERT INTO stored_file ("Hash", "Length", "MediaType", "StoredAt") VALUES ({hash}, {length}, {type}, {at}) ON CONFLICT ("Hash") DO UPDATE SET "Length" = excluded."Length" """, cancellationToken);
    }
}
