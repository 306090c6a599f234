using System.Text;
using Microsoft.Playwright;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Browser.Tests;

/// <summary>A memory that is taken in shows how far it is, by itself, until it shows what it brought.</summary>
public sealed class MemoryImportTests(Chromium chromium, SqliteSite site) : BrowserTests(chromium, site), IClassFixture<SqliteSite>
{
    [Theory]
    [InlineData("en", 1280, "New: 1; known already: 0")]
    [InlineData("zh", 390, "1")]
    [InlineData("ru", 390, "1")]
    public async Task Import_shows_its_result_without_being_asked(string language, int width, string expected)
    {
        var editor = await OpenAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width, Height = 844 } });
        await editor.EnterAsync("Demonstration editor");
        await editor.GoAsync($"/{language}/desk/memory");
        var file = $"<tmx version=\"1.4\"><header creationtool=\"x\" creationtoolversion=\"1\" segtype=\"sentence\" o-tmf=\"x\" adminlang=\"en\" srclang=\"ru\" datatype=\"plaintext\"/><body><tu><tuv xml:lang=\"ru\"><seg>Фраза о секстанте, {language}</seg></tuv><tuv xml:lang=\"zh-CN\"><seg>六分仪</seg></tuv></tu></body></tmx>";
        await editor.Page.SetInputFilesAsync("#f-file", new FilePayload { Name = "memory.tmx", MimeType = "text/xml", Buffer = Encoding.UTF8.GetBytes(file) });

        await editor.Page.ClickAsync("button[value=store]");

        await Assertions.Expect(editor.Page.Locator("job-progress .notice.success")).ToContainTextAsync(expected, new() { Timeout = 20000 });
        Nothing(await Axe.FindAsync(editor));
        Assert.True(await editor.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"The page is wider than {width} px.");
    }
}
