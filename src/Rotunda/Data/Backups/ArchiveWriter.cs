using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Rotunda.Data.Values;

namespace Rotunda.Data.Backups;

/// <summary>Writes an archive from its first byte to its last: head, contents, manifest, the manifest's hash.</summary>
internal sealed class ArchiveWriter
{
    private const int BufferLength = 1024 * 1024;

    /// <summary>Below this a second thread would cost more than it takes off the first.</summary>
    private const int WorthAThread = 128 * 1024;

    private readonly Stream _target;
    private readonly BackupHead _head;
    private readonly long _time;
    private readonly List<BackupEntry> _entries = [];
    private readonly byte[][] _buffers = [new byte[BufferLength], new byte[BufferLength]];

    public ArchiveWriter(Stream target, BackupHead head)
    {
        (_target, _head, _time) = (target, head, head.CreatedAt.ToUnixTimeSeconds());
        AddBytes(BackupNames.Head, JsonSerializer.SerializeToUtf8Bytes(head, StoredJson.Options));
    }

    /// <summary>Adds a stream of known length.</summary>
    /// <exception cref="IOException">The stream ended early, or the target is full.</exception>
    public BackupEntry Add(string name, Stream content, long length, Action<long> onProgress, CancellationToken cancellationToken)
    {
        _target.Write(TarHeader.Write(name, length, _time));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var hashing = Task.CompletedTask;
        var left = length;
        try
        {
            for (var turn = 0; left > 0; turn++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var buffer = _buffers[turn % 2].AsMemory(0, (int)Math.Min(left, BufferLength));
                content.ReadExactly(buffer.Span);
                // The hash of one piece is worked out while that piece is written and the next one read
                hashing.GetAwaiter().GetResult();
                if (buffer.Length >= WorthAThread) hashing = Task.Run(() => hash.AppendData(buffer.Span), CancellationToken.None);
                else hash.AppendData(buffer.Span);
                _target.Write(buffer.Span);
                left -= buffer.Length;
                onProgress(buffer.Length);
            }
        }
        finally
        {
            hashing.GetAwaiter().GetResult();
        }

        _target.Write(new byte[TarHeader.Padding(length)]);
        var entry = new BackupEntry(name, length, Convert.ToHexStringLower(hash.GetHashAndReset()));
        _entries.Add(entry);
        return entry;
    }

    /// <summary>Ends the archive; without this it is not whole.</summary>
    public BackupManifest Complete(IReadOnlyList<string> missing)
    {
        var manifest = new BackupManifest(_head, [.. _entries], missing);
        var bytes = JsonSerializer.SerializeToUtf8Bytes(manifest, StoredJson.Options);
        AddBytes(BackupNames.Manifest, bytes);
        AddBytes(BackupNames.ManifestHash, Encoding.ASCII.GetBytes(ArchiveReader.LineOf(SHA256.HashData(bytes))));
        _target.Write(new byte[2 * TarHeader.Block]);
        return manifest;
    }

    private void AddBytes(string name, byte[] bytes)
    {
        using var content = new MemoryStream(bytes);
        Add(name, content, bytes.Length, _ => { }, CancellationToken.None);
    }
}
