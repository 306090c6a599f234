using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rotunda.Data;
using Rotunda.Data.Files;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Data.Files;

/// <summary>Files lie under the hash of their bytes, whole or not at all.</summary>
public abstract class FileStoreTests(Site site)
{
    private FileStore Files => site.Services.GetRequiredService<FileStore>();

    private string Folder => Path.Combine(site.Location.DataFolder, "files");

    [Fact]
    public async Task A_file_lies_under_its_hash_with_its_length_and_type()
    {
        var bytes = Encoding.UTF8.GetBytes("устав 章程");

        var file = await PutAsync(bytes, "text/plain; charset=utf-8");

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), file.Hash);
        Assert.Equal(((long)bytes.Length, "text/plain; charset=utf-8", site.Clock.GetCurrentInstant()), (file.Length, file.MediaType, file.StoredAt));
        Assert.Equal(bytes, await File.ReadAllBytesAsync(Files.PathOf(file.Hash)));
        Assert.Equal(file.Hash, await Files.RehashAsync(file.Hash, CancellationToken.None));
    }

    [Fact]
    public async Task The_same_bytes_are_stored_once()
    {
        var bytes = RandomNumberGenerator.GetBytes(10_000);
        var first = await PutAsync(bytes);
        var written = File.GetLastWriteTimeUtc(Files.PathOf(first.Hash));

        var second = await PutAsync(bytes, "text/plain");

        Assert.Equal((first.Hash, first.MediaType), (second.Hash, second.MediaType));
        Assert.Equal(written, File.GetLastWriteTimeUtc(Files.PathOf(first.Hash)));
        await using var db = site.Db();
        Assert.Equal(1, await db.Set<StoredFile>().CountAsync(file => file.Hash == first.Hash));
        Assert.Empty(Directory.EnumerateFiles(Folder, "*.part"));
    }

    [Fact]
    public async Task Bytes_that_are_still_arriving_are_under_no_hash()
    {
        var bytes = RandomNumberGenerator.GetBytes(100_000);
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var seen = new List<(bool IsThere, int Parts)>();
        using var stream = new WatchedStream(bytes, 50_000, () => seen.Add((File.Exists(Files.PathOf(hash)), Directory.EnumerateFiles(Folder, "*.part").Count())));
        await using var db = site.Db();

        await Files.PutAsync(db, stream, "application/octet-stream", CancellationToken.None);

        Assert.Equal([(false, 1)], seen);
        Assert.True(File.Exists(Files.PathOf(hash)));
    }

    [Fact]
    public async Task A_copy_that_breaks_off_leaves_nothing_behind()
    {
        var bytes = RandomNumberGenerator.GetBytes(100_000);
        using var stream = new WatchedStream(bytes, 50_000, () => throw new IOException("The connection broke."));
        await using var db = site.Db();

        await Assert.ThrowsAsync<IOException>(() => Files.PutAsync(db, stream, "application/octet-stream", CancellationToken.None));

        Assert.Empty(Directory.EnumerateFiles(Folder, "*.part"));
        Assert.False(File.Exists(Files.PathOf(Convert.ToHexStringLower(SHA256.HashData(bytes)))));
        Assert.Empty(db.ChangeTracker.Entries());
    }

    [Theory]
    [InlineData("")]
    [InlineData("../../../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("..")]
    [InlineData("E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855")]
    [InlineData("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85")]
    [InlineData("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b8555")]
    [InlineData("../0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85g")]
    public async Task A_name_that_is_no_hash_leads_nowhere(string name)
    {
        Assert.False(FileStore.IsHash(name));
        Assert.Throws<ArgumentException>(() => Files.PathOf(name));
        using var response = await site.Visit().GetAsync($"/media/{Uri.EscapeDataString(name)}/x");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Changed_and_missing_bytes_are_found()
    {
        var bytes = RandomNumberGenerator.GetBytes(1000);
        var file = await PutAsync(bytes);
        var path = Files.PathOf(file.Hash);

        await File.WriteAllBytesAsync(path, [1, 2, 3]);
        var changed = await ViolationsAsync();
        File.Delete(path);
        var missing = await ViolationsAsync();
        await File.WriteAllBytesAsync(path, bytes);

        Assert.Equal([$"files: {file.Hash} holds other bytes."], changed);
        Assert.Equal([$"files: {file.Hash} is missing."], missing);
        Assert.Empty(await ViolationsAsync());
    }

    [Fact]
    public async Task Damaged_bytes_are_replaced_when_the_file_comes_again()
    {
        var bytes = RandomNumberGenerator.GetBytes(1000);
        var file = await PutAsync(bytes);
        await File.WriteAllBytesAsync(Files.PathOf(file.Hash), [1, 2, 3]);

        await PutAsync(bytes);

        Assert.Equal(bytes, await File.ReadAllBytesAsync(Files.PathOf(file.Hash)));
    }

    private async Task<StoredFile> PutAsync(byte[] bytes, string mediaType = "application/octet-stream")
    {
        await using var db = site.Db();
        using var stream = new MemoryStream(bytes);
        var file = await Files.PutAsync(db, stream, mediaType, CancellationToken.None);
        await db.SaveChangesAsync();
        return file;
    }

    private async Task<IReadOnlyList<string>> ViolationsAsync() => (await DatabaseVerification.RunAsync(site.Services, CancellationToken.None)).Violations;
}

public sealed class FileStoreTestsOnSqlite(EmptySqliteSite site) : FileStoreTests(site), IClassFixture<EmptySqliteSite>;

public sealed class FileStoreTestsOnPostgres(EmptyPostgresSite site) : FileStoreTests(site), IClassFixture<EmptyPostgresSite>;
