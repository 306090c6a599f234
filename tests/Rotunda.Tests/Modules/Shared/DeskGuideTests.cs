using Microsoft.Extensions.DependencyInjection;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Web;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Shared;

/// <summary>The guide inside the program: each role reads how its work goes, and the help of the pages that it may open, in three languages.</summary>
public sealed class DeskGuideTests(SqliteSite site) : IClassFixture<SqliteSite>
{
    public static TheoryData<string> Languages => ["en", "zh", "ru"];

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task A_secretary_reads_of_every_part_of_the_work_and_opens_each_page_from_there(string language)
    {
        var secretary = await site.SignInAsync("secretariat");
        var all = site.Services.GetRequiredService<SiteLanguages>();
        var texts = all.TextsOf(all.Find(language)!);

        var page = await secretary.PageAsync($"/{language}/desk/guide");

        Assert.Equal([texts["guide.secretariat.title"], texts["guide.more"]], page.QuerySelectorAll(".guide h2").Select(heading => heading.TextContent));
        Assert.Equal(
            new[] { "day", "requests", "newsroom", "circulars", "applications", "handover", "records", "people" }.Select(part => texts[$"guide.{part}.title"]),
            page.QuerySelectorAll(".guide h3").Select(heading => heading.TextContent));
        var guide = page.QuerySelector(".guide")!.TextContent;
        foreach (var help in new[] { "today", "proposals", "proposals.one", "circulars.draft", "applications.one", "handovers.one", "registry.one.one.remove", "import.one", "audit", "invitations" })
            Assert.All(texts["help." + help].Split("\n\n"), paragraph => Assert.Contains(paragraph, guide, StringComparison.Ordinal));
        // Each help once, and every link leads to a page that opens
        Assert.Single(page.QuerySelectorAll(".guide-page p"), paragraph => paragraph.TextContent == texts["help.proposals.one"].Split("\n\n")[0]);
        var links = page.QuerySelectorAll(".guide-page a").Select(link => link.GetAttribute("href")!).ToList();
        Assert.InRange(links.Count, 15, 60);
        foreach (var link in links) await secretary.PageAsync(link);
        foreach (var anchor in page.QuerySelectorAll(".contents a")) Assert.NotNull(page.QuerySelector(anchor.GetAttribute("href")!));
        Assert.DoesNotContain("⟨", page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task A_liaison_officer_reads_the_own_guide_and_nothing_of_pages_that_are_closed(string language)
    {
        var officer = await site.SignInAsync("liaison-upc");
        var all = site.Services.GetRequiredService<SiteLanguages>();
        var texts = all.TextsOf(all.Find(language)!);

        var page = await officer.PageAsync($"/{language}/desk/guide");

        Assert.Equal(texts["guide.liaison.title"], page.QuerySelector(".guide h2")!.TextContent);
        Assert.Equal(new[] { "day", "profile", "answers", "news", "directory" }.Select(part => texts[$"guide.{part}.title"]), page.QuerySelectorAll(".guide h3").Select(heading => heading.TextContent));
        var guide = page.QuerySelector(".guide")!.TextContent;
        foreach (var help in new[] { "my-institution", "inbox", "inbox.one", "news.send", "directory.mine" })
            Assert.All(texts["help." + help].Split("\n\n"), paragraph => Assert.Contains(paragraph, guide, StringComparison.Ordinal));
        foreach (var closed in new[] { "audit", "import", "circulars.draft", "applications", "accounts" })
            Assert.DoesNotContain(texts["help." + closed].Split("\n\n")[0], guide, StringComparison.Ordinal);
        foreach (var link in page.QuerySelectorAll(".guide-page a").Select(link => link.GetAttribute("href")!)) await officer.PageAsync(link);
    }

    [Fact]
    public async Task The_guide_is_linked_in_the_rail_and_beside_the_help_of_each_page()
    {
        var officer = await site.SignInAsync("liaison-upc");
        var page = await officer.PageAsync("/en/desk/my-institution");

        Assert.NotNull(page.QuerySelector(".rail a[href='/en/desk/guide']"));
        Assert.NotNull(page.QuerySelector("details.help a[href='/en/desk/guide']"));
    }

    [Fact]
    public void Every_page_that_opens_from_another_one_has_a_name_in_the_guide()
    {
        using var scope = site.Services.CreateScope();
        var inward = scope.ServiceProvider.GetRequiredService<DeskGuide>().Inward.Select(name => "guide.page." + name).ToList();
        var languages = site.Services.GetRequiredService<SiteLanguages>();

        Assert.InRange(inward.Count, 20, 80);
        Assert.All(languages.All, language => Assert.Equal([], inward.Except(languages.TextsOf(language).Keys)));
    }
}
