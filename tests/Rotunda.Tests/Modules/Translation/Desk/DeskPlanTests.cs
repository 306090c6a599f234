using Rotunda.Testing;
using Rotunda.Tests.Modules.Newsroom;
using Rotunda.Tests.Modules.Translation.Handouts;
using Xunit;

namespace Rotunda.Tests.Modules.Translation.Desk;

/// <summary>A text is opened by its own segments: asked whether each text of the database belongs to it, the desk became slower with every article that was published.</summary>
public sealed class DeskPlanTests(CrowdSqliteSite site) : IClassFixture<CrowdSqliteSite>
{
    private static readonly string[] TextTables = ["translated_text", "text_block", "text_segment", "segment_text", "text_change", "text_revision", "segment_comment"];

    [Fact]
    public async Task A_text_is_opened_without_a_look_at_every_other()
    {
        var text = await SmallText.AddAsync(site, "Заголовок", "Первый абзац", "Второй абзац");
        var editor = await new NewsroomSteps(site).SignInAsync("editor", "editor");
        await editor.PageAsync($"/en/desk/texts/{text.Id}/zh");

        var asked = await QueryCount.DuringAsync(site, () => editor.PageAsync($"/en/desk/texts/{text.Id}/zh"));

        Assert.Contains(asked, command => command.Contains("FROM \"segment_text\"", StringComparison.Ordinal));
        await using var db = site.Db();
        foreach (var command in asked.Where(command => command.StartsWith("SELECT", StringComparison.Ordinal)))
        {
            var scanned = (await QueryPlan.ScannedAsync(db, command, TestContext.Current.CancellationToken)).Intersect(TextTables).ToList();
            Assert.True(scanned.Count == 0, $"Every row of {string.Join(", ", scanned)} is looked at by:\n{command}");
        }
    }
}
