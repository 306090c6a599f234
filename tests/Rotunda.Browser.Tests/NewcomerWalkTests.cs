using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Rotunda.Modules.Alliance.Applications;
using Rotunda.Modules.Alliance.Handover;
using Rotunda.Modules.Conferences.Editions;
using Rotunda.Modules.Correspondence.Circulars;
using Rotunda.Testing;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Rotunda.Browser.Tests;

/// <summary>The first quarter of an hour of somebody who has never seen Rotunda, with pictures.</summary>
public abstract class NewcomerWalkTests(Chromium chromium, Site site, bool mayKeepPictures) : BrowserTests(chromium, site)
{
    private static readonly ViewportSize PhoneSize = new() { Width = 390, Height = 844 };

    [Fact]
    public async Task A_newcomer_reads_the_news_tries_the_roles_and_sees_a_change_come_through()
    {
        using var pictures = new Pictures(mayKeepPictures);
        var tab = await OpenAsync(new() { Locale = "en-GB", TimezoneId = "Europe/Kaliningrad" });
        await tab.Page.Clock.SetFixedTimeAsync(Site.Clock.GetCurrentInstant().ToDateTimeUtc());
        await WalkAsync(tab, pictures, "179 days");
    }

    /// <summary>The walk itself, on whichever program the tab looks at.</summary>
    /// <param name="tab">A desktop in English.</param>
    /// <param name="pictures">Where its pictures go.</param>
    /// <param name="countdown">What the home page says of the next conference, as far as the day on which the walk is made allows to say it.</param>
    internal static async Task WalkAsync(Tab tab, Pictures pictures, string countdown)
    {
        await ArriveAsync(tab, pictures, countdown);
        await ReadTheNewsAsync(tab, pictures);
        await ReadItInOtherLanguagesAsync(tab, pictures);
        await LookAtTheConferenceAsync(tab, pictures);
        await LookAtWhoLeadsAsync(tab, pictures);
        await ProposeAsync(tab, pictures);
        await DecideAsync(tab, pictures);
    }

    [Fact]
    public async Task The_bare_address_speaks_the_language_of_the_browser()
    {
        using var pictures = new Pictures(mayKeepPictures);
        foreach (var (locale, language, name) in new[] { ("zh-CN", "zh", "中俄工科大学联盟"), ("ru-RU", "ru", "Ассоциация технических университетов России и Китая"), ("de-DE", "en", "Association of Sino-Russian Technical Universities") })
        {
            var tab = await OpenAsync(new() { Locale = locale });
            await tab.GoAsync("/");
            Assert.Equal("/" + language, tab.Path);
            await Expect(tab.Page.Locator("h1")).ToHaveTextAsync(name);
            if (language != "en") await pictures.TakeAsync(tab, $"home-{language}-desktop");
        }
    }

    [Fact]
    public async Task Pictures_of_phones_and_of_the_dark_are_taken()
    {
        using var pictures = new Pictures(mayKeepPictures);
        var dark = await OpenAsync(new() { ColorScheme = ColorScheme.Dark });
        foreach (var (path, name) in new[] { ("/ru", "home-ru-dark"), ("/zh" + Places.RetoldInChinese, "article-zh-dark"), ("/en/members", "members-en-dark") })
        {
            await dark.GoAsync(path);
            await Expect(dark.Page.Locator("body")).ToHaveCSSAsync("background-color", "rgb(20, 22, 26)");
            await pictures.TakeAsync(dark, name);
        }

        var phone = await OpenAsync(new() { ViewportSize = PhoneSize, IsMobile = true, HasTouch = true });
        foreach (var (path, name) in new[] { ("/en", "home-en-phone"), ("/zh" + Places.RetoldInChinese, "article-zh-phone"), ("/ru/members", "members-ru-phone"), ("/ru/leadership", "leadership-ru-phone"), ("/zh/conferences/2027", "next-conference-zh-phone") })
        {
            await phone.GoAsync(path);
            await pictures.TakeAsync(phone, name);
        }

        await phone.Page.Locator(".menu > summary").TapAsync();
        await Expect(phone.Page.Locator(".menu-sheet")).ToBeVisibleAsync();
        await pictures.TakeAsync(phone, "menu-zh-phone");
    }

    [Fact]
    public async Task Pictures_of_the_desk_are_taken()
    {
        using var pictures = new Pictures(mayKeepPictures);
        await using var db = Site.Db();
        var cancel = TestContext.Current.CancellationToken;
        var circular = await db.Circulars.Where(row => row.SentAt != null).Select(row => row.Id).FirstAsync(cancel);
        var application = await db.Applications.Where(row => row.State == ApplicationState.Review).Select(row => row.Id).FirstAsync(cancel);
        var handover = await db.Handovers.Select(row => row.Id).FirstAsync(cancel);
        var edition = await db.Editions.Where(row => row.Code == "2022").Select(row => row.Id).SingleAsync(cancel);
        var desk = await OpenAsync();
        await desk.EnterAsync("Demonstration secretariat");
        foreach (var (path, name) in new[]
        {
            ("/zh/desk", "today-zh-desktop"), ($"/en/desk/circulars/{circular}", "circular-en-desktop"), ($"/ru/desk/applications/{application}", "application-ru-desktop"),
            ($"/en/desk/handovers/{handover}", "handover-en-desktop"), ("/ru/desk/registry", "registry-ru-desktop"), ($"/en/desk/registry/editions/{edition}", "record-en-desktop"),
        })
        {
            await desk.GoAsync(path);
            await Expect(desk.Page.Locator("h1")).ToBeVisibleAsync();
            await pictures.TakeAsync(desk, name);
        }

        var phone = await OpenAsync(new() { ViewportSize = PhoneSize, IsMobile = true, HasTouch = true });
        await phone.EnterAsync("Demonstration secretariat");
        foreach (var (path, name) in new[] { ("/ru/desk", "today-ru-phone"), ($"/zh/desk/circulars/{circular}", "circular-zh-phone") })
        {
            await phone.GoAsync(path);
            await Expect(phone.Page.Locator("h1")).ToBeVisibleAsync();
            await pictures.TakeAsync(phone, name);
        }
    }

    private static async Task ArriveAsync(Tab tab, Pictures pictures, string countdown)
    {
        await tab.GoAsync("/");
        Assert.Equal("/en", tab.Path);
        await Expect(tab.Page.Locator("html")).ToHaveAttributeAsync("lang", "en");
        await Expect(tab.Page.Locator(".masthead-names")).ToContainTextAsync("中俄工科大学联盟");
        await Expect(tab.Page.Locator(".countdown")).ToContainTextAsync(countdown);
        await Expect(tab.Page.Locator(".map .first")).Not.ToHaveCountAsync(0);
        await pictures.TakeAsync(tab, "home-en-desktop", isWhole: true);
    }

    private static async Task ReadTheNewsAsync(Tab tab, Pictures pictures)
    {
        await tab.Page.ClickAsync(".top-links .nav >> text=News");
        await pictures.TakeAsync(tab, "news-en-desktop");
        await tab.Page.ClickAsync("main >> text=UPC speaks at the fifth annual conference");
        Assert.Equal("/en" + Places.Retold, tab.Path);
        await Expect(tab.Page.Locator(".crumbs li")).ToHaveTextAsync(["Home", "News", "UPC speaks at the fifth annual conference of ASRTU and runs its academic seminar"]);
        await Expect(tab.Page.Locator(".credits")).ToContainTextAsync("translator: Jiang Shaofei; as reviewer: Xu Xiaoyan");
        await Expect(tab.Page.Locator(".credits")).ToContainTextAsync("UPC Newly Approved 17 National and Provincial First-class Undergraduate Majors");
        await Expect(tab.Page.Locator(".neighbours [rel=prev]")).ToHaveAttributeAsync("href", "/en/news/2021/tenth-anniversary-conference");
        await Expect(tab.Page.Locator(".neighbours [rel=next]")).ToHaveAttributeAsync("href", "/en/news/2023/asrtu-green-founded");
        foreach (var link in new[] { "/en/conferences/2022", "/en/members/upc", "/en/members/gubkin", "/en/bodies/green", "/en/resolutions/2022-1" })
            await Expect(tab.Page.Locator($".prose a[href='{link}']")).ToHaveCountAsync(1);
        await pictures.TakeAsync(tab, "article-en-desktop", isWhole: true);
    }

    private static async Task ReadItInOtherLanguagesAsync(Tab tab, Pictures pictures)
    {
        await tab.Page.ClickAsync(".top-links >> text=中文");
        await tab.Page.WaitForURLAsync("**/zh" + Places.RetoldInChinese);
        await Expect(tab.Page.Locator(".prose")).ToContainTextAsync("中国石油大学");
        await pictures.TakeAsync(tab, "article-zh-desktop");
        await tab.Page.ClickAsync(".top-links >> text=Русский");
        await tab.Page.WaitForURLAsync("**/ru" + Places.RetoldInRussian);
        await Expect(tab.Page.Locator(".prose")).ToContainTextAsync("Губкин");
        await pictures.TakeAsync(tab, "article-ru-desktop");
        // The bare address believes the last choice
        await tab.GoAsync("/");
        Assert.Equal("/ru", tab.Path);
        await tab.Page.ClickAsync(".top-links >> text=English");
        await tab.Page.WaitForURLAsync("**/en");
    }

    private static async Task LookAtTheConferenceAsync(Tab tab, Pictures pictures)
    {
        await tab.GoAsync("/en/conferences");
        await pictures.TakeAsync(tab, "conferences-en-desktop");
        // The next one stands first
        var next = await tab.Page.Locator("main a[href^='/en/conferences/']").First.GetAttributeAsync("href");
        await tab.Page.ClickAsync("main a[href='/en/conferences/2022']");
        await Expect(tab.Page.Locator(".sessions > li")).ToHaveCountAsync(4);
        await Expect(tab.Page.Locator(".sessions > li").Nth(2)).ToContainTextAsync("Undertaken by China University of Petroleum (East China)");
        await pictures.TakeAsync(tab, "conference-2022-en-desktop");
        await tab.GoAsync("/ru" + next!["/en".Length..]);
        await Expect(tab.Page.Locator("local-time").First).ToBeVisibleAsync();
        await pictures.TakeAsync(tab, "next-conference-ru-desktop");
    }

    private static async Task LookAtWhoLeadsAsync(Tab tab, Pictures pictures)
    {
        await tab.GoAsync("/en/bodies/green");
        await Expect(tab.Page.Locator("section[aria-labelledby=seat-Lead] .holder-name"))
            .ToHaveTextAsync(["China University of Petroleum (East China)", "Gubkin Russian State University of Oil and Gas (National Research University)"]);
        await pictures.TakeAsync(tab, "green-en-desktop");
        var rotating = tab.Page.Locator("section[aria-labelledby=seat-RotatingChair] .holder-name");
        await tab.GoAsync("/en/leadership?on=2022-06-03");
        await Expect(rotating.First).ToHaveTextAsync("Xi'an Jiaotong University");
        await tab.GoAsync("/en/leadership?on=2024");
        await Expect(rotating).ToHaveTextAsync(["China University of Petroleum (East China)", "Gubkin Russian State University of Oil and Gas (National Research University)"]);
        await pictures.TakeAsync(tab, "leadership-2024-en-desktop", isWhole: true);
        await tab.GoAsync("/zh/members/upc");
        await pictures.TakeAsync(tab, "member-upc-zh-desktop", isWhole: true);
        await tab.GoAsync("/ru/members");
        await pictures.TakeAsync(tab, "members-ru-desktop");
        await tab.GoAsync("/en/demo/tour");
        await pictures.TakeAsync(tab, "tour-en-desktop");
    }

    private static async Task ProposeAsync(Tab tab, Pictures pictures)
    {
        await tab.GoAsync("/en/demo");
        await Expect(tab.Page.Locator(".roles button")).ToHaveCountAsync(12);
        await pictures.TakeAsync(tab, "roles-en-desktop");
        await tab.Page.ClickAsync(".roles button:has-text('演示联络员（中国石油大学）')");
        await tab.Page.WaitForURLAsync("**/zh/desk");
        await tab.Page.ClickAsync(".rail a[href='/zh/desk/my-institution']");
        await tab.Page.FillAsync("[name='field.abbreviation']", "UPC-QD");
        await tab.Page.FillAsync("[name='field.city.en']", "Qingdao and Dongying");
        await tab.Page.FillAsync("[name=Message]", "两个校区");
        await pictures.TakeAsync(tab, "proposal-zh-desktop");
        await tab.Page.ClickAsync("main button.primary");
        await Expect(tab.Page.Locator(".notice.success")).ToBeVisibleAsync();
        await tab.GoAsync("/en/members/upc");
        await Expect(tab.Page.Locator("main")).Not.ToContainTextAsync("UPC-QD");
    }

    private static async Task DecideAsync(Tab tab, Pictures pictures)
    {
        await tab.Page.ClickAsync(".top-links .role-switch summary");
        await tab.Page.ClickAsync(".top-links .role-switch button:has-text('Demonstration secretariat')");
        await tab.Page.WaitForURLAsync("**/en/desk");
        await pictures.TakeAsync(tab, "desk-en-desktop");
        await tab.Page.ClickAsync(".queues a[href='/en/desk/proposals']");
        await tab.Page.ClickAsync("main .lines a:has-text('China University of Petroleum')");
        await Expect(tab.Page.Locator(".message")).ToHaveTextAsync("两个校区");
        var fields = tab.Page.Locator(".proposed > li");
        await fields.Filter(new() { HasText = "UPC-QD" }).Locator("input[value=accept]").CheckAsync();
        await fields.Filter(new() { HasText = "Dongying" }).Locator("input[value=decline]").CheckAsync();
        await fields.Filter(new() { HasText = "Dongying" }).Locator("[name^='reason.']").FillAsync("One city for each entry");
        await pictures.TakeAsync(tab, "decision-en-desktop");
        await tab.Page.ClickAsync("main button.primary");
        await Expect(tab.Page.Locator(".notice.success")).ToBeVisibleAsync();

        await tab.GoAsync("/en/members/upc");
        await Expect(tab.Page.Locator(".facts").First).ToContainTextAsync("UPC-QD");
        await Expect(tab.Page.Locator("main")).Not.ToContainTextAsync("Dongying");
        await tab.GoAsync("/en/desk/audit");
        var line = tab.Page.Locator(".audit > li").First;
        await Expect(line).ToContainTextAsync("Demonstration secretariat");
        await Expect(tab.Page.Locator(".audit > li", new() { HasText = "UPC-QD" }).First).ToContainTextAsync("Abbreviation");
        await pictures.TakeAsync(tab, "audit-en-desktop");
    }
}

public sealed class NewcomerWalkOnSqlite(Chromium chromium, SqliteSite site) : NewcomerWalkTests(chromium, site, mayKeepPictures: true), IClassFixture<SqliteSite>;

public sealed class NewcomerWalkOnPostgres(Chromium chromium, PostgresSite site) : NewcomerWalkTests(chromium, site, mayKeepPictures: false), IClassFixture<PostgresSite>;
