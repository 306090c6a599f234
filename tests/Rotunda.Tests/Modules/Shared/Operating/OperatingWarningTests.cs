using AngleSharp.Dom;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Data.Outbox;
using Rotunda.Modules.Shared.Mail;
using Rotunda.Modules.Shared.Operating;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Shared.Operating;

/// <summary>A volume of which a test says how full it is.</summary>
public sealed class TestVolume(StoreLocation location) : DataVolume(location)
{
    public VolumeSpace? Space { get; set; }

    public override VolumeSpace Measure() => Space ?? base.Measure();
}

/// <summary>What an administrator is told on the desk, and nobody else.</summary>
public abstract class OperatingWarningTests(Site site)
{
    private const long Gibibyte = 1L << 30;

    [Theory]
    [InlineData("en", "The disk is nearly full: 0.5 of 100.0 GiB are free.")]
    [InlineData("zh", "仅剩0.5 GiB")]
    [InlineData("ru", "свободно 0,5 из 100,0 ГиБ")]
    public async Task A_disk_that_is_nearly_full_is_told_in_the_readers_language(string language, string expected)
    {
        Volume.Space = new VolumeSpace(Gibibyte / 2, 100 * Gibibyte);
        try
        {
            Assert.Contains(expected, await WarningsAsync("administrator", language), StringComparison.Ordinal);
            Assert.Null(await WarningsAsync("secretariat", language));
        }
        finally
        {
            Volume.Space = null;
        }
    }

    [Theory]
    [InlineData(9, 100, true)]
    [InlineData(10, 100, false)]
    [InlineData(0.9, 5, true)]
    [InlineData(1, 5, false)]
    public void A_volume_is_nearly_full_below_a_tenth_or_a_gibibyte(double free, double total, bool isFull) =>
        Assert.Equal(isFull, new VolumeSpace((long)(free * Gibibyte), (long)(total * Gibibyte)).IsNearlyFull);

    [Fact]
    public void The_volume_of_the_data_folder_is_measured()
    {
        var space = new DataVolume(site.Location).Measure();

        Assert.InRange(space.Free, 1, space.Total);
    }

    [Fact]
    public async Task Mail_that_cannot_be_sent_is_told_after_an_hour_with_what_the_server_said()
    {
        Volume.Space = new VolumeSpace(Gibibyte * 50, 100 * Gibibyte);
        // What the demonstration's seeding left
        await site.Services.GetRequiredService<AuditSealer>().SealAsync(CancellationToken.None);
        var now = site.Clock.GetCurrentInstant();
        await using (var db = site.Db())
        {
            Add(db, now - Duration.FromMinutes(59), "451 busy");
            await db.SaveChangesAsync();
            Assert.Null(await WarningsAsync("administrator", "en"));
            Add(db, now - Duration.FromMinutes(61), "550 <refused> by policy");
            Add(db, now - Duration.FromMinutes(60), "550 also");
            await db.SaveChangesAsync();
        }

        var told = await WarningsAsync("administrator", "en");

        Assert.Contains("2 mails have not gone out for more than an hour.", told, StringComparison.Ordinal);
        Assert.Contains("550 <refused> by policy", told, StringComparison.Ordinal);
        await using (var db = site.Db())
        {
            await db.Set<OutboxDelivery>().Where(row => row.Error != null).ExecuteDeleteAsync();
            for (var i = 0; i < 100; i++) Add(db, now - Duration.FromMinutes(6), null);
            await db.SaveChangesAsync();
            Assert.Null(await WarningsAsync("administrator", "en"));
            Add(db, now - Duration.FromMinutes(6), null);
            await db.SaveChangesAsync();
            Assert.Contains("101 mails have been waiting", await WarningsAsync("administrator", "en"), StringComparison.Ordinal);
            await db.Set<OutboxDelivery>().Where(row => row.DeliveredAt == null).ExecuteDeleteAsync();
        }
    }

    [Fact]
    public async Task Entries_that_nobody_seals_are_told_after_five_minutes()
    {
        Volume.Space = new VolumeSpace(Gibibyte * 50, 100 * Gibibyte);
        // Another node has the sealer's lease and does nothing with it
        await using var stuck = OtherNode.Of(site);
        var leases = stuck.Services.GetRequiredService<Rotunda.Data.Leases.NodeLeases>();
        await site.Services.GetRequiredService<AuditSealer>().SealAsync(CancellationToken.None);
        await site.Services.GetRequiredService<Rotunda.Data.Leases.NodeLeases>().ReleaseAsync("audit-sealer", CancellationToken.None);
        Assert.True(await leases.TryTakeAsync("audit-sealer", Duration.FromHours(1), CancellationToken.None));
        await using (var db = site.Db())
        {
            site.Services.GetRequiredService<AuditTrail>().Record(db, Rotunda.Modules.Shared.Access.Viewer.Program, "site.setup", "site", "settings");
            await db.SaveChangesAsync();
        }

        var before = await WarningsAsync("administrator", "ru");
        site.Clock.Advance(Duration.FromMinutes(5));
        var after = await WarningsAsync("administrator", "ru");
        site.Clock.Advance(-Duration.FromMinutes(5));
        await leases.ReleaseAsync("audit-sealer", CancellationToken.None);

        Assert.Null(before);
        Assert.Contains("не скреплен", after, StringComparison.Ordinal);
    }

    private TestVolume Volume => (TestVolume)site.Services.GetRequiredService<DataVolume>();

    /// <summary>A letter that waits and is not due for a day, so that the site's own loop leaves it alone.</summary>
    private static void Add(RotundaDb db, Instant at, string? error) => db.Add(new OutboxMessage
    {
        Id = RowId.New(), At = at, Kind = MailQueue.Kind, Json = "{}",
        Deliveries = [new OutboxDelivery { Id = RowId.New(), Consumer = MailSender.ConsumerName, DueAt = at + Duration.FromDays(1), Error = error, Attempts = error is null ? 0 : 1 }],
    });

    private async Task<string?> WarningsAsync(string account, string language)
    {
        var page = await (await site.SignInAsync(account)).PageAsync($"/{language}/desk");
        return page.QuerySelector("main .notice.conflict")?.Text();
    }
}

public sealed class WatchedSqliteSite : SqliteSite
{
    protected override void Configure(WebApplicationBuilder builder)
    {
        base.Configure(builder);
        builder.Services.Replace(ServiceDescriptor.Singleton<DataVolume, TestVolume>());
    }
}

public sealed class WatchedPostgresSite : PostgresSite
{
    protected override void Configure(WebApplicationBuilder builder)
    {
        base.Configure(builder);
        builder.Services.Replace(ServiceDescriptor.Singleton<DataVolume, TestVolume>());
    }
}

public sealed class OperatingWarningTestsOnSqlite(WatchedSqliteSite site) : OperatingWarningTests(site), IClassFixture<WatchedSqliteSite>;

public sealed class OperatingWarningTestsOnPostgres(WatchedPostgresSite site) : OperatingWarningTests(site), IClassFixture<WatchedPostgresSite>;
