using System.Net;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data.Audit;
using Rotunda.Modules.Alliance.Bodies;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Alliance.Leadership;
using Rotunda.Modules.Alliance.Memberships;
using Rotunda.Modules.Alliance.Programmes;
using Rotunda.Modules.Assembly.Resolutions;
using Rotunda.Modules.Conferences.Editions;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Alliance;

/// <summary>A record that was entered by mistake goes with a ground and leaves its values in the audit trail; one that something names stays.</summary>
public abstract class RecordRemovalTests(Site site)
{
    private static readonly (string, string) Ground = ("Ground.Source", "https://example.org/mistake");

    [Fact]
    public async Task A_record_entered_by_mistake_goes_with_its_ground_and_leaves_its_values_in_the_trail()
    {
        var (secretary, reader) = (await site.SignInAsync("secretariat"), site.Visit());
        using var added = await secretary.PostAsync("/en/desk/registry/programmes/new", [("field.code", "wrong"), ("field.name.en", "Wrong programme"), ("field.institutions", "upc"), Ground]);
        Assert.Equal(HttpStatusCode.Found, added.StatusCode);
        await using var db = site.Db();
        var id = await db.Programmes.Where(row => row.Code == "wrong").Select(row => row.Id).SingleAsync(TestContext.Current.CancellationToken);
        var path = $"/en/desk/registry/programmes/{id}/remove";
        using var shown = await reader.GetAsync("/en/programmes/wrong");

        using var groundless = await secretary.PostAsync(path, []);
        using var removed = await secretary.PostAsync(path, [Ground]);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.UnprocessableEntity, HttpStatusCode.Found), (shown.StatusCode, groundless.StatusCode, removed.StatusCode));
        Assert.Equal("/en/desk/registry/programmes?removed=true", removed.Headers.Location!.ToString());
        using var gone = await reader.GetAsync("/en/programmes/wrong");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        var entry = await db.Set<AuditEntry>().AsNoTracking().Include(row => row.Payload).SingleAsync(row => row.Action == "programme.remove" && row.SubjectId == id.ToString(), TestContext.Current.CancellationToken);
        Assert.Contains("\"field\":\"name.en\",\"before\":\"Wrong programme\"", entry.Payload!.Json, StringComparison.Ordinal);
        Assert.Contains("https://example.org/mistake", entry.Payload.Json, StringComparison.Ordinal);
        using var twice = await secretary.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, twice.StatusCode);
    }

    [Fact]
    public async Task What_something_belongs_to_or_names_stays_and_the_page_says_what_that_is()
    {
        var secretary = await site.SignInAsync("secretariat");
        await using var db = site.Db();
        var upc = await db.Institutions.Where(row => row.Code == "upc").Select(row => row.Id).SingleAsync(TestContext.Current.CancellationToken);
        var edition = await db.Editions.Where(row => row.Code == "2022").Select(row => row.Id).SingleAsync(TestContext.Current.CancellationToken);
        var side = await db.Set<Rotunda.Modules.Alliance.Association.Side>().Where(row => row.Code == "CN").Select(row => row.Id).SingleAsync(TestContext.Current.CancellationToken);
        var resolution = await db.Resolutions.Include(row => row.Effects).OrderBy(row => row.Number).FirstAsync(row => row.Effects.Any(), TestContext.Current.CancellationToken);
        (string Path, string[] Words)[] kept =
        [
            ($"institutions/{upc}", ["1 membership", "2 terms", "1 handover", "4 conferences or events", "2 roles or open invitations", "1 circular that it received"]),
            ($"editions/{edition}", ["4 sessions"]),
            ($"sides/{side}", ["4 seats"]),
            ($"resolutions/{resolution.Id}", [resolution.Effects.Count == 1 ? "1 change that it made" : $"{resolution.Effects.Count} changes that it made"]),
        ];
        var token = (await secretary.PageAsync("/en/desk/registry/programmes/new")).QuerySelector("main form[method=post] input[name=__RequestVerificationToken]")!.GetAttribute("value")!;

        foreach (var (record, words) in kept)
        {
            var page = await secretary.PageAsync($"/en/desk/registry/{record}/remove");
            var uses = page.QuerySelectorAll(".in-use li").Select(item => item.TextContent.Trim()).ToList();
            foreach (var word in words.Where(word => !word.Contains("handover", StringComparison.Ordinal) && !word.Contains("terms", StringComparison.Ordinal) && !word.Contains("seats", StringComparison.Ordinal))) Assert.Contains(word, uses);
            Assert.Null(page.QuerySelector("main form[method=post]"));
            using var content = new FormUrlEncodedContent(new Dictionary<string, string> { ["__RequestVerificationToken"] = token, ["version"] = "1", ["Ground.Source"] = "x" });
            using var forced = await secretary.Http.PostAsync($"/en/desk/registry/{record}/remove", content, TestContext.Current.CancellationToken);
            Assert.True(forced.StatusCode is HttpStatusCode.UnprocessableEntity or HttpStatusCode.Conflict, record);
            await secretary.PageAsync($"/en/desk/registry/{record}");
        }
    }

    [Fact]
    public async Task A_resolution_that_a_fact_cites_stays_until_the_fact_no_longer_cites_it()
    {
        var secretary = await site.SignInAsync("secretariat");
        using var resolution = await secretary.PostAsync("/en/desk/registry/resolutions/new", [("field.number", "2026-9"), ("field.title.en", "On schools"), ("field.date", "2026"), Ground]);
        using var programme = await secretary.PostAsync("/en/desk/registry/programmes/new", [("field.code", "cited"), ("field.name.en", "Cited"), ("Ground.Resolution", "2026-9")]);
        await using var db = site.Db();
        var (path, cited) = ($"/en/desk/registry/resolutions/{await db.Resolutions.Where(row => row.Number == "2026-9").Select(row => row.Id).SingleAsync(TestContext.Current.CancellationToken)}/remove",
            $"/en/desk/registry/programmes/{await db.Programmes.Where(row => row.Code == "cited").Select(row => row.Id).SingleAsync(TestContext.Current.CancellationToken)}");
        Assert.Equal(["1 record that cites it as its ground"], (await secretary.PageAsync(path)).QuerySelectorAll(".in-use li").Select(item => item.TextContent.Trim()));

        using var withdrawn = await secretary.PostAsync(cited, [("withdraw", "0"), Ground]);
        using var removed = await secretary.PostAsync(path, [Ground]);

        Assert.Equal((HttpStatusCode.Found, HttpStatusCode.Found), (withdrawn.StatusCode, removed.StatusCode));
    }

    [Fact]
    public async Task A_record_that_somebody_changed_meanwhile_is_looked_at_again()
    {
        var (first, second) = (await site.SignInAsync("secretariat"), await site.SignInAsync("administrator"));
        using var added = await first.PostAsync("/en/desk/registry/bodies/new", [("field.code", "short-lived"), ("field.kind", "SubAlliance"), ("field.parent", "asrtu"), ("field.name.en", "Short-lived"), Ground]);
        await using var db = site.Db();
        var path = $"/en/desk/registry/bodies/{await db.Bodies.Where(row => row.Code == "short-lived").Select(row => row.Id).SingleAsync(TestContext.Current.CancellationToken)}";
        var form = (await second.PageAsync(path + "/remove")).QuerySelector("main form[method=post]")!;
        using var changed = await first.PostAsync(path, [("field.order", "5"), Ground]);

        using var stale = await second.SubmitAsync(form, path + "/remove", [Ground]);
        using var removed = await second.SubmitAsync((await Visitor.ParseAsync(stale)).QuerySelector("main form[method=post]")!, path + "/remove", [Ground]);

        Assert.Equal((HttpStatusCode.Found, HttpStatusCode.Conflict, HttpStatusCode.Found), (changed.StatusCode, stale.StatusCode, removed.StatusCode));
    }

    [Fact]
    public async Task Memberships_and_terms_are_removed_too_and_their_lists_are_where_one_lands()
    {
        var secretary = await site.SignInAsync("secretariat");
        await using var db = site.Db();
        var membership = await db.Set<Membership>().AsNoTracking().Include(row => row.Institution).OrderBy(row => row.Id).FirstAsync(TestContext.Current.CancellationToken);
        var term = await db.Terms.Where(row => row.InstitutionId == null).OrderBy(row => row.Id).Select(row => row.Id).FirstAsync(TestContext.Current.CancellationToken);
        var code = membership.Institution!.Code;
        Assert.NotNull((await secretary.PageAsync($"/en/desk/institutions/{code}/memberships/{membership.Id}")).QuerySelector($".removal a[href='/en/desk/registry/memberships/{membership.Id}/remove']"));
        Assert.NotNull((await secretary.PageAsync($"/en/desk/terms/{term}")).QuerySelector($".removal a[href='/en/desk/registry/terms/{term}/remove']"));

        using var first = await secretary.PostAsync($"/en/desk/registry/memberships/{membership.Id}/remove", [Ground]);
        using var second = await secretary.PostAsync($"/en/desk/registry/terms/{term}/remove", [Ground]);

        Assert.Equal(($"/en/desk/institutions/{code}?saved=true", "/en/desk/terms?saved=true"), (first.Headers.Location!.ToString(), second.Headers.Location!.ToString()));
        Assert.False(await db.Set<Membership>().AnyAsync(row => row.Id == membership.Id, TestContext.Current.CancellationToken));
        Assert.False(await db.Terms.AnyAsync(row => row.Id == term, TestContext.Current.CancellationToken));
        Assert.Equal("Membership removed", (await secretary.PageAsync($"/en/desk/institutions/{code}")).QuerySelector(".audit li b")!.TextContent);
    }

    [Fact]
    public async Task The_root_of_all_bodies_and_unknown_records_have_no_such_page()
    {
        var secretary = await site.SignInAsync("secretariat");
        await using var db = site.Db();
        var root = await db.Bodies.Where(row => row.Kind == BodyKind.Association).Select(row => row.Id).SingleAsync(TestContext.Current.CancellationToken);

        foreach (var path in new[] { $"bodies/{root}", $"bodies/{Guid.Empty}", "bodies/new", $"crowns/{root}", $"seats/{root}" })
        {
            using var response = await secretary.GetAsync($"/en/desk/registry/{path}/remove");
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        }

        Assert.Null((await secretary.PageAsync($"/en/desk/registry/bodies/{root}")).QuerySelector(".removal"));
    }
}

public sealed class RecordRemovalTestsOnSqlite(SqliteSite site) : RecordRemovalTests(site), IClassFixture<SqliteSite>;

public sealed class RecordRemovalTestsOnPostgres(PostgresSite site) : RecordRemovalTests(site), IClassFixture<PostgresSite>;
