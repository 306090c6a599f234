using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Npgsql;

namespace Rotunda.Data.Backups;

/// <summary>PostgreSQL's own <c>pg_dump</c>, <c>pg_restore</c> and <c>psql</c> as child processes. Their bytes go through pipes of this process, so that they end when it is killed.</summary>
internal static partial class PostgresTools
{
    /// <summary>The schema that holds everything of Rotunda.</summary>
    public const string Schema = "public";

    public static void Open(NpgsqlConnection connection)
    {
        try
        {
            connection.Open();
        }
        catch (NpgsqlException error)
        {
            throw new BackupException($"The database cannot be reached: {error.Message}");
        }
    }

    /// <exception cref="StartRefusedException">The tool is missing or older than the server.</exception>
    public static void Require(string tool, int serverMajor)
    {
        string version;
        try
        {
            using var process = Process.Start(new ProcessStartInfo(tool, "--version") { UseShellExecute = false, RedirectStandardOutput = true })!;
            version = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
        }
        catch (Win32Exception)
        {
            throw new StartRefusedException(
                $"Backups of PostgreSQL need {tool}, which is not installed here. Install PostgreSQL's client programs of version {serverMajor} or later (Debian: postgresql-client). Nothing was changed.");
        }

        if (!int.TryParse(Number().Match(version).Value, NumberStyles.None, CultureInfo.InvariantCulture, out var major) || major < serverMajor)
            throw new StartRefusedException($"{tool} is of version {version.Trim()}, older than the server ({serverMajor}). Install PostgreSQL's client programs of version {serverMajor} or later. Nothing was changed.");
    }

    /// <summary>Dumps the schema as one exported snapshot shows it, not compressed: the archive is then written as fast as the disk.</summary>
    public static void Dump(string connection, string snapshot, string file, CancellationToken cancellationToken)
    {
        using var target = new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        Run(connection, "pg_dump", ["--format=custom", "--compress=0", "--no-owner", "--no-acl", $"--schema={Schema}", $"--snapshot={snapshot}"], null, target, cancellationToken);
    }

    /// <summary>Reads a dump without a database.</summary>
    /// <exception cref="BackupException">It is none that this version of the tool reads.</exception>
    public static void CheckDump(string connection, string file, CancellationToken cancellationToken)
    {
        using var source = File.OpenRead(file);
        Run(connection, "pg_restore", ["--list"], source, Stream.Null, cancellationToken);
    }

    /// <summary>Restores a dump in one transaction, in which what is there is moved aside too: all of it or nothing, whenever one of the programs is killed.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="file">The dump.</param>
    /// <param name="aside">The schema that takes what is there; null where nothing is.</param>
    /// <param name="cancellationToken">Cancels; the database is then as it was.</param>
    public static void Restore(string connection, string file, string? aside, CancellationToken cancellationToken)
    {
        using var source = File.OpenRead(file);
        // Not psql's --single-transaction, which commits what it has read when its input ends early
        using var psql = Start(connection, "psql", ["--no-psqlrc", "--no-password", "--quiet", "--set=ON_ERROR_STOP=1", "--file=-"]);
        using var cancelling = cancellationToken.Register(() => psql.Kill());
        var (errors, answers) = (psql.StandardError.ReadToEndAsync(CancellationToken.None), psql.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None));
        IOException? broken = null;
        try
        {
            using var script = psql.StandardInput.BaseStream;
            script.Write(Encoding.UTF8.GetBytes(aside is null ? "BEGIN;\n" : $"BEGIN;\nALTER SCHEMA {Schema} RENAME TO {aside};\nCREATE SCHEMA {Schema};\n"));
            Run(connection, "pg_restore", ["--file=-", "--no-owner", "--no-acl", $"--schema={Schema}"], source, script, cancellationToken);
            script.Write("COMMIT;\n"u8);
        }
        catch (IOException error)
        {
            // psql ended before it had read everything, and says why itself
            broken = error;
        }
        finally
        {
            psql.WaitForExit();
        }

        answers.GetAwaiter().GetResult();
        cancellationToken.ThrowIfCancellationRequested();
        if (psql.ExitCode != 0) throw new BackupException($"psql ended with {psql.ExitCode}: {errors.GetAwaiter().GetResult().Trim()}");
        if (broken is not null) throw new BackupException($"The dump could not be handed to psql: {broken.Message}");
    }

    private static Process Start(string connection, string tool, string[] arguments)
    {
        var start = new ProcessStartInfo(tool, arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in Environment(new NpgsqlConnectionStringBuilder(connection)))
            if (!string.IsNullOrEmpty(value)) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private static void Run(string connection, string tool, string[] arguments, Stream? input, Stream output, CancellationToken cancellationToken)
    {
        using var process = Start(connection, tool, arguments);
        using var cancelling = cancellationToken.Register(() => process.Kill());
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var feeding = Task.Run(
            () =>
            {
                try
                {
                    using var pipe = process.StandardInput.BaseStream;
                    input?.CopyTo(pipe);
                }
                catch (IOException)
                {
                    // The tool ended before it had read everything, and says why itself
                }
            },
            CancellationToken.None);
        try
        {
            process.StandardOutput.BaseStream.CopyTo(output);
        }
        catch (IOException)
        {
            // Nobody takes what it writes any more
            process.Kill();
            feeding.GetAwaiter().GetResult();
            throw;
        }

        feeding.GetAwaiter().GetResult();
        process.WaitForExit();
        cancellationToken.ThrowIfCancellationRequested();
        if (process.ExitCode != 0) throw new BackupException($"{tool} ended with {process.ExitCode}: {errors.GetAwaiter().GetResult().Trim()}");
    }

    /// <summary>The connection as libpq reads it; a password in the arguments would be seen by every user of the machine.</summary>
    private static IEnumerable<(string Name, string? Value)> Environment(NpgsqlConnectionStringBuilder connection) =>
    [
        ("PGHOST", connection.Host), ("PGPORT", connection.Port.ToString(CultureInfo.InvariantCulture)), ("PGDATABASE", connection.Database), ("PGUSER", connection.Username),
        ("PGPASSWORD", connection.Password), ("PGPASSFILE", connection.Passfile), ("PGSSLROOTCERT", connection.RootCertificate),
        ("PGSSLCERT", connection.SslCertificate), ("PGSSLKEY", connection.SslKey), ("PGSSLMODE", connection.SslMode switch
        {
            SslMode.VerifyCA => "verify-ca",
            SslMode.VerifyFull => "verify-full",
            var mode => mode.ToString().ToLowerInvariant(),
        }),
    ];

    [GeneratedRegex("[0-9]+", RegexOptions.None, 1000)]
    private static partial Regex Number();
}
