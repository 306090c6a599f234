using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Backups;
using Rotunda.Data.Settings;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Operating;

namespace Rotunda.CommandLine;

/// <summary>The options that every command has.</summary>
public sealed class ProgramOptions
{
    private readonly Option<string> _data = new("--data") { Description = "The folder of files and of the embedded database, relative to the current folder.", DefaultValueFactory = _ => "data", Recursive = true };

    private readonly Option<string?> _connection = new("--db") { Description = "A connection string; with Host= it is PostgreSQL. Also from ROTUNDA_DB.", DefaultValueFactory = _ => Environment.GetEnvironmentVariable("ROTUNDA_DB"), Recursive = true };

    private readonly Option<string> _logFormat = new("--log-format") { Description = "text or json: how the log is written to standard error. Also from ROTUNDA_LOG_FORMAT.", DefaultValueFactory = _ => Environment.GetEnvironmentVariable("ROTUNDA_LOG_FORMAT") ?? "text", Recursive = true };

    private readonly Option<bool> _json = new("--json") { Description = "Answers as JSON on standard output.", Recursive = true };

    public void AddTo(RootCommand root)
    {
        root.Add(_data);
        root.Add(_connection);
        root.Add(_json);
        root.Add(_logFormat.AcceptOnlyFromAmong("text", "json"));
    }

    public bool IsJson(ParseResult parsed) => parsed.GetValue(_json);

    public bool LogsJson(ParseResult parsed) => parsed.GetValue(_logFormat) == "json";

    public StoreLocation LocationOf(ParseResult parsed) => StoreLocation.At(parsed.GetValue(_data)!, parsed.GetValue(_connection));

    /// <summary>The program on its database, checked and migrated but not listening; its endpoints are mapped only where it is going to serve.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="mayMigrate">True for the commands that migrate whatever the provider.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    /// <param name="urls">Where to listen; null for a command that serves nobody and has no use for a description of every page.</param>
    /// <param name="offersAll">True for a command that works with every language there is, not only with those that the site offers.</param>
    /// <param name="keepsBackup">False where a backup is there already or was declined; otherwise one is kept before a database that holds something is migrated.</param>
    /// <param name="passphrase">Encrypts that backup; null for a plain one.</param>
    /// <exception cref="StartRefusedException">It must not run here.</exception>
    public async Task<WebApplication> OpenAsync(
        ParseResult parsed, bool mayMigrate, CancellationToken cancellationToken, string? urls = null, bool offersAll = false, bool keepsBackup = true, string? passphrase = null)
    {
        StartChecks.RequireUnicode();
        var location = LocationOf(parsed);
        BackupRestore.Finish(location);
        var app = RotundaApp.Compose(location, urls, LogsJson(parsed) ? Telemetry.LogAsJson : null);
        try
        {
            // Both take about as long, and a start waits for the longer one only
            var opening = Task.Run(() => OpenDatabaseAsync(app.Services, mayMigrate, keepsBackup ? new UpgradeBackup(location, passphrase) : null, offersAll, cancellationToken), CancellationToken.None);
            try
            {
                if (urls is not null) RotundaApp.Map(app);
            }
            finally
            {
                await opening;
            }

            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    private static async Task OpenDatabaseAsync(IServiceProvider services, bool mayMigrate, UpgradeBackup? backup, bool offersAll, CancellationToken cancellationToken)
    {
        await StartChecks.RequireVersionAsync(services.GetRequiredService<IDbContextFactory<RotundaDb>>(), mayMigrate, cancellationToken, backup);
        if (offersAll) return;
        var offered = await services.GetRequiredService<SettingsStore>().GetAsync<OfferedLanguages>(cancellationToken);
        services.GetRequiredService<SiteLanguages>().Offer(offered.Codes);
    }
}
