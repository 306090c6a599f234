using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Association;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Alliance.Memberships;
using Rotunda.Modules.Shared.Access;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Alliance;

/// <summary>A list of thirty institutions asks the database no more often than a list of one.</summary>
public abstract class ListQueryTests(Site site)
{
    [Fact]
    public async Task Lists_ask_the_same_queries_for_one_institution_and_for_thirty()
    {
        var secretary = await site.SignInAsAsync("lists@example.org", Roles.Secretariat);
        await AddAsync(0, 1);
        var one = await CountsAsync(secretary, 1);

        await AddAsync(1, 30);
        var thirty = await CountsAsync(secretary, 30);

        Assert.All(one.Values, count => Assert.InRange(count, 1, 15));
        Assert.Equal(one, thirty);
    }

    /// <summary>The number of queries behind each page, for a signed-in reader, whose pages are never kept.</summary>
    private async Task<Dictionary<string, int>> CountsAsync(Visitor secretary, int institutions)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (path, row) in new[] { ("/en/members?on=2022-06-03", ".members > li"), ("/zh/members", ".members > li"), ("/en/desk/institutions", ".table tbody tr"), ("/en/desk/registry/institutions", ".desk-main .lines li") })
        {
            // Once before, so that nothing is read for the first time
            var page = await secretary.PageAsync(path);
            Assert.Equal(institutions, page.QuerySelectorAll(row).Length);
            counts[path] = (await QueryCount.DuringAsync(site, () => secretary.PageAsync(path))).Count;
        }

        return counts;
    }

    private async Task AddAsync(int from, int to)
    {
        await using var db = site.Db();
        if (from == 0) db.Add(new Side { Id = RowId.New(), Code = "CN", Order = 0, Name = LocalizedText.Of(("en", "Chinese side")) });
        for (var number = from; number < to; number++)
        {
            var institution = new Institution
            {
                Id = RowId.New(), Code = $"u{number}", SideCode = "CN", Country = "CN", Zone = "Asia/Shanghai", Latitude = 30 + (number / 10.0), Longitude = 110 + number,
            };
            institution.SetName(TestLanguages.English, $"University {number}");
            if (number % 2 == 0) institution.SetName(TestLanguages.Chinese, $"大学{number}");
            institution.Memberships.Add(new Membership { Id = RowId.New(), Status = MembershipStatus.Full, From = PartialDate.On(new LocalDate(2011, 3, 6)) });
            db.Add(institution);
        }

        await db.SaveChangesAsync();
    }
}

public sealed class ListQueryTestsOnSqlite(EmptySqliteSite site) : ListQueryTests(site), IClassFixture<EmptySqliteSite>;

public sealed class ListQueryTestsOnPostgres(EmptyPostgresSite site) : ListQueryTests(site), IClassFixture<EmptyPostgresSite>;
