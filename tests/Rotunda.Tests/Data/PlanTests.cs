using System.Net;
using Rotunda.Testing;
using Rotunda.Tests.Modules.Newsroom;
using Rotunda.Tests.Modules.Translation.Handouts;
using Xunit;

namespace Rotunda.Tests.Data;

/// <summary>
/// Pages about one thing find it by an index. Asked of every row whether it belongs to that thing, SQLite looks at all of them, and the page becomes slower with everything that others add.
/// </summary>
public sealed class PlanTests(CrowdSqliteSite site) : IClassFixture<CrowdSqliteSite>
{
    private static readonly string[] TextTables = ["translated_text", "text_block", "text_segment", "segment_text", "text_change", "text_revision", "segment_comment"];

    [Fact]
    public async Task A_text_is_opened_by_its_own_segments()
    {
        var text = await SmallText.AddAsync(site, "Заголовок", "Первый абзац", "Второй абзац");
        var editor = await new NewsroomSteps(site).SignInAsync("editor", "editor");

        await NothingIsScannedAsync("FROM \"segment_text\"", TextTables, () => editor.PageAsync($"/en/desk/texts/{text.Id}/zh"));
    }

    [Fact]
    public async Task Texts_to_hand_out_are_found_by_their_tasks()
    {
        var editor = await new NewsroomSteps(site).SignInAsync("editor", "editor");

        await NothingIsScannedAsync("FROM \"text_segment\"", TextTables, () => editor.PageAsync("/en/desk/handouts?from=ru&to=zh&choice=tasks"));
    }

    [Fact]
    public async Task An_officer_is_found_by_the_link()
    {
        var visitor = site.Visit();

        await NothingIsScannedAsync("\"circular_link\"", ["circular", "circular_receiver", "circular_officer", "circular_link"], () => visitor.PageAsync("/en/answer/" + new string('A', 22), HttpStatusCode.NotFound));
    }

    [Fact]
    public async Task What_a_search_found_is_read_by_what_it_is()
    {
        var visitor = site.Visit();
        var asked = await QueryCount.DuringAsync(site, async () => Assert.NotEmpty((await visitor.PageAsync("/en/search?q=conference")).QuerySelectorAll(".search-results .search-kind")));

        await using var db = site.Db();
        var command = Assert.Single(asked, command => command.Contains("\"Body\"", StringComparison.Ordinal) && command.Contains("FROM \"search_document\"", StringComparison.Ordinal));
        Assert.Contains(await QueryPlan.OfAsync(db, command, TestContext.Current.CancellationToken), step => step.Contains("(Generation=? AND Kind=? AND Code=?)", StringComparison.Ordinal));
    }

    /// <param name="wanted">What at least one of the statements has.</param>
    private async Task NothingIsScannedAsync(string wanted, string[] tables, Func<Task> action)
    {
        var asked = await QueryCount.DuringAsync(site, action);

        Assert.Contains(asked, command => command.Contains(wanted, StringComparison.Ordinal));
        await using var db = site.Db();
        foreach (var command in asked.Where(command => command.StartsWith("SELECT", StringComparison.Ordinal)))
        {
            var scanned = (await QueryPlan.ScannedAsync(db, command, TestContext.Current.CancellationToken)).Intersect(tables).ToList();
            Assert.True(scanned.Count == 0, $"Every row of {string.Join(", ", scanned)} is looked at by:\n{command}");
        }
    }
}
