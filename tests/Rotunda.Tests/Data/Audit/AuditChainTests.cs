using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Modules.Shared.Access;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Data.Audit;

/// <summary>The chain of audit entries: whatever is done to it behind the program's back is found. Each test breaks a row of its own and mends it.</summary>
public abstract class AuditChainTests(Site site)
{
    [Fact]
    public async Task What_waits_is_chained_within_one_seal()
    {
        var entries = await SealAsync(3);

        var numbers = entries.Select(entry => entry.Sequence!.Value).ToList();
        Assert.Equal([numbers[0], numbers[0] + 1, numbers[0] + 2], numbers);
        await using var db = site.Db();
        var chain = await DatabaseVerification.Chain(db, 1).ToListAsync();
        Assert.Null(AuditChain.FirstBreak(AuditChain.Origin, 1, chain));
        Assert.Equal(chain[^1].Hash, entries[^1].Hash);
        Assert.Equal(0, await site.Services.GetRequiredService<AuditSealer>().SealAsync(CancellationToken.None));
    }

    [Fact]
    public async Task More_than_a_batch_is_sealed_in_order()
    {
        var entries = await SealAsync(1203);

        Assert.Equal(entries.OrderBy(entry => entry.Id).Select(entry => entry.Id), entries.OrderBy(entry => entry.Sequence).Select(entry => entry.Id));
        Assert.Equal(1203, entries[^1].Sequence - entries[0].Sequence + 1);
        Assert.Empty(await ViolationsAsync());
    }

    [Fact]
    public async Task Changed_details_are_found()
    {
        var entry = (await SealAsync(3))[1];

        await WhileAsync(
            db => db.AuditPayloads.Where(row => row.EntryId == entry.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.Json, "{\"actor\":\"nobody\"}")),
            db => db.AuditPayloads.Where(row => row.EntryId == entry.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.Json, entry.Payload!.Json)),
            $"audit chain: the details of entry {entry.Sequence} were changed.");
    }

    [Fact]
    public async Task A_changed_hash_is_found()
    {
        var entry = (await SealAsync(3))[1];

        await WhileAsync(
            db => db.AuditEntries.Where(row => row.Id == entry.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.Hash, new byte[32])),
            db => db.AuditEntries.Where(row => row.Id == entry.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.Hash, entry.Hash)),
            $"audit chain: Entry {entry.Sequence} (test.act, {entry.At}) does not match its hash.");
    }

    [Fact]
    public async Task A_changed_field_is_found()
    {
        var entry = (await SealAsync(3))[1];

        await WhileAsync(
            db => db.AuditEntries.Where(row => row.Id == entry.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.SubjectId, "other")),
            db => db.AuditEntries.Where(row => row.Id == entry.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.SubjectId, entry.SubjectId)),
            $"audit chain: Entry {entry.Sequence} (test.act, {entry.At}) does not match its hash.");
    }

    [Fact]
    public async Task A_deleted_entry_is_found()
    {
        var entry = (await SealAsync(3))[1];

        await WhileAsync(
            db => db.AuditEntries.Where(row => row.Id == entry.Id).ExecuteDeleteAsync(),
            async db =>
            {
                db.Add(entry);
                await db.SaveChangesAsync();
            },
            $"audit chain: Entry {entry.Sequence} is missing; {entry.Sequence + 1} follows.");
    }

    [Fact]
    public async Task Two_entries_that_changed_places_are_found()
    {
        var entries = await SealAsync(3);
        var (first, second) = (entries[0], entries[1]);

        await WhileAsync(
            db => SwapAsync(db, first, second.Sequence, second, first.Sequence),
            db => SwapAsync(db, first, first.Sequence, second, second.Sequence),
            $"audit chain: Entry {first.Sequence} (test.act, {second.At}) does not match its hash.");
    }

    [Fact]
    public async Task An_entry_slipped_in_before_the_chain_is_found()
    {
        var entry = (await SealAsync(1))[0];
        var slipped = new AuditEntry
        {
            Id = RowId.New(), At = entry.At, Action = "test.slip", SubjectKind = "test", SubjectId = "x", PayloadHash = entry.PayloadHash, Sequence = 0, Hash = entry.Hash,
        };

        await WhileAsync(
            async db =>
            {
                db.Add(slipped);
                await db.SaveChangesAsync();
            },
            db => db.AuditEntries.Where(row => row.Id == slipped.Id).ExecuteDeleteAsync(),
            "audit chain: Entry 1 is missing; 0 follows.");
    }

    [Fact]
    public async Task Erased_details_leave_the_chain_whole()
    {
        var entry = (await SealAsync(3))[1];
        await using var db = site.Db();

        await db.AuditPayloads.Where(row => row.EntryId == entry.Id).ExecuteDeleteAsync();

        Assert.Empty(await ViolationsAsync());
        var lines = await new AuditQueries(db).OfAsync("test", entry.SubjectId, 50, CancellationToken.None);
        Assert.Equal((null, entry.Sequence), lines.Where(line => line.Sequence == entry.Sequence).Select(line => (line.Details, line.Sequence)).Single());
    }

    [Fact]
    public async Task An_operation_that_rolls_back_leaves_no_entry()
    {
        await using var db = site.Db();
        await using (await db.Database.BeginTransactionAsync())
        {
            site.Services.GetRequiredService<AuditTrail>().Record(db, Viewer.Program, "test.undone", "test", "x");
            await db.SaveChangesAsync();
        }

        Assert.Equal(0, await db.AuditEntries.CountAsync(entry => entry.Action == "test.undone"));
    }

    /// <summary>Records entries, waits until they are sealed, and reads them in the order of the chain.</summary>
    private async Task<List<AuditEntry>> SealAsync(int count)
    {
        await using var db = site.Db();
        var ids = new List<Guid>();
        for (var i = 0; i < count; i++) ids.Add(site.Services.GetRequiredService<AuditTrail>().Record(db, Viewer.Program, "test.act", "test", $"{count}-{i}").Id);
        await db.SaveChangesAsync();
        await site.Services.GetRequiredService<AuditSealer>().SealAsync(CancellationToken.None);
        db.ChangeTracker.Clear();
        return await db.AuditEntries.AsNoTracking().Include(entry => entry.Payload).Where(entry => ids.Contains(entry.Id)).OrderBy(entry => entry.Sequence).ToListAsync();
    }

    /// <summary>Breaks something, expects exactly one finding, mends it, and expects none.</summary>
    private async Task WhileAsync(Func<RotundaDb, Task> harm, Func<RotundaDb, Task> mend, string expected)
    {
        await using var db = site.Db();
        await harm(db);
        var found = await ViolationsAsync();
        await mend(db);

        Assert.Equal([expected], found);
        Assert.Empty(await ViolationsAsync());
    }

    private async Task<IReadOnlyList<string>> ViolationsAsync() => (await DatabaseVerification.RunAsync(site.Services, CancellationToken.None)).Violations;

    private static async Task SwapAsync(RotundaDb db, AuditEntry one, long? ofOne, AuditEntry other, long? ofOther)
    {
        const long aside = 1_000_000;
        await db.AuditEntries.Where(row => row.Id == one.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.Sequence, aside));
        await db.AuditEntries.Where(row => row.Id == other.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.Sequence, ofOther));
        await db.AuditEntries.Where(row => row.Id == one.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.Sequence, ofOne));
    }
}

public sealed class AuditChainTestsOnSqlite(EmptySqliteSite site) : AuditChainTests(site), IClassFixture<EmptySqliteSite>;

public sealed class AuditChainTestsOnPostgres(EmptyPostgresSite site) : AuditChainTests(site), IClassFixture<EmptyPostgresSite>;
