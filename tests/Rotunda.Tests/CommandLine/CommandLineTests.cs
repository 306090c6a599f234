using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Accounts.SecondStep;
using Rotunda.Modules.Shared.Access;
using Rotunda.Testing;
using Rotunda.Tests.Modules.Accounts;
using Xunit;

namespace Rotunda.Tests.CommandLine;

/// <summary>The command line as scripts see it: exit codes, answers on standard output, everything else on standard error.</summary>
public sealed class CommandLineTests(SqliteSite site) : IClassFixture<SqliteSite>
{
    private string Data => site.Location.DataFolder;

    [Theory]
    [InlineData("verify", "--nonsense")]
    [InlineData("verify", "chain.json", "--nonsense")]
    [InlineData("migrate", "--nonsense")]
    [InlineData("nonsense")]
    [InlineData("import-registry")]
    [InlineData("import-registry", "--data", "--dry-run")]
    [InlineData("users", "nonsense", "--json")]
    public async Task What_the_command_line_does_not_know_is_refused_off_the_standard_output(params string[] arguments)
    {
        var end = await ChildProgram.RunAsync(arguments);

        Assert.Equal((1, ""), (end.ExitCode, end.Output));
        Assert.NotEqual("", end.Error);
        Assert.DoesNotContain("   at ", end.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("verify", "/nowhere/chain.json")]
    [InlineData("export-chain", "/nowhere/chain.json")]
    [InlineData("import-registry", "/nowhere/registry.json")]
    [InlineData("import-registry", "/nowhere/registry.json", "--dry-run")]
    [InlineData("import-articles", "/nowhere/articles")]
    [InlineData("import-addresses", "/nowhere/addresses.csv")]
    public async Task A_file_that_is_not_there_is_named_without_a_stack_trace(params string[] arguments)
    {
        var end = await ChildProgram.RunAsync([.. arguments, "--data", Data]);

        Assert.Equal(1, end.ExitCode);
        Assert.Contains("/nowhere/", end.Output + end.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", end.Output + end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verification_answers_as_json_alone()
    {
        var end = await ChildProgram.RunAsync("verify", "--data", Data, "--json");

        var answer = JsonDocument.Parse(end.Output).RootElement;
        Assert.Equal((0, "", true, 0), (end.ExitCode, end.Error, answer.GetProperty("holds").GetBoolean(), answer.GetProperty("violations").GetArrayLength()));
    }

    [Fact]
    public async Task Accounts_are_listed_as_json_alone()
    {
        var end = await ChildProgram.RunAsync("users", "list", "--data", Data, "--json");

        Assert.Equal((0, ""), (end.ExitCode, end.Error));
        Assert.Contains("secretariat@demonstration.invalid", JsonDocument.Parse(end.Output).RootElement.EnumerateArray()
            .Select(account => account.TryGetProperty("email", out var email) ? email.GetString() : null));
    }

    [Fact]
    public async Task An_invitation_is_answered_as_json_and_its_advice_is_not()
    {
        var end = await ChildProgram.RunAsync("users", "invite", "guest@example.org", "member", "--language", "ru", "--data", Data, "--json");

        Assert.Equal(0, end.ExitCode);
        Assert.StartsWith("/ru/account/invitation/", JsonDocument.Parse(end.Output).RootElement.GetProperty("path").GetString(), StringComparison.Ordinal);
        Assert.Contains("14 days", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_is_given_out_as_json_alone_and_erased_once()
    {
        await site.SignInAsAsync("leaving@lost.example", Roles.Member);

        var given = await ChildProgram.RunAsync("users", "export", "Leaving@lost.example", "--data", Data);
        var erased = await ChildProgram.RunAsync("users", "erase", "leaving@lost.example", "--data", Data);
        var again = await ChildProgram.RunAsync("users", "erase", "leaving@lost.example", "--data", Data);
        var nobody = await ChildProgram.RunAsync("users", "export", "leaving@lost.example", "--data", Data);

        Assert.Equal((0, ""), (given.ExitCode, given.Error));
        var sections = JsonDocument.Parse(given.Output).RootElement;
        Assert.Equal("leaving@lost.example", sections.GetProperty("account")[0].GetProperty("email").GetString());
        Assert.Equal(
            [
                "account", "application-decisions", "applications", "attachments", "audit", "circulars-answered", "circulars-received", "circulars-written", "credit-names", "directory", "handout-returns", "handouts", "handover-invitations", "handover-items",
                "invitations", "jobs", "letters", "news-decided", "news-sent", "newsletter", "newsletter-letters", "page-uploads", "passkeys", "pictures", "preview-links", "proposals", "providers", "roles", "sessions",
                "sources-changed", "table-drafts", "text-changes", "text-comments", "text-credits", "text-drafts", "texts-published", "texts-written", "translation-tasks",
            ], sections.EnumerateObject().Select(section => section.Name));
        Assert.Equal(new ProgramEnd(0, "", ""), erased);
        Assert.Equal(new ProgramEnd(1, "", "There is no such account or role.\n"), again);
        Assert.Equal(new ProgramEnd(1, "", "There is no such account or role.\n"), nobody);
        await using var db = site.Db();
        Assert.False(await db.Set<Account>().AnyAsync(account => account.Email == "leaving@lost.example", TestContext.Current.CancellationToken));
        Assert.Equal(0, (await ChildProgram.RunAsync("verify", "--data", Data)).ExitCode);
    }

    [Fact]
    public async Task A_second_step_that_nobody_can_take_any_more_ends_once_and_its_owner_hears_of_it()
    {
        const string email = "phone@lost.example";
        await site.SignInAsAsync(email, Roles.Member);
        await using (var scope = site.Services.CreateAsyncScope())
        {
            var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
            var account = (await accounts.FindByEmailAsync(email))!;
            await ((IUserAuthenticatorKeyStore<Account>)scope.ServiceProvider.GetRequiredService<IUserStore<Account>>()).SetAuthenticatorKeyAsync(account, AuthenticatorCodes.NewKey(), TestContext.Current.CancellationToken);
            account.TwoFactorEnabled = true;
            Assert.True((await accounts.UpdateAsync(account)).Succeeded);
        }

        var ended = await ChildProgram.RunAsync("users", "end-step", "Phone@lost.example", "--data", Data);
        var again = await ChildProgram.RunAsync("users", "end-step", email, "--data", Data);
        var nobody = await ChildProgram.RunAsync("users", "end-step", "nobody@lost.example", "--data", Data);

        Assert.Equal(new ProgramEnd(0, "", ""), ended);
        Assert.Equal(new ProgramEnd(1, "", "That is not allowed.\n"), again);
        Assert.Equal(new ProgramEnd(1, "", "There is no such account or role.\n"), nobody);
        await using var db = site.Db();
        var open = await db.Accounts.AsNoTracking().SingleAsync(account => account.Email == email, TestContext.Current.CancellationToken);
        Assert.False(open.TwoFactorEnabled);
        Assert.False(await db.Set<IdentityUserToken<Guid>>().AnyAsync(token => token.UserId == open.Id, TestContext.Current.CancellationToken));
        Assert.Contains(await Letters.ToAsync(site, email), letter => letter.Subject == "The second step at sign-in was taken away");
        var visitor = site.Visit();
        using var entered = await visitor.PostAsync("/en/account/sign-in", [("email", email), ("password", "correct horse battery")]);
        Assert.Equal((HttpStatusCode.Found, "/en/desk"), (entered.StatusCode, entered.Headers.Location?.OriginalString));
    }

    [Fact]
    public async Task A_person_of_the_demonstration_is_not_erased()
    {
        var end = await ChildProgram.RunAsync("users", "erase", "administrator@demonstration.invalid", "--data", Data);

        Assert.Equal(new ProgramEnd(1, "", "That is not allowed.\n"), end);
    }

    [Fact]
    public async Task A_role_that_does_not_exist_is_faulty()
    {
        var end = await ChildProgram.RunAsync("users", "invite", "guest@example.org", "emperor", "--data", Data, "--json");

        Assert.Equal((1, ""), (end.ExitCode, end.Output));
        Assert.NotEqual("", end.Error);
    }

    [Fact]
    public async Task A_database_that_is_not_empty_is_left_by_the_demonstration()
    {
        await using var db = site.Db();
        var before = await db.Set<Account>().CountAsync();

        var end = await ChildProgram.RunAsync("demo", "--data", Data, "--json");

        Assert.Equal(new ProgramEnd(0, "", "The database is not empty; it was left as it is.\n"), end);
        Assert.Equal(before, await db.Set<Account>().CountAsync());
    }

    [Fact]
    public async Task A_faulty_registry_file_is_told_as_json_with_its_places()
    {
        var file = await WriteAsync("faulty.json", """{"association":{"names":{"en":"A"}},"universities":[{"id":"X"}],"memberCounts":[{"date":"soon"}]}""");

        var end = await ChildProgram.RunAsync("import-registry", file, "--dry-run", "--data", Data, "--json");

        var answer = JsonDocument.Parse(end.Output).RootElement;
        Assert.Equal((1, "", false), (end.ExitCode, end.Error, answer.GetProperty("imported").GetBoolean()));
        Assert.Equal(
            ["memberCounts[0].date", "universities[0].country", "universities[0].ianaTimeZone", "universities[0].id", "universities[0].names", "universities[0].side"],
            answer.GetProperty("faults").EnumerateArray().Select(fault => fault.GetProperty("place").GetString()).Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("conferences")]
    [InlineData("bytes")]
    [InlineData("texts")]
    public async Task A_faulty_registry_file_writes_nothing_into_an_empty_database(string what)
    {
        var folder = Directory.CreateTempSubdirectory("rotunda-registry-");
        try
        {
            var (data, texts) = (Path.Combine(folder.FullName, "data"), folder.CreateSubdirectory("texts").FullName);
            Assert.Equal(0, (await ChildProgram.RunAsync("migrate", "--data", data)).ExitCode);
            var right = await File.ReadAllTextAsync(Repository.PathOf("src", "Rotunda", "Demo", "asrtu.json"));
            var file = Path.Combine(folder.FullName, "registry.json");
            await File.WriteAllTextAsync(file, what == "conferences" ? right.Replace("\"number\": 3", "\"number\": 2", StringComparison.Ordinal) : right, what == "bytes" ? System.Text.Encoding.Unicode : new System.Text.UTF8Encoding(false));
            if (what == "texts") await File.WriteAllTextAsync(Path.Combine(texts, "ru.po"), "msgid a\n");

            var end = await ChildProgram.RunAsync("import-registry", file, "--texts", texts, "--data", data);

            Assert.Equal((1, ""), (end.ExitCode, end.Error));
            Assert.Matches(what switch { "conferences" => "conferences\\[[0-9]+\\]\\.number: «2» stands twice", "bytes" => "line 1: is not UTF-8", _ => "ru.po, line 1: a text stands in double quotes" }, end.Output);
            Assert.Contains("nothing was stored.", end.Output, StringComparison.Ordinal);
            // The same database takes the right file: nothing of the faulty one is there
            var right2 = Path.Combine(folder.FullName, "right.json");
            await File.WriteAllTextAsync(right2, right);
            Assert.Equal(new ProgramEnd(0, "The registry was imported.\n", ""), await ChildProgram.RunAsync("import-registry", right2, "--data", data));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_registry_file_for_a_registry_that_is_not_empty_is_refused_with_one()
    {
        var end = await ChildProgram.RunAsync("import-registry", Repository.PathOf("src", "Rotunda", "Demo", "asrtu.json"), "--data", Data);

        Assert.Equal(new ProgramEnd(1, "(database): has institutions already; a registry file fills an empty registry\n1 faulty places; nothing was stored.\n", ""), end);
    }

    [Fact]
    public async Task Help_is_an_answer()
    {
        var end = await ChildProgram.RunAsync("--help");

        Assert.Equal((0, ""), (end.ExitCode, end.Error));
        Assert.Contains("export-chain", end.Output, StringComparison.Ordinal);
    }

    private async Task<string> WriteAsync(string name, string text)
    {
        var path = Path.Combine(Data, name);
        await File.WriteAllTextAsync(path, text);
        return path;
    }
}
