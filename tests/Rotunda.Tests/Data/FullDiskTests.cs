using System.Net;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data.Audit;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Data;

/// <summary>A full disk: what cannot be written is refused as a whole with an answer in the reader's language, and everything is still read.</summary>
public abstract class FullDiskTests(Site site)
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
            await EmptyAsync();
        }

        Assert.Equal((HttpStatusCode.InsufficientStorage, texts["problem.507.title"], TestLanguages.Of(language).Tag), (status, title, said));
        using var again = await secretary.SubmitAsync(form, path, fields);
        Assert.Equal(HttpStatusCode.Found, again.StatusCode);
        Assert.Equal(before.Version + 1, (await StateAsync(code)).Version);
    }

    /// <summary>Lets nothing more be written.</summary>
    protected abstract Task FillAsync();

    /// <summary>Makes room again.</summary>
    protected abstract Task EmptyAsync();

    private async Task<(int Version, int Entries)> StateAsync(string code)
    {
        await using var db = site.Db();
        var institution = await db.Institutions.AsNoTracking().SingleAsync(row => row.Code == code);
        var id = institution.Id.ToString();
        return (institution.Version, await db.AuditEntries.CountAsync(entry => entry.SubjectId == id));
    }
}

public sealed class FullDiskTestsOnSqlite(FullDiskSite site) : FullDiskTests(site), IClassFixture<FullDiskSite>
{
    /// <summary>Takes the free pages out of the file and lets no connection grow it.</summary>
    protected override async Task FillAsync()
    {
        await using var db = site.Db();
        await db.Database.ExecuteSqlRawAsync("VACUUM");
        site.Disk.IsFull = true;
    }

    protected override Task EmptyAsync()
    {
        site.Disk.IsFull = false;
        return Task.CompletedTask;
    }
}

/// <summary>The server says what it says when its disk is full, at the last write of the transaction that has begun with others.</summary>
public sealed class FullDiskTestsOnPostgres(PostgresSite site) : FullDiskTests(site), IClassFixture<PostgresSite>
{
    protected override async Task FillAsync()
    {
        await using var db = site.Db();
        await db.Database.ExecuteSqlRawAsync("""
            CREATE OR REPLACE FUNCTION refuse_to_grow() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION 'could not extend file "base/1/2": No space left on device' USING ERRCODE = '53100'; END $$;
            CREATE TRIGGER refuse_to_grow BEFORE INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION refuse_to_grow();
            """);
    }

    protected override async Task EmptyAsync()
    {
        await using var db = site.Db();
        await db.Database.ExecuteSqlRawAsync("DROP TRIGGER refuse_to_grow ON audit_entry");
    }
}
