using System.Net;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Languages;

/// <summary>A language is a file in the data folder; nothing else is needed.</summary>
public sealed class FourthLanguageTests(FourthLanguageSite site) : IClassFixture<FourthLanguageSite>
{
    [Fact]
    public async Task Its_pages_answer_in_it_and_take_from_others_what_it_lacks()
    {
        var page = await site.Visit().PageAsync("/de/members");

        Assert.Equal("de", page.DocumentElement.GetAttribute("lang"));
        Assert.Equal("Mitglieder", page.QuerySelector("h1")!.TextContent);
        Assert.Equal("Skip to content", page.QuerySelector("a.skip")!.TextContent);
        Assert.Contains("59 Vollmitglieder", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("⟨", page.DocumentElement.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_that_it_lacks_are_shown_in_another_language_and_labelled()
    {
        var page = await site.Visit().PageAsync("/de/members/upc");

        var name = page.QuerySelector("h1 span")!;
        Assert.Equal(("en", "China University of Petroleum"), (name.GetAttribute("lang"), name.TextContent[.."China University of Petroleum".Length]));
        Assert.Equal("noch nicht übersetzt: Englisch", page.QuerySelector("h1 .fallback")!.TextContent);
    }

    [Fact]
    public async Task Every_page_offers_it_and_a_browser_that_asks_for_it_gets_it()
    {
        var page = await site.Visit().PageAsync("/ru/bodies");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add("Accept-Language", "de-AT,de;q=0.9,ru;q=0.5");
        using var bare = await site.Browser().SendAsync(request);

        Assert.Equal(["/en/bodies", "/zh/bodies", "/ru/bodies", "/de/bodies"], page.QuerySelectorAll(".top-links .languages a").Select(link => link.GetAttribute("href")));
        Assert.Equal(["de"], page.QuerySelectorAll("link[rel=alternate][hreflang=de]").Select(link => link.GetAttribute("hreflang")));
        Assert.Equal("/de", bare.Headers.Location!.ToString());
    }

    [Fact]
    public async Task A_name_recorded_in_it_alone_is_labelled_for_readers_of_the_others()
    {
        var secretary = await site.SignInAsync("secretariat");
        using var saved = await secretary.PostAsync(
            "/en/desk/institutions/leti",
            [("field.name.de", "Elektrotechnische Universität"), ("field.name.en", ""), ("field.name.ru", ""), ("field.name.zh", ""), ("Ground.Source", "https://example.org/letter")]);
        Assert.Equal(HttpStatusCode.Found, saved.StatusCode);

        var page = await site.Visit().PageAsync("/en/members/leti");

        Assert.Equal("Elektrotechnische Universität", page.QuerySelector("h1 span[lang=de]")!.TextContent);
        Assert.Equal("Not yet translated; language: Deutsch", page.QuerySelector("h1 .fallback")!.TextContent);
    }

    [Theory]
    [InlineData("/zh-Hans", "/zh")]
    [InlineData("/zh-hans/members?on=2022-06-03", "/zh/members?on=2022-06-03")]
    [InlineData("/ZH/news/2022", "/zh/news/2022")]
    [InlineData("/RU/members/%D0%BF%D1%83%D1%82%D1%8C", "/ru/members/%D0%BF%D1%83%D1%82%D1%8C")]
    [InlineData("/zh-Hans//example.org", "/zh//example.org")]
    public async Task Other_ways_to_write_a_language_lead_to_its_address(string asked, string expected)
    {
        using var response = await site.Browser().GetAsync(asked);

        Assert.Equal((HttpStatusCode.MovedPermanently, expected), (response.StatusCode, response.Headers.Location?.OriginalString));
    }

    [Theory]
    [InlineData("/zh-TW")]
    [InlineData("/fr")]
    [InlineData("/english")]
    public async Task A_language_that_the_site_does_not_speak_is_no_address(string asked)
    {
        using var response = await site.Browser().GetAsync(asked);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }
}
