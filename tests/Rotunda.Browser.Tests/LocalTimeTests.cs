using Microsoft.Playwright;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Browser.Tests;

/// <summary>Sessions show the host's time, and beside it the reader's own where it differs.</summary>
public sealed class LocalTimeTests(Chromium chromium, SqliteSite site) : BrowserTests(chromium, site), IClassFixture<SqliteSite>
{
    private const string Edition = "/en/conferences/2027";

    [Theory]
    [InlineData("Asia/Vladivostok", 10)]
    [InlineData("Europe/Kaliningrad", 2)]
    [InlineData("Asia/Kolkata", 5.5)]
    public async Task Readers_elsewhere_see_their_own_time_beside_the_hosts(string zone, double offset)
    {
        var tab = await OpenAsync(new() { TimezoneId = zone });
        await tab.GoAsync(Edition);

        var time = tab.Page.Locator("local-time").First;
        var start = DateTimeOffset.Parse((await time.GetAttributeAsync("start"))!, System.Globalization.CultureInfo.InvariantCulture);
        var end = DateTimeOffset.Parse((await time.GetAttributeAsync("end"))!, System.Globalization.CultureInfo.InvariantCulture);
        var own = TimeSpan.FromHours(offset);
        await Assertions.Expect(time).ToBeVisibleAsync();
        await Assertions.Expect(time).ToContainTextAsync($"{start.ToOffset(own):HH':'mm}–{end.ToOffset(own):HH':'mm}");
        await Assertions.Expect(time).ToContainTextAsync("your time");
        await Assertions.Expect(tab.Page.Locator(".times").First.Locator("> span").First).ToContainTextAsync($"{start.ToOffset(TimeSpan.FromHours(8)):HH':'mm}");
    }

    [Fact]
    public async Task Readers_in_the_hosts_zone_see_one_time()
    {
        var tab = await OpenAsync(new() { TimezoneId = "Asia/Shanghai" });
        await tab.GoAsync(Edition);

        await Assertions.Expect(tab.Page.Locator(".times").First).ToBeVisibleAsync();
        await Assertions.Expect(tab.Page.Locator("local-time:visible")).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData("zh", "ru-RU")]
    [InlineData("ru", "zh-CN")]
    public async Task The_own_time_speaks_the_language_of_the_page(string language, string browser)
    {
        var tab = await OpenAsync(new() { TimezoneId = "Asia/Vladivostok", Locale = browser });
        await tab.GoAsync($"/{language}/conferences/2027");

        var text = await tab.Page.Locator("local-time").First.InnerTextAsync();
        Assert.Matches(language == "zh" ? "月.*星期" : "[а-я]+, \\d+ [а-я]+, \\d\\d:\\d\\d", text);
    }

    [Fact]
    public async Task A_member_page_shows_the_time_that_it_is_there()
    {
        var tab = await OpenAsync(new() { TimezoneId = "Europe/Kaliningrad" });
        await tab.Page.Clock.SetFixedTimeAsync(DateTimeOffset.Parse("2026-11-22T20:30:00Z", System.Globalization.CultureInfo.InvariantCulture).UtcDateTime);
        await tab.GoAsync("/en/members/upc");

        await Assertions.Expect(tab.Page.Locator("time-now").First).ToHaveTextAsync("04:30");
    }
}
