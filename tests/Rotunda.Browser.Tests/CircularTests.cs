using Microsoft.Playwright;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Browser.Tests;

/// <summary>A circular from the draft to the result: the secretary writes in three languages, an officer answers by link on a phone.</summary>
public sealed class CircularTests(Chromium chromium, SqliteSite site) : BrowserTests(chromium, site), IClassFixture<SqliteSite>
{
    [Theory]
    [InlineData("upc", "zh", "有一个问题", "是", "两位代表", "回复已保存")]
    [InlineData("gubkin", "ru", "Есть вопрос", "Да", "Два представителя", "Ответ сохранён")]
    [InlineData("gubkin", "en", "We have a question", "Yes", "Two representatives", "Your answer is stored")]
    public async Task A_circular_is_written_answered_on_a_phone_and_seen_by_the_sender(string institution, string language, string subject, string yes, string comment, string stored)
    {
        var secretary = await OpenAsync();
        await secretary.EnterAsync("Demonstration secretariat");
        await secretary.GoAsync("/en/desk/circulars/draft");
        var page = secretary.Page;
        foreach (var (code, title, text) in new[] { ("en", "We have a question", "Please answer."), ("zh", "有一个问题", "请答复。"), ("ru", "Есть вопрос", "Просим ответить.") })
        {
            await page.FillAsync($"[name='Subject.{code}']", title);
            await page.FillAsync($"[name='Text.{code}']", text);
        }

        await page.SelectOptionAsync("[name=Audience]", "Selection");
        await page.CheckAsync($"[name=Institutions][value='{institution}']");
        await page.SelectOptionAsync("[name=AnswerKind]", "YesNo");
        await page.FillAsync("[name=DueDay]", "2026-12-01");
        await page.FillAsync("[name=DueTime]", "18:00");
        await page.FillAsync("[name=Zone]", "Asia/Shanghai");
        await page.ClickAsync("main .form button.primary");
        await page.ClickAsync("form.send button");
        await Assertions.Expect(page.Locator(".notice.success")).ToBeVisibleAsync();
        var result = secretary.Path.Split('?')[0];
        await page.ClickAsync("form.link button");
        var link = new Uri(await page.Locator("code.secret").InnerTextAsync()).PathAndQuery;
        await Assertions.Expect(page.Locator(".qr svg")).ToBeVisibleAsync();

        var phone = await OpenAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 360, Height = 740 }, IsMobile = true, HasTouch = true, Locale = language });
        await phone.GoAsync($"/{language}/{link.Split('/', 3)[2]}");
        await Assertions.Expect(phone.Page.Locator("h1")).ToHaveTextAsync(subject);
        Assert.True(await phone.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), "The page is wider than the phone.");
        Nothing(await Axe.FindAsync(phone));
        await phone.Page.GetByLabel(yes, new() { Exact = true }).CheckAsync();
        await phone.Page.FillAsync("[name=Words]", comment);
        await phone.Page.ClickAsync("main .form button.primary");
        await Assertions.Expect(phone.Page.Locator(".notice.success")).ToContainTextAsync(stored);
        Nothing(await Axe.FindAsync(phone));

        await secretary.GoAsync(result);
        await Assertions.Expect(page.Locator("table.answers tbody tr")).ToContainTextAsync(comment);
        await Assertions.Expect(page.Locator("table.by-side tbody tr td").Nth(2)).ToHaveTextAsync("1");
    }

    [Theory]
    [InlineData("zh", "新学期", "七月第一周", "发送提醒")]
    [InlineData("ru", "Новый семестр", "Первая неделя июля", "Напоминание отправлено")]
    public async Task A_sender_works_in_the_own_language_with_an_attachment_a_choice_and_a_reminder(string language, string subject, string option, string reminded)
    {
        var secretary = await OpenAsync();
        await secretary.EnterAsync("Demonstration secretariat");
        await secretary.GoAsync($"/{language}/desk/circulars/draft");
        var page = secretary.Page;
        await page.FillAsync($"[name='Subject.{language}']", subject);
        await page.FillAsync($"[name='Text.{language}']", subject + ".");
        await page.SelectOptionAsync("[name=Audience]", "Selection");
        await page.CheckAsync("[name=Institutions][value=upc]");
        await page.CheckAsync("[name=Institutions][value=gubkin]");
        await page.SelectOptionAsync("[name=AnswerKind]", "Choice");
        await page.FillAsync($"[name='Options.{language}']", option + "\n2");
        await page.FillAsync("[name=DueDay]", "2026-12-01");
        await page.FillAsync("[name=DueTime]", "18:00");
        await page.FillAsync("[name=Zone]", "Asia/Shanghai");
        await page.SetInputFilesAsync("[name=Files]", new FilePayload { Name = "plan.pdf", MimeType = "application/pdf", Buffer = "%PDF-1.7 plan"u8.ToArray() });
        await page.ClickAsync("main .form button.primary");
        await Assertions.Expect(page.Locator("a[href^='/media/']")).ToHaveTextAsync("plan.pdf");
        await page.ClickAsync("form.send button");
        await Assertions.Expect(page.Locator(".notice.success")).ToBeVisibleAsync();
        var result = secretary.Path.Split('?')[0];
        await page.ClickAsync("form.link button");
        var link = new Uri(await page.Locator("code.secret").InnerTextAsync()).PathAndQuery;

        var officer = await OpenAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 360, Height = 740 }, IsMobile = true, HasTouch = true, Locale = language });
        await officer.GoAsync($"/{language}/{link.Split('/', 3)[2]}");
        await Assertions.Expect(officer.Page.Locator("a[rel=nofollow]").First).ToHaveTextAsync("plan.pdf");
        await officer.Page.GetByLabel(option, new() { Exact = true }).CheckAsync();
        await officer.Page.ClickAsync("main .form button.primary");
        await Assertions.Expect(officer.Page.Locator(".answered-by")).ToBeVisibleAsync();

        await secretary.GoAsync(result);
        await Assertions.Expect(page.Locator(".choices li")).ToContainTextAsync(option);
        await page.ClickAsync("form.remind button");
        await Assertions.Expect(page.Locator(".notice.success")).ToContainTextAsync(reminded);
        await Assertions.Expect(page.Locator("form.remind")).ToHaveCountAsync(0);
    }
}
