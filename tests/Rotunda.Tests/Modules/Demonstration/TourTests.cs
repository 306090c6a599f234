using AngleSharp.Dom;
using Rotunda.Modules.Demonstration;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Demonstration;

/// <summary>The tour goes through every sentence of the news page, and each of its links leads somewhere.</summary>
public sealed class TourTests(SqliteSite site) : IClassFixture<SqliteSite>
{
    /// <summary>Facts of the page's sentences in their order, each with the page of the site that states it.</summary>
    public static TheoryData<string, string, string> Facts => new()
    {
        { "FAQs", "/en/faq", "questions" },
        { "Undertook the Academic Seminar", "/en/news/2022/upc-at-fifth-annual-conference", "academic seminar" },
        { "online", "/en/conferences/2022", "online" },
        { "opening ceremony", "/en/conferences/2022", "Opening ceremony" },
        { "Presidents' Forum", "/en/conferences/2022", "Presidents’ Forum" },
        { "Carbon Neutral Development", "/en/conferences/2022", "carbon-neutral development" },
        { "liaison officers", "/en/conferences/2022", "liaison officers" },
        { "Yao Jun", "/en/news/2022/upc-at-fifth-annual-conference", "Yao Jun" },
        { "University, City and Development", "/en/conferences/2022", "University, City and Development" },
        { "eight industrial clusters", "/en/news/2022/upc-at-fifth-annual-conference", "eight industrial clusters" },
        { "Over 200 teachers and students", "/en/conferences/2022", "200" },
        { "carbon neutrality", "/en/news/2022/upc-at-fifth-annual-conference", "carbon neutrality" },
        { "seventh rotating chairman unit", "/en/leadership?on=2024", "China University of Petroleum" },
        { "Gubkin University", "/en/leadership?on=2024", "Gubkin" },
        { "GREEN Sub-Alliance", "/en/bodies/green", "Gubkin" },
        { "25 Chinese and 29 Russian", "/en/bodies/asrtu", "29" },
        { "China-Russia Cultural Cooperation Committee", "/en/about", "Committee" },
        { "Since joining the ASRTU in 2013", "/en/members/upc", "2013" },
        { "Jiang Shaofei", "/en/news/2022/upc-at-fifth-annual-conference", "Jiang Shaofei" },
        { "Xu Xiaoyan", "/en/news/2022/upc-at-fifth-annual-conference", "Xu Xiaoyan" },
        { "Prev:UPC Newly Approved 17", "/en/news/2022/upc-at-fifth-annual-conference", "UPC Newly Approved 17" },
        { "Next:NSFC Reported", "/en/news/2022/upc-at-fifth-annual-conference", "NSFC Reported" },
    };

    [Theory]
    [MemberData(nameof(Facts))]
    public async Task Fact_of_the_news_page_stands_on_a_page(string said, string path, string shown)
    {
        var source = await File.ReadAllTextAsync(Repository.Shared("data", "news-page.txt"), TestContext.Current.CancellationToken);

        var page = await site.Visit().PageAsync(path);

        Assert.Contains(said, source, StringComparison.Ordinal);
        Assert.Contains(shown, page.QuerySelector("main")!.TextContent, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    [InlineData("ru")]
    public async Task Tour_lists_every_sentence_and_every_link_of_it_works(string language)
    {
        var administrator = await site.SignInAsync("administrator");
        var page = await administrator.PageAsync($"/{language}/demo/tour");
        var stops = page.QuerySelectorAll(".tour > li");

        Assert.Equal(TourStops.Sentences.Concat(TourStops.Behind).Select(stop => stop.Name), stops.Select(stop => stop.Id));
        Assert.All(stops, stop => Assert.NotEqual("", stop.QuerySelector(".says")!.TextContent.Trim()));
        Assert.All(stops, stop => Assert.NotEmpty(stop.QuerySelectorAll("a")));
        foreach (var path in stops.SelectMany(stop => stop.QuerySelectorAll("a")).Select(link => link.GetAttribute("href")!).Distinct())
        {
            using var response = await administrator.GetAsync(path);
            // The article's address bears the slug of one language; the others lead on
            var target = (int)response.StatusCode == 301 ? response.Headers.Location!.OriginalString : path;
            await administrator.PageAsync(target);
        }
    }
}
