using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data.Audit;
using Rotunda.Testing;
using Rotunda.Tests.Modules.Shared.Mail;
using Xunit;

namespace Rotunda.Tests.CommandLine;

/// <summary>Setting up a site of one's own, from nothing to the first administrator's account, and proving that mail leaves.</summary>
public abstract class SetupTests(Site site)
{
    private static readonly string[] Whole =
    [
        "--admin", "admin@example.org", "--name", "en=Association of Universities", "--name", "zh=大学联盟", "--language", "zh,en", "--side", "CN;en=Chinese side;zh=中方", "--side", "RU;en=Russian side",
        "--public-address", "https://association.example/", "--mail-from", "office@example.org",
    ];

    [Fact]
    public async Task A_site_is_set_up_once_and_the_second_time_changes_nothing()
    {
        using var server = new MailServer();
        await RefusesAsync();
        var first = await RunAsync(["setup", .. Whole, "--mail-server", server.Address, "--json"]);
        var entries = await EntriesAsync();
        var second = await RunAsync(["setup", .. Whole, "--mail-server", server.Address, "--json"]);

        Assert.True(first.ExitCode == 0, first.Error + first.Output);
        using var answer = JsonDocument.Parse(first.Output);
        Assert.Equal(["public-address", "mail-server", "mail-from", "languages", "name.en", "name.zh", "side.en", "side.zh"], Strings(answer, "changed"));
        var link = answer.RootElement.GetProperty("invitation").GetString()!;
        Assert.StartsWith("https://association.example/zh/account/invitation/", link, StringComparison.Ordinal);
        Assert.Equal(["account.invite", "site.setup"], entries.Select(entry => entry.Action).Order(StringComparer.Ordinal));
        // The server's address without what stands before the host
        Assert.Contains(entries, entry => entry.Json.Contains("127.0.0.1", StringComparison.Ordinal));
        Assert.DoesNotContain(entries, entry => entry.Json.Contains("smtp:", StringComparison.Ordinal));
        using var again = JsonDocument.Parse(second.Output);
        Assert.Equal((0, 0), (second.ExitCode, again.RootElement.GetProperty("changed").GetArrayLength()));
        Assert.False(again.RootElement.TryGetProperty("invitation", out _));
        Assert.Equal(entries.Count, (await EntriesAsync()).Count);

        await SendsMailAsync(server);
        await ServesAsync(new Uri(link).PathAndQuery);
    }

    private async Task RefusesAsync()
    {
        (string[] Options, string[] Expected)[] faulty =
        [
            (["--public-address", "https://association.example"], ["--admin EMAIL"]),
            (["--admin", "nobody", "--public-address", "https://association.example"], ["--admin: "]),
            (["--admin", "a@example.org", "--mail-server", "smtp://post.example"], ["--mail-from"]),
            (
                ["--admin", "a@example.org", "--language", "xx", "--side", "cn;en=x", "--side", "CN;xx=y", "--name", "Association", "--public-address", "https://association.example/site", "--mail-server", "https://post.example", "--mail-from", "office"],
                ["«xx»", "«cn;en=x» is no side", "--side CN: «xx=y»", "--name: «Association»", "no public address", "smtps://", "«office» is no mail address"]),
        ];
        foreach (var (options, expected) in faulty)
        {
            var end = await RunAsync(["setup", .. options]);
            Assert.Equal((1, ""), (end.ExitCode, end.Output));
            foreach (var sentence in expected) Assert.Contains(sentence, end.Error, StringComparison.Ordinal);
        }

        Assert.Empty(await EntriesAsync());
    }

    private async Task SendsMailAsync(MailServer server)
    {
        var sent = await RunAsync(["mail-test", "guest@example.org", "--language", "en"]);
        server.Refusal = "550 5.1.1 No such mailbox";
        var refused = await RunAsync(["mail-test", "guest@example.org", "--json"]);
        var misspelt = await RunAsync(["mail-test", "guest"]);

        Assert.Equal(new ProgramEnd(0, "The server took the mail: 2.0.0 queued as 1\n", ""), sent);
        Assert.Contains("Subject: Test mail from Rotunda", Assert.Single(server.Taken), StringComparison.Ordinal);
        using var answer = JsonDocument.Parse(refused.Output);
        Assert.Equal((1, false), (refused.ExitCode, answer.RootElement.GetProperty("sent").GetBoolean()));
        Assert.Contains("No such mailbox", answer.RootElement.GetProperty("answer").GetString(), StringComparison.Ordinal);
        Assert.Equal((1, "The mail was not sent: «guest» is no mail address.\n"), (misspelt.ExitCode, misspelt.Error));
    }

    /// <summary>The site speaks the languages that it offers and no other, and the link makes the administrator's account.</summary>
    private async Task ServesAsync(string link)
    {
        using var program = await ChildProgram.ServeAsync(site.Location.DataFolder, site.Location.IsPostgres ? ["--db", site.Location.Connection] : []);
        var visitor = program.Visit();
        Assert.Contains("大学联盟", (await visitor.PageAsync("/zh")).Title, StringComparison.Ordinal);
        await visitor.PageAsync("/en");
        await visitor.PageAsync("/ru", HttpStatusCode.NotFound);
        using (var root = await visitor.GetAsync("/")) Assert.Equal("/zh", root.Headers.Location?.OriginalString);
        using var accepted = await visitor.PostAsync(link, [("Name", "Administrator"), ("Password", "correct horse battery")]);
        Assert.Equal(HttpStatusCode.Found, accepted.StatusCode);
        await visitor.PageAsync("/zh/desk");
    }

    private static List<string?> Strings(JsonDocument answer, string name) => [.. answer.RootElement.GetProperty(name).EnumerateArray().Select(item => item.GetString())];

    private Task<ProgramEnd> RunAsync(string[] arguments) =>
        ChildProgram.RunAsync([("ROTUNDA_DB", site.Location.IsPostgres ? site.Location.Connection : "")], [.. arguments, "--data", site.Location.DataFolder]);

    private async Task<List<(string Action, string Json)>> EntriesAsync()
    {
        await using var db = site.Db();
        return [.. (await db.AuditEntries.AsNoTracking().Include(entry => entry.Payload).ToListAsync()).Select(entry => (entry.Action, entry.Payload!.Json))];
    }
}

public sealed class SetupTestsOnSqlite(EmptySqliteSite site) : SetupTests(site), IClassFixture<EmptySqliteSite>;

public sealed class SetupTestsOnPostgres(EmptyPostgresSite site) : SetupTests(site), IClassFixture<EmptyPostgresSite>;
