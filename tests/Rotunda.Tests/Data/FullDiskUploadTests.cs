using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data.Files;
using Rotunda.Modules.Alliance.Documents;
using Rotunda.Testing;
using Rotunda.Tests.Data.Backups;
using Xunit;

namespace Rotunda.Tests.Data;

/// <summary>An upload that the disk cannot hold is refused as a whole: no file, no row, no change of the record; when there is room again it goes through.</summary>
public sealed class FullDiskUploadTests(SqliteSite site) : IClassFixture<SqliteSite>
{
    private const string Code = "large-minutes";

    [Fact]
    public async Task An_upload_is_refused_as_a_whole_and_goes_through_when_there_is_room()
    {
        var secretary = await site.SignInAsync("secretariat");
        using var made = await secretary.PostAsync("/ru/desk/registry/documents/new", [("field.code", Code), ("field.title.ru", "Протокол"), ("field.kind", "Minutes"), ("field.visibility", "Public"), ("Ground.Source", "test")]);
        Assert.Equal(HttpStatusCode.Found, made.StatusCode);
        var before = await StateAsync();
        var path = $"/ru/desk/registry/documents/{before.Id}";
        var folder = Path.Combine(site.Location.DataFolder, "files");

        using (SmallDisk.Mount(folder, "256k"))
        {
            using var refused = await UploadAsync(secretary, path);
            var page = await Visitor.ParseAsync(refused);
            Assert.Equal((HttpStatusCode.InsufficientStorage, TestLanguages.TextsOf("ru")["problem.507.title"]), (refused.StatusCode, page.QuerySelector("h1")?.TextContent));
            Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
            Assert.Equal(before, await StateAsync());
        }

        using var taken = await UploadAsync(secretary, path);
        Assert.Equal(HttpStatusCode.Found, taken.StatusCode);
        Assert.Equal((before.Version + 1, before.Files + 1), ((await StateAsync()).Version, (await StateAsync()).Files));
    }

    private static Task<HttpResponseMessage> UploadAsync(Visitor visitor, string path) =>
        visitor.UploadAsync(path, [("Ground.Source", "test")], [("field.file", "minutes.pdf", Encoding.ASCII.GetBytes($"%PDF-1.7\n{new string('x', 600_000)}\n%%EOF\n"))]);

    private async Task<(Guid Id, int Version, int Files)> StateAsync()
    {
        await using var db = site.Db();
        var document = await db.Documents.AsNoTracking().SingleAsync(row => row.Code == Code);
        return (document.Id, document.Version, await db.Set<StoredFile>().CountAsync());
    }
}
