namespace Rotunda.Data.Backups;

/// <summary>Encrypts what is written to it; <see cref="Complete"/> writes the last chunk, without which a reader takes the archive for cut.</summary>
internal sealed class SealingStream : ForwardStream
{
    private readonly Seal _seal;
    private readonly Stream _target;
    private readonly byte[] _content = new byte[Seal.Chunk];
    private readonly byte[] _sealed = new byte[Seal.Chunk + Seal.TagLength];
    private int _filled;
    private long _number;

    public SealingStream(Stream target, string passphrase)
    {
        (_target, _seal) = (target, Seal.Create(passphrase));
        target.Write(_seal.Head);
    }

    public override bool CanWrite => true;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            // A full chunk waits for the next byte: only then is it known not to be the last
            if (_filled == Seal.Chunk) WriteChunk(isLast: false);
            var taken = Math.Min(buffer.Length, Seal.Chunk - _filled);
            buffer[..taken].CopyTo(_content.AsSpan(_filled));
            _filled += taken;
            buffer = buffer[taken..];
        }
    }

    /// <summary>Writes what is left as the last chunk.</summary>
    public void Complete() => WriteChunk(isLast: true);

    protected override void Dispose(bool disposing)
    {
        if (disposing) _seal.Dispose();
        base.Dispose(disposing);
    }

    private void WriteChunk(bool isLast)
    {
        _seal.Encrypt(_number++, isLast, _content.AsSpan(0, _filled), _sealed);
        _target.Write(_sealed.AsSpan(0, _filled + Seal.TagLength));
        _filled = 0;
    }
}

/// <summary>Decrypts an archive; it gives out no byte that is not authenticated.</summary>
internal sealed class OpeningStream : ForwardStream
{
    private readonly Seal _seal;
    private readonly Stream _source;
    private readonly byte[] _content = new byte[Seal.Chunk];
    private byte[] _sealed = new byte[Seal.Chunk + Seal.TagLength];
    private byte[] _next = new byte[Seal.Chunk + Seal.TagLength];
    private int _nextLength;
    private int _at;
    private int _filled;
    private long _number;

    /// <param name="source">Stands behind the head.</param>
    /// <param name="seal">From that head.</param>
    public OpeningStream(Stream source, Seal seal)
    {
        (_source, _seal) = (source, seal);
        _nextLength = source.ReadAtLeast(_next, _next.Length, throwOnEndOfStream: false);
        if (_nextLength == 0) throw new BackupException("The backup was cut short after its head.");
    }

    public override bool CanRead => true;

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty) return 0;
        while (_at == _filled)
            if (!ReadChunk()) return 0;
        var given = Math.Min(buffer.Length, _filled - _at);
        _content.AsSpan(_at, given).CopyTo(buffer);
        _at += given;
        return given;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _seal.Dispose();
        base.Dispose(disposing);
    }

    private bool ReadChunk()
    {
        if (_nextLength == 0) return false;
        (_sealed, _next) = (_next, _sealed);
        var length = _nextLength;
        _nextLength = length == _sealed.Length ? _source.ReadAtLeast(_next, _next.Length, throwOnEndOfStream: false) : 0;
        if (length < Seal.TagLength || !_seal.TryDecrypt(_number, isLast: _nextLength == 0, _sealed.AsSpan(0, length), _content))
            throw new BackupException($"The backup was cut short or altered at chunk {_number}.");
        (_at, _filled) = (0, length - Seal.TagLength);
        _number++;
        return true;
    }
}

/// <summary>A stream that goes forward only.</summary>
internal abstract class ForwardStream : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
