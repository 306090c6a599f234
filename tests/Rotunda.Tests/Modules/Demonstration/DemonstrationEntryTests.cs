using System.Net;
using AngleSharp.Dom;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Demonstration.Pages;
using Rotunda.Modules.Shared.Access;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Demonstration;

/// <summary>The one-click roles are for this machine and for a demonstration, whatever a request claims.</summary>
public abstract class DemonstrationEntryTests(Site site)
{
    public static TheoryData<string, string> ForeignHeaders => new()
    {
        { "Host", "evil.example" }, { "Host", "localhost.evil.example" }, { "Host", "127.0.0.1.evil.example" }, { "Host", "10.0.0.1" }, { "Host", "localhost.:80" },
        { "X-Forwarded-For", "203.0.113.7" }, { "X-Forwarded-For", "127.0.0.1" }, { "X-Forwarded-Host", "localhost" }, { "X-Forwarded-Proto", "https" },
        { "X-Real-IP", "127.0.0.1" }, { "Forwarded", "for=127.0.0.1" }, { "x-forwarded-FOR", "::1" }, { "X-Original-For", "127.0.0.1" },
    };

    [Theory]
    [MemberData(nameof(ForeignHeaders))]
    public async Task Request_from_elsewhere_finds_no_demonstration(string header, string value)
    {
        var visitor = site.Visit();
        var form = (await visitor.PageAsync("/en/demo")).QuerySelector("main form[method=post]")!;
        var account = form.QuerySelector("button[name=account]")!.GetAttribute("value")!;
        visitor.Http.DefaultRequestHeaders.TryAddWithoutValidation(header, value);

        using var page = await visitor.GetAsync("/en/demo");
        using var tour = await visitor.GetAsync("/en/demo/tour");
        using var entered = await visitor.SubmitAsync(form, "/en/demo", [("account", account)]);

        Assert.Equal([HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.NotFound], [page.StatusCode, tour.StatusCode, entered.StatusCode]);
        Assert.DoesNotContain(account, await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.False(entered.Headers.TryGetValues("Set-Cookie", out var cookies) && cookies.Any(cookie => cookie.StartsWith("rotunda", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Translators_find_terms_and_a_memory_of_the_texts_that_the_demonstration_shows()
    {
        var translator = await site.SignInAsync("translator-en");

        var terms = await translator.PageAsync("/en/desk/termbase?q=" + Uri.EscapeDataString("Циндаоская"));
        Assert.Contains("青岛宣言", Assert.Single(terms.QuerySelectorAll(".terms tbody tr")).TextContent, StringComparison.Ordinal);
        var memory = await translator.PageAsync("/en/desk/memory?q=" + Uri.EscapeDataString("Циндаоской декларацией"));
        Assert.NotEmpty(memory.QuerySelectorAll(".pairs > li"));
    }

    [Fact]
    public async Task Account_of_a_person_is_not_entered_by_the_button()
    {
        var real = new Account
        {
            Id = RowId.New(), UserName = "real@example.org", NormalizedUserName = "REAL@EXAMPLE.ORG", Email = "real@example.org", NormalizedEmail = "REAL@EXAMPLE.ORG",
            DisplayName = "Real", LanguageCode = "en", SecurityStamp = "x", Grants = [new RoleGrant { Id = RowId.New(), Role = Roles.Administrator, Scope = "" }],
        };
        await using var db = site.Db();
        db.Add(real);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        var visitor = site.Visit();

        using var entered = await visitor.PostAsync("/en/demo", [("account", real.Id.ToString())]);
        using var desk = await visitor.GetAsync("/en/desk");

        Assert.Equal(HttpStatusCode.NotFound, entered.StatusCode);
        Assert.Equal(HttpStatusCode.Found, desk.StatusCode);
        Assert.DoesNotContain(real.Id.ToString(), (await visitor.PageAsync("/en/demo")).DocumentElement.OuterHtml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Button_without_its_token_enters_nothing()
    {
        await using var db = site.Db();
        var account = await db.Accounts.Where(row => row.IsDemonstration).Select(row => row.Id).FirstAsync(TestContext.Current.CancellationToken);
        using var content = new FormUrlEncodedContent([KeyValuePair.Create("account", account.ToString())]);

        using var entered = await site.Browser().PostAsync("/en/demo", content, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, entered.StatusCode);
    }

    [Fact]
    public async Task Account_that_lost_its_roles_does_not_break_the_page()
    {
        await using var db = site.Db();
        await db.RoleGrants.Where(grant => grant.Role == Roles.Member).ExecuteDeleteAsync(TestContext.Current.CancellationToken);

        var page = await site.Visit().PageAsync("/en/demo");

        Assert.Equal(12, page.QuerySelectorAll("button[name=account]").Length);
    }

    [Fact]
    public async Task Every_role_of_the_seed_has_a_sentence_of_its_own_and_an_unknown_one_has_none()
    {
        await using var db = site.Db();
        var roles = await db.RoleGrants.Where(grant => db.Set<Account>().Any(account => account.Id == grant.AccountId && account.IsDemonstration)).Select(grant => grant.Role).Distinct().ToListAsync(TestContext.Current.CancellationToken);

        Assert.True(roles.Count >= 8, string.Join(", ", roles));
        Assert.Equal(roles.Count, roles.Select(DemoModel.DescriptionOf).Distinct(StringComparer.Ordinal).Count());
        foreach (var language in new[] { "en", "zh", "ru" })
            Assert.Equal(roles.Count, roles.Select(role => TestLanguages.TextsOf(language)[DemoModel.DescriptionOf(role)]).Distinct(StringComparer.Ordinal).Count());
        Assert.Throws<InvalidOperationException>(() => DemoModel.DescriptionOf("janitor"));
    }
}

public sealed class DemonstrationEntryTestsOnSqlite(SqliteSite site) : DemonstrationEntryTests(site), IClassFixture<SqliteSite>;

public sealed class DemonstrationEntryTestsOnPostgres(PostgresSite site) : DemonstrationEntryTests(site), IClassFixture<PostgresSite>;

/// <summary>A database that the demonstration did not fill has no such page, even when it holds such an account.</summary>
public sealed class NoDemonstrationTests(EmptySqliteSite site) : IClassFixture<EmptySqliteSite>
{
    [Fact]
    public async Task Ordinary_database_has_no_demonstration()
    {
        var account = new Account
        {
            Id = RowId.New(), UserName = "demo@example.org", NormalizedUserName = "DEMO@EXAMPLE.ORG", Email = "demo@example.org", NormalizedEmail = "DEMO@EXAMPLE.ORG",
            DisplayName = "Demo", LanguageCode = "en", SecurityStamp = "x", IsDemonstration = true,
        };
        await using var db = site.Db();
        db.Add(account);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        var visitor = site.Visit();
        var form = (await visitor.PageAsync("/en/account/sign-in")).QuerySelector("main form[method=post]")!;
        form.RemoveAttribute("action");

        using var page = await visitor.GetAsync("/en/demo");
        using var entered = await visitor.SubmitAsync(form, "/en/demo", [("account", account.Id.ToString())]);

        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, entered.StatusCode);
    }
}

/// <summary>A balancer is believed when it was named, and no other.</summary>
public sealed class NamedProxyTests(NamedProxyTests.ProxySite site) : IClassFixture<NamedProxyTests.ProxySite>
{
    /// <summary>A site behind a balancer on the own machine.</summary>
    public sealed class ProxySite : SqliteSite
    {
        protected override void Configure(WebApplicationBuilder builder)
        {
            base.Configure(builder);
            builder.Configuration["ROTUNDA_PROXIES"] = "127.0.0.1, 10.1.0.0/16";
        }
    }

    [Theory]
    [InlineData("203.0.113.7")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1, 203.0.113.7")]
    public async Task Balancer_closes_the_demonstration_whomever_it_names(string forwarded)
    {
        var visitor = site.Visit();
        visitor.Http.DefaultRequestHeaders.Add("X-Forwarded-For", forwarded);

        using var page = await visitor.GetAsync("/en/demo");

        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
    }

    [Fact]
    public async Task Cookies_are_secure_where_the_balancer_speaks_https()
    {
        var visitor = site.Visit();
        visitor.Http.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
        visitor.Http.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");

        using var response = await visitor.GetAsync("/en/account/sign-in");

        var cookie = Assert.Single(response.Headers.GetValues("Set-Cookie"));
        Assert.Equal(["form", "httponly", "path=/", "samesite=strict", "secure"], cookie.Split("; ").Select(part => part.StartsWith("form=", StringComparison.Ordinal) ? "form" : part).Order(StringComparer.Ordinal));
    }
}
