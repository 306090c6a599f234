using System.Net;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rotunda.Data.Audit;
using Rotunda.Modules.Accounts.Invitations;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Alliance.Leadership;
using Rotunda.Modules.Alliance.Memberships;
using Rotunda.Modules.Alliance.Proposals;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Shared.Access;

/// <summary>Ids and versions of other people's rows, in addresses and forms; and two people at one row at the same moment.</summary>
public abstract class OthersRowsTests(Site site)
{
    private const string Secret = "GUBKIN-SECRET";

    private static readonly (string, string) Ground = ("Ground.Source", "https://example.org/letter");

    [Fact]
    public async Task Officer_reads_and_changes_nothing_of_another_institution()
    {
        var (gubkin, upc) = (await site.SignInAsync("liaison-gubkin"), await site.SignInAsync("liaison-upc"));
        using var sent = await gubkin.PostAsync("/ru/desk/my-institution", [("field.abbreviation", Secret), ("Message", Secret)]);
        Assert.Equal(HttpStatusCode.Found, sent.StatusCode);
        await using var db = site.Db();
        var field = await db.Set<ProposedField>().AsNoTracking().Where(row => row.After == Secret).OrderByDescending(row => row.Id).FirstAsync(TestContext.Current.CancellationToken);
        var term = await db.Terms.Select(row => row.Id).FirstAsync(TestContext.Current.CancellationToken);
        var membership = await db.Set<Membership>().Where(row => row.Institution!.Code == "gubkin").Select(row => row.Id).FirstAsync(TestContext.Current.CancellationToken);
        var token = (await upc.PageAsync("/zh/desk/my-institution")).QuerySelector("main form[method=post] input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        var before = await StateAsync();
        (string Path, HttpStatusCode Status)[] attempts =
        [
            ("/zh/desk/my-institution/gubkin", HttpStatusCode.NotFound), ("/zh/desk/my-institution?code=gubkin", HttpStatusCode.NotFound), ("/zh/desk/my-institution/upc", HttpStatusCode.NotFound),
            ($"/zh/desk/proposals/{field.ProposalId}", HttpStatusCode.Forbidden), ("/zh/desk/institutions/gubkin", HttpStatusCode.Forbidden),
            ($"/zh/desk/institutions/gubkin/memberships/{membership}", HttpStatusCode.Forbidden), ("/zh/desk/institutions/upc/memberships/new", HttpStatusCode.Forbidden),
            ($"/zh/desk/terms/{term}", HttpStatusCode.Forbidden), ("/zh/desk/terms/new", HttpStatusCode.Forbidden), ("/zh/desk/invitations", HttpStatusCode.Forbidden),
        ];

        foreach (var (path, status) in attempts)
        {
            using var content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["__RequestVerificationToken"] = token, ["code"] = "gubkin", ["id"] = field.ProposalId.ToString(), ["version"] = "1", ["institution"] = "gubkin",
                [$"decision.{field.Id}"] = "accept", ["Ground.Source"] = "x", ["Email"] = "a@example.org", ["role"] = "administrator",
            });
            using var posted = await upc.Http.PostAsync(path, content, TestContext.Current.CancellationToken);
            using var read = await upc.GetAsync(path);

            Assert.True(status == posted.StatusCode, $"{path}: {posted.StatusCode}");
            Assert.DoesNotContain(Secret, await posted.Content.ReadAsStringAsync(TestContext.Current.CancellationToken) + await read.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }

        Assert.Equal(before, await StateAsync());
        foreach (var path in new[] { "/zh/desk", "/zh/desk/proposals", "/zh/desk/my-institution" })
            Assert.DoesNotContain(Secret, (await upc.PageAsync(path)).DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.Contains(Secret, (await gubkin.PageAsync($"/ru/desk/proposals/{field.ProposalId}")).DocumentElement.OuterHtml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_address_of_the_desk_opens_for_an_officer_with_the_ids_of_others()
    {
        var (stop, upc, ids, routes) = (TestContext.Current.CancellationToken, await site.SignInAsync("liaison-upc"), await IdsOfGubkinAsync(), DeskRoutes());

        Assert.InRange(routes.Count, 15, 200);
        foreach (var route in routes)
        {
            // The same thing in every place, and every thing in the last place below a kind or an institution
            foreach (var path in ids.SelectMany(id => new[] { Fill(route, id, id), Fill(route, "gubkin", id), Fill(route, "institutions", id) }).Distinct(StringComparer.Ordinal))
            {
                using var response = await upc.GetAsync(path);
                Assert.False(response.IsSuccessStatusCode, $"{path} opened.");
                Assert.DoesNotContain(Secret, await response.Content.ReadAsStringAsync(stop), StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("liaison-upc")]
    [InlineData("translator-zh")]
    [InlineData("editor")]
    [InlineData("member")]
    public async Task No_form_of_the_desk_does_anything_with_the_ids_of_others(string account)
    {
        var (stop, ids) = (TestContext.Current.CancellationToken, await IdsOfGubkinAsync());
        var (visitor, token) = await Tokens.OfAsync(await site.SignInAsync(account));
        var before = await Rows.CountAsync(site);
        var sent = 0;
        foreach (var route in DeskRoutes())
        {
            foreach (var handler in await Handlers.OfAsync(site, route.RawText!))
                foreach (var id in ids)
                {
                    using var form = Forms.With(token, id);
                    using var response = await visitor.Http.PostAsync(Handlers.Address(Fill(route, id, id), handler), form, stop);
                    Assert.True((int)response.StatusCode is >= 400 and < 500, $"{account} {Fill(route, id, id)} {handler}: {(int)response.StatusCode}");
                    sent++;
                }
        }

        Assert.InRange(sent, 200, int.MaxValue);
        Assert.Equal(before, await Rows.CountAsync(site));
    }

    /// <summary>Ids of what belongs to Gubkin University or to nobody in particular: a circular to it alone, a proposal, its record, a membership, a term, a handover, an application, its officer.</summary>
    private async Task<string[]> IdsOfGubkinAsync()
    {
        var (secretary, gubkin) = (await site.SignInAsync("secretariat"), await site.SignInAsync("liaison-gubkin"));
        using var proposed = await gubkin.PostAsync("/ru/desk/my-institution", [("field.abbreviation", Secret), ("Message", Secret)]);
        var post = new Rotunda.Tests.Modules.Correspondence.Post(site);
        var circular = await post.DraftAsync(secretary, ("Institutions", "gubkin"), ("Subject.en", Secret), ("Subject.zh", Secret), ("Subject.ru", Secret));
        await post.SendAsync(secretary, circular);
        await using var db = site.Db();
        var stop = TestContext.Current.CancellationToken;
        return
        [
            "gubkin", "institutions", "bodies", "memberships", "new", circular.ToString(), (await post.ReceiverAsync(circular, "gubkin")).Id.ToString(),
            (await db.Proposals.Where(row => row.Institution!.Code == "gubkin").Select(row => row.Id).FirstAsync(stop)).ToString(),
            (await db.Set<Institution>().Where(row => row.Code == "gubkin").Select(row => row.Id).SingleAsync(stop)).ToString(),
            (await db.Set<Membership>().Where(row => row.Institution!.Code == "gubkin").Select(row => row.Id).FirstAsync(stop)).ToString(),
            (await db.Terms.Where(row => row.Institution!.Code == "gubkin").Select(row => row.Id).FirstAsync(stop)).ToString(),
            (await db.Set<Rotunda.Modules.Alliance.Handover.ChairHandover>().Select(row => row.Id).FirstAsync(stop)).ToString(),
            (await db.Set<Rotunda.Modules.Alliance.Applications.MembershipApplication>().Select(row => row.Id).FirstAsync(stop)).ToString(),
            (await db.Set<Rotunda.Modules.Accounts.Identity.Account>().Where(row => row.Email == "liaison-gubkin@demonstration.invalid").Select(row => row.Id).SingleAsync(stop)).ToString(),
        ];
    }

    private List<Microsoft.AspNetCore.Routing.Patterns.RoutePattern> DeskRoutes() => [.. site.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.RoutePattern.RawText!.Contains("/desk/", StringComparison.Ordinal) && endpoint.RoutePattern.Parameters.Count > 1).Select(endpoint => endpoint.RoutePattern).DistinctBy(pattern => pattern.RawText)];

    private static string Fill(Microsoft.AspNetCore.Routing.Patterns.RoutePattern route, string first, string last)
    {
        var own = route.Parameters.Where(parameter => parameter.Name != "lang").Select(parameter => parameter.Name).ToList();
        var parts = route.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
        {
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart { Name: "lang" } => "zh",
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart parameter => parameter.Name == own[^1] ? last : first,
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal => literal.Content,
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternSeparatorPart separator => separator.Content,
            _ => "",
        })));
        return "/" + string.Join('/', parts);
    }

    [Fact]
    public async Task Fields_that_an_officer_may_not_propose_are_left_out()
    {
        var upc = await site.SignInAsync("liaison-upc");
        var before = await StateAsync();

        using var sent = await upc.PostAsync("/zh/desk/my-institution", [("field.code", "hijacked"), ("field.side", "RU"), ("field.Version", "99"), ("field.status", "Full")]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, sent.StatusCode);
        Assert.Equal(before, await StateAsync());
    }

    [Fact]
    public async Task Membership_of_one_institution_is_not_reached_through_another()
    {
        var secretary = await site.SignInAsync("secretariat");
        await using var db = site.Db();
        var membership = await db.Set<Membership>().Where(row => row.Institution!.Code == "gubkin").Select(row => row.Id).FirstAsync(TestContext.Current.CancellationToken);

        using var response = await secretary.GetAsync($"/en/desk/institutions/upc/memberships/{membership}");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Of_two_decisions_at_the_same_moment_exactly_one_wins()
    {
        var officer = await site.SignInAsync("liaison-upc");
        using var sent = await officer.PostAsync("/zh/desk/my-institution", [("field.domain", "parallel.upc.edu.cn")]);
        await using var db = site.Db();
        var field = await db.Set<ProposedField>().AsNoTracking().SingleAsync(row => row.After == "parallel.upc.edu.cn", TestContext.Current.CancellationToken);
        var path = $"/en/desk/proposals/{field.ProposalId}";
        var visitors = new[] { await site.SignInAsync("secretariat"), await site.SignInAsync("administrator"), await site.SignInAsync("secretariat"), await site.SignInAsync("administrator") };
        var forms = await Task.WhenAll(visitors.Select(async visitor => (await visitor.PageAsync(path)).QuerySelector("main form[method=post]")!));

        var responses = await Task.WhenAll(visitors.Zip(forms).Select((pair, number) =>
            pair.First.SubmitAsync(pair.Second, path, [($"decision.{field.Id}", number % 2 == 0 ? "accept" : "decline")])));

        Assert.Single(responses, response => response.StatusCode == HttpStatusCode.Found);
        Assert.All(responses, response => Assert.Contains(response.StatusCode, new[] { HttpStatusCode.Found, HttpStatusCode.Conflict }));
        var id = field.ProposalId.ToString();
        Assert.Equal(1, await db.AuditEntries.CountAsync(entry => entry.Action == "proposal.decide" && entry.SubjectId == id, TestContext.Current.CancellationToken));
        var decided = await db.Set<ProposedField>().AsNoTracking().SingleAsync(row => row.Id == field.Id, TestContext.Current.CancellationToken);
        var domain = await db.Institutions.Where(row => row.Code == "upc").Select(row => row.Domain).SingleAsync(TestContext.Current.CancellationToken);
        Assert.Equal(decided.Decision == ProposalDecision.Accepted, domain == "parallel.upc.edu.cn");
        Assert.NotEqual(ProposalDecision.Waiting, decided.Decision);
    }

    [Fact]
    public async Task Of_two_edits_at_the_same_moment_one_is_stored_and_the_other_sees_both()
    {
        var visitors = new[] { await site.SignInAsync("secretariat"), await site.SignInAsync("administrator"), await site.SignInAsync("secretariat") };
        await using var db = site.Db();
        var code = await db.Institutions.OrderByDescending(row => row.Code).Where(row => row.SideCode == "CN").Select(row => row.Code).FirstAsync(TestContext.Current.CancellationToken);
        var own = $"/en/desk/institutions/{code}";
        var forms = await Task.WhenAll(visitors.Select(async visitor => (await visitor.PageAsync(own)).QuerySelector("main form[method=post]")!));

        var responses = await Task.WhenAll(visitors.Zip(forms).Select((pair, number) => pair.First.SubmitAsync(pair.Second, own, [("field.abbreviation", $"WRITER{number}"), Ground])));

        var stored = await db.Institutions.Where(row => row.Code == code).Select(row => new { row.Id, row.Abbreviation }).SingleAsync(TestContext.Current.CancellationToken);
        var winner = Assert.Single(Enumerable.Range(0, 3), number => responses[number].StatusCode == HttpStatusCode.Found);
        Assert.Equal($"WRITER{winner}", stored.Abbreviation);
        foreach (var loser in Enumerable.Range(0, 3).Where(number => number != winner))
        {
            Assert.Equal(HttpStatusCode.Conflict, responses[loser].StatusCode);
            var page = await Visitor.ParseAsync(responses[loser]);
            Assert.Equal($"WRITER{loser}", page.QuerySelector("#f-field-abbreviation")!.GetAttribute("value"));
            Assert.Equal($"Stored now: WRITER{winner}", page.QuerySelector("#f-field-abbreviation-stored")!.TextContent);
        }

        var id = stored.Id.ToString();
        Assert.Equal(1, await db.AuditEntries.CountAsync(entry => entry.Action == "institution.edit" && entry.SubjectId == id, TestContext.Current.CancellationToken));
    }

    /// <summary>What an officer must not be able to move.</summary>
    private async Task<string> StateAsync()
    {
        await using var db = site.Db();
        var versions = await db.Institutions.OrderBy(row => row.Code).Select(row => $"{row.Code}{row.Version}").ToListAsync();
        return $"{string.Join(' ', versions)} {await db.Proposals.CountAsync()} {await db.Set<ProposedField>().CountAsync(row => row.Decision != ProposalDecision.Waiting)} {await db.Terms.CountAsync()} {await db.Set<Membership>().CountAsync()} {await db.Invitations.CountAsync()}";
    }
}

public sealed class OthersRowsTestsOnSqlite(SqliteSite site) : OthersRowsTests(site), IClassFixture<SqliteSite>;

public sealed class OthersRowsTestsOnPostgres(PostgresSite site) : OthersRowsTests(site), IClassFixture<PostgresSite>;
