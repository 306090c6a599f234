using System.Net;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data.Audit;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Data;

/// <summary>A full disk: what cannot be written is refused as a whole with an answer in the reader's language, and everything is still read.</summary>
public sealed class FullDiskTests(FullDiskSite site) : IClassFixture<FullDiskSite>
{
    private static readonly (string, string) Ground = ("Ground.Source", "https://example.org/letter");

    [Theory]
    [InlineData("en", "njust")]
    [InlineData("zh", "nuaa")]
    [InlineData("ru", "tyut")]
    public async Task A_write_is_refused_as_a_whole_and_the_site_goes_on_reading(string language, string code)
    {
        var texts = TestLanguages.TextsOf(language);
        var secretary = await site.SignInAsync("secretariat");
        var path = $"/{language}/desk/institutions/{code}";
        var form = (await secretary.PageAsync(path)).QuerySelector("main form[method=post]")!;
        // Far more than the free pages of the file hold, whatever they are
        var fields = new[] { "en", "zh", "ru" }.Select(note => ($"field.note.{note}", new string('ж', 1000))).Append(Ground).ToList();
        var before = await StateAsync(code);
        await FillAsync();
        HttpStatusCode status;
        string? title, said;
        try
        {
            using var refused = await secretary.SubmitAsync(form, path, fields);
            var page = await Visitor.ParseAsync(refused);
            (status, title, said) = (refused.StatusCode, page.QuerySelector("h1")?.TextContent, page.DocumentElement.GetAttribute("lang"));
            Assert.Equal(before, await StateAsync(code));
            using var read = await site.Visit().GetAsync($"/{language}/members/{code}?zone=Asia/Tokyo");
            Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        }
        finally
        {
            site.Disk.IsFull = false;
        }

        Assert.Equal((HttpStatusCode.InsufficientStorage, texts["problem.507.title"], TestLanguages.Of(language).Tag), (status, title, said));
        using var again = await secretary.SubmitAsync(form, path, fields);
        Assert.Equal(HttpStatusCode.Found, again.StatusCode);
        Assert.Equal(before.Version + 1, (await StateAsync(code)).Version);
    }

    /// <summary>Takes the free pages out of the file and lets no connection grow it.</summary>
    private async Task FillAsync()
    {
        await using var db = site.Db();
        await db.Database.ExecuteSqlRawAsync("VACUUM");
        site.Disk.IsFull = true;
    }

    private async Task<(int Version, int Entries)> StateAsync(string code)
    {
        await using var db = site.Db();
        var institution = await db.Institutions.AsNoTracking().SingleAsync(row => row.Code == code);
        var id = institution.Id.ToString();
        return (institution.Version, await db.AuditEntries.CountAsync(entry => entry.SubjectId == id));
    }
}
