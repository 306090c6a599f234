using System.Xml.Linq;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Newsroom;

/// <summary>Whatever page somebody reads, the other languages are one step away, without a redirect and without an end.</summary>
public abstract class LanguageSwitchTests(Site site)
{
    [Fact]
    public async Task No_page_of_the_sitemap_ends_the_switch_of_languages()
    {
        // One that exists in a single language, so that fallbacks are among them
        using var folder = new ArticleFolder().WithNews("switching", "Text.");
        Assert.Empty(await folder.ImportAsync(site));
        XNamespace sitemap = "http://www.sitemaps.org/schemas/sitemap/0.9", xhtml = "http://www.w3.org/1999/xhtml";
        var urls = XDocument.Parse(await site.Browser().GetStringAsync("/sitemap.xml")).Root!.Elements(sitemap + "url").ToList();
        var (dead, checkedPages, targets) = (new List<string>(), 0, new HashSet<string>(StringComparer.Ordinal));
        foreach (var url in urls)
        {
            var path = new Uri(url.Element(sitemap + "loc")!.Value).PathAndQuery;
            var page = await site.Visit().PageAsync(path);
            checkedPages++;
            var switches = page.QuerySelectorAll(".top-links .languages a").Select(link => (Code: link.GetAttribute("data-language")!, Path: link.GetAttribute("href")!)).ToList();
            if (!switches.Select(link => link.Code).SequenceEqual(["en", "zh", "ru"])) dead.Add($"{path} offers {string.Join(' ', switches)}");
            foreach (var (code, target) in switches)
            {
                if (!target.StartsWith($"/{code}", StringComparison.Ordinal)) dead.Add($"{path} leads to {target} for {code}");
                targets.Add(target);
            }

            // The sitemap and the page name the same other versions
            var named = url.Elements(xhtml + "link").ToDictionary(link => link.Attribute("hreflang")!.Value, link => link.Attribute("href")!.Value);
            var said = page.QuerySelectorAll("link[rel=alternate][hreflang]").ToDictionary(link => link.GetAttribute("hreflang")!, link => link.GetAttribute("href")!);
            if (!named.OrderBy(pair => pair.Key, StringComparer.Ordinal).SequenceEqual(said.OrderBy(pair => pair.Key, StringComparer.Ordinal))) dead.Add($"{path} says {string.Join(' ', said)}, the sitemap {string.Join(' ', named)}");
        }

        foreach (var target in targets)
        {
            using var response = await site.Browser().GetAsync(target);
            if ((int)response.StatusCode != 200) dead.Add($"{target} answers {(int)response.StatusCode}");
        }

        Assert.Empty(dead);
        Assert.True(checkedPages > 200, $"Only {checkedPages} pages were looked at.");
    }

    [Fact]
    public async Task Only_the_front_page_has_a_neutral_address()
    {
        XNamespace xhtml = "http://www.w3.org/1999/xhtml";
        var neutral = XDocument.Parse(await site.Browser().GetStringAsync("/sitemap.xml")).Descendants(xhtml + "link").Where(link => link.Attribute("hreflang")!.Value == "x-default").Select(link => link.Attribute("href")!.Value).ToList();

        Assert.Equal([$"{site.Address}/", $"{site.Address}/", $"{site.Address}/"], neutral);
        Assert.Equal($"{site.Address}/", (await site.Visit().PageAsync("/ru")).QuerySelector("link[hreflang=x-default]")!.GetAttribute("href"));
        Assert.Null((await site.Visit().PageAsync("/ru/news")).QuerySelector("link[hreflang=x-default]"));
    }

    [Theory]
    [InlineData("/ru/nowhere")]
    [InlineData("/zh/news/2022/none")]
    public async Task A_missing_page_still_leads_to_every_language(string path)
    {
        using var response = await site.Browser().GetAsync(path);
        var page = await Visitor.ParseAsync(response);

        Assert.Equal(["/en", "/zh", "/ru"], page.QuerySelectorAll(".top-links .languages a").Select(link => link.GetAttribute("href")));
    }
}

public sealed class LanguageSwitchTestsOnSqlite(SqliteSite site) : LanguageSwitchTests(site), IClassFixture<SqliteSite>;

public sealed class LanguageSwitchTestsOnPostgres(PostgresSite site) : LanguageSwitchTests(site), IClassFixture<PostgresSite>;
