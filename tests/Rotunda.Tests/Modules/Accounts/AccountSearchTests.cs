using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Rotunda.Data;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Accounts.PersonalData;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Accounts;

/// <summary>People on the desk are found as the search finds things, and nowhere else.</summary>
public abstract class AccountSearchTests(Site site)
{
    private static int _secretaries;

    [Theory]
    [InlineData("ivanova")]
    [InlineData("Anna Ivanova")]
    [InlineData("ivan")]
    [InlineData("ivanoba")]
    [InlineData("sought.person@kai")]
    [InlineData("SOUGHT")]
    [InlineData("ught.pers")]
    public async Task A_person_is_found_by_parts_of_name_and_address(string words)
    {
        await AddAsync("sought.person@kai.example", "Ivanova Anna");
        await AddAsync("other@upc.example", "Петров Семён");

        var found = await FoundAsync(await SecretaryAsync(), words);

        Assert.Contains("Ivanova Anna", found);
        Assert.DoesNotContain("Петров Семён", found);
    }

    [Theory]
    [InlineData("Семен Петров")]
    [InlineData("петрову")]
    public async Task Russian_names_are_found_in_any_form(string words)
    {
        await AddAsync("other@upc.example", "Петров Семён");
        Assert.Contains("Петров Семён", await FoundAsync(await SecretaryAsync(), words));
    }

    [Fact]
    public async Task Chinese_names_are_found_by_their_characters()
    {
        await AddAsync("wang@upc.example", "王小明");
        Assert.Equal(["王小明"], await FoundAsync(await SecretaryAsync(), "小明"));
    }

    [Fact]
    public async Task Nobody_finds_people_elsewhere_or_without_the_right_to_see_accounts()
    {
        await AddAsync("hidden.person@kai.example", "Quizzaciously Hidden");
        var secretary = await SecretaryAsync();
        var member = await site.SignInAsAsync("plain.member@example.org", Roles.Member);

        await member.PageAsync("/en/desk/accounts?q=quizzaciously", HttpStatusCode.Forbidden);
        Assert.Equal(HttpStatusCode.Found, (await site.Visit().GetAsync("/en/desk/accounts?q=quizzaciously")).StatusCode);
        foreach (var visitor in new[] { site.Visit(), member, secretary })
        {
            Assert.Empty((await visitor.PageAsync("/en/search?q=quizzaciously")).QuerySelectorAll(".search-results li"));
            Assert.Equal("[]", await (await visitor.GetAsync("/en/search/suggestions?q=quizz")).Content.ReadAsStringAsync());
        }

        Assert.Equal(["Quizzaciously Hidden"], await FoundAsync(secretary, "quizz"));
    }

    [Fact]
    public async Task Who_was_erased_is_not_found_and_leaves_the_same_answer_as_nobody()
    {
        await AddAsync("erased.person@kai.example", "Wherewithal Erased");
        var secretary = await SecretaryAsync();
        var before = await FoundAsync(secretary, "wherewithal");
        await using (var scope = site.Services.CreateAsyncScope())
            Assert.IsType<Outcome.Done>(await scope.ServiceProvider.GetRequiredService<PersonalDataOperations>().EraseAsync("erased.person@kai.example", TestContext.Current.CancellationToken));

        var page = await secretary.PageAsync("/en/desk/accounts?q=wherewithal");

        Assert.Equal(["Wherewithal Erased"], before);
        Assert.Empty(page.QuerySelectorAll("tbody tr"));
        Assert.Equal("Nobody has a name or address like that.", page.QuerySelector(".empty")!.TextContent);
    }

    [Theory]
    [InlineData("")]
    [InlineData("的")]
    [InlineData("\"open")]
    [InlineData("😀")]
    [InlineData("\u0000\u0001\u202E")]
    [InlineData("%_\\' OR 1=1 --")]
    public async Task Anything_that_is_typed_gets_a_list(string words) => Assert.NotNull((await (await SecretaryAsync()).PageAsync($"/en/desk/accounts?q={Uri.EscapeDataString(words)}")).QuerySelector("input[name=q]"));

    [Fact]
    public async Task Words_are_kept_while_pages_are_turned_and_too_many_are_refused()
    {
        await using (var db = site.Db())
        {
            for (var count = 0; count < 60; count++) db.Add(Account($"crowd{count:D2}@example.org", "Crowd"));
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        var secretary = await SecretaryAsync();
        var next = (await secretary.PageAsync("/en/desk/accounts?q=crowd")).QuerySelector("a[rel=next]")!.GetAttribute("href")!;
        var second = await secretary.PageAsync(next);

        Assert.Equal(10, second.QuerySelectorAll("tbody tr").Length);
        Assert.All(second.QuerySelectorAll("tbody td:first-child a"), link => Assert.Equal("Crowd", link.TextContent));
        await secretary.PageAsync("/en/desk/accounts?q=" + new string('x', 101), HttpStatusCode.BadRequest);
    }

    private Task<Visitor> SecretaryAsync() => site.SignInAsAsync($"secretary{Interlocked.Increment(ref _secretaries)}@desk.example", Roles.Secretariat);

    private static async Task<List<string>> FoundAsync(Visitor visitor, string words) =>
        [.. (await visitor.PageAsync($"/en/desk/accounts?q={Uri.EscapeDataString(words)}")).QuerySelectorAll("tbody td:first-child a").Select(link => link.TextContent)];

    private async Task AddAsync(string email, string name)
    {
        await using var db = site.Db();
        if (db.Accounts.Any(row => row.Email == email)) return;
        db.Add(Account(email, name));
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    private Account Account(string email, string name) => new()
    {
        Id = RowId.New(), UserName = email, NormalizedUserName = email.ToUpperInvariant(), Email = email, NormalizedEmail = email.ToUpperInvariant(), DisplayName = name, LanguageCode = "en",
        CreatedAt = site.Clock.GetCurrentInstant(),
    };
}

public sealed class AccountSearchTestsOnSqlite(SqliteSite site) : AccountSearchTests(site), IClassFixture<SqliteSite>;

public sealed class AccountSearchTestsOnPostgres(PostgresSite site) : AccountSearchTests(site), IClassFixture<PostgresSite>;
