using System.Diagnostics;
using Npgsql;
using Xunit;

namespace Rotunda.Testing;

/// <summary>
/// A private PostgreSQL cluster for the tests of one process: in a temporary folder, on a Unix socket, run by an unprivileged user,
/// gone when the process ends. Nothing it holds must survive a crash, so it does not wait for the disk.
/// </summary>
public sealed class PostgresCluster
{
    private static readonly Lazy<PostgresCluster?> Started = new(Start);
    private static int s_databases;

    private readonly string _socketFolder;

    private PostgresCluster(string socketFolder) => _socketFolder = socketFolder;

    /// <summary>The cluster; the test is skipped where PostgreSQL is not installed.</summary>
    public static PostgresCluster Require()
    {
        Assert.SkipWhen(Started.Value is null, "PostgreSQL is not installed; ./test installs it where it may.");
        return Started.Value!;
    }

    public string ConnectionTo(string database) => $"Host={_socketFolder};Username=rotunda;Database={database};Maximum Pool Size=20";

    /// <summary>Makes a database, empty or as a copy of a template.</summary>
    /// <returns>Its connection string.</returns>
    public string CreateDatabase(string? template = null)
    {
        var name = $"test{Interlocked.Increment(ref s_databases)}";
        Execute($"CREATE DATABASE {name}{(template is null ? "" : $" TEMPLATE {template}")}");
        return ConnectionTo(name);
    }

    public void DropDatabase(string connection)
    {
        NpgsqlConnection.ClearPool(new NpgsqlConnection(connection));
        Execute($"DROP DATABASE {new NpgsqlConnectionStringBuilder(connection).Database} WITH (FORCE)");
    }

    private void Execute(string sql)
    {
        using var connection = new NpgsqlConnection(ConnectionTo("postgres") + ";Pooling=false");
        connection.Open();
        // Dropping a database waits for a checkpoint, which takes long where the disk is busy with other tests
        using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
        command.ExecuteNonQuery();
    }

    private static PostgresCluster? Start()
    {
        if (FindPrograms() is not { } programs) return null;
        var folder = Directory.CreateTempSubdirectory("rotunda-pg-").FullName;
        var data = Path.Combine(folder, "data");
        // PostgreSQL refuses to run as root
        string[] asUser = Environment.UserName == "root" ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"] : [];
        if (asUser.Length > 0) Run("chown", "postgres", folder);
        Run([.. asUser, Path.Combine(programs, "initdb"), "-D", data, "-A", "trust", "-U", "rotunda", "--no-sync", "--locale=C.UTF-8", "--encoding=UTF8"]);
        var server = Launch([
            .. asUser, Path.Combine(programs, "postgres"), "-D", data, "-k", folder, "-c", "listen_addresses=", "-c", "fsync=off", "-c", "synchronous_commit=off",
            "-c", "full_page_writes=off", "-c", "max_connections=300", "-c", "shared_buffers=128MB", "-c", "autovacuum=off",
            // Into a file: every refused statement is a line, and in a pipe that nobody empties the 65th kilobyte stops the whole cluster
            "-c", "logging_collector=on", "-c", "log_directory=log", "-c", "log_rotation_size=0"]);
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            server.Kill(entireProcessTree: true);
            server.WaitForExit();
            Directory.Delete(folder, recursive: true);
        };
        var cluster = new PostgresCluster(folder);
        WaitUntilReady(cluster, server);
        return cluster;
    }

    private static void WaitUntilReady(PostgresCluster cluster, Process server)
    {
        var patience = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                cluster.Execute("SELECT 1");
                return;
            }
            catch (NpgsqlException) when (patience.Elapsed < TimeSpan.FromSeconds(30) && !server.HasExited)
            {
                // Not yet listening: its socket appears when it is ready
                server.WaitForExit(50);
            }
        }
    }

    private static string? FindPrograms() => Directory.Exists("/usr/lib/postgresql")
        ? Directory.EnumerateDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).Where(bin => File.Exists(Path.Combine(bin, "initdb"))).Order(StringComparer.Ordinal).LastOrDefault()
        : null;

    private static void Run(params string[] command)
    {
        using var process = Launch(command);
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{command[0]} ended with {process.ExitCode}: {error}");
    }

    private static Process Launch(string[] command)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = "/" };
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }
}
