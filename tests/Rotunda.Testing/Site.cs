using System.Net;
using AngleSharp;
using AngleSharp.Dom;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Data.Jobs;
using Rotunda.Data.Outbox;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Shared;
using Xunit;

namespace Rotunda.Testing;

/// <summary>
/// The real program on a database of its own, listening on loopback, one for each test class. When it ends, everything that
/// <c>rotunda verify</c> verifies must hold.
/// </summary>
public abstract class Site : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rotunda-site-").FullName;
    private readonly Pipeline _pipeline = new();
    private WebApplication? _app;
    private int _visitors;

    /// <summary>True where each visitor comes from an address of their own, so that the limits for one address do not bind a whole test class.</summary>
    protected virtual bool HasAddressForEach => false;

    /// <summary>Noon UTC on 22 November 2026, until a test moves it.</summary>
    public TestClock Clock { get; } = new(Instant.FromUtc(2026, 11, 22, 12, 0));

    public IServiceProvider Services => _app!.Services;

    public StoreLocation Location { get; private set; } = null!;

    /// <summary>Such as <c>http://127.0.0.1:40123</c>.</summary>
    public string Address { get; private set; } = "";

    protected string Folder => _folder;

    /// <summary>True when the site starts with the demonstration instead of an empty database.</summary>
    protected virtual bool IsDemonstration => true;

    /// <summary>False for a site whose database a test breaks on purpose.</summary>
    public bool IsVerifiedAtEnd { get; set; } = true;

    public async ValueTask InitializeAsync()
    {
        QueryCount.Watch();
        Location = CreateLocation();
        // What runs on in the site's background would otherwise hold the test's context, and with it the site, for as long as it runs
        await OutOfContextAsync(StartAsync);
        Address = _app!.Urls.First();
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync();
            await Services.GetRequiredService<AuditSealer>().SealAsync(CancellationToken.None);
            var (violations, _) = IsVerifiedAtEnd ? await DatabaseVerification.RunAsync(Services, CancellationToken.None) : ([], "");
            await _app.DisposeAsync();
            await _pipeline.LetGoAsync();
            // The framework of tests keeps its fixtures until the process ends
            _app = null;
            Release();
            Assert.Empty(violations);
        }

        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    private async Task StartAsync()
    {
        _app = RotundaApp.Build(Location, "http://127.0.0.1:0", builder =>
        {
            Configure(builder);
            builder.Services.AddSingleton<IStartupFilter>(_pipeline);
            builder.Services.ShareMetadata();
        });
        await StartChecks.RequireVersionAsync(Services.GetRequiredService<IDbContextFactory<RotundaDb>>(), mayMigrate: true, CancellationToken.None);
        await _app.StartAsync();
    }

    private static Task OutOfContextAsync(Func<Task> action)
    {
        using (ExecutionContext.SuppressFlow()) return Task.Run(action);
    }

    /// <summary>A browser without a memory: no cookies, redirects shown.</summary>
    public HttpClient Browser() => Visitor.Of(Address).Http;

    /// <summary>A visitor who keeps cookies.</summary>
    public Visitor Visit(string? language = null) =>
        Visitor.Of(Address, language, HasAddressForEach && Interlocked.Increment(ref _visitors) is var number ? new IPAddress([127, 1, (byte)(number >> 8), (byte)number]) : null);

    /// <summary>A visitor signed in by the demonstration's button for an account.</summary>
    public async Task<Visitor> SignInAsync(string account)
    {
        var visitor = Visit();
        await using var scope = Services.CreateAsyncScope();
        var email = $"{account}@demonstration.invalid".ToUpperInvariant();
        var id = await scope.ServiceProvider.GetRequiredService<RotundaDb>().Set<Account>()
            .Where(row => row.NormalizedEmail == email).Select(row => row.Id).SingleAsync();
        var response = await visitor.PostAsync("/en/demo", [("account", id.ToString())]);
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        return visitor;
    }

    /// <summary>Makes an account with a password and a role, and signs it in: for sites that are no demonstration.</summary>
    public async Task<Visitor> SignInAsAsync(string email, string role, string scope = "")
    {
        const string password = "correct horse battery";
        await using (var scoped = Services.CreateAsyncScope())
        {
            var accounts = scoped.ServiceProvider.GetRequiredService<UserManager<Account>>();
            var account = new Account { Id = RowId.New(), UserName = email, Email = email, DisplayName = email, LanguageCode = "en", CreatedAt = Clock.GetCurrentInstant() };
            account.Grants.Add(new RoleGrant { Id = RowId.New(), Role = role, Scope = scope, GrantedAt = Clock.GetCurrentInstant() });
            Assert.True((await accounts.CreateAsync(account, password)).Succeeded);
        }

        var visitor = Visit();
        var response = await visitor.PostAsync("/en/account/sign-in", [("email", email), ("password", password)]);
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        return visitor;
    }

    /// <summary>A context on the site's database.</summary>
    public RotundaDb Db() => Services.GetRequiredService<IDbContextFactory<RotundaDb>>().CreateDbContext();

    /// <summary>Waits until no job of these kinds is left, by this call or by the site's own loop; none may have failed.</summary>
    public async Task FinishJobsAsync(params string[] kinds)
    {
        await using var db = Db();
        var left = db.Set<Job>().Where(job => kinds.Contains(job.Kind) && (job.State == JobState.Waiting || job.State == JobState.Running));
        await Patience.UntilAsync(
            async () => !await left.AnyAsync(),
            () => Services.GetRequiredService<JobRunner>().RunNextAsync(CancellationToken.None),
            async () => "Jobs are left: " + string.Join("; ", await left.Select(job => $"{job.Kind} {job.State} {job.Message}").ToListAsync()));
        // Those that a test stores as given up have not failed here
        Assert.Empty(await db.Set<Job>().Where(job => kinds.Contains(job.Kind) && job.State == JobState.Failed && job.Message != JobRunner.GivenUp).Select(job => job.Message).ToListAsync());
    }

    /// <summary>Waits until a consumer of the outbox has all that is for it, by this call or by the site's own loop, which may be about to deliver it.</summary>
    public async Task DeliverAsync(string consumer)
    {
        await using var db = Db();
        await DeliverAsync(db.Set<OutboxDelivery>().Where(delivery => delivery.Consumer == consumer && delivery.DeliveredAt == null));
    }

    /// <summary>The same for deliveries of any consumer.</summary>
    public async Task DeliverAsync(IQueryable<OutboxDelivery> left) => await Patience.UntilAsync(
        async () => !await left.AnyAsync(),
        () => Services.GetRequiredService<OutboxDispatcher>().DispatchAsync(CancellationToken.None),
        async () => "Deliveries are left: " + string.Join("; ", await left.Select(delivery => $"{delivery.Consumer} {delivery.Attempts} {delivery.Error}").ToListAsync()));

    protected abstract StoreLocation CreateLocation();

    protected abstract void Release();

    /// <summary>What a test class replaces or adds.</summary>
    protected virtual void Configure(WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        // Entity Framework looks only once a second whether somebody listens, and QueryCount would miss what runs until then
        builder.Services.ConfigureDbContext<SqliteRotundaDb>(options => options.ConfigureLoggingCacheTime(TimeSpan.Zero));
        builder.Services.ConfigureDbContext<PostgresRotundaDb>(options => options.ConfigureLoggingCacheTime(TimeSpan.Zero));
        builder.Services.Replace(ServiceDescriptor.Singleton<IClock>(Clock));
        // What makes passwords hard to guess makes tests slow; the number that the program asks for has a test of its own
        builder.Services.Configure<PasswordHasherOptions>(options => options.IterationCount = 1_000);
        // It would apply its rules whenever a test moves the clock, beside the test that applies one of them
        builder.Services.Remove(builder.Services.Single(service => service.ImplementationType == typeof(RetentionLoop)));
    }
}

/// <summary>The site on an embedded database.</summary>
public class SqliteSite : Site
{
    protected override StoreLocation CreateLocation()
    {
        if (IsDemonstration) Templates.CopySqlite(Folder);
        return StoreLocation.At(Folder, null);
    }

    protected override void Release() => Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
}

/// <summary>The site on PostgreSQL.</summary>
public class PostgresSite : Site
{
    protected override StoreLocation CreateLocation()
    {
        var cluster = PostgresCluster.Require();
        if (IsDemonstration) Templates.CopyFiles(Folder);
        return StoreLocation.At(Folder, cluster.CreateDatabase(IsDemonstration ? Templates.Postgres(cluster) : Templates.EmptyPostgres(cluster)));
    }

    protected override void Release() => PostgresCluster.Require().DropDatabase(Location.Connection);
}

/// <summary>A demonstration on an embedded database where every visitor has an address of their own: many sign in here.</summary>
public sealed class CrowdSqliteSite : SqliteSite
{
    protected override bool HasAddressForEach => true;
}

/// <summary>The same on PostgreSQL.</summary>
public sealed class CrowdPostgresSite : PostgresSite
{
    protected override bool HasAddressForEach => true;
}

/// <summary>An embedded database without a demonstration.</summary>
public sealed class EmptySqliteSite : SqliteSite
{
    protected override bool IsDemonstration => false;
}

/// <summary>A PostgreSQL database without a demonstration.</summary>
public sealed class EmptyPostgresSite : PostgresSite
{
    protected override bool IsDemonstration => false;
}
