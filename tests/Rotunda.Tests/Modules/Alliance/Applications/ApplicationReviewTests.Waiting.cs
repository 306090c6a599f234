using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance;
using Rotunda.Modules.Alliance.Applications;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Alliance.Memberships;
using Rotunda.Modules.Shared.Access;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Alliance.Applications;

public abstract partial class ApplicationReviewTests
{
    [Fact]
    public async Task The_list_asks_as_often_for_thirty_as_for_one()
    {
        var secretary = await site.SignInAsync("secretariat-cn");
        await secretary.PageAsync("/en/desk/applications");
        var few = await QueryCount.FewestAsync(site, () => secretary.PageAsync("/en/desk/applications"));
        await using (var db = site.Db())
        {
            for (var number = 0; number < 30; number++)
            {
                db.Add(new MembershipApplication
                {
                    Id = Rotunda.Data.RowId.New(), TokenHash = Rotunda.Data.RowId.New().ToByteArray(), LanguageCode = "en", Name = LocalizedText.Of(("en", $"Listed {number}")), SideCode = "CN", Country = "CN", Zone = "Asia/Shanghai",
                    Domain = $"listed{number}.example", ContactName = "Somebody", Email = $"listed{number}@example.org", Reason = "So", State = ApplicationState.Review, SentAt = site.Clock.GetCurrentInstant(), ConfirmedAt = site.Clock.GetCurrentInstant(),
                });
            }

            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        var page = await secretary.PageAsync("/en/desk/applications");
        var many = await QueryCount.FewestAsync(site, () => secretary.PageAsync("/en/desk/applications"));

        Assert.True(page.QuerySelectorAll(".table tbody tr").Length >= 31);
        Assert.InRange(few, 1, 15);
        Assert.Equal(few, many);
    }

    [Fact]
    public async Task What_waits_longer_than_thirty_days_is_due()
    {
        var (_, id) = await Applicant.ConfirmedAsync(site, "patient");
        var due = site.Clock.GetCurrentInstant() + ApplicationRules.Patience;

        Assert.DoesNotContain(await DueAsync("secretariat-cn", due - Duration.FromSeconds(1)), item => item.Path.EndsWith(id.ToString(), StringComparison.Ordinal));
        Assert.Contains(await DueAsync("secretariat-cn", due), item => item.Path == $"/en/desk/applications/{id}" && item.At == due);
        Assert.Empty(await DueAsync("liaison-upc", due));
    }

    private async Task<IReadOnlyList<Rotunda.Modules.Shared.Contributions.DueItem>> DueAsync(string account, Instant until)
    {
        await using var scope = site.Services.CreateAsyncScope();
        await using var db = site.Db();
        var email = $"{account}@demonstration.invalid";
        var found = await db.Set<Rotunda.Modules.Accounts.Identity.Account>().Include(row => row.Grants).SingleAsync(row => row.Email == email);
        var viewer = new Viewer(found.Id, found.DisplayName, [.. found.Grants.Select(grant => new Grant(grant.Role, grant.Scope.Length > 0 ? grant.Scope : null))]);
        var reader = new Rotunda.Modules.Shared.Reader(TestLanguages.English, TestLanguages.TextsOf("en"), viewer);
        var items = new List<Rotunda.Modules.Shared.Contributions.DueItem>();
        foreach (var source in scope.ServiceProvider.GetServices<Rotunda.Modules.Shared.Contributions.IDueSource>()) items.AddRange(await source.DueAsync(db, reader, until, TestContext.Current.CancellationToken));
        return items;
    }
}
