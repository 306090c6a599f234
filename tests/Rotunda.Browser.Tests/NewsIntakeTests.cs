using Microsoft.Playwright;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Browser.Tests;

/// <summary>An officer pastes news on a phone, an editor makes a draft of it; the focus of a picture is set by a click.</summary>
public sealed class NewsIntakeTests(Chromium chromium, SqliteSite site) : BrowserTests(chromium, site), IClassFixture<SqliteSite>
{
    [Fact]
    public async Task News_is_pasted_on_a_phone_and_taken_by_the_editor()
    {
        var phone = await OpenAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 360, Height = 740 }, IsMobile = true, HasTouch = true });
        await phone.EnterAsync("演示联络员");
        await phone.GoAsync("/zh/desk/news/send");
        var page = phone.Page;
        await page.FillAsync("[name=Title]", "石油大学新闻");
        await page.FocusAsync("[name=Text]");
        await page.EvaluateAsync("""
            () => {
              const data = new DataTransfer();
              data.setData("text/html", "<h1 onclick='x()'>标题</h1><p style='color:red'>一段<b>文字</b>。</p><ul><li>甲</li><li>乙</li></ul>");
              data.setData("text/plain", "x");
              document.querySelector("[name=Text]").dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
            }
            """);
        await Assertions.Expect(page.Locator("[name=Text]")).ToHaveValueAsync("## 标题\n\n一段**文字**。\n\n- 甲\n- 乙");
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), "The page is wider than the phone.");
        await page.ClickAsync("main .form button.primary");
        await Assertions.Expect(page.Locator(".notice.success")).ToContainTextAsync("稿件已提交给编辑");
        var path = phone.Path.Split('?')[0].Replace("/zh/", "/en/", StringComparison.Ordinal);

        var editor = await OpenAsync();
        await editor.EnterAsync("Demonstration secretariat");
        await editor.GoAsync("/en/desk/news/submissions");
        await editor.Page.ClickAsync($"a[href='{path}']");
        await Assertions.Expect(editor.Page.Locator(".sent-text strong")).ToHaveTextAsync("文字");
        Nothing(await Axe.FindAsync(editor));
        await editor.Page.ClickAsync("form.take button");
        await Assertions.Expect(editor.Page.Locator(".notice.success")).ToContainTextAsync("A draft article was made");

        await phone.GoAsync("/zh/desk/news/send");
        await Assertions.Expect(page.Locator("tbody tr", new() { HasText = "石油大学新闻" })).ToContainTextAsync("已采用");
    }

    [Fact]
    public async Task The_focus_of_a_picture_is_set_by_a_click()
    {
        var keeper = await OpenAsync();
        await keeper.EnterAsync("Demonstration secretariat");
        await keeper.GoAsync("/en/desk/images");
        await keeper.Page.ClickAsync(".library a");
        Nothing(await Axe.FindAsync(keeper));
        var image = keeper.Page.Locator("focus-point img");
        var box = (await image.BoundingBoxAsync())!;

        await image.ClickAsync(new() { Position = new Position { X = box.Width / 4, Y = box.Height / 2 } });

        await Assertions.Expect(keeper.Page.Locator("[name=FocusX]")).ToHaveValueAsync("25");
        await Assertions.Expect(keeper.Page.Locator("[name=FocusY]")).ToHaveValueAsync("50");
        await keeper.Page.ClickAsync(".image-form button.primary");
        await Assertions.Expect(keeper.Page.Locator(".notice.success")).ToBeVisibleAsync();
        await Assertions.Expect(keeper.Page.Locator("[name=FocusX]")).ToHaveValueAsync("25");
    }
}
