using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Rotunda.Data.Values;

namespace Rotunda.Data.Backups;

/// <summary>
/// Reads an archive and verifies every byte of it: headers, names, lengths, padding, hashes, manifest, end. What it gives out before it
/// returns is not to be trusted yet, and must lie where nobody sees it.
/// </summary>
internal sealed class ArchiveReader
{
    private const int BufferLength = 1024 * 1024;
    private const int LongestHead = 64 * 1024;
    private const int LongestManifest = 512 * 1024 * 1024;

    private readonly Stream _source;
    private readonly long _limit;
    private readonly byte[] _buffer = new byte[BufferLength];
    private readonly byte[] _header = new byte[TarHeader.Block];
    private readonly List<BackupEntry> _entries = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private long _time;

    private ArchiveReader(Stream source, long limit) => (_source, _limit) = (source, limit);

    /// <summary>Reads a backup file from start to end.</summary>
    /// <param name="path">The archive, encrypted or not.</param>
    /// <param name="passphrase">Needed for an encrypted one, otherwise not used.</param>
    /// <param name="check">Looks at the head before anything else is read; throws when the caller does not want this archive.</param>
    /// <param name="open">Where an entry's bytes go; null when they are only verified.</param>
    /// <param name="onProgress">Called with numbers of bytes.</param>
    /// <param name="cancellationToken">Cancels between pieces.</param>
    /// <exception cref="BackupException">It is no whole backup, or not with this passphrase.</exception>
    public static BackupManifest Read(
        string path, string? passphrase, Action<BackupHead>? check, Func<string, Stream>? open, Action<long> onProgress, CancellationToken cancellationToken)
    {
        using var file = new FileStream(path, new FileStreamOptions { BufferSize = BufferLength, Options = FileOptions.SequentialScan });
        if (!IsSealed(file)) return new ArchiveReader(file, file.Length).ReadAll(check, open, onProgress, cancellationToken);
        if (passphrase is null) throw new BackupException("The backup is encrypted: name its passphrase with --passphrase-file.");
        var head = new byte[Seal.HeadLength];
        if (file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length) throw new BackupException("The backup was cut short within its head.");
        using var opened = new OpeningStream(file, Seal.Open(passphrase, head));
        return new ArchiveReader(opened, file.Length).ReadAll(check, open, onProgress, cancellationToken);
    }

    /// <summary>True for a file that begins as a backup does, whole or not.</summary>
    public static bool IsBackup(string path)
    {
        using var file = File.OpenRead(path);
        if (IsSealed(file)) return true;
        var name = Encoding.ASCII.GetBytes(BackupNames.Head);
        var start = new byte[name.Length];
        return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.AsSpan().SequenceEqual(name);
    }

    internal static string LineOf(byte[] manifestHash) => $"{Convert.ToHexStringLower(manifestHash)}  {BackupNames.Manifest}\n";

    /// <summary>Looks at the first bytes and goes back.</summary>
    private static bool IsSealed(FileStream file)
    {
        var magic = new byte[Seal.Magic.Length];
        var isSealed = file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) == magic.Length && magic.AsSpan().SequenceEqual(Seal.Magic);
        file.Position = 0;
        return isSealed;
    }

    private BackupManifest ReadAll(Action<BackupHead>? check, Func<string, Stream>? open, Action<long> onProgress, CancellationToken cancellationToken)
    {
        var (name, length, time) = Next() ?? throw new BackupException("The file is no backup of Rotunda.");
        if (name != BackupNames.Head || length > LongestHead) throw new BackupException("The file is no backup of Rotunda.");
        _time = time;
        var head = Parse<BackupHead>(ReadBytes(name, length), name);
        if (head.Format > BackupHead.CurrentFormat)
            throw new BackupException($"The backup has format {head.Format}, written by Rotunda {head.Program}; this version reads up to {BackupHead.CurrentFormat}. Install that version first.");
        if (head.Format < 1 || head.Provider is not (BackupHead.Sqlite or BackupHead.Postgres) || head.CreatedAt.ToUnixTimeSeconds() != time || string.IsNullOrEmpty(head.Migration))
            throw Altered(name);
        check?.Invoke(head);

        while (true)
        {
            (name, length, time) = Next() ?? throw new BackupException("The backup was cut short: it ends before its manifest.");
            if (time != _time) throw Altered(name);
            if (name == BackupNames.Manifest) break;
            if (!BackupNames.IsContent(name, head.Provider)) throw new BackupException($"The archive holds «{Shown(name)}», which no backup of Rotunda holds. It was not made by Rotunda or was altered.");
            if (!_names.Add(name)) throw new BackupException($"The archive holds {name} twice. It was not made by Rotunda or was altered.");
            using var target = open?.Invoke(name) ?? Stream.Null;
            ReadContent(name, length, target, onProgress, cancellationToken);
        }

        if (length > LongestManifest) throw Altered(name);
        var entries = _entries.ToList();
        var bytes = ReadBytes(name, length);
        (name, length, time) = Next() ?? throw new BackupException("The backup was cut short: it ends with its manifest.");
        if (time != _time || name != BackupNames.ManifestHash || length > LongestHead) throw Altered(BackupNames.Manifest);
        if (Encoding.ASCII.GetString(ReadBytes(name, length)) != LineOf(SHA256.HashData(bytes))) throw Altered(BackupNames.Manifest);
        var manifest = Parse<BackupManifest>(bytes, BackupNames.Manifest);
        if (manifest is not { Head: not null, Entries: not null, Missing: not null } || manifest.Head != head) throw Altered(BackupNames.Manifest);
        for (var index = 0; index < Math.Max(entries.Count, manifest.Entries.Count); index++)
            if (entries.ElementAtOrDefault(index) is not { } read || read != manifest.Entries.ElementAtOrDefault(index))
                throw Altered(entries.ElementAtOrDefault(index)?.Name ?? manifest.Entries[index].Name);
        if (!_names.Contains(BackupNames.DatabaseOf(head.Provider))) throw new BackupException("The archive holds no database.");
        RequireEnd();
        return manifest;
    }

    private (string Name, long Length, long Time)? Next()
    {
        if (_source.ReadAtLeast(_header, _header.Length, throwOnEndOfStream: false) < _header.Length) return null;
        var entry = TarHeader.Read(_header);
        // The first header tells whether it is a backup at all; a later one can only have been altered
        if (entry is null && _entries.Count == 0) return null;
        if (entry is null) throw new BackupException($"The backup was altered: a header after {_entries[^1].Name} is not one that Rotunda writes.");
        if (entry.Value.Length > _limit) throw new BackupException($"The backup was cut short or altered: «{Shown(entry.Value.Name)}» claims {entry.Value.Length} bytes, more than the whole archive has.");
        return entry;
    }

    private byte[] ReadBytes(string name, long length)
    {
        using var bytes = new MemoryStream();
        ReadContent(name, length, bytes, _ => { }, CancellationToken.None);
        return bytes.ToArray();
    }

    private void ReadContent(string name, long length, Stream target, Action<long> onProgress, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var left = length; left > 0;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var piece = _buffer.AsSpan(0, (int)Math.Min(left, BufferLength));
            if (_source.ReadAtLeast(piece, piece.Length, throwOnEndOfStream: false) < piece.Length) throw new BackupException($"The backup was cut short within {name}.");
            hash.AppendData(piece);
            target.Write(piece);
            left -= piece.Length;
            onProgress(piece.Length);
        }

        var padding = _buffer.AsSpan(0, TarHeader.Padding(length));
        if (_source.ReadAtLeast(padding, padding.Length, throwOnEndOfStream: false) < padding.Length) throw new BackupException($"The backup was cut short after {name}.");
        if (padding.ContainsAnyExcept((byte)0)) throw Altered(name);
        _entries.Add(new BackupEntry(name, length, Convert.ToHexStringLower(hash.GetHashAndReset())));
    }

    /// <summary>Two blocks of zeros, and nothing behind them.</summary>
    private void RequireEnd()
    {
        var end = _buffer.AsSpan(0, 2 * TarHeader.Block + 1);
        var read = _source.ReadAtLeast(end, end.Length, throwOnEndOfStream: false);
        if (read < 2 * TarHeader.Block) throw new BackupException("The backup was cut short at its very end.");
        if (read > 2 * TarHeader.Block || end[..read].ContainsAnyExcept((byte)0)) throw new BackupException("The backup was altered at its end.");
    }

    private static T Parse<T>(byte[] bytes, string name)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(bytes, StoredJson.Options) ?? throw Altered(name);
        }
        catch (JsonException)
        {
            throw Altered(name);
        }
    }

    private static BackupException Altered(string name) => new($"The backup was altered: {name} does not hold what the archive says of it.");

    /// <summary>A name out of a hostile archive, without what a terminal would obey.</summary>
    private static string Shown(string name) => new([.. name.Select(letter => char.IsControl(letter) ? '?' : letter)]);
}
