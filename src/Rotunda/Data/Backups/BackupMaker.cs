using System.Diagnostics;
using NodaTime;

namespace Rotunda.Data.Backups;

/// <summary>What a backup came to.</summary>
/// <param name="Manifest">Everything in it.</param>
/// <param name="Bytes">The length of the archive.</param>
/// <param name="Elapsed">How long it took.</param>
public sealed record BackupSummary(BackupManifest Manifest, long Bytes, TimeSpan Elapsed);

/// <summary>Makes one archive of the database and the files while the site goes on.</summary>
public static class BackupMaker
{
    /// <summary>Beside the data, never beside the archive: an encrypted backup leaves nothing readable where it is written to.</summary>
    private const string CopyName = "database.part";

    /// <summary>In bytes.</summary>
    private const int FileBuffer = 1024 * 1024;

    /// <summary>Writes an archive under its name, where it appears only when it is whole.</summary>
    /// <param name="location">Database and data folder.</param>
    /// <param name="path">The archive; an older one by that name is replaced at the end.</param>
    /// <param name="passphrase">Encrypts; null for a plain archive.</param>
    /// <param name="onProgress">Bytes done and bytes in all.</param>
    /// <param name="cancellationToken">Cancels; nothing is left behind.</param>
    /// <exception cref="BackupException">There is nothing to back up, or another backup runs.</exception>
    /// <exception cref="StartRefusedException">The programs of PostgreSQL are missing.</exception>
    public static BackupSummary ToFile(StoreLocation location, string path, string? passphrase, Action<long, long> onProgress, CancellationToken cancellationToken)
    {
        var part = path + ".part";
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 };
        // It holds everybody's personal details and the keys of the cookies
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = Claim(part, options);
        try
        {
            file.SetLength(0);
            var summary = To(location, file, passphrase, onProgress, cancellationToken);
            file.Flush(flushToDisk: true);
            File.Move(part, path, overwrite: true);
            return summary;
        }
        catch
        {
            File.Delete(part);
            throw;
        }
    }

    /// <summary>Writes an archive to a stream.</summary>
    /// <inheritdoc cref="ToFile"/>
    public static BackupSummary To(StoreLocation location, Stream target, string? passphrase, Action<long, long> onProgress, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        using var counted = new CountingStream(target);
        var folder = Path.Combine(location.DataFolder, "backups");
        if (!Directory.Exists(location.DataFolder)) throw new BackupException($"There is no folder {location.DataFolder}.");
        Directory.CreateDirectory(folder);
        var copyPath = Path.Combine(folder, CopyName);
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var turn = Claim(Path.Combine(folder, "running.lock"), new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.None });
        try
        {
            using var copy = new FileStream(copyPath, options);
            // What a killed backup left
            copy.SetLength(0);
            var createdAt = Instant.FromUnixTimeSeconds(new MicrosecondClock().GetCurrentInstant().ToUnixTimeSeconds());
            var snapshot = DatabaseSnapshot.Take(location, copyPath, cancellationToken);
            var head = new BackupHead(BackupHead.CurrentFormat, BackupHead.ProgramVersion, location.IsPostgres ? BackupHead.Postgres : BackupHead.Sqlite, snapshot.Migration, createdAt);
            var all = copy.Length + snapshot.Files.Sum(file => file.Length);
            long done = 0;
            using var sealing = passphrase is null ? null : new SealingStream(counted, passphrase);
            var writer = new ArchiveWriter(sealing ?? (Stream)counted, head);
            writer.Add(BackupNames.DatabaseOf(head.Provider), copy, copy.Length, Progress, cancellationToken);
            var missing = snapshot.Files.Where(file => !AddFile(writer, location, file.Hash, Progress, cancellationToken)).Select(file => file.Hash).ToList();
            AddLanguages(writer, location, cancellationToken);
            var manifest = writer.Complete(missing);
            sealing?.Complete();
            counted.Flush();
            return new BackupSummary(manifest, counted.Written, watch.Elapsed);

            void Progress(long bytes) => onProgress(done += bytes, all);
        }
        finally
        {
            SqliteCopy.Delete(copyPath);
        }
    }

    private static bool AddFile(ArchiveWriter writer, StoreLocation location, string hash, Action<long> onProgress, CancellationToken cancellationToken)
    {
        try
        {
            using var file = new FileStream(Path.Combine(location.DataFolder, BackupNames.OfFile(hash)), new FileStreamOptions { BufferSize = 0, Options = FileOptions.SequentialScan });
            writer.Add(BackupNames.OfFile(hash), file, file.Length, onProgress, cancellationToken);
            return true;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Further languages are data of the association too.</summary>
    private static void AddLanguages(ArchiveWriter writer, StoreLocation location, CancellationToken cancellationToken)
    {
        var folder = new DirectoryInfo(Path.Combine(location.DataFolder, "languages"));
        if (!folder.Exists) return;
        foreach (var file in folder.EnumerateFiles().Where(file => BackupNames.IsLanguageFile(file.Name)).OrderBy(file => file.Name, StringComparer.Ordinal))
        {
            using var bytes = new MemoryStream(File.ReadAllBytes(file.FullName));
            writer.Add(BackupNames.OfLanguage(file.Name), bytes, bytes.Length, _ => { }, cancellationToken);
        }
    }

    private static FileStream Claim(string path, FileStreamOptions options)
    {
        try
        {
            return new FileStream(path, options);
        }
        catch (IOException error) when (error is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException) && !error.IsDiskFull() && File.Exists(path))
        {
            throw new BackupException($"Another backup is under way ({path} is in use). Wait until it has ended.");
        }
    }

    /// <summary>
    /// Counts, and keeps what is written close to the disk: a site that commits meanwhile would otherwise wait until gigabytes that nobody waits
    /// for are written. One piece is synced while the next one is filled.
    /// </summary>
    private sealed class CountingStream(Stream target) : ForwardStream
    {
        private const long AheadOfTheDisk = 8 * 1024 * 1024;

        private readonly BufferedStream _buffer = new(target, FileBuffer);
        private Task _syncing = Task.CompletedTask;
        private long _ahead;

        public long Written { get; private set; }

        public override bool CanWrite => true;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            _buffer.Write(buffer);
            Written += buffer.Length;
            _ahead += buffer.Length;
            if (_ahead < AheadOfTheDisk || target is not FileStream file) return;
            Settle();
            _syncing = Task.Run(() => RandomAccess.FlushToDisk(file.SafeFileHandle));
            _ahead = 0;
        }

        public override void Flush()
        {
            Settle();
            _buffer.Flush();
        }

        protected override void Dispose(bool disposing)
        {
            // The file is closed after this; a sync of it must have ended, whichever way
            if (disposing) _syncing.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).Wait();
            base.Dispose(disposing);
        }

        private void Settle() => _syncing.GetAwaiter().GetResult();
    }
}
