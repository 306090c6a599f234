using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rotunda.Data;
using Rotunda.Data.Leases;
using Rotunda.Modules.Alliance;
using Rotunda.Modules.Search.Index;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Search;

/// <summary>The index holds what the sources hold, also where several write it at once or a source fails.</summary>
public abstract class IndexKeepingTests(Site site)
{
    [Fact]
    public async Task A_slower_writer_puts_nothing_older_back_not_even_of_what_was_hidden_meanwhile()
    {
        var shelf = new Shelf("slow") { ["one"] = "Old words.", ["two"] = "Old words.", ["three"] = "Old words." };
        await RefreshAsync(shelf);
        (shelf["one"], shelf["two"], shelf["three"]) = ("First change.", "First change.", "First change.");
        shelf.OnceStampsAreRead = async () =>
        {
            shelf["one"] = "Second change.";
            shelf.Hide("two");
            shelf.Remove("three");
            Assert.Equal(3, await RefreshAsync(shelf));
        };
        Assert.Equal(0, await RefreshAsync(shelf));

        Assert.Equal([("one", "Second change.", shelf.StampOf("one"), ""), ("two", "First change.", shelf.StampOf("two"), AllianceActs.ReadMembersDocuments.Name)], await IndexedAsync(shelf));
        Assert.Equal(0, await RefreshAsync(shelf));
    }

    [Fact]
    public async Task A_change_is_not_lost_where_another_index_takes_its_place_meanwhile()
    {
        var (shelf, earlier) = (new Shelf("swap") { ["one"] = "New words." }, new Shelf("swap") { ["one"] = "Old words." });
        await RefreshAsync(earlier);
        shelf.OnceStampsAreRead = () => RebuildAsync(earlier);

        Assert.Equal(1, await RefreshAsync(shelf));
        Assert.Equal([("one", "New words.", shelf.StampOf("one"), "")], await IndexedAsync(shelf));
    }

    [Fact]
    public async Task A_source_that_fails_at_one_thing_leaves_the_others_whole()
    {
        var shelf = new Shelf("fails") { ["a"] = "First of three.", ["b"] = "Second of three.", ["c"] = "Third of three." };
        shelf.Failing = "c";
        await Assert.ThrowsAsync<InvalidOperationException>(() => RefreshAsync(shelf));

        Assert.Equal(["a", "b"], (await IndexedAsync(shelf)).Select(row => row.Code));
        Assert.Empty((await DatabaseVerification.RunAsync(site.Services, TestContext.Current.CancellationToken)).Violations);
        shelf.Failing = null;
        Assert.Equal(1, await RefreshAsync(shelf));
        Assert.Equal(["a", "b", "c"], (await IndexedAsync(shelf)).Select(row => row.Code));
    }

    private async Task<int> RefreshAsync(Shelf shelf)
    {
        await using var db = site.Db();
        return await KeeperOf(db, shelf).RefreshAsync(TestContext.Current.CancellationToken);
    }

    private async Task RebuildAsync(Shelf shelf)
    {
        // With all that the site has: its own upkeep finds nothing to mend
        await using var scope = site.Services.CreateAsyncScope();
        var keeper = new IndexKeeper(scope.ServiceProvider.GetRequiredService<RotundaDb>(), [shelf, .. scope.ServiceProvider.GetServices<ISearchSource>()], site.Services.GetRequiredService<NodeLeases>());
        Assert.NotNull(await keeper.RebuildAsync((_, _) => Task.CompletedTask, TestContext.Current.CancellationToken));
    }

    private IndexKeeper KeeperOf(RotundaDb db, Shelf shelf) => new(db, [shelf], site.Services.GetRequiredService<NodeLeases>());

    /// <summary>What the index that is searched holds of a shelf.</summary>
    private async Task<List<(string Code, string Body, string Stamp, string Audience)>> IndexedAsync(Shelf shelf)
    {
        await using var db = site.Db();
        var partitions = db.IndexPartitions;
        var documents = db.IndexDocuments;
        var rows = await (
            from state in db.IndexStates
            from document in documents
            from partition in partitions
            where document.Generation == state.Generation && document.Kind == shelf.Kind && partition.Id == document.PartitionId
            orderby document.Code
            select new { document.Code, document.Body, document.Stamp, partition.Audience }).ToListAsync(TestContext.Current.CancellationToken);
        return rows.ConvertAll(row => (row.Code, row.Body, row.Stamp, row.Audience));
    }

    /// <summary>A source of texts that change while they are read.</summary>
    private sealed class Shelf(string kind) : ISearchSource
    {
        private readonly SortedDictionary<string, (string Text, Act? Requires)> _texts = new(StringComparer.Ordinal);

        public string this[string code]
        {
            set => _texts[code] = (value, null);
        }

        public string Kind => kind;

        public string TextKey => "search.kind.page";

        public int Order => 1;

        /// <summary>The code of a thing that cannot be read.</summary>
        public string? Failing { get; set; }

        /// <summary>Runs once, after all stamps were read and before anybody acts upon them.</summary>
        public Func<Task>? OnceStampsAreRead { get; set; }

        public void Hide(string code) => _texts[code] = (_texts[code].Text, AllianceActs.ReadMembersDocuments);

        public void Remove(string code) => _texts.Remove(code);

        public string StampOf(string code) => ItemOf(code).Stamp;

        public async Task<IReadOnlyDictionary<string, string>> StampsAsync(RotundaDb db, IReadOnlyCollection<string>? codes, CancellationToken cancellationToken)
        {
            var stamps = _texts.Keys.Where(code => codes is null || codes.Contains(code)).ToDictionary(code => code, StampOf, StringComparer.Ordinal);
            if (codes is null && OnceStampsAreRead is { } then)
            {
                OnceStampsAreRead = null;
                await then();
            }

            return stamps;
        }

        public Task<IReadOnlyList<SearchItem>> ItemsAsync(RotundaDb db, IReadOnlyCollection<string>? codes, CancellationToken cancellationToken)
        {
            if (Failing is not null && codes?.Contains(Failing) == true) throw new InvalidOperationException("This cannot be read.");
            return Task.FromResult<IReadOnlyList<SearchItem>>([.. _texts.Keys.Where(code => codes is null || codes.Contains(code)).Select(ItemOf)]);
        }

        private SearchItem ItemOf(string code) => new(code, [new SearchText("en", "/en/" + code, code, _texts[code].Text)], Requires: _texts[code].Requires);
    }
}

public sealed class IndexKeepingTestsOnSqlite(SqliteSite site) : IndexKeepingTests(site), IClassFixture<SqliteSite>;

public sealed class IndexKeepingTestsOnPostgres(PostgresSite site) : IndexKeepingTests(site), IClassFixture<PostgresSite>;
