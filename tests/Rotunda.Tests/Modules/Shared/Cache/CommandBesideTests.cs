using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rotunda.Data;
using Rotunda.Data.Settings;
using Rotunda.Data.Values;
using Rotunda.Modules.Accounts.Providers;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Shared.Cache;

/// <summary>What the command line changes beside a program that serves is soon on its pages, on both databases, without a restart.</summary>
public abstract class CommandBesideTests(Site site)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task Provider_that_a_command_adds_and_takes_away_is_soon_offered_and_soon_gone()
    {
        await using var command = OtherNode.Of(site);
        // Read once, so that the settings without the provider are kept
        Assert.False(await IsOfferedAsync());
        Assert.Null((await site.Visit().PageAsync("/en/account/sign-in")).QuerySelector("a[href*='/with/beside']"));

        await using (var scope = command.Services.CreateAsyncScope())
            Assert.IsType<Outcome.Done>(await scope.ServiceProvider.GetRequiredService<ProviderOperations>().PutAsync(
                Viewer.Program, new ProviderWish("beside", LocalizedText.Of(("en", "Beside")), "https://idp.example", "rotunda", "secret"), TestContext.Current.CancellationToken));
        await SoonAsync(IsOfferedAsync);
        Assert.NotNull((await site.Visit().PageAsync("/en/account/sign-in")).QuerySelector("a[href*='/with/beside']"));

        await using (var scope = command.Services.CreateAsyncScope())
            Assert.IsType<Outcome.Done>(await scope.ServiceProvider.GetRequiredService<ProviderOperations>().RemoveAsync(Viewer.Program, "beside", TestContext.Current.CancellationToken));
        await SoonAsync(async () => !await IsOfferedAsync());
    }

    [Fact]
    public async Task Page_that_a_command_changes_is_soon_shown_as_it_is()
    {
        await using var command = OtherNode.Of(site);
        var reader = site.Visit();
        Assert.DoesNotContain("Named by a command", (await reader.PageAsync("/en/members/upc")).DocumentElement.TextContent, StringComparison.Ordinal);

        await using (var scope = command.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<RotundaDb>();
            var institution = await db.Set<Institution>().AsTracking().SingleAsync(row => row.Code == "upc", TestContext.Current.CancellationToken);
            institution.Note = LocalizedText.Of(("en", "Named by a command"));
            await scope.ServiceProvider.GetRequiredService<Publication>().SaveAsync(db, TestContext.Current.CancellationToken);
        }

        await SoonAsync(async () => (await reader.PageAsync("/en/members/upc")).DocumentElement.TextContent.Contains("Named by a command", StringComparison.Ordinal));
    }

    /// <summary>As the sign-in page reads it; the page itself may be asked for only so often.</summary>
    private async Task<bool> IsOfferedAsync()
    {
        using var alive = await site.Visit().GetAsync("/health/live");
        return (await site.Services.GetRequiredService<SettingsStore>().GetAsync<ProviderSettings>()).Find("beside") is not null;
    }

    private static async Task SoonAsync(Func<Task<bool>> condition)
    {
        var patience = Stopwatch.StartNew();
        while (!await condition()) Assert.True(patience.Elapsed < Deadline, "The program that serves did not see the change.");
    }
}

public sealed class CommandBesideTestsOnSqlite(SqliteSite site) : CommandBesideTests(site), IClassFixture<SqliteSite>;

public sealed class CommandBesideTestsOnPostgres(PostgresSite site) : CommandBesideTests(site), IClassFixture<PostgresSite>;
