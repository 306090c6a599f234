using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using NodaTime;

namespace Rotunda.Data.Audit;

/// <summary>An entry of the chain as it is hashed and exported; it holds no personal details.</summary>
public sealed record ChainedEntry(
    long Sequence, Guid Id, Instant At, Guid? ActorId, string Action, string SubjectKind, string SubjectId, byte[] PayloadHash, byte[] Hash);

/// <summary>The arithmetic of the audit chain: the writer, <c>rotunda verify</c> and the verifier of exported files use the same.</summary>
/// <remarks>
/// <c>hash(n) = SHA-256(hash(n-1) || fields(n))</c> with 32 zero bytes before the first. The fields are written one after the other,
/// each as its length in 4 bytes (big endian) and its bytes, so that no two entries have the same form.
/// </remarks>
public static class AuditChain
{
    private const string FormatName = "rotunda-audit-1";

    /// <summary>What stands before the first entry.</summary>
    public static byte[] Origin => new byte[SHA256.HashSizeInBytes];

    public static byte[] PayloadHash(byte[] salt, string json) => SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(json)]);

    public static byte[] Hash(byte[] previous, long sequence, AuditEntry entry) =>
        Hash(previous, sequence, entry.Id, entry.At, entry.ActorId, entry.Action, entry.SubjectKind, entry.SubjectId, entry.PayloadHash);

    /// <summary>Walks a chain and names the first place where it does not hold, or returns null.</summary>
    /// <param name="previous">The hash before the first entry; <see cref="Origin"/> for a whole chain.</param>
    /// <param name="expected">The number that the first entry must bear.</param>
    /// <param name="entries">In order.</param>
    public static string? FirstBreak(byte[] previous, long expected, IEnumerable<ChainedEntry> entries)
    {
        foreach (var entry in entries)
        {
            if (entry.Sequence != expected) return $"Entry {expected} is missing; {entry.Sequence} follows.";
            var hash = Hash(previous, entry.Sequence, entry.Id, entry.At, entry.ActorId, entry.Action, entry.SubjectKind, entry.SubjectId, entry.PayloadHash);
            if (!hash.AsSpan().SequenceEqual(entry.Hash)) return $"Entry {entry.Sequence} ({entry.Action}, {entry.At}) does not match its hash.";
            (previous, expected) = (entry.Hash, expected + 1);
        }

        return null;
    }

    private static byte[] Hash(
        byte[] previous, long sequence, Guid id, Instant at, Guid? actorId, string action, string subjectKind, string subjectId, byte[] payloadHash)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(previous);
        Append(Encoding.UTF8.GetBytes(FormatName));
        Span<byte> number = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(number, sequence);
        Append(number);
        Append(id.ToByteArray(bigEndian: true));
        BinaryPrimitives.WriteInt64BigEndian(number, at.ToUnixTimeTicks());
        Append(number);
        Append(actorId is { } actor ? actor.ToByteArray(bigEndian: true) : []);
        Append(Encoding.UTF8.GetBytes(action));
        Append(Encoding.UTF8.GetBytes(subjectKind));
        Append(Encoding.UTF8.GetBytes(subjectId));
        Append(payloadHash);
        return hash.GetHashAndReset();

        void Append(ReadOnlySpan<byte> field)
        {
            Span<byte> length = stackalloc byte[4];
            BinaryPrimitives.WriteInt32BigEndian(length, field.Length);
            hash.AppendData(length);
            hash.AppendData(field);
        }
    }
}
