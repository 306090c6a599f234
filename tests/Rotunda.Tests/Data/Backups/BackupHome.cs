using System.Net;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Rotunda.Data;
using Rotunda.Data.Files;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Data.Backups;

/// <summary>The demonstration with some larger files, in a folder and a database that only child processes hold, and places to restore it to.</summary>
public abstract class BackupHome : IAsyncLifetime
{
    private const int Files = 6;
    private const int FileLength = 6 * 1024 * 1024 + 7;

    private int _places;

    /// <summary>Everything of this class lies below it.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("rotunda-backup-").FullName;

    /// <summary>The arguments that name the store.</summary>
    public string[] Store { get; private set; } = [];

    public string Data => Store[1];

    public async ValueTask InitializeAsync()
    {
        Store = NewPlace();
        Assert.Equal(0, (await ChildProgram.RunAsync(["demo", .. Store])).ExitCode);
        Directory.CreateDirectory(Path.Combine(Data, "languages"));
        await File.WriteAllTextAsync(Path.Combine(Data, "languages", "xx.po"), "msgid \"\"\nmsgstr \"Language: xx\\nX-Name: Further\\n\"\n");
        await using var app = RotundaApp.Compose(LocationOf(Store));
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<RotundaDb>();
        for (var number = 0; number < Files; number++)
        {
            var bytes = new byte[FileLength];
            RandomNumberGenerator.Fill(bytes);
            using var content = new MemoryStream(bytes);
            await scope.ServiceProvider.GetRequiredService<FileStore>().PutAsync(db, content, "application/octet-stream", CancellationToken.None);
        }

        await db.SaveChangesAsync();
    }

    public ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        ReleaseDatabases();
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>A place with nothing in it: the arguments that name it.</summary>
    public string[] NewPlace() => ["--data", Path.Combine(Folder, $"place{_places++}"), .. NewDatabase()];

    public static StoreLocation LocationOf(string[] store) => StoreLocation.At(store[1], store.Length > 2 ? store[3] : null);

    /// <summary>A secretary of the demonstration on a program that serves.</summary>
    public static async Task<Visitor> SignInAsync(ChildProgram program)
    {
        var visitor = program.Visit();
        var page = await visitor.PageAsync("/en/demo");
        var button = page.QuerySelectorAll("button[name=account]").Single(role => role.TextContent == "Demonstration secretariat");
        using var response = await visitor.SubmitAsync(page.QuerySelector("main form[method=post]")!, "/en/demo", [("account", button.GetAttribute("value")!)]);
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        return visitor;
    }

    /// <summary>Rows of every table but the leases, which come and go with the processes.</summary>
    public static async Task<IReadOnlyDictionary<string, long>> CountsAsync(string[] store)
    {
        var location = LocationOf(store);
        await using var app = RotundaApp.Compose(location);
        await using var db = await app.Services.GetRequiredService<IDbContextFactory<RotundaDb>>().CreateDbContextAsync();
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var table in db.Model.GetEntityTypes().Select(entity => entity.GetTableName()).OfType<string>().Distinct().Where(table => table != "lease"))
        {
            command.CommandText = $"SELECT count(*) FROM \"{table}\"";
            counts[table] = Convert.ToInt64(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
        }

        return counts;
    }

    /// <summary>The numbers of rows once what is done in the background is done.</summary>
    public static async Task<IReadOnlyDictionary<string, long>> SettledCountsAsync(string[] store)
    {
        var counts = await CountsAsync(store);
        for (var attempt = 0; attempt < 60; attempt++)
        {
            var before = counts;
            counts = await CountsAsync(store);
            if (counts.All(pair => before[pair.Key] == pair.Value)) return counts;
        }

        throw new InvalidOperationException("The rows of the database do not come to rest.");
    }

    /// <summary>Every file below a folder with its hash.</summary>
    public static IReadOnlyList<string> FilesOf(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => $"{Path.GetRelativePath(folder, file)} {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))}").Order(StringComparer.Ordinal),
    ];

    /// <summary>True when the database of a place has nothing in it.</summary>
    public abstract bool IsEmpty(string[] store);

    /// <summary>Waits until the database has ended what somebody began who was killed.</summary>
    public abstract Task SettleAsync(string[] store);

    protected abstract string[] NewDatabase();

    protected abstract void ReleaseDatabases();
}

public sealed class SqliteBackupHome : BackupHome
{
    public override bool IsEmpty(string[] store) => !File.Exists(LocationOf(store).SqliteFile) && !Directory.Exists(Path.Combine(store[1], "restore.ready"));

    public override Task SettleAsync(string[] store)
    {
        // A connection that waits in this process's pool is somebody who uses the database
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        return Task.CompletedTask;
    }

    protected override string[] NewDatabase() => [];

    protected override void ReleaseDatabases()
    {
    }
}

public sealed class PostgresBackupHome : BackupHome
{
    private readonly List<string> _databases = [];

    public override bool IsEmpty(string[] store)
    {
        using var connection = new NpgsqlConnection(store[3] + ";Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace", connection);
        return (long)command.ExecuteScalar()! == 0;
    }

    public override async Task SettleAsync(string[] store)
    {
        NpgsqlConnection.ClearPool(new NpgsqlConnection(store[3]));
        await using var connection = new NpgsqlConnection(store[3] + ";Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'", connection);
        await Patience.UntilAsync(async () => (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))! == 0, "Somebody is still there.");
    }

    protected override string[] NewDatabase()
    {
        _databases.Add(PostgresCluster.Require().CreateDatabase());
        return ["--db", _databases[^1]];
    }

    protected override void ReleaseDatabases()
    {
        foreach (var database in _databases) PostgresCluster.Require().DropDatabase(database);
    }
}
