using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Rotunda.Modules.Newsroom.Articles;
using Rotunda.Modules.Newsroom.OldSite;
using Rotunda.Modules.Translation.Texts;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Newsroom.OldSite;

/// <summary>Saved pages become drafts at the desk and at the command line; a dry run stores nothing.</summary>
public abstract class PageImportTests(Site site)
{
    private const string Desk = "/en/desk/news/old-pages";

    [Fact]
    public async Task The_desk_shows_field_by_field_what_was_understood_and_makes_a_draft_of_it()
    {
        var content = await File.ReadAllBytesAsync(Repository.Shared("data", "news-page.txt"), TestContext.Current.CancellationToken);
        var editor = await site.SignInAsync("secretariat");
        using var sent = await editor.UploadAsync(Desk, [("Publisher", "China University of Petroleum")], [("Files", "news-page.txt", content)]);
        var shown = sent.Headers.Location!.ToString();
        var page = await editor.PageAsync(shown);
        await using var db = site.Db();
        var before = await db.Articles.CountAsync(TestContext.Current.CancellationToken);

        using var imported = await editor.PostAsync(shown, []);

        Assert.Equal(
            [
                ("Headline", "UPC Participated in the Fifth Annual Conference of ASRTU and Undertook the Academic Seminar"), ("Language", "English"), ("Date", "not stated"), ("Path on the old site", "Home › News › Content"),
                ("Categories there", "News"), ("Categories taken", "not stated"), ("Author", "not stated"), ("Translated by", "Jiang Shaofei"), ("Reviewed by", "Xu Xiaoyan"),
                ("Page before it", "UPC Newly Approved 17 National and Provincial First-class Undergraduate Majors"), ("Page after it", "NSFC Reported the New Progress in AI Recognition of Protein Secondary Structure in UPC"),
                ("Published by", "China University of Petroleum"), ("Address of the page", "not stated"), ("Left out", "Old Version FAQs Contact Us Chinese Русский"), ("Text", "6 blocks"),
            ],
            page.QuerySelectorAll(".understood-fields > div").Select(row => (row.QuerySelector("dt")!.TextContent, row.QuerySelector("dd")!.TextContent.Trim())));
        Assert.Equal(Desk + "?done=true", imported.Headers.Location!.ToString());
        var key = Rotunda.Modules.Newsroom.Submissions.ArticleDrafting.KeyOf(SavedPageReader.Read("news-page.txt", content).Page!);
        var article = await db.Articles.AsNoTracking().AsSplitQuery().Include(row => row.Versions).Include(row => row.Text!.Blocks).Include(row => row.Text!.Segments).ThenInclude(segment => segment.Texts)
            .SingleAsync(row => row.Origin != null && row.Key == key);
        Assert.Equal(before + 1, await db.Articles.CountAsync(TestContext.Current.CancellationToken));
        Assert.Equal(
            new ArticleOrigin("China University of Petroleum", "UPC Participated in the Fifth Annual Conference of ASRTU and Undertook the Academic Seminar", "UPC Newly Approved 17 National and Provincial First-class Undergraduate Majors",
                "NSFC Reported the New Progress in AI Recognition of Protein Secondary Structure in UPC", "Jiang Shaofei", "Xu Xiaoyan", IsUndated: true),
            article.Origin);
        Assert.Equal((VersionState.Draft, 6, (Guid?)null), (Assert.Single(article.Versions).State, article.Text!.Blocks.Count, article.Text.AuthorId));
        Assert.All(article.Text.Segments.SelectMany(segment => segment.Texts), text => Assert.Equal("en", text.Language));
        Assert.False(await db.PublishedTexts.AnyAsync(row => row.TextId == article.TextId));
        // What was imported is gone from the uploads, and does not come in twice
        using var gone = await editor.GetAsync(shown);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        using var again = await editor.UploadAsync(Desk, [("Publisher", "UPC")], [("Files", "again.txt", content)]);
        using var refused = await editor.PostAsync(again.Headers.Location!.ToString(), []);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("again.txt", (await Visitor.ParseAsync(refused)).QuerySelector(".fault-summary")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_cannot_be_read_says_why_and_the_others_are_offered()
    {
        var editor = await site.SignInAsync("secretariat");
        using var sent = await editor.UploadAsync(Desk, [("Publisher", "UPC")], [("Files", "empty.txt", " "u8.ToArray()), ("Files", "good.txt", "A headline of its own\nA text.\n"u8.ToArray())]);

        var page = await editor.PageAsync(sent.Headers.Location!.ToString());

        Assert.Equal(["The text cannot be read: its character encoding is not recognised, or it is empty."], page.QuerySelectorAll(".understood .fault").Select(fault => fault.TextContent));
        Assert.Equal(["1"], page.QuerySelectorAll("input[name=Page]").Select(box => box.GetAttribute("value")));
    }

    [Fact]
    public async Task An_upload_without_files_or_publisher_is_refused()
    {
        var editor = await site.SignInAsync("secretariat");

        using var none = await editor.UploadAsync(Desk, [("Publisher", "UPC")], []);
        using var nameless = await editor.UploadAsync(Desk, [("Publisher", " ")], [("Files", "a.txt", "A\nB\n"u8.ToArray())]);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity), (none.StatusCode, nameless.StatusCode));
        Assert.NotNull((await Visitor.ParseAsync(nameless)).QuerySelector("#f-publisher[aria-invalid=true]"));
    }

    [Fact]
    public async Task The_command_line_tells_in_a_dry_run_and_imports_all_or_nothing()
    {
        using var folder = new PageFolder();
        folder.Write("one.txt", "The headline of the first page\nIts text.\nTranslated: A. B.\n");
        folder.Write("picture.png", "no page");
        string[] database = site.Location.IsPostgres ? ["--db", site.Location.Connection] : [];

        var dry = await ChildProgram.RunAsync(["import-pages", folder.Path, "--dry-run", "--json", "--data", site.Location.DataFolder, .. database]);
        var nameless = await ChildProgram.RunAsync(["import-pages", folder.Path, "--data", site.Location.DataFolder, .. database]);
        var first = await CountAsync();
        var done = await ChildProgram.RunAsync(["import-pages", folder.Path, "--publisher", "UPC", "--json", "--data", site.Location.DataFolder, .. database]);
        folder.Write("two.txt", " ");
        folder.Write("three.txt", "The headline of the third page\nIts text.\n");
        var faulty = await ChildProgram.RunAsync(["import-pages", folder.Path, "--publisher", "UPC", "--data", site.Location.DataFolder, .. database]);

        var told = JsonDocument.Parse(Assert.Single(dry.Output.Trim().Split('\n'))).RootElement;
        Assert.Equal((0, "one.txt", "The headline of the first page", "A. B.", false), (dry.ExitCode, told.GetProperty("file").GetString(), told.GetProperty("title").GetString(), told.GetProperty("translatedBy").GetString(), told.GetProperty("imported").GetBoolean()));
        Assert.Equal((1, 0), (nameless.ExitCode, first));
        Assert.Equal((0, true), (done.ExitCode, JsonDocument.Parse(done.Output).RootElement.GetProperty("imported").GetBoolean()));
        Assert.Equal((1, 1), (faulty.ExitCode, await CountAsync()));

        async Task<int> CountAsync()
        {
            await using var db = site.Db();
            return await db.SegmentTexts.CountAsync(text => text.Text == "The headline of the first page" || text.Text == "The headline of the third page");
        }
    }

    private sealed class PageFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("rotunda-pages-").FullName;

        public void Write(string name, string content) => File.WriteAllText(System.IO.Path.Combine(Path, name), content);

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}

public sealed class PageImportTestsOnSqlite(SqliteSite site) : PageImportTests(site), IClassFixture<SqliteSite>;

public sealed class PageImportTestsOnPostgres(PostgresSite site) : PageImportTests(site), IClassFixture<PostgresSite>;
