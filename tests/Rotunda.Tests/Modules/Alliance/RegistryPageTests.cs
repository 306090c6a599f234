using System.Net;
using AngleSharp.Dom;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Alliance;

/// <summary>The registry's public pages on the real association.</summary>
public abstract class RegistryPageTests(Site site)
{
    [Theory]
    [InlineData("", true, true)]
    [InlineData("?on=2023-07-01", true, true)]
    [InlineData("?on=2022-06-03", true, false)]
    [InlineData("?on=2010", false, false)]
    public async Task Bodies_are_those_that_stood_on_the_date(string query, bool association, bool green)
    {
        var links = (await site.Visit().PageAsync("/en/bodies" + query)).QuerySelectorAll("main .tree a").Select(link => link.GetAttribute("href")).ToList();

        Assert.Equal((association, green), (links.Contains("/en/bodies/asrtu"), links.Contains("/en/bodies/green")));
    }

    [Fact]
    public async Task Members_today_shows_declared_numbers_beside_recorded_ones()
    {
        var page = await site.Visit().PageAsync("/en/members");

        Assert.Equal(["59 full members", "16 observers"], Figures(page, 0));
        Assert.Equal(["35 full members", "1 observer", "6 without a stated status"], Figures(page, 1));
        Assert.Equal(["26", "16"], page.QuerySelectorAll(".sides h2 .count").Select(count => count.TextContent));
    }

    [Fact]
    public async Task Members_in_June_2022_are_54_declared_and_what_nobody_can_tell_is_counted_apart()
    {
        var page = await site.Visit().PageAsync("/en/members?on=2022-06-30");

        // 17 institutions joined at a recorded date by then, 12 more are shown by sources of before; the founders of
        // ASRTU Green with no earlier source can be told for 2023 at the earliest
        Assert.Equal(["54 full members", "(25 + 29)"], Figures(page, 0));
        Assert.Equal("34 full members", Figures(page, 1)[0]);
        Assert.Equal("(30 certain, 0 possible, 4 not recorded)", Figures(page, 1)[1]);
        Assert.Equal(["2 observers"], Figures(page, 1).Where(text => text.Contains("observer", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("Бауманка", "bmstu")]
    [InlineData("鲍曼", "bmstu")]
    [InlineData("BMSTU", "bmstu")]
    [InlineData("哈工大", "hit")]
    [InlineData("самарский национальный", "ssau")]
    [InlineData("королева", "ssau")]
    [InlineData("университету Баумана", "bmstu")]
    [InlineData("Aerospace", "ssau")]
    [InlineData("цзилиньский", "jlu")]
    public async Task Members_are_found_by_any_name_in_any_script(string words, string code)
    {
        var page = await site.Visit().PageAsync("/en/members?q=" + Uri.EscapeDataString(words));

        Assert.Equal([code], page.QuerySelectorAll(".members > li").Select(item => item.Id));
    }

    [Theory]
    [InlineData("?side=RU", 16)]
    [InlineData("?status=observer", 1)]
    [InlineData("?status=unstated&side=CN", 3)]
    [InlineData("?q=zzzz", 0)]
    [InlineData("?on=2010-01-01", 0)]
    [InlineData("?on=2011-03-05", 0)]
    public async Task Members_are_filtered(string query, int expected)
    {
        var page = await site.Visit().PageAsync("/en/members" + query);

        Assert.Equal(expected, page.QuerySelectorAll(".members > li").Length);
    }

    [Fact]
    public async Task Members_are_sorted_as_the_readers_language_sorts()
    {
        var chinese = await site.Visit().PageAsync("/zh/members?side=CN");
        var russian = await site.Visit().PageAsync("/ru/members?side=RU");

        // By pinyin: 澳门 (ao), 北京 (bei), 重庆 (chong), 大连 (da)
        Assert.Equal(["澳门大学", "北京航空航天大学", "北京科技大学", "北京理工大学", "大连理工大学"], Names(chinese).Where(name => !name.StartsWith("重庆", StringComparison.Ordinal)).Take(5));
        Assert.Equal(
            ["Дальневосточный федеральный университет", "Донской государственный технический университет", "Ижевский государственный технический университет имени М. Т. Калашникова"],
            Names(russian).Take(3));
    }

    [Theory]
    [InlineData("/ru/members/beihang", "en", "Beihang University", "Ещё не переведено; язык: английский")]
    [InlineData("/zh/members/leti", "en", "Saint Petersburg Electrotechnical University \"LETI\"", "尚未翻译，显示英文")]
    public async Task A_missing_name_is_shown_in_another_language_and_says_so(string path, string language, string name, string label)
    {
        var page = await site.Visit().PageAsync(path);

        Assert.Equal(name, page.QuerySelector($"h1 [lang={language}]")!.TextContent);
        Assert.Equal(label, page.QuerySelector("h1 .fallback")!.TextContent);
    }

    [Fact]
    public async Task A_name_that_a_page_refers_to_is_marked_where_it_is_in_another_language()
    {
        var page = await site.Visit().PageAsync("/zh/resolutions/2015-1");

        var link = page.QuerySelector("main a[href='/zh/members/leti']")!;
        Assert.Equal("Saint Petersburg Electrotechnical University \"LETI\"", link.QuerySelector("[lang=en]")!.TextContent);
        Assert.NotNull(link.QuerySelector(".fallback"));
        Assert.Null(page.QuerySelector("main a[href='/zh/members/mpei'] .fallback, main dd a .fallback"));
    }

    [Theory]
    [InlineData("2022-06-03", "Xi'an Jiaotong University", "North-Eastern Federal University named after M. K. Ammosov")]
    [InlineData("2024", "China University of Petroleum (East China)", "Gubkin Russian State University of Oil and Gas (National Research University)")]
    [InlineData("2018-03-01", "South China University of Technology", "Moscow Aviation Institute (National Research University)")]
    public async Task Leadership_on_a_date(string on, string chinese, string russian)
    {
        var page = await site.Visit().PageAsync("/en/leadership?on=" + on);

        Assert.Equal(
            [chinese, russian],
            page.QuerySelector("#seat-RotatingChair")!.ParentElement!.QuerySelectorAll(".holder-name").Select(link => link.TextContent));
        Assert.Equal(
            ["Harbin Institute of Technology", "Bauman Moscow State Technical University"],
            page.QuerySelector("#seat-PermanentChair")!.ParentElement!.QuerySelectorAll(".holder-name").Select(link => link.TextContent));
    }

    [Theory]
    [InlineData("/en/leadership", "successor not recorded")]
    [InlineData("/zh/leadership", "继任单位未记录")]
    [InlineData("/ru/leadership", "о преемнике нет сведений")]
    public async Task A_term_without_a_recorded_successor_says_so(string path, string words)
    {
        var page = await site.Visit().PageAsync(path);

        Assert.Equal([words, words], page.QuerySelector("#seat-RotatingChair")!.ParentElement!.QuerySelectorAll(".unrecorded").Select(text => text.TextContent));
    }

    [Fact]
    public async Task Leadership_shows_the_announced_term_beside_the_actual_one()
    {
        var page = await site.Visit().PageAsync("/en/leadership");
        var term = page.QuerySelectorAll(".timeline li").First(item => item.TextContent.Contains("China University of Petroleum", StringComparison.Ordinal));

        Assert.Equal("term 7 2023–2025", Words(term.QuerySelector(".when")!));
        Assert.Contains("Announced as: 2023–2024", Words(term), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_green_sub_alliance_has_two_leads_and_says_how_many_founders_are_known()
    {
        var page = await site.Visit().PageAsync("/en/bodies/green");

        Assert.Equal(
            ["/en/members/upc", "/en/members/gubkin"],
            page.QuerySelector("#seat-Lead")!.ParentElement!.QuerySelectorAll(".holder-name").Select(link => link.GetAttribute("href")));
        Assert.Contains("Founders declared: 20 (10 + 10). Recorded here: 14.", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["10", "4"], page.QuerySelectorAll(".sides h3 .count").Select(count => count.TextContent));
    }

    [Fact]
    public async Task The_association_lists_every_declared_total_with_its_source()
    {
        var page = await site.Visit().PageAsync("/en/bodies/asrtu");
        var rows = page.QuerySelectorAll(".table tbody tr").Select(row => string.Join(" | ", row.Children.Take(4).Select(Words))).ToList();

        Assert.Equal(9, rows.Count);
        Assert.Equal("March 2011 | 30 (15 + 15) | 0 | –", rows[0]);
        Assert.Equal("about 2018 | 51 (24 + 27) | 9 (4 + 5) | –", rows[4]);
        Assert.Equal("March 2021 | – | – | 68 (36 + 32)", rows[6]);
        Assert.Equal("December 2023 | 59 | 16 | 75", rows[8]);
    }

    [Fact]
    public async Task A_members_page_tells_membership_terms_people_and_events()
    {
        var page = await site.Visit().PageAsync("/en/members/tyut");

        Assert.Equal(
            ["March 2016 – December 2023 Observer", "since December 2023 Full member"],
            page.QuerySelectorAll(".timeline > li").Select(item => Words(item.QuerySelector(".when")!) + " " + item.QuerySelector("b")!.TextContent));
        var upc = await site.Visit().PageAsync("/en/members/upc");
        Assert.Equal(["Membership", "Terms held", "People in office", "Events", "Resolutions", "News"], upc.QuerySelectorAll(".main-column h2").Select(head => head.TextContent));
        Assert.Contains("20:00", upc.QuerySelector("time-now")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Documents_for_members_are_unknown_to_everyone_else()
    {
        await using var db = site.Db();
        var hash = db.Set<Rotunda.Modules.Alliance.Documents.AssociationDocument>().Single(document => document.FileHash != null).FileHash;
        var (stranger, member) = (site.Visit(), await site.SignInAsync("member"));

        var seen = await stranger.PageAsync("/en/documents");
        Assert.DoesNotContain("notes", seen.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(5, seen.QuerySelectorAll(".documents > li").Length);
        using var refused = await stranger.GetAsync($"/media/{hash}/notes.txt");
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);

        var whole = await member.PageAsync("/en/documents");
        Assert.Equal(6, whole.QuerySelectorAll(".documents > li").Length);
        using var file = await member.GetAsync($"/media/{hash}/notes.txt");
        Assert.Equal(HttpStatusCode.OK, file.StatusCode);
        Assert.Contains("联络员工作会议纪要", await file.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("no-cache, private", file.Headers.CacheControl!.ToString());
        using var misnamed = await member.GetAsync($"/media/{hash}/other.txt");
        Assert.Equal(HttpStatusCode.NotFound, misnamed.StatusCode);
    }

    [Theory]
    [InlineData("en", "Statute of the Association", "date not recorded", "authoritative languages not recorded", "Authoritative: 中文, Русский")]
    [InlineData("zh", "联盟章程", "日期未记录", "作准语言未记录", "作准文本：中文、Русский")]
    [InlineData("ru", "Устав Ассоциации", "нет сведений о дате", "нет сведений о языках аутентичного текста", "Аутентичный текст: 中文, Русский")]
    public async Task Documents_tell_title_date_and_authoritative_languages(string language, string title, string date, string unknown, string known)
    {
        var page = await (await site.SignInAsync("member")).PageAsync($"/{language}/documents");
        var statute = page.QuerySelector("#statute")!;

        Assert.Equal(title, Words(statute.QuerySelector("h2")!));
        Assert.Equal($"{date} · {unknown}", Words(statute.QuerySelector(".quiet")!));
        Assert.Contains(page.QuerySelectorAll(".documents > li > .quiet"), line => Words(line).EndsWith(known, StringComparison.Ordinal));
        Assert.Contains("2011", page.QuerySelector("#declaration-2011 .quiet")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task History_tells_the_years_in_order()
    {
        var page = await site.Visit().PageAsync("/en/history");
        var years = page.QuerySelectorAll(".history > li > h2").Select(head => head.TextContent).ToList();

        Assert.Equal(years.Order(StringComparer.Ordinal), years);
        Assert.Equal("2011", years[0]);
        Assert.DoesNotContain("demonstration", Words(page.QuerySelector(".history")!), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_home_page_has_a_masthead_news_the_next_conference_chairs_and_a_map()
    {
        var page = await site.Visit().PageAsync("/en");

        Assert.Equal("Association of Sino-Russian Technical Universities", page.QuerySelector("h1")!.TextContent);
        Assert.Equal(["News", "Next conference", "Chair units", "Members"], page.QuerySelectorAll(".block-title").Select(head => head.TextContent));
        Assert.Equal(3, page.QuerySelectorAll(".story").Length);
        Assert.Equal("in 179 days", page.QuerySelector(".countdown")!.TextContent);
        Assert.Equal(4, page.QuerySelectorAll(".next .lines > li").Length);
        Assert.Equal("demonstration", page.QuerySelector(".next .badge")!.TextContent);
        Assert.True(page.QuerySelectorAll(".map circle").Length > 10);
        Assert.Empty(page.QuerySelectorAll("img"));
    }

    internal static string Words(IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static List<string> Figures(IDocument page, int index) =>
        [.. page.QuerySelectorAll(".figures > div")[index].QuerySelectorAll("dd > b, dd > span").Select(Words)];

    private static IEnumerable<string> Names(IDocument page) => page.QuerySelectorAll(".members > li > a").Select(link => link.TextContent);
}

public sealed class RegistryPageTestsOnSqlite(SqliteSite site) : RegistryPageTests(site), IClassFixture<SqliteSite>;

public sealed class RegistryPageTestsOnPostgres(PostgresSite site) : RegistryPageTests(site), IClassFixture<PostgresSite>;
