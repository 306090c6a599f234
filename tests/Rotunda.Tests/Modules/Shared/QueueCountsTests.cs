using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Rotunda.Data;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Alliance.Proposals;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Web;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Shared;

/// <summary>The numbers on the rail: kept, yet never older than what this program wrote.</summary>
public abstract class QueueCountsTests(Site site)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Number_follows_what_is_written_here_at_once_and_what_another_program_writes_after_ten_seconds()
    {
        var secretary = await site.SignInAsync("secretariat");
        var before = Waiting(await secretary.PageAsync("/en/desk/institutions"));

        await using (var db = site.Db()) await ProposeAsync(db);
        Assert.Equal(before + 1, Waiting(await secretary.PageAsync("/en/desk/institutions")));

        await using (var other = Other()) await ProposeAsync(other);
        site.Clock.Advance(Duration.FromSeconds(10));
        Assert.Equal(before + 2, Waiting(await secretary.PageAsync("/en/desk/institutions")));

        // Without the program's tracking of entities, and inside a transaction
        await using (var db = site.Db())
        {
            await using var transaction = await db.Database.BeginTransactionAsync(Stop);
            await db.Proposals.Where(row => row.ClosedAt == null).ExecuteUpdateAsync(set => set.SetProperty(row => row.ClosedAt, site.Clock.GetCurrentInstant()), Stop);
            await transaction.CommitAsync(Stop);
        }

        Assert.Equal(0, Waiting(await secretary.PageAsync("/en/desk/institutions")));
    }

    [Fact]
    public async Task Numbers_are_counted_once_while_nothing_is_written()
    {
        var (counts, queue) = (Counts(), new Queue());
        var viewer = new Viewer(RowId.New(), "Somebody", [new Grant("a", null)]);

        Assert.Equal([1], await CountAsync(counts, queue, viewer));
        Assert.Equal([1], await CountAsync(counts, queue, viewer));
        // A session of the same account that may do more, and another account
        Assert.Equal([2], await CountAsync(counts, queue, viewer with { Grants = [new Grant("a", null), new Grant("b", null)] }));
        Assert.Equal([3], await CountAsync(counts, queue, viewer with { AccountId = RowId.New() }));
        // The program itself has no account, so nothing is kept for it
        Assert.Equal([4], await CountAsync(counts, queue, Viewer.Program));
        Assert.Equal([5], await CountAsync(counts, queue, Viewer.Program));
    }

    [Fact]
    public async Task Numbers_counted_while_something_is_written_are_not_kept_as_new()
    {
        var commits = new CommitWatch();
        var (counts, queue) = (new QueueCounts(commits, site.Clock), new Queue { While = commits.Advance });
        var viewer = new Viewer(RowId.New(), "Somebody", []);

        Assert.Equal([1], await CountAsync(counts, queue, viewer));
        queue.While = () => { };

        Assert.Equal([2], await CountAsync(counts, queue, viewer));
        Assert.Equal([2], await CountAsync(counts, queue, viewer));
    }

    [Fact]
    public async Task Numbers_of_more_accounts_than_are_kept_stay_right()
    {
        var (counts, queue) = (Counts(), new Queue());

        for (var account = 1; account <= 1100; account++)
            Assert.Equal([account], await CountAsync(counts, queue, new Viewer(RowId.New(), "Somebody", [])));
    }

    private static int Waiting(IDocument page) =>
        int.Parse(page.QuerySelector(".rail a[href='/en/desk/proposals'] .count")!.TextContent, System.Globalization.CultureInfo.InvariantCulture);

    private QueueCounts Counts() => new(new CommitWatch(), site.Clock);

    private async Task<IReadOnlyList<int>> CountAsync(QueueCounts counts, Queue queue, Viewer viewer)
    {
        await using var db = site.Db();
        return await counts.OfAsync(db, [queue], viewer, Stop);
    }

    private async Task ProposeAsync(RotundaDb db)
    {
        var id = RowId.New();
        db.Add(new Proposal
        {
            Id = id, InstitutionId = await db.Set<Institution>().OrderBy(row => row.Code).Select(row => row.Id).FirstAsync(Stop), ProposerName = "Officer", ProposedAt = site.Clock.GetCurrentInstant(),
            Fields = [new ProposedField { Id = RowId.New(), ProposalId = id, Field = "city.en", Before = "", After = "Elsewhere" }],
        });
        await db.SaveChangesAsync(Stop);
    }

    /// <summary>A context as another program has it: this one does not hear of its writes.</summary>
    private RotundaDb Other() => site.Location.IsPostgres
        ? new PostgresRotundaDb((DbContextOptions<PostgresRotundaDb>)new DbContextOptionsBuilder<PostgresRotundaDb>().UseStore(site.Location).Options)
        : new SqliteRotundaDb((DbContextOptions<SqliteRotundaDb>)new DbContextOptionsBuilder<SqliteRotundaDb>().UseStore(site.Location).Options);

    private sealed class Queue : IDeskQueue
    {
        private int _asked;

        public Action While { get; set; } = () => { };

        public string TextKey => "queue.proposals";

        public string Path => "/desk/proposals";

        public int Order => 0;

        public Act Requires => default!;

        public Task<int> CountAsync(RotundaDb db, Viewer viewer, CancellationToken cancellationToken)
        {
            While();
            return Task.FromResult(++_asked);
        }
    }
}

public sealed class QueueCountsTestsOnSqlite(SqliteSite site) : QueueCountsTests(site), IClassFixture<SqliteSite>;

public sealed class QueueCountsTestsOnPostgres(PostgresSite site) : QueueCountsTests(site), IClassFixture<PostgresSite>;
