using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Bodies;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Alliance.Leadership;
using Rotunda.Testing;
using Xunit;
using static Rotunda.Tests.Modules.Alliance.RegistryPageTests;

namespace Rotunda.Tests.Modules.Alliance;

/// <summary>What pages say of a date: the home page, seats without a holder, people who left, members who left.</summary>
public abstract class AsOfPageTests(Site site)
{
    /// <summary>A question that keeps nobody's page.</summary>
    private const string Fresh = "?x=1";

    [Theory]
    [InlineData("en", "2022-06-03", "As of 3 June 2022", "Xi'an Jiaotong University")]
    [InlineData("zh", "2022-06-03", "截至2022年6月3日", "西安交通大学")]
    [InlineData("ru", "2024", "По состоянию на 2024", "Китайский нефтяной университет (Хуадун)")]
    public async Task The_home_page_answers_for_a_date(string language, string on, string notice, string holder)
    {
        var page = await site.Visit().PageAsync($"/{language}?on={on}");

        Assert.Contains(notice, Words(page.QuerySelector("main > .notice")!), StringComparison.Ordinal);
        Assert.Equal($"/{language}", page.QuerySelector("main > .notice a")!.GetAttribute("href"));
        Assert.StartsWith(holder, page.QuerySelector(".chairs .holder-name")!.TextContent, StringComparison.Ordinal);
        Assert.Equal($"/{language}/leadership?on={on}", page.QuerySelector(".chairs h2 a")!.GetAttribute("href"));
        Assert.Equal($"/{language}/members?on={on}", page.QuerySelector(".members-block h2 a")!.GetAttribute("href"));
        // What tells of the present alone is absent
        Assert.Empty(page.QuerySelectorAll(".next, .latest"));
    }

    [Fact]
    public async Task The_home_page_of_a_year_before_the_foundation_has_no_members_and_no_holders()
    {
        var page = await site.Visit().PageAsync("/en?on=2010");

        Assert.Empty(page.QuerySelectorAll(".holder-name, .members-block"));
        Assert.All(page.QuerySelectorAll(".chairs .unrecorded"), text => Assert.Equal("not yet founded", text.TextContent));
    }

    [Theory]
    [InlineData("tomorrow")]
    [InlineData("2022-13")]
    [InlineData("1899")]
    public async Task A_faulty_date_is_refused_on_the_home_page_in_the_readers_language(string on)
    {
        foreach (var (language, word) in new[] { ("en", "To the home page"), ("zh", "返回首页"), ("ru", "На главную") })
        {
            var page = await site.Visit().PageAsync($"/{language}?on={on}", HttpStatusCode.BadRequest);
            Assert.Contains(word, page.Body!.TextContent, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("2010", 2, "not yet founded", 0)]
    [InlineData("2011-03-05", 2, "not yet founded", 0)]
    [InlineData("2012", 1, "holder not recorded", 0)]
    [InlineData("2022-06-03", 0, "", 0)]
    [InlineData("2024", 0, "", 0)]
    [InlineData("2026", 2, "successor not recorded", 2)]
    public async Task A_date_without_a_recorded_holder_says_no_more_than_the_record(string on, int vacancies, string words, int lastRecorded)
    {
        var page = await site.Visit().PageAsync("/en/leadership?on=" + on);
        var rotating = page.QuerySelector("#seat-RotatingChair")!.ParentElement!;

        Assert.Equal(Enumerable.Repeat(words, vacancies), rotating.QuerySelectorAll(".unrecorded").Select(text => text.TextContent));
        Assert.Equal(lastRecorded, rotating.QuerySelectorAll("p.quiet").Count(text => text.TextContent.Contains("Last recorded", StringComparison.Ordinal)));
        var permanent = page.QuerySelector("#seat-PermanentChair")!.ParentElement!.QuerySelectorAll(".holder-name").Length;
        Assert.Equal(words == "not yet founded" ? 0 : 2, permanent);
    }

    [Theory]
    [InlineData("zh", "尚未成立", "任职单位未记录", "继任单位未记录")]
    [InlineData("ru", "до основания", "нет сведений", "о преемнике нет сведений")]
    public async Task The_words_for_a_vacancy_stand_in_every_language(string language, params string[] words)
    {
        foreach (var (on, expected) in new[] { "2010", "2012", "2026" }.Zip(words))
        {
            var page = await site.Visit().PageAsync($"/{language}/leadership?on={on}");
            Assert.All(page.QuerySelector("#seat-RotatingChair")!.ParentElement!.QuerySelectorAll(".unrecorded"), text => Assert.Equal(expected, text.TextContent));
        }
    }

    [Fact]
    public async Task People_are_listed_while_they_were_in_office_with_the_span()
    {
        await using (var db = site.Db())
        {
            var (body, institution) = (await db.Bodies.SingleAsync(row => row.Code == "green"), await db.Institutions.SingleAsync(row => row.Code == "upc"));
            db.Add(new Appointment
            {
                Id = RowId.New(), Office = LocalizedText.Of(("en", "Interim director")), InstitutionId = institution.Id, BodyId = body.Id,
                From = PartialDate.Parse("2023-07-01"), To = PartialDate.Parse("2024-05-01"),
            });
            await db.SaveChangesAsync();
        }

        foreach (var path in new[] { "/en/bodies/green", "/en/members/upc" })
        {
            Assert.DoesNotContain("Interim director", await TextAsync(path + Fresh), StringComparison.Ordinal);
            Assert.DoesNotContain("Interim director", await TextAsync(path + "?on=2023-06-30"), StringComparison.Ordinal);
            var line = (await site.Visit().PageAsync(path + "?on=2024-01-15")).QuerySelectorAll("main .lines > li").Single(item => item.TextContent.Contains("Interim director", StringComparison.Ordinal));
            Assert.Contains("1 July 2023 – 1 May 2024", Words(line), StringComparison.Ordinal);
        }

        // Nobody held an office of a body before there was one; of those without a date the record cannot tell later
        Assert.DoesNotContain("People in office", await TextAsync("/en/bodies/green?on=2022-06-03"), StringComparison.Ordinal);
        Assert.Contains("not recorded for this date", await TextAsync("/en/bodies/green?on=2024-01-15"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parts_and_totals_of_a_body_are_those_of_the_date()
    {
        var page = await site.Visit().PageAsync("/en/bodies/asrtu?on=2021-12-31");

        Assert.DoesNotContain("/en/bodies/green", page.QuerySelectorAll("main a").Select(link => link.GetAttribute("href")));
        Assert.Equal("March 2021", Words(page.QuerySelectorAll(".table tbody tr")[^1].QuerySelector("th")!));
        var today = await site.Visit().PageAsync("/en/bodies/asrtu");
        Assert.Contains("/en/bodies/green", today.QuerySelectorAll("main a").Select(link => link.GetAttribute("href")));
        Assert.Equal("December 2023", Words(today.QuerySelectorAll(".table tbody tr")[^1].QuerySelector("th")!));
    }

    [Fact]
    public async Task A_member_that_left_is_called_a_former_one()
    {
        await using (var db = site.Db())
        {
            var institution = await db.Institutions.Include(row => row.Memberships).SingleAsync(row => row.Code == "beihang");
            institution.Memberships.Single().To = PartialDate.Parse("2020-06-01");
            await db.SaveChangesAsync();
        }

        foreach (var (language, former, inside) in new[] { ("en", "Former member", "former member"), ("zh", "曾为成员", "曾为成员"), ("ru", "Бывший член", "бывший член") })
        {
            var page = await site.Visit().PageAsync($"/{language}/members/beihang{Fresh}");
            Assert.EndsWith(former, Words(page.QuerySelector(".page-head .kicker")!), StringComparison.Ordinal);
            Assert.Contains(former, page.QuerySelector("meta[name=description]")!.GetAttribute("content"), StringComparison.Ordinal);
            Assert.Contains(inside, page.QuerySelector(".map title")!.TextContent, StringComparison.Ordinal);
        }

        var then = await site.Visit().PageAsync("/en/members/beihang?on=2019-05");
        Assert.EndsWith("Full member", Words(then.QuerySelector(".page-head .kicker")!), StringComparison.Ordinal);
        Assert.DoesNotContain("former member", then.QuerySelector(".map title")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("As of May 2019", Words(then.QuerySelector("main .notice")!), StringComparison.Ordinal);
        var before = await site.Visit().PageAsync("/en/members/beihang?on=2010");
        Assert.EndsWith("Not a member", Words(before.QuerySelector(".page-head .kicker")!), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/en/leadership", "#as-of-date", "2024")]
    [InlineData("/zh/bodies", "#as-of-date", "2022-06")]
    [InlineData("/ru/bodies/green", "#as-of-date", "2024-02-29")]
    [InlineData("/en/members", "#on", "2024")]
    [InlineData("/ru/members", "#on", "2022-06")]
    public async Task The_field_for_a_date_keeps_what_was_asked(string path, string field, string on)
    {
        var page = await site.Visit().PageAsync($"{path}?on={on}");
        var input = (IHtmlInputElement)page.QuerySelector(field)!;

        Assert.Equal((on, "text"), (input.Value, input.Type));
        Assert.Matches($"^(?:{input.Pattern})$", on);
        Assert.Equal("", ((IHtmlInputElement)(await site.Visit().PageAsync(path)).QuerySelector(field)!).Value);
    }

    [Fact]
    public async Task The_last_holder_is_named_in_the_language_of_the_name()
    {
        await using (var db = site.Db())
        {
            var (root, institution) = (await db.Bodies.SingleAsync(row => row.Kind == BodyKind.Association), await db.Institutions.SingleAsync(row => row.Code == "tyut"));
            var body = new Body { Id = RowId.New(), Code = "ended", Kind = BodyKind.SubAlliance, ParentId = root.Id, Order = 99, Name = LocalizedText.Of(("ru", "Прежний подсоюз")) };
            body.Seats.Add(new Seat { Id = RowId.New(), SideCode = "CN", Kind = SeatKind.Lead, Terms = { new Term { Id = RowId.New(), InstitutionId = institution.Id, From = PartialDate.Parse("2015"), To = PartialDate.Parse("2016") } } });
            db.Add(body);
            await db.SaveChangesAsync();
        }

        var page = await site.Visit().PageAsync("/ru/bodies/ended" + Fresh);

        Assert.Equal("о преемнике нет сведений", page.QuerySelector(".seat .unrecorded")!.TextContent);
        Assert.Equal("Taiyuan University of Technology", page.QuerySelector(".seat p.quiet a [lang=en]")!.TextContent);
        Assert.Equal("на английском языке", page.QuerySelector(".seat p.quiet a .fallback")!.TextContent);
    }

    private async Task<string> TextAsync(string path) => Words((await site.Visit().PageAsync(path)).QuerySelector("main")!);
}

public sealed class AsOfPageTestsOnSqlite(SqliteSite site) : AsOfPageTests(site), IClassFixture<SqliteSite>;

public sealed class AsOfPageTestsOnPostgres(PostgresSite site) : AsOfPageTests(site), IClassFixture<PostgresSite>;
