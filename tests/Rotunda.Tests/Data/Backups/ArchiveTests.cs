using System.Security.Cryptography;
using System.Text;
using NodaTime;
using Rotunda.Data.Backups;
using Xunit;

namespace Rotunda.Tests.Data.Backups;

/// <summary>Every way in which an archive can be damaged, cut or forged ends in a sentence, and nothing of it is taken.</summary>
public sealed class ArchiveTests : IDisposable
{
    private const string Passphrase = "a passphrase of some length";

    private static readonly BackupHead Head = new(BackupHead.CurrentFormat, "0.1.0", BackupHead.Sqlite, "20260101000000_Some", Instant.FromUtc(2026, 11, 22, 12, 0));

    private readonly string _folder = Directory.CreateTempSubdirectory("rotunda-archive-").FullName;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_archive_gives_back_what_was_put_into_it(bool isSealed)
    {
        var content = Content(3_000_001);
        var path = Write("whole", isSealed, content);
        var read = new Dictionary<string, MemoryStream>(StringComparer.Ordinal);

        var manifest = ArchiveReader.Read(path, Passphrase, null, name => read[name] = new MemoryStream(), _ => { }, CancellationToken.None);

        Assert.Equal([BackupNames.Head, BackupNames.SqliteDatabase, BackupNames.OfFile(HashOf("small"))], manifest.Entries.Select(entry => entry.Name));
        Assert.Equal(content, read[BackupNames.SqliteDatabase].ToArray());
        Assert.Equal("small", Encoding.UTF8.GetString(read[BackupNames.OfFile(HashOf("small"))].ToArray()));
        Assert.Empty(manifest.Damaged);
    }

    [Fact]
    public void The_tar_is_one_that_other_programs_read()
    {
        var path = Write("plain", isSealed: false, Content(1000));

        using var file = File.OpenRead(path);
        using var tar = new System.Formats.Tar.TarReader(file);
        var names = new List<string>();
        while (tar.GetNextEntry() is { } entry) names.Add($"{entry.Name} {entry.Length}");

        Assert.Contains("database/rotunda.db 1000", names);
        Assert.Equal(5, names.Count);
    }

    [Fact]
    public void A_bit_that_flips_anywhere_in_a_plain_archive_is_noticed()
    {
        var whole = File.ReadAllBytes(Write("plain", isSealed: false, Content(2000)));

        Assert.DoesNotContain(Enumerable.Range(0, whole.Length), at => IsTaken(Flipped(whole, at)));
    }

    [Fact]
    public void A_bit_that_flips_in_any_region_of_a_sealed_archive_is_noticed()
    {
        var whole = File.ReadAllBytes(Write("sealed", isSealed: true, Content(2 * Seal.Chunk + 17)));
        int[] regions = [0, 15, 16, 19, 20, 47, 48, 63, 64, 64 + Seal.Chunk - 1, 64 + Seal.Chunk, 64 + Seal.Chunk + 15, 64 + Seal.Chunk + 16, whole.Length - 17, whole.Length - 16, whole.Length - 1];

        Assert.DoesNotContain(regions, at => IsTaken(Flipped(whole, at)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_archive_that_is_cut_anywhere_or_goes_on_behind_its_end_is_noticed(bool isSealed)
    {
        var whole = File.ReadAllBytes(Write("whole", isSealed, Content(2 * Seal.Chunk)));
        const int sealedChunk = Seal.Chunk + Seal.TagLength;
        int[] lengths = [1, 16, 63, 64, 65, 512, 1024, 1536, Seal.HeadLength + sealedChunk, Seal.HeadLength + 2 * sealedChunk, whole.Length / 2, whole.Length - 1024, whole.Length - 512, whole.Length - 1];

        Assert.DoesNotContain(lengths, length => IsTaken(whole[..length]));
        Assert.False(IsTaken([.. whole, 0]));
        Assert.False(IsTaken([.. whole, .. new byte[512]]));
    }

    [Fact]
    public void Chunks_that_are_swapped_repeated_or_dropped_are_noticed()
    {
        var whole = File.ReadAllBytes(Write("sealed", isSealed: true, Content(3 * Seal.Chunk)));
        const int sealedChunk = Seal.Chunk + Seal.TagLength;
        var head = whole[..Seal.HeadLength];
        var chunks = whole[Seal.HeadLength..].Chunk(sealedChunk).ToList();
        Assert.Equal(4, chunks.Count);

        Assert.True(IsTaken(Join(0, 1, 2, 3)));
        Assert.False(IsTaken(Join(1, 0, 2, 3)));
        Assert.False(IsTaken(Join(0, 2, 1, 3)));
        Assert.False(IsTaken(Join(0, 1, 1, 2, 3)));
        Assert.False(IsTaken(Join(0, 2, 3)));
        Assert.False(IsTaken(Join(0, 1, 2)));
        Assert.False(IsTaken(Join(0)));
        Assert.False(IsTaken(Join()));

        byte[] Join(params int[] order) => [.. head, .. order.SelectMany(index => chunks[index])];
    }

    [Theory]
    [InlineData("a passphrase of some lengtH", "The passphrase is not the one of this backup (or its first bytes were altered).")]
    [InlineData("", "The passphrase is not the one of this backup (or its first bytes were altered).")]
    [InlineData(null, "The backup is encrypted: name its passphrase with --passphrase-file.")]
    public void Another_passphrase_is_refused_by_a_sentence(string? passphrase, string expected)
    {
        var path = Write("sealed", isSealed: true, Content(100));

        Assert.Equal(expected, Assert.Throws<BackupException>(() => ArchiveReader.Read(path, passphrase, null, _ => throw new InvalidOperationException("Nothing may be written."), _ => { }, CancellationToken.None)).Message);
    }

    [Fact]
    public void A_newer_format_is_named_before_anything_is_taken()
    {
        var path = Path.Combine(_folder, "newer");
        using (var file = File.Create(path)) new ArchiveWriter(file, Head with { Format = 2, Program = "9.0.0" }).Complete([]);

        Assert.Equal(
            "The backup has format 2, written by Rotunda 9.0.0; this version reads up to 1. Install that version first.",
            Assert.Throws<BackupException>(() => ArchiveReader.Read(path, null, null, _ => throw new InvalidOperationException("Nothing may be written."), _ => { }, CancellationToken.None)).Message);
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("files/../../outside")]
    [InlineData("/etc/outside")]
    [InlineData("files/ab/../ab")]
    [InlineData("languages/../../x.po")]
    [InlineData("languages/.po")]
    [InlineData("languages/x.po/")]
    [InlineData("database/rotunda.pgdump")]
    [InlineData("files/00/1028769689814a05c49bf7b06d04125bdad844642906e53963a0487c8b348fd3")]
    public void A_name_that_no_backup_holds_is_refused_before_a_byte_is_written(string name)
    {
        var path = Forge(writer => Add(writer, name, "hostile"));

        var opened = new List<string>();
        var refused = Assert.Throws<BackupException>(() => ArchiveReader.Read(path, null, null, entry => Note(opened, entry), _ => { }, CancellationToken.None));

        Assert.Contains("which no backup of Rotunda holds", refused.Message, StringComparison.Ordinal);
        Assert.Equal([BackupNames.SqliteDatabase], opened);
    }

    [Fact]
    public void A_name_that_stands_twice_is_refused()
    {
        var path = Forge(writer => Add(writer, BackupNames.SqliteDatabase, "another"));

        Assert.Contains("twice", Refusal(path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData('1')]
    [InlineData('2')]
    [InlineData('5')]
    [InlineData('x')]
    public void A_link_a_folder_or_an_extended_header_is_refused(char type)
    {
        var path = Forge(_ => { });
        var bytes = File.ReadAllBytes(path);
        var header = bytes.AsSpan(IndexOf(bytes, BackupNames.SqliteDatabase), TarHeader.Block);
        header[156] = (byte)type;
        "/etc/passwd"u8.CopyTo(header[157..]);
        // With a checksum that fits, as a forger would write it
        header.Slice(148, 8).Fill((byte)' ');
        var sum = 0;
        foreach (var octet in header) sum += octet;
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0").CopyTo(header.Slice(148, 7));
        File.WriteAllBytes(path, bytes);

        Assert.Contains("a header after", Refusal(path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1_000_000_000_000L)]
    [InlineData(long.MaxValue)]
    public void A_huge_declared_length_is_refused_before_a_byte_is_written(long length)
    {
        var path = Path.Combine(_folder, "huge");
        using (var file = File.Create(path))
        {
            _ = new ArchiveWriter(file, Head);
            file.Write(TarHeader.Write(BackupNames.SqliteDatabase, length, Head.CreatedAt.ToUnixTimeSeconds()));
            file.Write(new byte[4096]);
        }

        Assert.Contains("more than the whole archive has", Refusal(path), StringComparison.Ordinal);
    }

    [Fact]
    public void A_length_of_more_than_eight_gibibytes_is_written_and_read()
    {
        const long length = 9L * 1024 * 1024 * 1024;

        Assert.Equal(("x", length, 5), TarHeader.Read(TarHeader.Write("x", length, 5)));
        Assert.Equal(("x", 0x1_FFFF_FFFF, 5), TarHeader.Read(TarHeader.Write("x", 0x1_FFFF_FFFF, 5)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not an archive")]
    [InlineData("rotunda-sealed-1")]
    public void What_is_no_archive_is_refused(string text)
    {
        var path = Path.Combine(_folder, "text");
        File.WriteAllText(path, text);

        Assert.NotEqual("", Refusal(path));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static byte[] Content(int length)
    {
        var bytes = new byte[length];
        RandomNumberGenerator.Fill(bytes);
        return bytes;
    }

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static void Add(ArchiveWriter writer, string name, string text)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        writer.Add(name, content, content.Length, _ => { }, CancellationToken.None);
    }

    private static MemoryStream Note(List<string> opened, string entry)
    {
        opened.Add(entry);
        return new MemoryStream();
    }

    private static byte[] Flipped(byte[] whole, int at)
    {
        var copy = whole.ToArray();
        copy[at] ^= 0x10;
        return copy;
    }

    private static int IndexOf(byte[] bytes, string name) => bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(name));

    private string Write(string name, bool isSealed, byte[] database)
    {
        var path = Path.Combine(_folder, name);
        using var file = File.Create(path);
        using var sealing = isSealed ? new SealingStream(file, Passphrase) : null;
        var writer = new ArchiveWriter(sealing ?? (Stream)file, Head);
        using var content = new MemoryStream(database);
        writer.Add(BackupNames.SqliteDatabase, content, database.Length, _ => { }, CancellationToken.None);
        Add(writer, BackupNames.OfFile(HashOf("small")), "small");
        writer.Complete([]);
        sealing?.Complete();
        return path;
    }

    /// <summary>An archive with a database and whatever a forger adds, whole in every other way.</summary>
    private string Forge(Action<ArchiveWriter> add)
    {
        var path = Path.Combine(_folder, "forged");
        using var file = File.Create(path);
        var writer = new ArchiveWriter(file, Head);
        Add(writer, BackupNames.SqliteDatabase, "database");
        add(writer);
        writer.Complete([]);
        return path;
    }

    private static string Refusal(string path) =>
        Assert.Throws<BackupException>(() => ArchiveReader.Read(path, Passphrase, null, null, _ => { }, CancellationToken.None)).Message;

    /// <summary>True when a reader takes these bytes for a whole backup; false when it says why not.</summary>
    private bool IsTaken(byte[] bytes)
    {
        var path = Path.Combine(_folder, "tried");
        File.WriteAllBytes(path, bytes);
        try
        {
            ArchiveReader.Read(path, Passphrase, null, null, _ => { }, CancellationToken.None);
            return true;
        }
        catch (BackupException)
        {
            return false;
        }
    }
}
