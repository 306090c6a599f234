using System.Net;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Correspondence;

/// <summary>How often one address may try links of circulars, and let mails be written. Every test comes from an address of its own.</summary>
public abstract class LinkLimitTests(Site site)
{
    [Fact]
    public async Task The_hundred_and_twenty_first_link_of_a_minute_is_refused()
    {
        var visitor = site.Visit();
        var statuses = new List<HttpStatusCode>();
        for (var number = 0; number < 121; number++)
        {
            using var response = await visitor.GetAsync("/en/answer/" + new string('A', 22));
            statuses.Add(response.StatusCode);
        }

        Assert.All(statuses[..120], status => Assert.Equal(HttpStatusCode.NotFound, status));
        Assert.Equal(HttpStatusCode.TooManyRequests, statuses[120]);
        // Another address is not bound by it
        await site.Visit().PageAsync("/en/answer/" + new string('A', 22), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_form_that_lets_a_mail_be_written_opens_thirty_times_a_minute()
    {
        var visitor = site.Visit();
        var form = (await visitor.PageAsync("/en/account/reset")).QuerySelector("main form[method=post]")!;
        var statuses = new List<HttpStatusCode>();
        for (var number = 0; number < 30; number++)
        {
            using var response = await visitor.SubmitAsync(form, "/en/account/reset", [("Email", "nobody@nowhere.example")]);
            statuses.Add(response.StatusCode);
        }

        Assert.DoesNotContain(HttpStatusCode.TooManyRequests, statuses[..29]);
        Assert.Equal(HttpStatusCode.TooManyRequests, statuses[29]);
    }
}

public sealed class LinkLimitTestsOnSqlite(CrowdSqliteSite site) : LinkLimitTests(site), IClassFixture<CrowdSqliteSite>;

public sealed class LinkLimitTestsOnPostgres(CrowdPostgresSite site) : LinkLimitTests(site), IClassFixture<CrowdPostgresSite>;
