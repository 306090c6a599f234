using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rotunda.Data;
using Rotunda.Data.Files;
using Rotunda.Data.Jobs;
using Rotunda.Data.Values;
using Rotunda.Modules.Translation;
using Rotunda.Modules.Translation.Terms;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Translation.Terms;

/// <summary>The termbase on the desk.</summary>
public abstract class TermbaseTests(Site site)
{
    [Fact]
    public async Task A_term_is_written_shown_and_exported()
    {
        var editor = await site.SignInAsAsync("terms-writer@example.org", "editor");

        using var saved = await editor.PostAsync("/en/desk/termbase/new", [("en.Preferred", "green line"), ("ru.Preferred", "зелёная линия"), ("zh.Preferred", "绿线"), ("ru.Forbidden", "зелёный путь\r\nзелёная дорога"), ("ru.Note", "с малой буквы")]);
        var page = await editor.PageAsync("/en/desk/termbase?q=green");
        var file = await (await editor.GetAsync("/en/desk/termbase/termbase.tbx")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Found, saved.StatusCode);
        Assert.Equal(["зелёный путь", "зелёная дорога"], page.QuerySelectorAll(".terms .never s").Select(word => word.TextContent));
        Assert.Contains("<term>绿线</term>", file, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_who_write_at_once_see_both_texts()
    {
        var editor = await site.SignInAsAsync("terms-first@example.org", "editor");
        using var made = await editor.PostAsync("/en/desk/termbase/new", [("en.Preferred", "shared concept")]);
        var path = (await editor.PageAsync("/en/desk/termbase?q=shared")).QuerySelector(".terms a")!.GetAttribute("href")!;
        var form = (await editor.PageAsync(path)).QuerySelector("main form[method=post]")!;
        using var quicker = await editor.PostAsync(path, [("en.Preferred", "shared notion")]);

        using var slower = await editor.SubmitAsync(form, path, [("en.Preferred", "shared idea")]);
        var page = await Visitor.ParseAsync(slower);

        Assert.Equal(HttpStatusCode.Conflict, slower.StatusCode);
        Assert.Equal(("shared idea", true), (page.QuerySelector("[name='en.Preferred']")!.GetAttribute("value"), page.QuerySelectorAll(".stored-value").Any(value => value.TextContent == "shared notion")));
        await using var db = site.Db();
        Assert.Equal(1, await db.Set<TermWord>().CountAsync(word => word.Text == "shared notion", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_file_is_looked_at_taken_once_and_refused_when_it_is_faulty()
    {
        var editor = await site.SignInAsAsync($"terms-importer-{site.Location.IsPostgres}@example.org".ToLowerInvariant(), "editor");
        // Beyond a portion, and one concept twice
        var concepts = string.Concat(Enumerable.Range(0, 701).Select(number => Concept($"c{number}", $"клепсидра {Math.Min(number, 699)}")));

        Assert.Contains("The file would bring new: 700; known already: 1; without a word in a language of this site: 1.", await ImportAsync(editor, concepts + Concept("other", "Wasseruhr", "de"), "check"), StringComparison.Ordinal);
        Assert.Contains("Taken over. New: 700; known already: 1; without a word in a language of this site: 1.", await ImportAsync(editor, concepts + Concept("other", "Wasseruhr", "de"), "store"), StringComparison.Ordinal);
        Assert.Contains("New: 0; known already: 701;", await ImportAsync(editor, concepts, "store"), StringComparison.Ordinal);
        Assert.Contains("Another concept has the id", await ImportAsync(editor, Concept("a", "первая новая") + Concept("a", "вторая новая"), "store"), StringComparison.Ordinal);
        await using var db = site.Db();
        Assert.Equal((700, 0), (await db.Set<TermWord>().CountAsync(word => word.Text.StartsWith("клепсидра"), TestContext.Current.CancellationToken), await db.Set<TermWord>().CountAsync(word => word.Text == "первая новая", TestContext.Current.CancellationToken)));
        var translator = await site.SignInAsAsync($"terms-onlooker-{site.Location.IsPostgres}@example.org".ToLowerInvariant(), "translator", "pair:ru-zh");
        var job = await db.Set<Job>().Where(row => row.Kind == TermImportJob.JobKind).Select(row => row.Id).FirstAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, (await translator.GetAsync("/en/desk/termbase/imports/" + job)).StatusCode);

        static string Concept(string id, string term, string language = "ru") => $"<conceptEntry id=\"{id}\"><langSec xml:lang=\"{language}\"><termSec><term>{term}</term></termSec></langSec></conceptEntry>";
    }

    [Fact]
    public async Task An_import_of_terms_goes_on_where_a_dead_node_left_it()
    {
        var concepts = string.Concat(Enumerable.Range(0, 600).Select(number => $"<conceptEntry id=\"c{number}\"><langSec xml:lang=\"ru\"><termSec><term>астрариум {number}</term></termSec></langSec></conceptEntry>"));
        await using var db = site.Db();
        var file = await site.Services.GetRequiredService<FileStore>().PutAsync(db, new MemoryStream(Encoding.UTF8.GetBytes(Tbx(concepts))), TermImportJob.MediaType, TestContext.Current.CancellationToken);
        var job = new Job
        {
            Id = RowId.New(), Kind = TermImportJob.JobKind, Arguments = JsonSerializer.Serialize(new FileImportOrder(file.Hash, "resumed.tbx", IsDryRun: false), StoredJson.Options), State = JobState.Running, Attempts = 1,
            Cursor = JsonSerializer.Serialize(new FileImport(500, 0, 0, null, 500, 600), StoredJson.Options), Progress = 500, Total = 600, CreatedAt = site.Clock.GetCurrentInstant(), Owner = "dead", LeasedUntil = site.Clock.GetCurrentInstant() - NodaTime.Duration.FromMinutes(1),
        };
        db.Add(job);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);

        await site.FinishJobsAsync(TermImportJob.JobKind);

        var said = JsonSerializer.Deserialize<FileImport>((await db.Set<Job>().AsNoTracking().SingleAsync(row => row.Id == job.Id, TestContext.Current.CancellationToken)).Message!, StoredJson.Options)!;
        Assert.Equal((600, 600), (said.Added, said.Units));
        Assert.Equal(100, await db.Set<TermWord>().CountAsync(word => word.Text.StartsWith("астрариум"), TestContext.Current.CancellationToken));
    }

    private static string Tbx(string concepts) => $"<tbx type=\"TBX-Basic\" style=\"dca\" xml:lang=\"en\" xmlns=\"urn:iso:std:iso:30042:ed-2\"><tbxHeader/><text><body>{concepts}</body></text></tbx>";

    private async Task<string> ImportAsync(Visitor editor, string concepts, string act)
    {
        using var started = await editor.UploadAsync("/en/desk/termbase", [("act", act)], [("File", "terms.tbx", Encoding.UTF8.GetBytes(Tbx(concepts)))], "form[action$='handler=Import']");
        Assert.Equal(HttpStatusCode.Found, started.StatusCode);
        await site.FinishJobsAsync(TermImportJob.JobKind);
        return (await editor.PageAsync(started.Headers.Location!.OriginalString)).QuerySelector("job-progress .notice")!.TextContent;
    }

    [Theory]
    [InlineData("en.Preferred", "", "A term needs a word")]
    [InlineData("en.Preferred", "…", "holds no word")]
    public async Task What_is_no_term_is_refused_beside_its_field(string field, string value, string fault)
    {
        var editor = await site.SignInAsAsync($"terms-{value.Length}@example.org", "editor");

        using var response = await editor.PostAsync("/en/desk/termbase/new", [(field, value)]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Contains(fault, (await Visitor.ParseAsync(response)).QuerySelector(".field.faulty .fault")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_translator_reads_and_a_member_does_not()
    {
        var translator = await site.SignInAsAsync("terms-translator@example.org", "translator", "pair:ru-zh");
        var member = await site.SignInAsAsync("terms-member@example.org", "member");

        Assert.Null((await translator.PageAsync("/en/desk/termbase")).QuerySelector("a[href$='/desk/termbase/new']"));
        await translator.PageAsync("/en/desk/termbase/new", HttpStatusCode.NotFound);
        await member.PageAsync("/en/desk/termbase", HttpStatusCode.Forbidden);
        Assert.Equal(HttpStatusCode.Forbidden, (await member.GetAsync("/en/desk/termbase/termbase.tbx")).StatusCode);
    }
}

public sealed class TermbaseTestsOnSqlite(SqliteSite site) : TermbaseTests(site), IClassFixture<SqliteSite>;

public sealed class TermbaseTestsOnPostgres(PostgresSite site) : TermbaseTests(site), IClassFixture<PostgresSite>;
