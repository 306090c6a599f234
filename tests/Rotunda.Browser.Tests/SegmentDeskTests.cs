using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Rotunda.Data;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Translation;
using Rotunda.Modules.Translation.Memory;
using Rotunda.Modules.Translation.Texts;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Browser.Tests;

/// <summary>The translation desk in a browser: what is typed survives a lost connection and other people, and everything is done by keyboard.</summary>
public sealed class SegmentDeskTests(Chromium chromium, SqliteSite site) : BrowserTests(chromium, site), IClassFixture<SqliteSite>
{
    private static readonly Viewer Other = new(RowId.New(), "other translator", [new Grant(TranslationRoles.Translator, TranslationActs.Pair("ru", "en"))]);
    private static readonly Viewer Reviewer = new(RowId.New(), "reviewer", [new Grant(TranslationRoles.TextReviewer, TranslationActs.Language("en"))]);

    [Fact]
    public async Task What_is_typed_in_Chinese_from_English_is_kept_on_a_Russian_text()
    {
        var text = await BeginAsync("Заголовок по-русски");
        await PutAsync(text, 0, "A title in English");
        var tab = await EnterAsync("演示译员");
        await tab.GoAsync($"/zh/desk/texts/{text.Id}/zh?from=en");
        var area = tab.Page.Locator(".segment textarea");
        await area.FillAsync("中文标题");
        await Assertions.Expect(tab.Page.Locator(".text-saved")).ToHaveTextAsync("已保存");
        await area.FillAsync("更好的中文标题");
        await KeptNothingAsync(tab);

        var stored = await ReadAsync(text, 0, "zh");
        Assert.Equal(("更好的中文标题", "en", TranslationState.Initial), (stored!.Text, stored.FromLanguage, stored.State));
    }

    [Fact]
    public async Task Words_typed_without_a_connection_come_back_and_are_saved_once_it_is_there()
    {
        var text = await BeginAsync("Без связи", "Второй сегмент без связи");
        var tab = await EnterAsync("Demonstration translator, Russian");
        await tab.GoAsync($"/en/desk/texts/{text.Id}/en");
        await LoseAsync(tab);
        var areas = tab.Page.Locator(".segment textarea");
        await areas.Nth(0).FillAsync("Typed without a connection");
        await areas.Nth(1).FillAsync("The second one too");
        await Assertions.Expect(tab.Page.Locator(".text-saved")).ToHaveTextAsync("No connection: what you type is kept in this browser.");
        await tab.Page.ReloadAsync();
        await Assertions.Expect(areas.Nth(0)).ToHaveValueAsync("Typed without a connection");
        await Assertions.Expect(areas.Nth(1)).ToHaveValueAsync("The second one too");
        Assert.Null(await ReadAsync(text, 0));

        await tab.Page.UnrouteAllAsync();
        await KeptNothingAsync(tab);
        Assert.Equal(("Typed without a connection", "The second one too"), ((await ReadAsync(text, 0))!.Text, (await ReadAsync(text, 1))!.Text));
    }

    [Fact]
    public async Task Words_kept_in_the_browser_stand_beside_what_somebody_else_stored_until_one_is_chosen()
    {
        var text = await BeginAsync("Двое за работой");
        var tab = await EnterAsync("Demonstration translator, Russian");
        await tab.GoAsync($"/en/desk/texts/{text.Id}/en");
        await LoseAsync(tab);
        var area = tab.Page.Locator(".segment textarea");
        await area.FillAsync("Mine, never saved");
        await Assertions.Expect(tab.Page.Locator(".text-saved")).ToHaveTextAsync("No connection: what you type is kept in this browser.");
        await PutAsync(text, 0, "Theirs");
        await tab.GoAsync($"/en/desk/texts/{text.Id}/en");
        await tab.Page.UnrouteAllAsync();

        await Assertions.Expect(area).ToHaveValueAsync("Theirs");
        await Assertions.Expect(tab.Page.Locator(".kept .stored-value")).ToHaveTextAsync("Mine, never saved");
        Nothing(await Axe.FindAsync(tab));
        // Typing on does not write over them, nor does another visit
        await area.PressSequentiallyAsync("!");
        await Assertions.Expect(tab.Page.Locator(".text-saved")).ToHaveTextAsync("Saved");
        await tab.Page.ReloadAsync();
        await Assertions.Expect(tab.Page.Locator(".kept .stored-value")).ToHaveTextAsync("Mine, never saved");
        await tab.Page.ClickAsync(".kept button:first-of-type");
        await Assertions.Expect(area).ToHaveValueAsync("Mine, never saved");
        await KeptNothingAsync(tab);
        Assert.Equal("Mine, never saved", (await ReadAsync(text, 0))!.Text);
        await tab.Page.ReloadAsync();
        await Assertions.Expect(tab.Page.Locator(".kept")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Whoever_types_after_somebody_else_saved_is_shown_their_words_and_decides()
    {
        var text = await BeginAsync("Один за другим");
        var tab = await EnterAsync("Demonstration translator, Russian");
        await tab.GoAsync($"/en/desk/texts/{text.Id}/en");
        await PutAsync(text, 0, "Theirs");
        var area = tab.Page.Locator(".segment textarea");
        await area.FillAsync("Mine");

        await Assertions.Expect(tab.Page.Locator(".text-saved")).ToHaveTextAsync("Somebody else changed this segment. Both texts are shown.");
        await Assertions.Expect(tab.Page.Locator(".kept .stored-value")).ToHaveTextAsync("Theirs");
        Assert.Equal("Theirs", (await ReadAsync(text, 0))!.Text);
        await tab.Page.ClickAsync(".kept button:last-of-type");
        await Assertions.Expect(tab.Page.Locator(".text-saved")).ToHaveTextAsync("Saved");
        Assert.Equal("Mine", (await ReadAsync(text, 0))!.Text);
    }

    [Fact]
    public async Task A_text_is_translated_from_memory_and_source_and_approved_by_keyboard_alone()
    {
        var known = await BeginAsync("Открытие выставки приборов");
        await PutAsync(known, 0, "Opening of the exhibition of instruments");
        await using (var scope = Site.Services.CreateAsyncScope())
        {
            var seen = new Dictionary<Guid, SeenSegment> { [known.Segments[0]] = new((await ReadAsync(known, 0))!.Hash) };
            Assert.True((await scope.ServiceProvider.GetRequiredService<SegmentOperations>().ApproveAsync(Reviewer, known.Id, "en", seen, null, CancellationToken.None))[0].IsDone);
            await scope.ServiceProvider.GetRequiredService<MemoryOperations>().TakeFinalAsync(known.Id, "en", CancellationToken.None);
        }

        var text = await BeginAsync("Открытие выставки приборов", "Открытие новой выставки приборов", "MGU & SPbU");
        var tab = await EnterAsync("Demonstration translator, Russian");
        await tab.GoAsync($"/en/desk/texts/{text.Id}/en");
        var areas = tab.Page.Locator(".segment textarea");
        await areas.Nth(0).PressAsync("Alt+KeyM");
        await Assertions.Expect(areas.Nth(0)).ToHaveValueAsync("Opening of the exhibition of instruments");
        await KeptNothingAsync(tab);
        // Similar ones are called up, and the text cursor is back in its segment
        await areas.Nth(0).PressAsync("Alt+ArrowDown");
        await Assertions.Expect(areas.Nth(1)).ToBeFocusedAsync();
        await areas.Nth(1).PressAsync("Alt+Shift+KeyM");
        await Assertions.Expect(tab.Page.Locator(".similar [data-match]")).ToHaveCountAsync(1);
        await Assertions.Expect(areas.Nth(1)).ToBeFocusedAsync();
        await tab.Page.Keyboard.PressAsync("Alt+KeyM");
        await Assertions.Expect(areas.Nth(1)).ToHaveValueAsync("Opening of the exhibition of instruments");
        await areas.Nth(1).FillAsync("Opening of the new exhibition of instruments");
        await areas.Nth(1).PressAsync("Alt+ArrowDown");
        await areas.Nth(2).PressAsync("Alt+ArrowRight");
        await Assertions.Expect(areas.Nth(2)).ToHaveValueAsync("MGU & SPbU");
        // What was kept while it was typed is called done one by one; what was not yet would go with the first
        await KeptNothingAsync(tab);
        foreach (var place in new[] { 0, 1, 2 })
        {
            await areas.Nth(place).PressAsync("Control+Enter");
            await Assertions.Expect(tab.Page.Locator(".badge.state-translated")).ToHaveCountAsync(place + 1);
        }

        // The source changed: the present one is what is copied
        await using (var db = Site.Db())
        {
            var third = text.Segments[2];
            await db.SegmentTexts.Where(row => row.SegmentId == third && row.Language == "ru").ExecuteUpdateAsync(set => set.SetProperty(row => row.Text, "MGU & KFU").SetProperty(row => row.Hash, SegmentText.HashOf("MGU & KFU")), TestContext.Current.CancellationToken);
        }

        await tab.GoAsync($"/en/desk/texts/{text.Id}/en");
        await Assertions.Expect(tab.Page.Locator(".source-change ins")).ToHaveTextAsync("KFU");
        await areas.Nth(2).PressAsync("Alt+ArrowRight");
        await Assertions.Expect(areas.Nth(2)).ToHaveValueAsync("MGU & KFU");
        await areas.Nth(2).PressAsync("Control+Enter");
        await Assertions.Expect(tab.Page.Locator(".badge.stale")).ToHaveCountAsync(0);

        var reviewer = await EnterAsync("Demonstration reviewer");
        await reviewer.GoAsync($"/en/desk/texts/{text.Id}/en");
        foreach (var place in new[] { 0, 1, 2 })
        {
            await reviewer.Page.Locator(".segment textarea").Nth(place).PressAsync("Control+Shift+Enter");
            await Assertions.Expect(reviewer.Page.Locator(".badge.state-final")).ToHaveCountAsync(place + 1);
        }
    }

    [Fact]
    public async Task Saving_while_a_save_is_on_its_way_is_no_conflict_with_oneself_and_calls_all_done()
    {
        var text = await BeginAsync("Сохранено на ходу", "И второй сегмент");
        var tab = await EnterAsync("Demonstration translator, Russian");
        await tab.GoAsync($"/en/desk/texts/{text.Id}/en");
        var late = await tab.DelayAsync("**/*handler=Autosave*");
        var areas = tab.Page.Locator(".segment textarea");
        await areas.Nth(0).FillAsync("Saved in motion");
        await areas.Nth(1).FillAsync("The second one too");
        await late.ReachedAsync(2);

        // Both are stored, and the page does not know it yet
        await tab.Page.ClickAsync("button[value=save]");
        await tab.Page.ClickAsync("button[value=save]");
        late.Release();

        await Assertions.Expect(tab.Page.Locator(".badge.state-translated")).ToHaveCountAsync(2);
        await Assertions.Expect(tab.Page.Locator(".conflict, .fault")).ToHaveCountAsync(0);
        Assert.Equal(("Saved in motion", TranslationState.Translated), ((await ReadAsync(text, 0))!.Text, (await ReadAsync(text, 1))!.State));
    }

    private sealed record Begun(Guid Id, IReadOnlyList<Guid> Segments);

    private async Task<Begun> BeginAsync(params string[] texts)
    {
        await using var db = Site.Db();
        var text = new TranslatedText { Id = RowId.New(), SourceLanguage = "ru" };
        for (var i = 0; i < texts.Length; i++)
        {
            var block = i == 0 ? null : new Block { Id = RowId.New(), TextId = text.Id, Order = i - 1, Kind = BlockKind.Paragraph };
            if (block is not null) text.Blocks.Add(block);
            var segment = new Segment { Id = RowId.New(), TextId = text.Id, BlockId = block?.Id, Field = block is null ? SegmentField.Title : SegmentField.Content };
            segment.Texts.Add(SegmentText.Source("ru", texts[i]));
            text.Segments.Add(segment);
        }

        db.Add(text);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        return new Begun(text.Id, [.. text.Segments.Select(segment => segment.Id)]);
    }

    /// <summary>Somebody else stores a translation into English.</summary>
    private async Task PutAsync(Begun text, int segment, string words)
    {
        await using var scope = Site.Services.CreateAsyncScope();
        var wish = new SegmentWish(text.Segments[segment], words) { Base = (await ReadAsync(text, segment))?.Hash };
        Assert.True((await scope.ServiceProvider.GetRequiredService<SegmentOperations>().PutAsync(Other, text.Id, "en", [wish], isAutosave: false, CancellationToken.None))[0].IsDone);
    }

    private async Task<SegmentText?> ReadAsync(Begun text, int segment, string language = "en")
    {
        await using var db = Site.Db();
        var id = text.Segments[segment];
        return await db.SegmentTexts.AsNoTracking().SingleOrDefaultAsync(row => row.SegmentId == id && row.Language == language, TestContext.Current.CancellationToken);
    }

    private async Task<Tab> EnterAsync(string role)
    {
        var tab = await OpenAsync();
        await tab.EnterAsync(role);
        return tab;
    }

    private static async Task LoseAsync(Tab tab)
    {
        tab.LosesConnection = true;
        await tab.Page.RouteAsync("**/*handler=Autosave*", route => route.AbortAsync());
    }

    /// <summary>Waits until everything that the browser kept is stored.</summary>
    private static Task KeptNothingAsync(Tab tab) => tab.UntilAsync("Object.keys(localStorage).every(key => !key.startsWith('rotunda:'))");
}
