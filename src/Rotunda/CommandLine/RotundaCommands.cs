using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Rotunda.CommandLine.Setup;
using Rotunda.Data;
using Rotunda.Data.Backups;
using Rotunda.Modules.Accounts;
using Rotunda.Modules.Accounts.Providers;
using Rotunda.Modules.Search;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.CommandLine;

/// <summary>The command line. Answers go to standard output, progress and faults to standard error.</summary>
public static class RotundaCommands
{
    /// <summary>The input was faulty, or something that was verified does not hold.</summary>
    public const int Faulty = 1;

    /// <summary>The program refused to start; nothing was changed.</summary>
    public const int Refused = 3;

    /// <summary>The program could not start at this moment: the database cannot be reached, or the address is in use. Trying again may help.</summary>
    public const int Unreachable = 4;

    /// <summary>Runs one command to its end.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="letOthersGoFirst">Called by a command that is made beside what people wait for; it puts the whole process behind others, so only one that runs nothing else has it.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args, Action? letOthersGoFirst = null)
    {
        var options = new ProgramOptions();
        var root = new RootCommand("Rotunda runs an association of universities.")
        {
            Serve(options),
            Migrate(options),
            SetupCommands.Setup(options),
            SetupCommands.MailTest(options),
            DemoCommands.Demo(options),
            AccountCommands.Users(options),
            ProviderCommands.Providers(options),
            VerifyCommands.Verify(options),
            VerifyCommands.ExportChain(options),
            BackupCommands.Backup(options, letOthersGoFirst),
            BackupCommands.Restore(options),
            ImportCommands.ImportRegistry(options),
            ImportCommands.ImportArticles(options),
            XliffCommands.Xliff(options),
            ImportCommands.ImportPages(options),
            ImportCommands.ImportAddresses(options),
            SearchCommands.Search(options),
        };
        options.AddTo(root);
        try
        {
            var parsed = root.Parse(args);
            // An argument would take a misspelt option for its value
            if (parsed.Tokens.FirstOrDefault(token => token.Type == TokenType.Argument && token.Value.StartsWith("--", StringComparison.Ordinal)) is { } unknown)
            {
                await Console.Error.WriteLineAsync($"There is no option {unknown.Value} here. «--help» lists the options.");
                return Faulty;
            }

            // What is wrong with a command line is no answer, so that it stays off the standard output
            var output = parsed.Errors.Count > 0 ? Console.Error : Console.Out;
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = output });
        }
        catch (StartRefusedException refused)
        {
            await Console.Error.WriteLineAsync(refused.Message);
            return refused.MayPass ? Unreachable : Refused;
        }
        catch (BackupException refused)
        {
            await Console.Error.WriteLineAsync(refused.Message);
            return Faulty;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(error.Message);
            return Faulty;
        }
        catch (Exception error) when (error.IsDiskFull())
        {
            await Console.Error.WriteLineAsync("The disk is full. What was being written was not kept; make room and run the command again.");
            return Faulty;
        }
    }

    private static Command Serve(ProgramOptions options)
    {
        var urls = new Option<string?>("--urls") { Description = "Where to listen, such as http://localhost:5080." };
        var command = new Command("serve", "Serves the site.") { urls };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var address = parsed.GetValue(urls) ?? "http://localhost:5080";
            await using var app = await options.OpenAsync(parsed, mayMigrate: false, cancellationToken, address);
            await ListenAsync(app, address, cancellationToken);
            if (options.LogsJson(parsed)) app.Logger.LogInformation("Rotunda serves {Urls}", app.Urls);
            else foreach (var url in app.Urls) await Console.Error.WriteLineAsync($"Rotunda serves {url}");
            if (!options.LogsJson(parsed) && await DemoCommands.IsDemonstrationAsync(app, cancellationToken)) await Console.Error.WriteLineAsync($"One-click roles: {app.Urls.First()}/en/demo");
            await app.WaitForShutdownAsync(cancellationToken);
            return 0;
        });
        return command;
    }

    /// <exception cref="StartRefusedException">The address is in use, may not be listened at, or is none.</exception>
    private static async Task ListenAsync(WebApplication app, string urls, CancellationToken cancellationToken)
    {
        Proxies.Require(app.Services);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (Exception error) when ((error is IOException && !error.IsDiskFull()) || error is SocketException or FormatException || (error is InvalidOperationException && urls.Contains("https:", StringComparison.OrdinalIgnoreCase)))
        {
            throw new StartRefusedException($"The site cannot be served at {urls}: {error.Sentence()}", mayPass: error is IOException or SocketException);
        }
    }

    private static Command Migrate(ProgramOptions options)
    {
        var backup = new Option<string?>("--backup") { Description = "Writes a backup into this file first. Without it one goes into the folder backups of the data folder before a database that holds something is migrated." };
        var noBackup = new Option<bool>("--no-backup") { Description = "Migrates without a backup." };
        var passphraseFile = BackupCommands.PassphraseFile();
        var command = new Command("migrate", "Brings the database to this version.") { backup, noBackup, passphraseFile };
        command.Validators.Add(result =>
        {
            if (result.GetValue(noBackup) && (result.GetValue(backup) is not null || result.GetValue(passphraseFile) is not null)) result.AddError("--no-backup goes neither with --backup nor with --passphrase-file.");
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var passphrase = BackupCommands.Passphrase(parsed.GetValue(passphraseFile), isNew: true);
            var path = parsed.GetValue(backup);
            if (path is not null) BackupCommands.ToFile(options.LocationOf(parsed), path, passphrase, cancellationToken);
            await using var app = await options.OpenAsync(parsed, mayMigrate: true, cancellationToken, keepsBackup: path is null && !parsed.GetValue(noBackup), passphrase: passphrase);
            await using var db = await app.Services.GetRequiredService<IDbContextFactory<RotundaDb>>().CreateDbContextAsync(cancellationToken);
            await Console.Error.WriteLineAsync($"The database is at {(await db.Database.GetAppliedMigrationsAsync(cancellationToken)).Last()}.");
            return 0;
        });
        return command;
    }
}
