using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rotunda.Data.Audit;
using Rotunda.Demo.Registry;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Demo.Registry;

/// <summary>The import fills an empty registry as a whole or not at all.</summary>
public abstract class RegistryImportTests(Site site)
{
    [Fact]
    public async Task A_faulty_file_writes_nothing_a_right_one_everything_and_a_second_one_nothing_again()
    {
        var right = await File.ReadAllTextAsync(Repository.PathOf("src", "Rotunda", "Demo", "asrtu.json"));
        var faulty = await ImportAsync(right.Replace("\"Asia/Shanghai\"", "\"Asia/Nowhere\"", StringComparison.Ordinal));
        await using var db = site.Db();
        var afterFaulty = (await db.Institutions.CountAsync(), await db.AuditEntries.CountAsync());

        var imported = await ImportAsync(right);
        var afterRight = (await db.Institutions.CountAsync(), await db.AuditEntries.CountAsync(entry => entry.Action == "registry.import"));
        var twice = await ImportAsync(right);

        Assert.All(faulty, fault => Assert.EndsWith(".ianaTimeZone: «Asia/Nowhere» is not an IANA time zone", fault, StringComparison.Ordinal));
        Assert.NotEmpty(faulty);
        Assert.Equal((0, 0), afterFaulty);
        Assert.Empty(imported);
        Assert.Equal((42, 1), afterRight);
        Assert.Equal(["(database): has institutions already; a registry file fills an empty registry"], twice);
        Assert.Equal(afterRight, (await db.Institutions.CountAsync(), await db.AuditEntries.CountAsync(entry => entry.Action == "registry.import")));
        Assert.Equal(HttpOk, (await site.Visit().GetAsync("/ru/members/upc")).StatusCode);
    }

    private const System.Net.HttpStatusCode HttpOk = System.Net.HttpStatusCode.OK;

    private async Task<IReadOnlyList<string>> ImportAsync(string json)
    {
        var path = Path.Combine(site.Location.DataFolder, "registry.json");
        await File.WriteAllTextAsync(path, json);
        await using var scope = site.Services.CreateAsyncScope();
        await using var db = site.Db();
        var faults = await scope.ServiceProvider.GetRequiredService<RegistryImport>().AddAsync(db, path, null, CancellationToken.None);
        if (faults.Count == 0) await scope.ServiceProvider.GetRequiredService<Publication>().SaveAsync(db, CancellationToken.None);
        return [.. faults.Select(fault => fault.ToString())];
    }
}

public sealed class RegistryImportTestsOnSqlite(EmptySqliteSite site) : RegistryImportTests(site), IClassFixture<EmptySqliteSite>;

public sealed class RegistryImportTestsOnPostgres(EmptyPostgresSite site) : RegistryImportTests(site), IClassFixture<EmptyPostgresSite>;
