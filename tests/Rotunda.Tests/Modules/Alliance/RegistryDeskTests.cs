using System.Net;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data.Audit;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Alliance.Leadership;
using Rotunda.Modules.Alliance.Proposals;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Alliance;

/// <summary>The registry's desk: edits with their ground, conflicts, proposals and who may do what.</summary>
public abstract class RegistryDeskTests(Site site)
{
    private static readonly (string, string) Ground = ("Ground.Source", "https://example.org/letter");

    [Fact]
    public async Task A_change_is_on_the_public_page_and_in_the_audit_trail_at_once()
    {
        var (secretary, reader) = (await site.SignInAsync("secretariat"), site.Visit());
        Assert.DoesNotContain("Бэйханский", (await reader.PageAsync("/ru/members/beihang")).Body!.TextContent, StringComparison.Ordinal);

        using var saved = await secretary.PostAsync("/en/desk/institutions/beihang", [("field.name.ru", "Бэйханский университет"), Ground]);

        Assert.Equal(HttpStatusCode.Found, saved.StatusCode);
        Assert.Equal("Бэйханский университет", (await reader.PageAsync("/ru/members/beihang")).QuerySelector("h1")!.TextContent);
        var desk = await secretary.PageAsync("/en/desk/institutions/beihang");
        var line = desk.QuerySelector(".audit > li")!;
        Assert.Equal("Institution changed", line.QuerySelector("b")!.TextContent);
        Assert.Contains("Official name (Русский) Бэйханский университет", RegistryPageTests.Words(line), StringComparison.Ordinal);
        Assert.Contains("https://example.org/letter", line.TextContent, StringComparison.Ordinal);
        Assert.Equal("2", desk.QuerySelector("input[name=version]")!.GetAttribute("value"));
    }

    [Fact]
    public async Task Two_secretaries_in_one_record_get_a_conflict_with_both_texts()
    {
        var (first, second) = (await site.SignInAsync("secretariat"), await site.SignInAsync("administrator"));
        const string path = "/en/desk/institutions/tongji";
        var form = (await second.PageAsync(path)).QuerySelector("main form[method=post]")!;
        using var saved = await first.PostAsync(path, [("field.abbreviation", "TJ-ONE"), Ground]);
        Assert.Equal(HttpStatusCode.Found, saved.StatusCode);

        using var conflict = await second.SubmitAsync(form, path, [("field.abbreviation", "TJ-TWO"), Ground]);

        Assert.Equal(HttpStatusCode.Conflict, conflict.StatusCode);
        var page = await Visitor.ParseAsync(conflict);
        Assert.Equal("TJ-TWO", page.QuerySelector("#f-field-abbreviation")!.GetAttribute("value"));
        Assert.Equal("Stored now: TJ-ONE", page.QuerySelector("#f-field-abbreviation-stored")!.TextContent);
        Assert.Equal("TJ-ONE", await AbbreviationOf("tongji"));

        using var again = await second.SubmitAsync(page.QuerySelector("main form[method=post]")!, path, []);
        Assert.Equal(HttpStatusCode.Found, again.StatusCode);
        Assert.Equal("TJ-TWO", await AbbreviationOf("tongji"));
    }

    [Theory]
    [InlineData("field.zone", "Moon/Base", "This is not an IANA time zone. Write, for example, Asia/Vladivostok.")]
    [InlineData("field.latitude", "91", "Write degrees as a number: latitude from −90 to 90, longitude from −180 to 180.")]
    [InlineData("field.longitude", "", "Give latitude and longitude together, or neither.")]
    [InlineData("field.domain", "http://zju.edu.cn/", "This is not a domain. Write, for example, hit.edu.cn.")]
    [InlineData("field.ror", "123", "This is not a ROR id. Write its nine characters, for example 01yqg2h08.")]
    [InlineData("Ground.Source", "", "Say why: a source, or the number of a resolution.")]
    [InlineData("Ground.Resolution", "1999-9", "There is no resolution with this number. Look it up in the register.")]
    public async Task What_cannot_stand_is_said_beside_its_field_and_nothing_is_stored(string field, string value, string expected)
    {
        var secretary = await site.SignInAsync("secretariat");
        var before = await VersionOf("zju");
        var fields = new List<(string, string)> { ("field.abbreviation", "KEPT"), (field, value) };
        if (field != "Ground.Source") fields.Add(Ground);

        using var response = await secretary.PostAsync("/en/desk/institutions/zju", fields);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        var page = await Visitor.ParseAsync(response);
        Assert.Contains(expected, page.QuerySelectorAll(".fault-summary li").Select(item => item.TextContent.Trim()));
        Assert.Equal("KEPT", page.QuerySelector("#f-field-abbreviation")!.GetAttribute("value"));
        Assert.Equal(before, await VersionOf("zju"));
    }

    [Fact]
    public async Task Hostile_text_is_stored_clean_and_shown_as_text()
    {
        var secretary = await site.SignInAsync("secretariat");
        const string typed = "\u202E<script>alert(1)</script>\u0001 جامعة \u0007& Co";

        using var saved = await secretary.PostAsync("/en/desk/institutions/seu", [("field.name.en", typed), Ground]);

        Assert.Equal(HttpStatusCode.Found, saved.StatusCode);
        using var response = await site.Visit().GetAsync("/en/members/seu");
        var html = await response.Content.ReadAsStringAsync();
        Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
        var page = await Visitor.ParseAsync(response);
        Assert.Equal("<script>alert(1)</script> جامعة & Co", page.QuerySelector("h1 bdi")!.TextContent);
    }

    [Fact]
    public async Task Overlong_text_is_refused_with_its_limit()
    {
        var secretary = await site.SignInAsync("secretariat");

        using var response = await secretary.PostAsync("/ru/desk/institutions/zju", [("field.name.en", new string('я', 301)), Ground]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Equal("Слишком длинно: не более 300 знаков.", (await Visitor.ParseAsync(response)).QuerySelector("#f-field-name-en-fault")!.TextContent);
    }

    [Fact]
    public async Task A_new_term_makes_its_holder_the_present_chair_and_the_same_number_is_refused()
    {
        var secretary = await site.SignInAsync("secretariat");
        await using var db = site.Db();
        var eighth = await db.Terms.Where(term => term.Number == 8 && term.Seat!.SideCode == "RU").Select(term => term.Id).SingleAsync();

        using var saved = await secretary.PostAsync($"/en/desk/terms/{eighth}", [("InstitutionCode", "itmo"), ("From", "2025-10"), ("Ground.Resolution", "2022-1")]);

        Assert.Equal(HttpStatusCode.Found, saved.StatusCode);
        var page = await site.Visit().PageAsync("/en/leadership");
        Assert.Equal(["ITMO University"], page.QuerySelector("#seat-RotatingChair")!.ParentElement!.QuerySelectorAll(".holder-name").Select(link => link.TextContent));
        var seat = await db.Seats.Where(row => row.SideCode == "RU" && row.Kind == SeatKind.RotatingChair).Select(row => row.Id).SingleAsync();
        using var twice = await secretary.PostAsync($"/en/desk/terms/new?seat={seat}", [("Number", "8"), Ground]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, twice.StatusCode);
        Assert.Equal(["This seat already has a term with this number."], (await Visitor.ParseAsync(twice)).QuerySelectorAll(".fault-summary li").Select(item => item.TextContent.Trim()));
        using var unread = await secretary.PostAsync($"/en/desk/terms/{eighth}", [("From", "autumn"), ("To", "2024"), Ground]);
        Assert.Equal(["“autumn” is not a date. Write 2011, 2011-03 or 2011-03-06."], (await Visitor.ParseAsync(unread)).QuerySelectorAll(".fault-summary li").Select(item => item.TextContent.Trim()));
    }

    [Theory]
    [InlineData("King")]
    [InlineData("7")]
    [InlineData("")]
    public async Task A_status_that_the_form_does_not_offer_is_refused(string status)
    {
        var secretary = await site.SignInAsync("secretariat");
        await using var db = site.Db();
        var before = await db.Set<Rotunda.Modules.Alliance.Memberships.Membership>().CountAsync();

        using var refused = await secretary.PostAsync("/en/desk/institutions/zju/memberships/new", [("Status", status), ("From", "2026-01-20"), Ground]);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal(before, await db.Set<Rotunda.Modules.Alliance.Memberships.Membership>().CountAsync());
    }

    [Fact]
    public async Task A_membership_is_added_with_its_ground()
    {
        var secretary = await site.SignInAsync("secretariat");

        var observer = (await secretary.PageAsync("/en/desk/institutions/ysu")).QuerySelector("a[href*='/memberships/']")!.GetAttribute("href")!;
        using var overlapping = await secretary.PostAsync("/en/desk/institutions/ysu/memberships/new", [("Status", "Full"), ("From", "2026-05-20"), Ground]);
        using var ended = await secretary.PostAsync(observer, [("To", "2026-05-20"), Ground]);
        using var saved = await secretary.PostAsync("/en/desk/institutions/ysu/memberships/new", [("Status", "Full"), ("From", "2026-05-20"), Ground]);
        using var twice = await secretary.PostAsync("/en/desk/institutions/ysu/memberships/new", [("Status", "Full"), ("From", "2026-05-20"), Ground]);
        using var backwards = await secretary.PostAsync("/en/desk/institutions/ysu/memberships/new", [("Status", "Observer"), ("From", "2019"), ("To", "2018"), Ground]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, overlapping.StatusCode);
        Assert.Equal(HttpStatusCode.Found, ended.StatusCode);
        Assert.Equal(HttpStatusCode.Found, saved.StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, twice.StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, backwards.StatusCode);
        var page = await site.Visit().PageAsync("/en/members/ysu");
        Assert.Equal(["August 2020 – 20 May 2026", "since 20 May 2026"], page.QuerySelectorAll(".timeline .when").Select(RegistryPageTests.Words));
    }

    [Fact]
    public async Task An_officers_proposal_is_decided_field_by_field()
    {
        var (officer, secretary) = (await site.SignInAsync("liaison-upc"), await site.SignInAsync("secretariat"));
        using var sent = await officer.PostAsync("/zh/desk/my-institution", [("field.ror", "05gbn2817"), ("field.city.en", "Qingdao, Huangdao"), ("Message", "请更新")]);
        Assert.Equal(HttpStatusCode.Found, sent.StatusCode);
        var path = $"/en/desk/proposals/{await ProposalOf("Qingdao, Huangdao")}";
        var proposal = await secretary.PageAsync(path);
        var radios = proposal.QuerySelectorAll("input[value=accept]").Select(radio => radio.GetAttribute("name")!).ToList();
        Assert.Equal(2, radios.Count);
        var reason = radios[0].Replace("decision", "reason", StringComparison.Ordinal);

        using var decided = await secretary.PostAsync(path, [(radios[0], "decline"), (radios[1], "accept"), (reason, "The city is Qingdao.")]);

        Assert.Equal(HttpStatusCode.Found, decided.StatusCode);
        var page = await site.Visit().PageAsync("/en/members/upc");
        Assert.NotNull(page.QuerySelector("a[href='https://ror.org/05gbn2817']"));
        Assert.DoesNotContain("Huangdao", page.Body!.TextContent, StringComparison.Ordinal);
        var seen = await officer.PageAsync(path.Replace("/en/", "/zh/", StringComparison.Ordinal));
        Assert.Equal(["未采纳", "已采纳"], seen.QuerySelectorAll(".proposed .badge").Select(badge => badge.TextContent));
        Assert.Contains("The city is Qingdao.", seen.Body!.TextContent, StringComparison.Ordinal);
        await using var db = site.Db();
        var id = await ProposalOf("Qingdao, Huangdao");
        Assert.NotNull((await db.Proposals.SingleAsync(row => row.Id == id)).ClosedAt);
    }

    [Fact]
    public async Task A_field_that_moved_since_it_was_proposed_is_not_overwritten_unseen()
    {
        var (officer, secretary) = (await site.SignInAsync("liaison-gubkin"), await site.SignInAsync("secretariat"));
        using var sent = await officer.PostAsync("/ru/desk/my-institution", [("field.abbreviation", "GUBKIN-NEW")]);
        Assert.Equal(HttpStatusCode.Found, sent.StatusCode);
        var path = $"/en/desk/proposals/{await ProposalOf("GUBKIN-NEW")}";
        using var edited = await secretary.PostAsync("/en/desk/institutions/gubkin", [("field.abbreviation", "RGU"), Ground]);
        var radio = (await secretary.PageAsync(path)).QuerySelector("input[value=accept]")!.GetAttribute("name")!;

        using var conflict = await secretary.PostAsync(path, [(radio, "accept")]);

        Assert.Equal(HttpStatusCode.Conflict, conflict.StatusCode);
        Assert.Equal("RGU", await AbbreviationOf("gubkin"));
        var page = await Visitor.ParseAsync(conflict);
        Assert.Equal("Stored now: RGU", page.QuerySelector(".proposed .stored")!.TextContent);
        using var anyway = await secretary.SubmitAsync(page.QuerySelector("main form[method=post]")!, path, [(radio, "accept")]);
        Assert.Equal(HttpStatusCode.Found, anyway.StatusCode);
        Assert.Equal("GUBKIN-NEW", await AbbreviationOf("gubkin"));
    }

    [Fact]
    public async Task Another_officers_institution_in_the_address_does_not_exist()
    {
        var (officer, own) = (await site.SignInAsync("liaison-gubkin"), "/ru/desk/my-institution/gubkin");
        await using var db = site.Db();
        var before = await db.Proposals.CountAsync();
        var form = (await officer.PageAsync(own)).QuerySelector("main form[method=post]")!;
        form.RemoveAttribute("action");

        using var page = await officer.GetAsync("/ru/desk/my-institution/upc");
        using var sent = await officer.SubmitAsync(form, "/ru/desk/my-institution/upc", [("field.abbreviation", "STOLEN")]);

        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, sent.StatusCode);
        Assert.Equal(before, await db.Proposals.CountAsync());
    }

    [Fact]
    public async Task Another_officers_proposal_does_not_exist()
    {
        var (upc, gubkin) = (await site.SignInAsync("liaison-upc"), await site.SignInAsync("liaison-gubkin"));
        using var sent = await upc.PostAsync("/zh/desk/my-institution", [("field.abbreviation", "UPC-SECRET")]);
        var path = $"/zh/desk/proposals/{await ProposalOf("UPC-SECRET")}";
        await upc.PageAsync(path);

        using var peek = await gubkin.GetAsync(path);
        var list = await gubkin.PageAsync("/ru/desk/proposals");

        Assert.Equal(HttpStatusCode.NotFound, peek.StatusCode);
        Assert.DoesNotContain(path[3..], list.Body!.InnerHtml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_officer_cannot_decide_on_the_own_proposal()
    {
        var officer = await site.SignInAsync("liaison-upc");
        using var sent = await officer.PostAsync("/zh/desk/my-institution", [("field.domain", "upc-own.edu.cn")]);
        await using var db = site.Db();
        var field = await db.Set<ProposedField>().SingleAsync(row => row.After == "upc-own.edu.cn");
        var path = $"/zh/desk/proposals/{field.ProposalId}";
        var form = (await officer.PageAsync(path)).QuerySelector("main form[method=post]")!;

        using var decided = await officer.SubmitAsync(form, path, [($"decision.{field.Id}", "accept")]);

        Assert.Equal(HttpStatusCode.Forbidden, decided.StatusCode);
        Assert.NotEqual("upc-own.edu.cn", await db.Institutions.Where(row => row.Code == "upc").Select(row => row.Domain).SingleAsync());
    }

    [Fact]
    public async Task Nothing_changed_is_not_a_proposal_and_not_an_audit_entry()
    {
        var (officer, secretary) = (await site.SignInAsync("liaison-upc"), await site.SignInAsync("secretariat"));
        await using var db = site.Db();
        var id = (await db.Institutions.Where(row => row.Code == "nwpu").Select(row => row.Id).SingleAsync()).ToString();
        using var unchanged = await secretary.PostAsync("/en/desk/institutions/nwpu", [Ground]);
        var entries = await db.AuditEntries.CountAsync(entry => entry.Action == "institution.edit" && entry.SubjectId == id);

        using var sent = await officer.PostAsync("/zh/desk/my-institution", []);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, sent.StatusCode);
        Assert.Equal(HttpStatusCode.Found, unchanged.StatusCode);
        Assert.Equal(0, entries);
    }

    [Fact]
    public async Task Forms_without_their_token_are_refused()
    {
        var secretary = await site.SignInAsync("secretariat");
        var before = await VersionOf("cqu");
        using var content = new FormUrlEncodedContent([KeyValuePair.Create("version", "1"), KeyValuePair.Create("field.abbreviation", "X"), KeyValuePair.Create("Ground.Source", "x")]);

        using var response = await secretary.Http.PostAsync("/en/desk/institutions/cqu", content);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(before, await VersionOf("cqu"));
    }

    [Fact]
    public async Task Names_to_complete_are_listed_and_counted()
    {
        var secretary = await site.SignInAsync("secretariat");
        var page = await secretary.PageAsync("/en/desk/names");
        var gaps = page.QuerySelectorAll(".table tbody tr").Select(row => row.QuerySelector("a")!.GetAttribute("href")!).ToList();

        // «beihang» may have its Russian name from another test of this class
        Assert.Contains("/en/desk/institutions/leti#f-field-name-zh", gaps);
        Assert.Contains("/en/desk/institutions/pstu#f-field-name-zh", gaps);
        Assert.Equal(["bit", "dlut", "njust", "nuaa", "tyut"], gaps.Where(gap => gap.EndsWith("ru", StringComparison.Ordinal)).Select(gap => gap.Split('/')[4].Split('#')[0]).Where(code => code != "beihang"));
        Assert.Equal(gaps.Count.ToString(System.Globalization.CultureInfo.InvariantCulture), page.QuerySelector(".rail a[href='/en/desk/names'] .count")!.TextContent);
    }

    private async Task<string?> AbbreviationOf(string code)
    {
        await using var db = site.Db();
        return await db.Institutions.Where(row => row.Code == code).Select(row => row.Abbreviation).SingleAsync();
    }

    /// <summary>The proposal that holds a value which only one test proposes.</summary>
    private async Task<Guid> ProposalOf(string after)
    {
        await using var db = site.Db();
        return await db.Set<ProposedField>().Where(row => row.After == after).Select(row => row.ProposalId).SingleAsync();
    }

    private async Task<int> VersionOf(string code)
    {
        await using var db = site.Db();
        return await db.Institutions.Where(row => row.Code == code).Select(row => row.Version).SingleAsync();
    }
}

public sealed class RegistryDeskTestsOnSqlite(SqliteSite site) : RegistryDeskTests(site), IClassFixture<SqliteSite>;

public sealed class RegistryDeskTestsOnPostgres(PostgresSite site) : RegistryDeskTests(site), IClassFixture<PostgresSite>;
