using System.Net;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Alliance.Leadership;
using Rotunda.Modules.Alliance.Memberships;
using Rotunda.Modules.Alliance.Proposals;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Alliance;

/// <summary>What the desk says of a change: of what, on which ground, and to whom it belongs.</summary>
public abstract class RegistryGroundTests(Site site)
{
    private static readonly (string, string) Ground = ("Ground.Source", "https://example.org/letter");

    [Fact]
    public async Task The_audit_trail_names_what_was_changed_and_leads_to_it()
    {
        var secretary = await site.SignInAsync("secretariat");
        await using var db = site.Db();
        var term = await db.Terms.Where(row => row.Institution!.Code == "mai").Select(row => row.Id).FirstAsync();
        using var saved = await secretary.PostAsync("/en/desk/institutions/tongji", [("field.abbreviation", "TONGJI-NAMED"), Ground]);
        using var other = await secretary.PostAsync($"/en/desk/terms/{term}", [("Attested", "2017"), Ground]);
        Assert.Equal((HttpStatusCode.Found, HttpStatusCode.Found), (saved.StatusCode, other.StatusCode));
        var name = (await site.Visit().PageAsync("/en/members/tongji")).QuerySelector("h1")!.TextContent.Trim();

        foreach (var path in new[] { "/en/desk/audit", "/en/desk" })
        {
            var lines = (await secretary.PageAsync(path)).QuerySelectorAll(".audit > li").ToList();
            var line = lines.First(one => one.TextContent.Contains("TONGJI-NAMED", StringComparison.Ordinal));
            Assert.Equal(name, line.QuerySelector("a.subject[href='/en/desk/institutions/tongji']")!.TextContent);
            var holder = lines.First(one => one.QuerySelector($"a.subject[href='/en/desk/terms/{term}']") is not null).QuerySelector("a.subject")!.TextContent;
            Assert.Contains("Moscow Aviation Institute", holder, StringComparison.Ordinal);
        }

        // In the reader's language, and without a name where the thing is gone
        Assert.Contains((await site.Visit().PageAsync("/ru/members/tongji")).QuerySelector("h1")!.TextContent.Trim(), (await secretary.PageAsync("/ru/desk/audit")).QuerySelectorAll("a.subject").Select(link => link.TextContent));
    }

    [Theory]
    [InlineData("membership")]
    [InlineData("term")]
    public async Task Two_secretaries_in_a_membership_or_a_term_get_a_conflict_with_both_values(string what)
    {
        var (first, second) = (await site.SignInAsync("secretariat"), await site.SignInAsync("administrator"));
        await using var db = site.Db();
        var path = what == "term"
            ? $"/en/desk/terms/{await db.Terms.Where(row => row.Institution!.Code == "gubkin").OrderBy(row => row.Id).Select(row => row.Id).FirstAsync()}"
            : $"/en/desk/institutions/gubkin/memberships/{await db.Set<Membership>().Where(row => row.Institution!.Code == "gubkin").OrderBy(row => row.Id).Select(row => row.Id).FirstAsync()}";
        var form = (await second.PageAsync(path)).QuerySelector("main form[method=post]")!;
        using var saved = await first.PostAsync(path, [("Attested", "2015-06"), Ground]);
        Assert.Equal(HttpStatusCode.Found, saved.StatusCode);

        using var conflict = await second.SubmitAsync(form, path, [("Attested", "2016-07"), Ground]);

        Assert.Equal(HttpStatusCode.Conflict, conflict.StatusCode);
        var page = await Visitor.ParseAsync(conflict);
        Assert.Equal("2016-07", page.QuerySelector("input[name=Attested]")!.GetAttribute("value"));
        Assert.Contains("Stored now: 2015-06", page.QuerySelectorAll(".stored").Select(stored => stored.TextContent.Trim()));
        Assert.Equal("2015-06", (await first.PageAsync(path)).QuerySelector("input[name=Attested]")!.GetAttribute("value"));
        using var again = await second.SubmitAsync(page.QuerySelector("main form[method=post]")!, path, []);
        Assert.Equal(HttpStatusCode.Found, again.StatusCode);
        Assert.Equal("2016-07", (await first.PageAsync(path)).QuerySelector("input[name=Attested]")!.GetAttribute("value"));
    }

    [Fact]
    public async Task A_membership_or_a_term_of_another_institution_is_not_changed_under_ones_own_address()
    {
        var (officer, secretary) = (await site.SignInAsync("liaison-upc"), await site.SignInAsync("secretariat"));
        await using var db = site.Db();
        var membership = await db.Set<Membership>().AsNoTracking().FirstAsync(row => row.Institution!.Code == "bmstu");
        var term = await db.Terms.AsNoTracking().FirstAsync(row => row.Institution!.Code == "mai");
        var token = (await officer.PageAsync("/zh/desk/my-institution")).QuerySelector("main form[method=post] input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        foreach (var (path, version) in new[] { ($"/zh/desk/institutions/upc/memberships/{membership.Id}", membership.Version), ($"/zh/desk/institutions/bmstu/memberships/{membership.Id}", membership.Version), ($"/zh/desk/terms/{term.Id}", term.Version) })
        {
            using var content = new FormUrlEncodedContent(new Dictionary<string, string> { ["__RequestVerificationToken"] = token, ["version"] = version.ToString(System.Globalization.CultureInfo.InvariantCulture), ["Status"] = "Observer", ["From"] = "2001", ["InstitutionCode"] = "upc", ["Ground.Source"] = "x" });
            using var refused = await officer.Http.PostAsync(path, content);
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        }

        var form = (await secretary.PageAsync($"/en/desk/institutions/bmstu/memberships/{membership.Id}")).QuerySelector("main form[method=post]")!;
        form.RemoveAttribute("action");
        using var astray = await secretary.SubmitAsync(form, $"/en/desk/institutions/upc/memberships/{membership.Id}", [("From", "2001"), Ground]);

        Assert.Equal(HttpStatusCode.NotFound, astray.StatusCode);
        Assert.Equal(membership.Version, await db.Set<Membership>().Where(row => row.Id == membership.Id).Select(row => row.Version).SingleAsync());
        var after = await db.Terms.AsNoTracking().Where(row => row.Id == term.Id).SingleAsync();
        Assert.Equal((term.Version, term.InstitutionId), (after.Version, after.InstitutionId));
    }

    [Fact]
    public async Task A_source_that_an_officer_names_is_shown_to_the_secretariat_and_becomes_the_ground()
    {
        var (officer, secretary) = (await site.SignInAsync("liaison-gubkin"), await site.SignInAsync("secretariat"));
        const string source = "https://gubkin.example/about <b>";
        using var overlong = await officer.PostAsync("/ru/desk/my-institution", [("field.city.en", "Moscow, Leninsky"), ("Source", new string('x', 501))]);
        using var sent = await officer.PostAsync("/ru/desk/my-institution", [("field.city.en", "Moscow, Leninsky"), ("Source", source)]);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.Found), (overlong.StatusCode, sent.StatusCode));
        Assert.Equal(new string('x', 501), (await Visitor.ParseAsync(overlong)).QuerySelector("input[name=Source]")!.GetAttribute("value"));
        var path = $"/en/desk/proposals/{await ProposalOf("Moscow, Leninsky")}";
        var proposal = await secretary.PageAsync(path);
        Assert.Equal("Source, and the ground of what you accept: " + source, RegistryPageTests.Words(proposal.QuerySelector(".ground-source")!));

        using var decided = await secretary.PostAsync(path, [(proposal.QuerySelector("input[value=accept]")!.GetAttribute("name")!, "accept")]);

        Assert.Equal(HttpStatusCode.Found, decided.StatusCode);
        Assert.Contains(source, (await secretary.PageAsync("/en/desk/institutions/gubkin")).QuerySelector(".audit > li")!.TextContent, StringComparison.Ordinal);
        Assert.Contains((await site.Visit().PageAsync("/en/members/gubkin")).QuerySelectorAll(".sources"), sources => sources.TextContent.Contains(source, StringComparison.Ordinal));
        // Without a source the officer's word is the ground, which readers are not shown
        using var bare = await officer.PostAsync("/ru/desk/my-institution", [("field.city.en", "Moscow, bare")]);
        var next = $"/en/desk/proposals/{await ProposalOf("Moscow, bare")}";
        Assert.StartsWith("The officer named no source.", (await secretary.PageAsync(next)).QuerySelector(".ground-source")!.TextContent.Trim(), StringComparison.Ordinal);
    }

    /// <summary>The proposal that holds a value which only one test proposes.</summary>
    private async Task<Guid> ProposalOf(string after)
    {
        await using var db = site.Db();
        return await db.Set<ProposedField>().Where(row => row.After == after).Select(row => row.ProposalId).SingleAsync();
    }
}

public sealed class RegistryGroundTestsOnSqlite(SqliteSite site) : RegistryGroundTests(site), IClassFixture<SqliteSite>;

public sealed class RegistryGroundTestsOnPostgres(PostgresSite site) : RegistryGroundTests(site), IClassFixture<PostgresSite>;
