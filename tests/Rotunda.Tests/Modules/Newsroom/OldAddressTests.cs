using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Modules.Newsroom.OldAddresses;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Newsroom;

/// <summary>The table of old addresses: imported line by line, asked only where nothing answers, counted without people.</summary>
public abstract class OldAddressTests(Site site)
{
    [Fact]
    public async Task A_table_is_shown_line_by_line_and_imported_as_it_was_shown()
    {
        var editor = await site.SignInAsync("secretariat");
        const string table = """
            address,target
            /t/info/1931.htm,/en/news/2022/upc-at-fifth-annual-conference
            https://old.example/t/index.php?id=5,institution:upc
            /t/about.htm,/about
            relative.htm,/about
            /t/away.htm,https://evil.example/
            /t/nobody.htm,institution:nobody
            /t/about.htm,/faq
            /t/self.htm,/t/self.htm
            /t/chain.htm,/t/about.htm
            """;
        var import = await SendAsync(editor, table);
        var shown = await editor.PageAsync(import);

        Assert.Equal(
            ["5 The old address is no path", "6 The target is no page of this site", "7 There is no institution:nobody", "8 The same address stands in line 4 already", "9 The address would lead to itself", "10 /t/about.htm is an old address itself"],
            shown.QuerySelectorAll("tr.line-faulty").Select(row => $"{row.QuerySelector("td")!.TextContent} {row.QuerySelector(".fault")!.TextContent.Split(". ")[0].TrimEnd('.')}"));
        using var whole = await editor.PostAsync(import, [], "main form[method=post]");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, whole.StatusCode);
        using (var early = await site.Browser().GetAsync("/t/info/1931.htm")) Assert.Equal(HttpStatusCode.NotFound, early.StatusCode);
        using var taken = await editor.PostAsync(import, [("leavesOut", "true")], "main form[method=post]");
        Assert.Equal(HttpStatusCode.Found, taken.StatusCode);

        Assert.Equal((301, "/en/news/2022/upc-at-fifth-annual-conference"), await AskAsync("/t/info/1931.htm"));
        Assert.Equal((302, "/ru/members/upc"), await AskAsync("/t/index.php?id=5", "ru"));
        Assert.Equal((302, "/zh/members/upc"), await AskAsync("/t/index.php?id=5", "zh"));
        Assert.Equal((302, "/en/about"), await AskAsync("/t/about.htm", "en"));
        Assert.Equal((404, ""), await AskAsync("/t/index.php?id=6"));
        Assert.Equal((404, ""), await AskAsync("/t/away.htm"));
        using var again = await editor.GetAsync(import);
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
    }

    [Fact]
    public async Task The_command_line_imports_a_table_whole_or_not_at_all()
    {
        var file = Path.Combine(site.Location.DataFolder, "addresses.csv");
        string[] at = ["--data", site.Location.DataFolder, .. site.Location.IsPostgres ? new[] { "--db", site.Location.Connection } : []];
        await File.WriteAllTextAsync(file, "address,target\n/cli/1.htm,/about\n/cli/2.htm,institution:nobody\n");

        await using var before = site.Db();
        var imports = await before.AuditEntries.CountAsync(entry => entry.Action == "old-address.import");
        var faulty = await ChildProgram.RunAsync(["import-addresses", file, .. at]);
        Assert.Equal(1, faulty.ExitCode);
        Assert.Contains("addresses.csv:3", faulty.Output, StringComparison.Ordinal);
        Assert.Equal((404, ""), await AskAsync("/cli/1.htm"));

        await File.WriteAllTextAsync(file, "address,target\n/cli/1.htm,/about\n/cli/2.htm,institution:upc\n");
        var dry = await ChildProgram.RunAsync(["import-addresses", file, "--dry-run", "--json", .. at]);
        Assert.Equal((0, "", false, 2), (dry.ExitCode, dry.Error, Answer(dry).GetProperty("imported").GetBoolean(), Answer(dry).GetProperty("added").GetInt32()));
        Assert.Equal((404, ""), await AskAsync("/cli/1.htm"));

        var done = await ChildProgram.RunAsync(["import-addresses", file, "--json", .. at]);
        Assert.Equal((0, true), (done.ExitCode, Answer(done).GetProperty("imported").GetBoolean()));
        Assert.Equal((302, "/en/about"), await AskAsync("/cli/1.htm", "en"));
        Assert.Equal((302, "/zh/members/upc"), await AskAsync("/cli/2.htm", "zh"));
        var again = await ChildProgram.RunAsync(["import-addresses", file, "--json", .. at]);
        Assert.Equal((0, false, 2), (again.ExitCode, Answer(again).GetProperty("imported").GetBoolean(), Answer(again).GetProperty("unchanged").GetInt32()));
        await using var after = site.Db();
        Assert.Equal(imports + 1, await after.AuditEntries.CountAsync(entry => entry.Action == "old-address.import"));

        static System.Text.Json.JsonElement Answer(ProgramEnd end) => System.Text.Json.JsonDocument.Parse(end.Output).RootElement;
    }

    [Fact]
    public async Task What_changed_since_the_dry_run_is_shown_before_anything_is_stored()
    {
        var editor = await site.SignInAsync("secretariat");
        var import = await SendAsync(editor, "address,target\n/m/1.htm,/about\n");
        var open = (await editor.PageAsync(import)).QuerySelector("main form[method=post]")!;
        using var put = await editor.PostAsync("/en/desk/addresses", [("Address", "/m/1.htm"), ("Target", "/faq")]);
        Assert.Equal(HttpStatusCode.Found, put.StatusCode);

        using var stale = await editor.SubmitAsync(open, import, []);

        Assert.Equal(HttpStatusCode.Conflict, stale.StatusCode);
        Assert.Equal("/faq", (await Visitor.ParseAsync(stale)).QuerySelector("tr.line-changed del")!.TextContent);
        Assert.Equal((302, "/en/faq"), await AskAsync("/m/1.htm", "en"));
    }

    [Fact]
    public async Task Loops_and_chains_are_refused_from_either_end()
    {
        var editor = await site.SignInAsync("secretariat");
        Assert.Equal(HttpStatusCode.Found, await PutAsync("/l/a", "/l/b"));
        // The target of one would become an old address
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await PutAsync("/l/b", "/l/a"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await PutAsync("/l/b", "/about"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await PutAsync("/l/c", "/l/a"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await PutAsync("/l/c", "/l/a#part"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await PutAsync("/l/d", "//evil.example"));
        Assert.Equal(HttpStatusCode.Found, await PutAsync("/l/a", "/about"));

        async Task<HttpStatusCode> PutAsync(string address, string target)
        {
            using var response = await editor.PostAsync("/en/desk/addresses", [("Address", address), ("Target", target)]);
            return response.StatusCode;
        }
    }

    [Fact]
    public async Task The_database_itself_refuses_a_target_on_another_host()
    {
        foreach (var target in new[] { "//evil.example", "https://evil.example/", "evil" })
        {
            await using var db = site.Db();
            db.Add(new OldAddress { Id = RowId.New(), Address = "/d/" + target.Length, Target = target, AddedAt = site.Clock.GetCurrentInstant() });
            await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync());
        }
    }

    [Fact]
    public async Task Visits_are_counted_and_pages_that_answer_cost_no_question()
    {
        var editor = await site.SignInAsync("secretariat");
        using var put = await editor.PostAsync("/en/desk/addresses", [("Address", "/c/1.htm?x=1"), ("Target", "/zh/about")]);
        Assert.Equal(HttpStatusCode.Found, put.StatusCode);

        for (var round = 0; round < 3; round++) Assert.Equal((301, "/zh/about"), await AskAsync("/c/1.htm?x=1"));
        await site.Services.GetRequiredService<OldAddressHits>().WriteAsync(CancellationToken.None);
        var asked = await QueryCount.DuringAsync(site, () => site.Browser().GetAsync("/c/none.htm"));
        var ordinary = await QueryCount.DuringAsync(site, () => editor.PageAsync("/zh/about"));

        await using var db = site.Db();
        var row = await db.OldAddresses.AsNoTracking().SingleAsync(candidate => candidate.Address == "/c/1.htm?x=1");
        Assert.Equal((3, site.Clock.GetCurrentInstant().InUtc().Date), (row.Hits, row.LastHitOn));
        Assert.Single(asked, command => command.Contains("old_address", StringComparison.Ordinal));
        Assert.DoesNotContain(ordinary, command => command.Contains("old_address", StringComparison.Ordinal));
        using var post = await site.Browser().PostAsync("/c/1.htm?x=1", new StringContent(""));
        Assert.Equal(HttpStatusCode.NotFound, post.StatusCode);
    }

    [Fact]
    public async Task The_export_can_be_imported_again()
    {
        var editor = await site.SignInAsync("secretariat");
        using var put = await editor.PostAsync("/en/desk/addresses", [("Address", "/x/1.htm"), ("Target", "institution:leti")]);
        var csv = await (await editor.GetAsync("/en/desk/addresses/export.csv")).Content.ReadAsStringAsync();

        var shown = await editor.PageAsync(await SendAsync(editor, csv));

        Assert.Contains("/x/1.htm,institution:leti,0,", csv, StringComparison.Ordinal);
        Assert.Empty(shown.QuerySelectorAll("tr.line-faulty, tr.line-changed, tr.line-added"));
    }

    [Fact]
    public async Task The_list_asks_as_often_for_one_address_as_for_thirty()
    {
        var editor = await site.SignInAsync("secretariat");
        await AddAsync(0, 1);
        await editor.PageAsync("/en/desk/addresses?q=/q/");
        var one = await QueryCount.FewestAsync(site, () => editor.PageAsync("/en/desk/addresses?q=/q/"));
        await AddAsync(1, 30);
        IReadOnlyList<string> rows = [];
        var thirty = await QueryCount.FewestAsync(site, async () => rows = [.. (await editor.PageAsync("/en/desk/addresses?q=/q/")).QuerySelectorAll("tbody tr th").Select(cell => cell.TextContent)]);

        Assert.Equal((30, one), (rows.Count, thirty));

        async Task AddAsync(int from, int to)
        {
            await using var db = site.Db();
            for (var number = from; number < to; number++) db.Add(new OldAddress { Id = RowId.New(), Address = $"/q/{number}", Target = "/about", AddedAt = site.Clock.GetCurrentInstant() });
            await db.SaveChangesAsync();
        }
    }

    private static async Task<string> SendAsync(Visitor editor, string table)
    {
        using var response = await editor.UploadAsync("/en/desk/addresses", [], [("File", "old.csv", Encoding.UTF8.GetBytes(table))], "form[enctype]");
        Assert.True(response.StatusCode == HttpStatusCode.Found, await response.Content.ReadAsStringAsync());
        return response.Headers.Location!.ToString();
    }

    private async Task<(int Status, string Path)> AskAsync(string path, string? language = null)
    {
        using var response = await site.Visit(language).GetAsync(path);
        return ((int)response.StatusCode, response.Headers.Location?.ToString() ?? "");
    }
}

public sealed class OldAddressTestsOnSqlite(SqliteSite site) : OldAddressTests(site), IClassFixture<SqliteSite>;

public sealed class OldAddressTestsOnPostgres(PostgresSite site) : OldAddressTests(site), IClassFixture<PostgresSite>;
