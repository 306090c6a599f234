using System.Net;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rotunda.Data;
using Rotunda.Modules.Media.Images;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Translation.Desk;
using Rotunda.Modules.Translation.Texts;
using Rotunda.Testing;
using Rotunda.Tests.Modules.Media.Images;
using Xunit;

namespace Rotunda.Tests.Modules.Newsroom;

/// <summary>The source as a form of blocks, without scripts: blocks stay themselves, and only reworded ones become stale.</summary>
public abstract class BlockEditorTests(Site site)
{
    private readonly NewsroomSteps _steps = new(site);

    [Fact]
    public async Task Moved_and_retyped_blocks_keep_their_ids_and_translations_and_only_a_reworded_one_is_stale()
    {
        var (editor, translator) = (await _steps.SignInAsync("editor", "editor"), await _steps.SignInAsync("translator", "translator", "pair:ru-en"));
        var article = await _steps.BeginAsync(editor, "Блоки остаются собой", "Первый.\n\nВторой.\n\nТретий.");
        var path = $"/en/desk/articles/{article.Id}/blocks";
        var desk = await _steps.AskAsync(editor, article, "en");
        await _steps.TypeAsync(translator, desk, ["Blocks stay themselves", "A deck.", "First.", "Second.", "Third."], "save");
        var ids = await IdsAsync(article.TextId);

        // Up, a new one after it, another kind: one request each, nothing is stored before the end
        var page = await ActAsync(editor, path, await editor.PageAsync(path), $"up:{ids[2]}");
        Assert.Equal([ids[0], ids[2], ids[1]], KeysOf(page));
        page = await ActAsync(editor, path, page, $"after:{ids[1]}");
        var added = KeysOf(page)[^1];
        Assert.True(page.QuerySelector($"textarea[name='content.{added}']")!.HasAttribute("autofocus"));
        Assert.Equal(ids, await IdsAsync(article.TextId));
        using (var saved = await SaveAsync(editor, path, page, ($"kind.{ids[2]}", "heading2"), ($"content.{added}", "Новый."))) Assert.Equal(HttpStatusCode.Found, saved.StatusCode);

        var text = await _steps.TextAsync(article.TextId);
        Assert.Equal([ids[0], ids[2], ids[1]], (await IdsAsync(article.TextId)).Take(3));
        Assert.Equal((BlockKind.Heading, 2), (text.Blocks.Single(block => block.Id == ids[2]).Kind, text.Blocks.Single(block => block.Id == ids[2]).Level));
        Assert.Empty((await translator.PageAsync(desk)).QuerySelectorAll(".badge.stale"));

        // The same words in another block's place would mislead a comparison of texts; named blocks are not compared
        using (var swapped = await SaveAsync(editor, path, await editor.PageAsync(path), ($"content.{ids[0]}", "Второй."), ($"content.{ids[1]}", "Второй, исправленный."))) Assert.Equal(HttpStatusCode.Found, swapped.StatusCode);
        text = await _steps.TextAsync(article.TextId);
        Assert.Equal(["First.", "Second."], new[] { ids[0], ids[1] }.Select(id => text.Segments.Single(segment => segment.BlockId == id).In("en")!.Text));
        Assert.Equal(2, (await translator.PageAsync(desk)).QuerySelectorAll(".segment .badge.stale").Length);
    }

    [Fact]
    public async Task Every_kind_is_written_and_both_editors_show_the_same()
    {
        var editor = await _steps.SignInAsync("editor", "editor");
        var article = await _steps.BeginAsync(editor, "Все виды блоков", "Один.");
        var path = $"/en/desk/articles/{article.Id}/blocks";
        var file = await PictureAsync("план.png");
        (string Kind, string Content, string Target, string Alternative)[] wanted =
        [
            ("heading3", "Заголовок", "", ""), ("listitem", "Пункт", "", ""), ("listitem", "Ещё пункт", "", ""), ("numbereditem", "Первое", "", ""), ("quote", "Слова", "", ""),
            ("image", "Подпись \"в кавычках\"", file, "План [зала]"), ("tablehead", "Город | Вузы", "", ""), ("tablerow", "Москва | 20", "", ""), ("attachment", "Программа", file, ""), ("embed", "", "edition:2022", ""),
            ("paragraph", "# не заголовок\n\n1. не пункт", "", ""),
        ];
        var page = await editor.PageAsync(path);
        var first = KeysOf(page)[0];
        for (var i = 0; i < wanted.Length; i++) page = await ActAsync(editor, path, page, "append");
        var keys = KeysOf(page);
        var fields = wanted.SelectMany((block, i) => new[] { ($"kind.{keys[i + 1]}", block.Kind), ($"content.{keys[i + 1]}", block.Content), ($"target.{keys[i + 1]}", block.Target), ($"alternative.{keys[i + 1]}", block.Alternative) });
        using (var saved = await SaveAsync(editor, path, page, [.. fields])) Assert.True(saved.StatusCode == HttpStatusCode.Found, (await Visitor.ParseAsync(saved)).QuerySelector(".fault-summary")?.TextContent);

        var before = await _steps.TextAsync(article.TextId);
        Assert.Equal(first, before.Blocks.Single(block => block.Order == 0).Id);
        Assert.Equal(
            [BlockKind.Paragraph, BlockKind.Heading, BlockKind.ListItem, BlockKind.ListItem, BlockKind.NumberedItem, BlockKind.Quote, BlockKind.Image, BlockKind.TableRow, BlockKind.TableRow, BlockKind.Attachment, BlockKind.Embed, BlockKind.Paragraph, BlockKind.Paragraph],
            before.Blocks.OrderBy(block => block.Order).Select(block => block.Kind));

        // What one editor wrote the other reads and stores without a change
        var markdown = $"/en/desk/articles/{article.Id}/edit";
        using (var same = await editor.PostAsync(markdown, [], "form[action$='handler=Source']")) Assert.Equal(HttpStatusCode.Found, same.StatusCode);
        using (var again = await SaveAsync(editor, path, await editor.PageAsync(path))) Assert.Equal(HttpStatusCode.Found, again.StatusCode);
        var after = await _steps.TextAsync(article.TextId);
        Assert.Equal(before.Version, after.Version);
        Assert.Equal(before.Blocks.OrderBy(block => block.Order).Select(block => block.Id), after.Blocks.OrderBy(block => block.Order).Select(block => block.Id));
    }

    [Theory]
    [InlineData("paragraph", "<div>", "", "content")]
    [InlineData("paragraph", "  ", "", "content")]
    [InlineData("image", "", "https://example.org/a.png", "target")]
    [InlineData("embed", "", "nothing", "target")]
    [InlineData("tablerow", "a | b", "", "content")]
    public async Task What_cannot_stand_is_said_beside_its_block_and_nothing_is_stored(string kind, string content, string target, string field)
    {
        var editor = await _steps.SignInAsync("editor", "editor");
        var article = await _steps.BeginAsync(editor, "Ошибка в блоке", "Один.\n\nДва.");
        var path = $"/en/desk/articles/{article.Id}/blocks";
        var page = await editor.PageAsync(path);
        var key = KeysOf(page)[1];

        using var refused = await SaveAsync(editor, path, page, ($"kind.{key}", kind), ($"content.{key}", content), ($"target.{key}", target));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var shown = await Visitor.ParseAsync(refused);
        Assert.NotNull(shown.QuerySelector($"li[data-key='{key}'] #f-{field}-{key}-fault"));
        Assert.Equal(kind, shown.QuerySelector($"[name='kind.{key}'] option[selected]")!.GetAttribute("value"));
        Assert.Equal("Два.", (await _steps.TextAsync(article.TextId)).Segments.Single(segment => segment.BlockId == key).In("ru")!.Text);
    }

    [Fact]
    public async Task Blocks_changed_by_somebody_else_stand_beside_those_of_the_form()
    {
        var (editor, other) = (await _steps.SignInAsync("editor", "editor"), await _steps.SignInAsync("other", "editor"));
        var article = await _steps.BeginAsync(editor, "Блоки двоих", "Один.\n\nДва.");
        var path = $"/en/desk/articles/{article.Id}/blocks";
        var open = await editor.PageAsync(path);
        var ids = KeysOf(open);
        var theirs = await ActAsync(other, path, await other.PageAsync(path), "append");
        using (var saved = await SaveAsync(other, path, theirs, ($"content.{ids[0]}", "Один другого."), ($"content.{KeysOf(theirs)[2]}", "Добавлено другим."))) Assert.Equal(HttpStatusCode.Found, saved.StatusCode);

        using var refused = await SaveAsync(editor, path, open, ($"content.{ids[0]}", "Один первого."));

        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        var both = await Visitor.ParseAsync(refused);
        var row = both.QuerySelector($"li[data-key='{ids[0]}']")!;
        Assert.Equal(("Один первого.", "Один другого."), (row.QuerySelector("textarea")!.TextContent, row.QuerySelector(".stored-value")!.TextContent));
        Assert.Contains("Добавлено другим.", both.QuerySelector("section[aria-labelledby=missing]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_somebody_else_changed_besides_words_is_shown_too()
    {
        var (editor, other) = (await _steps.SignInAsync("editor", "editor"), await _steps.SignInAsync("other", "editor"));
        var file = await PictureAsync("plan.png");
        var article = await _steps.BeginAsync(editor, "Не только слова", $"Один.\n\n![План]({file})\n\nТри.\n\nЧетыре.");
        var path = $"/en/desk/articles/{article.Id}/blocks";
        var open = await editor.PageAsync(path);
        var ids = KeysOf(open);
        var theirs = await ActAsync(other, path, await ActAsync(other, path, await other.PageAsync(path), $"remove:{ids[2]}"), $"up:{ids[3]}");
        using (var saved = await SaveAsync(other, path, theirs, ($"alternative.{ids[1]}", "План зала"), ($"kind.{ids[0]}", "heading2"))) Assert.Equal(HttpStatusCode.Found, saved.StatusCode);

        using var refused = await SaveAsync(editor, path, open, ($"content.{ids[0]}", "Один первого."));
        var both = await Visitor.ParseAsync(refused);

        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Equal("План зала", both.QuerySelector($"li[data-key='{ids[1]}'] .stored-value")!.TextContent);
        Assert.Contains("Heading", both.QuerySelector($"li[data-key='{ids[0]}'] .stored-value")!.TextContent, StringComparison.Ordinal);
        Assert.StartsWith("Somebody else removed this block", both.QuerySelector($"li[data-key='{ids[2]}'] > .stored")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(both.QuerySelectorAll("p.stored"), line => line.TextContent.StartsWith("Somebody else changed the order", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_fault_in_a_form_does_not_hide_what_somebody_else_saved()
    {
        var (editor, other) = (await _steps.SignInAsync("editor", "editor"), await _steps.SignInAsync("other", "editor"));
        var article = await _steps.BeginAsync(editor, "Ошибка и чужие слова", "Один.\n\nДва.");
        var path = $"/en/desk/articles/{article.Id}/blocks";
        var open = await editor.PageAsync(path);
        var ids = KeysOf(open);
        using (var saved = await SaveAsync(other, path, await other.PageAsync(path), ($"content.{ids[0]}", "Один другого."))) Assert.Equal(HttpStatusCode.Found, saved.StatusCode);

        using var faulty = await SaveAsync(editor, path, open, ($"content.{ids[1]}", " "));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, faulty.StatusCode);
        using var again = await SaveAsync(editor, path, await Visitor.ParseAsync(faulty), ($"content.{ids[1]}", "Два первого."));

        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        Assert.Equal("Один другого.", (await _steps.TextAsync(article.TextId)).Segments.Single(segment => segment.BlockId == ids[0]).In("ru")!.Text);
    }

    [Fact]
    public async Task A_cell_with_a_line_separator_is_one_row()
    {
        var editor = await _steps.SignInAsync("editor", "editor");
        var article = await _steps.BeginAsync(editor, "Таблица из вёрстки", "| a | b |\n| --- | --- |\n| c | d |");
        var path = $"/en/desk/articles/{article.Id}/blocks";
        var page = await editor.PageAsync(path);

        using var saved = await SaveAsync(editor, path, page, ($"content.{KeysOf(page)[1]}", "c\u2028e | d"));

        Assert.Equal(HttpStatusCode.Found, saved.StatusCode);
        Assert.Equal(2, (await IdsAsync(article.TextId)).Count);
    }

    [Fact]
    public async Task Typing_in_blocks_is_kept_and_taken_up_in_the_blocks_that_it_was_typed_into()
    {
        var editor = await _steps.SignInAsync("editor", "editor");
        var article = await _steps.BeginAsync(editor, "Черновик блоков", "Первый абзац статьи.\n\nВторой абзац статьи.");
        var path = $"/en/desk/articles/{article.Id}/blocks";
        var page = await editor.PageAsync(path);
        var ids = KeysOf(page);
        var form = page.QuerySelector("form.blocks-form")!;
        form.SetAttribute("action", path + "?handler=Autosave");
        using (var kept = await editor.SubmitAsync(form, path, [("order", $"{ids[1]},{ids[0]}"), ($"content.{ids[1]}", "Второй абзац этой статьи.")])) Assert.Equal(HttpStatusCode.OK, kept.StatusCode);

        var taken = await editor.PageAsync((await editor.PageAsync(path)).QuerySelector("[data-offer] a")!.GetAttribute("href")!);
        Assert.Equal([ids[1], ids[0]], KeysOf(taken));
        Assert.Equal("Второй абзац этой статьи.", taken.QuerySelector($"textarea[name='content.{ids[1]}']")!.TextContent);
        using (var saved = await SaveAsync(editor, path, taken)) Assert.Equal(HttpStatusCode.Found, saved.StatusCode);
        Assert.Equal([ids[1], ids[0]], await IdsAsync(article.TextId));
        await using var db = site.Db();
        Assert.False(await db.Set<SourceAutosave>().AnyAsync(row => row.TextId == article.TextId, TestContext.Current.CancellationToken));
    }

    private static List<Guid> KeysOf(IDocument page) => [.. page.QuerySelectorAll("ol.blocks > li").Select(row => Guid.Parse(row.GetAttribute("data-key")!))];

    private async Task<List<Guid>> IdsAsync(Guid textId) => [.. (await _steps.TextAsync(textId)).Blocks.OrderBy(block => block.Order).Select(block => block.Id)];

    private static async Task<IDocument> ActAsync(Visitor editor, string path, IDocument page, string act)
    {
        using var response = await editor.SubmitAsync(page.QuerySelector("form.blocks-form")!, path, [("act", act)]);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await Visitor.ParseAsync(response);
    }

    private static Task<HttpResponseMessage> SaveAsync(Visitor editor, string path, IDocument page, params (string Name, string Value)[] fields) =>
        editor.SubmitAsync(page.QuerySelector("form.blocks-form")!, path, [.. fields, ("act", "save")]);

    /// <summary>A picture of the library, which is a stored file too.</summary>
    private async Task<string> PictureAsync(string name)
    {
        await using var scope = site.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<RotundaDb>();
        var (image, _) = await scope.ServiceProvider.GetRequiredService<ImageOperations>().TakeAsync(db, Viewer.Program, Pictures.Png(10 + name.Length, 77), name, CancellationToken.None);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        return image!.Target;
    }
}

public sealed class BlockEditorTestsOnSqlite(CrowdSqliteSite site) : BlockEditorTests(site), IClassFixture<CrowdSqliteSite>;

public sealed class BlockEditorTestsOnPostgres(CrowdPostgresSite site) : BlockEditorTests(site), IClassFixture<CrowdPostgresSite>;
