using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Rotunda.CommandLine.Setup;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Shared.Access;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.CommandLine;

/// <summary>Whom the setup takes for an administrator.</summary>
public abstract class AdministratorLeftTests(Site site)
{
    [Fact]
    public async Task An_administrator_whose_role_has_ended_or_whose_account_is_closed_is_none()
    {
        await site.SignInAsAsync("admin@left.example", Roles.Administrator);
        Instant? past = site.Clock.GetCurrentInstant() - Duration.FromDays(1);
        await using var db = site.Db();
        await using var scope = site.Services.CreateAsyncScope();
        var setup = ActivatorUtilities.CreateInstance<SetupOperations>(scope.ServiceProvider);
        Assert.True(await setup.HasAdministratorAsync(TestContext.Current.CancellationToken));

        await db.RoleGrants.ExecuteUpdateAsync(set => set.SetProperty(grant => grant.ExpiresAt, past), TestContext.Current.CancellationToken);
        Assert.False(await setup.HasAdministratorAsync(TestContext.Current.CancellationToken));
        await db.RoleGrants.ExecuteUpdateAsync(set => set.SetProperty(grant => grant.ExpiresAt, (Instant?)null), TestContext.Current.CancellationToken);
        await db.Accounts.ExecuteUpdateAsync(set => set.SetProperty(account => account.DisabledAt, past), TestContext.Current.CancellationToken);
        Assert.False(await setup.HasAdministratorAsync(TestContext.Current.CancellationToken));
    }
}

public sealed class AdministratorLeftTestsOnSqlite(EmptySqliteSite site) : AdministratorLeftTests(site), IClassFixture<EmptySqliteSite>;

public sealed class AdministratorLeftTestsOnPostgres(EmptyPostgresSite site) : AdministratorLeftTests(site), IClassFixture<EmptyPostgresSite>;
