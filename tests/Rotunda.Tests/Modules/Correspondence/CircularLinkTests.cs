using System.Net;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Shared.Access;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Correspondence;

/// <summary>Whom the link of a circular still serves.</summary>
public abstract class CircularLinkTests(Site site)
{
    private readonly Post _post = new(site);

    [Fact]
    public async Task Link_of_an_officer_whose_role_was_taken_or_has_ended_opens_nothing()
    {
        var secretary = await site.SignInAsync("secretariat");
        var id = await _post.DraftAsync(secretary, ("Institutions", "upc"));
        var link = Post.LinkIn((await _post.SendAsync(secretary, id))[Post.Upc]);
        await site.Visit().PageAsync(link);
        await using var db = site.Db();
        var grant = await db.RoleGrants.AsNoTracking().SingleAsync(row => row.Scope == "institution:upc" && row.Role == Roles.Liaison && db.Set<Account>().Any(account => account.Id == row.AccountId && account.Email == Post.Upc), TestContext.Current.CancellationToken);
        var past = site.Clock.GetCurrentInstant() - Duration.FromDays(1);
        try
        {
            await db.RoleGrants.Where(row => row.Id == grant.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.ExpiresAt, past), TestContext.Current.CancellationToken);
            await site.Visit().PageAsync(link, HttpStatusCode.NotFound);
            await db.RoleGrants.Where(row => row.Id == grant.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.ExpiresAt, (Instant?)null).SetProperty(row => row.Scope, "institution:hit"), TestContext.Current.CancellationToken);
            await site.Visit().PageAsync(link, HttpStatusCode.NotFound);
        }
        finally
        {
            await db.RoleGrants.Where(row => row.Id == grant.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.ExpiresAt, grant.ExpiresAt).SetProperty(row => row.Scope, grant.Scope), TestContext.Current.CancellationToken);
        }

        await site.Visit().PageAsync(link);
    }
}

public sealed class CircularLinkTestsOnSqlite(SqliteSite site) : CircularLinkTests(site), IClassFixture<SqliteSite>;

public sealed class CircularLinkTestsOnPostgres(PostgresSite site) : CircularLinkTests(site), IClassFixture<PostgresSite>;
