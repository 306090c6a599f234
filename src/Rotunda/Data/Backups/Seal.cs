using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Rotunda.Data.Backups;

/// <summary>
/// The head of an encrypted archive and the keys that follow from it and a passphrase. After the head come chunks of 1 MiB, each sealed
/// with AES-256-GCM under its number and under whether it is the last, so that chunks cannot be changed, swapped, dropped or added.
/// </summary>
internal sealed class Seal : IDisposable
{
    public const int Chunk = 1024 * 1024;

    public const int TagLength = 16;

    public const int HeadLength = 64;

    /// <summary>Of PBKDF2 with SHA-256, when writing and at least when reading.</summary>
    private const int Rounds = 600_000;

    /// <summary>More than this would only keep the reader of a hostile file busy.</summary>
    private const int MostRounds = 10_000_000;

    private const int RoundsAt = 16;
    private const int SaltAt = 20;
    private const int SaltLength = 28;
    private const int CheckAt = 48;
    private const int CheckLength = 16;
    private const int NonceLength = 12;

    private readonly AesGcm _cipher;
    private readonly byte[] _head;

    private Seal(AesGcm cipher, byte[] head) => (_cipher, _head) = (cipher, head);

    /// <summary>The first bytes of every encrypted archive.</summary>
    public static ReadOnlySpan<byte> Magic => "rotunda-sealed-1"u8;

    public ReadOnlySpan<byte> Head => _head;

    /// <summary>A new head with a salt of its own, from which every key of this archive follows.</summary>
    public static Seal Create(string passphrase)
    {
        var head = new byte[HeadLength];
        Magic.CopyTo(head);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(RoundsAt), Rounds);
        RandomNumberGenerator.Fill(head.AsSpan(SaltAt, SaltLength));
        var (cipher, check) = Derive(passphrase, head);
        check.CopyTo(head.AsSpan(CheckAt));
        return new Seal(cipher, head);
    }

    /// <exception cref="BackupException">The head is altered or the passphrase is another.</exception>
    public static Seal Open(string passphrase, byte[] head)
    {
        if (BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(RoundsAt)) is < Rounds or > MostRounds) throw new BackupException("The head of the encrypted backup was altered.");
        var (cipher, check) = Derive(passphrase, head);
        if (CryptographicOperations.FixedTimeEquals(check, head.AsSpan(CheckAt, CheckLength))) return new Seal(cipher, head);
        cipher.Dispose();
        throw new BackupException("The passphrase is not the one of this backup (or its first bytes were altered).");
    }

    /// <param name="number">Which chunk, from 0.</param>
    /// <param name="isLast">No chunk follows.</param>
    /// <param name="content">The chunk's bytes.</param>
    /// <param name="target">As long as the content and the tag.</param>
    public void Encrypt(long number, bool isLast, ReadOnlySpan<byte> content, Span<byte> target) =>
        _cipher.Encrypt(Nonce(number, isLast), content, target[..content.Length], target.Slice(content.Length, TagLength), _head);

    /// <returns>False when the chunk is not the one that was sealed under this number.</returns>
    public bool TryDecrypt(long number, bool isLast, ReadOnlySpan<byte> sealedChunk, Span<byte> target)
    {
        var length = sealedChunk.Length - TagLength;
        try
        {
            _cipher.Decrypt(Nonce(number, isLast), sealedChunk[..length], sealedChunk[length..], target[..length], _head);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    public void Dispose() => _cipher.Dispose();

    private static (AesGcm Cipher, byte[] Check) Derive(string passphrase, byte[] head)
    {
        var master = Rfc2898DeriveBytes.Pbkdf2(
            Encoding.UTF8.GetBytes(passphrase), head.AsSpan(SaltAt, SaltLength), BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(RoundsAt)), HashAlgorithmName.SHA256, 32);
        var cipher = new AesGcm(HKDF.Expand(HashAlgorithmName.SHA256, master, 32, "chunks"u8.ToArray()), TagLength);
        return (cipher, HKDF.Expand(HashAlgorithmName.SHA256, master, CheckLength, "check"u8.ToArray()));
    }

    /// <summary>The key serves one archive only, so that the number of the chunk is never used twice with it.</summary>
    private static byte[] Nonce(long number, bool isLast)
    {
        var nonce = new byte[NonceLength];
        BinaryPrimitives.WriteInt64BigEndian(nonce, number);
        nonce[^1] = isLast ? (byte)1 : (byte)0;
        return nonce;
    }
}
