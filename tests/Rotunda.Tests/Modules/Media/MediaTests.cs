using System.Net;
using System.Net.Http.Headers;
using Microsoft.EntityFrameworkCore;
using Rotunda.Modules.Alliance.Documents;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Media;

/// <summary>Stored files are for whoever may see what holds them, under the name that it has there.</summary>
public abstract class MediaTests(Site site)
{
    private const string Words = "This text is made up.";

    [Fact]
    public async Task Document_for_members_does_not_exist_for_readers()
    {
        var path = await PathAsync();
        var reader = site.Browser();

        using var file = await reader.GetAsync(path);
        using var none = await reader.GetAsync($"/media/{new string('0', 64)}/notes.txt");
        var list = await reader.GetStringAsync("/en/documents");

        Assert.Equal(HttpStatusCode.NotFound, file.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        Assert.DoesNotContain(Words, await file.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("notes.txt", list, StringComparison.Ordinal);
        Assert.Null(file.Headers.ETag);
        // Not even a tag that somebody knows tells that it is there
        using var conditional = new HttpRequestMessage(HttpMethod.Get, path);
        conditional.Headers.IfNoneMatch.Add(new EntityTagHeaderValue($"\"{path.Split('/')[2]}\""));
        using var asked = await reader.SendAsync(conditional);
        Assert.Equal(HttpStatusCode.NotFound, asked.StatusCode);
    }

    [Theory]
    [InlineData("member")]
    [InlineData("liaison-upc")]
    [InlineData("secretariat")]
    public async Task Member_reads_it_and_no_cache_between_keeps_it(string account)
    {
        var path = await PathAsync();
        var member = await site.SignInAsync(account);

        using var file = await member.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, file.StatusCode);
        Assert.Contains(Words, await file.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.True(file.Headers.CacheControl!.Private);
        Assert.Equal("text/plain", file.Content.Headers.ContentType!.MediaType);
        Assert.Equal(["nosniff"], file.Headers.GetValues("X-Content-Type-Options"));
        Assert.Contains("default-src 'none'", Assert.Single(file.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        // Plain text is shown in place
        Assert.Null(file.Content.Headers.ContentDisposition);
        Assert.Contains(path, (await member.PageAsync("/en/documents")).DocumentElement.OuterHtml, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("other.txt")]
    [InlineData("NOTES.TXT")]
    [InlineData("notes.txt%0D%0ASet-Cookie:%20x=y")]
    [InlineData("notes.txt%22;filename=evil.html")]
    [InlineData("..%2F..%2Frotunda.db")]
    [InlineData("..%5Crotunda.db")]
    [InlineData("%2E%2E%2Frotunda.db")]
    [InlineData("notes.txt%20")]
    [InlineData("%20")]
    public async Task File_has_no_other_name(string name)
    {
        var member = await site.SignInAsync("member");
        var path = (await PathAsync())[..^"notes.txt".Length] + name;

        using var response = await member.Http.GetAsync(new Uri(site.Address + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.False(response.Headers.Contains("Set-Cookie"));
        Assert.DoesNotContain(Words, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("..")]
    [InlineData("%2E%2E%2F%2E%2E%2Fetc")]
    [InlineData("0")]
    [InlineData("zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz")]
    public async Task Address_that_is_no_hash_is_nothing(string hash)
    {
        var member = await site.SignInAsync("member");

        using var response = await member.Http.GetAsync(new Uri($"{site.Address}/media/{hash}/notes.txt", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Theory]
    [InlineData("bytes=0-12", 206, "DEMONSTRATION")]
    [InlineData("bytes=99999999-", 416, "")]
    [InlineData("bytes=5-2", 200, null)]
    public async Task Parts_of_a_file_are_sent_as_asked(string range, int status, string? expected)
    {
        var member = await site.SignInAsync("member");
        using var request = new HttpRequestMessage(HttpMethod.Get, await PathAsync());
        request.Headers.TryAddWithoutValidation("Range", range);

        using var response = await member.Http.SendAsync(request);

        Assert.Equal(status, (int)response.StatusCode);
        if (expected is not null) Assert.Equal(expected, await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Head_and_conditional_requests_of_a_member_send_no_body()
    {
        var (member, path) = (await site.SignInAsync("member"), await PathAsync());
        using var full = await member.GetAsync(path);
        using var head = await member.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.IfNoneMatch.Add(full.Headers.ETag!);
        using var unchanged = await member.Http.SendAsync(request);

        Assert.Equal(full.Content.Headers.ContentLength, head.Content.Headers.ContentLength);
        Assert.Equal("", await head.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
    }

    private async Task<string> PathAsync()
    {
        await using var db = site.Db();
        var document = await db.Documents.AsNoTracking().SingleAsync(row => row.Code == "demonstration-notes");
        return $"/media/{document.FileHash}/{document.FileName}";
    }
}

public sealed class MediaTestsOnSqlite(SqliteSite site) : MediaTests(site), IClassFixture<SqliteSite>;

public sealed class MediaTestsOnPostgres(PostgresSite site) : MediaTests(site), IClassFixture<PostgresSite>;
