using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rotunda.Data;
using Rotunda.Data.Settings;
using Rotunda.Data.Values;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Data.Settings;

/// <summary>Groups of settings: typed, with defaults, kept until forgotten, versioned.</summary>
public abstract class SettingsStoreTests(Site site) : IAsyncLifetime
{
    private SettingsStore Settings => site.Services.GetRequiredService<SettingsStore>();

    public async ValueTask InitializeAsync()
    {
        await using var db = site.Db();
        await db.Set<SettingsRow>().Where(row => row.Group == PatienceSettings.Group).ExecuteDeleteAsync();
        Settings.Forget();
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_group_that_nobody_set_has_its_defaults() => Assert.Equal(PatienceSettings.Default, await Settings.GetAsync<PatienceSettings>());

    [Fact]
    public async Task What_was_put_is_read_after_it_was_forgotten_and_counts_versions()
    {
        var (first, second) = (new PatienceSettings(3, LocalizedText.Of(("zh", "耐心"))), new PatienceSettings(5, LocalizedText.Empty, IsStrict: false));
        await PutAsync(first);
        var read = await Settings.GetAsync<PatienceSettings>();
        await PutAsync(second);
        var kept = await Settings.GetAsync<PatienceSettings>();
        Settings.Forget();

        Assert.Equal((first, first, second), (read, kept, await Settings.GetAsync<PatienceSettings>()));
        await using var db = site.Db();
        Assert.Equal(2, await db.Set<SettingsRow>().Where(row => row.Group == PatienceSettings.Group).Select(row => row.Version).SingleAsync());
    }

    [Fact]
    public async Task Two_who_change_a_group_at_once_do_not_overwrite_each_other()
    {
        await PutAsync(new PatienceSettings(1, LocalizedText.Empty));
        await using var one = site.Db();
        await using var other = site.Db();
        await SettingsStore.PutAsync(one, new PatienceSettings(2, LocalizedText.Empty), CancellationToken.None);
        await SettingsStore.PutAsync(other, new PatienceSettings(3, LocalizedText.Empty), CancellationToken.None);
        await one.SaveChangesAsync();

        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => other.SaveChangesAsync());

        Assert.Equal(2, (await Settings.GetAsync<PatienceSettings>()).Days);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"days\":")]
    [InlineData("{\"days\":\"many\"}")]
    [InlineData("{\"days\":1,\"motto\":[1]}")]
    public async Task A_stored_value_that_cannot_be_read_counts_as_not_set_and_the_site_goes_on(string json)
    {
        await StoreAsync(json);

        Assert.Equal(PatienceSettings.Default, await Settings.GetAsync<PatienceSettings>());
    }

    [Fact]
    public async Task Members_of_other_versions_are_passed_over()
    {
        await StoreAsync("""{"days":9,"motto":{"en":"wait"},"fromTheFuture":{"x":1}}""");

        Assert.Equal(new PatienceSettings(9, LocalizedText.Of(("en", "wait"))), await Settings.GetAsync<PatienceSettings>());
    }

    private async Task PutAsync(PatienceSettings settings)
    {
        await using var db = site.Db();
        await SettingsStore.PutAsync(db, settings, CancellationToken.None);
        await db.SaveChangesAsync();
    }

    private async Task StoreAsync(string json)
    {
        await using var db = site.Db();
        db.Add(new SettingsRow { Group = PatienceSettings.Group, Json = json });
        await db.SaveChangesAsync();
    }
}

public sealed class SettingsStoreTestsOnSqlite(EmptySqliteSite site) : SettingsStoreTests(site), IClassFixture<EmptySqliteSite>;

public sealed class SettingsStoreTestsOnPostgres(EmptyPostgresSite site) : SettingsStoreTests(site), IClassFixture<EmptyPostgresSite>;
