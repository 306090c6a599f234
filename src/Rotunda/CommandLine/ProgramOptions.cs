using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Backups;

namespace Rotunda.CommandLine;

/// <summary>The options that every command has.</summary>
public sealed class ProgramOptions
{
    private readonly Option<string> _data = new("--data") { Description = "The folder of files and of the embedded database, relative to the current folder.", DefaultValueFactory = _ => "data", Recursive = true };

    private readonly Option<string?> _connection = new("--db") { Description = "A connection string; with Host= it is PostgreSQL. Also from ROTUNDA_DB.", DefaultValueFactory = _ => Environment.GetEnvironmentVariable("ROTUNDA_DB"), Recursive = true };

    private readonly Option<bool> _json = new("--json") { Description = "Answers as JSON on standard output.", Recursive = true };

    public void AddTo(RootCommand root)
    {
        root.Add(_data);
        root.Add(_connection);
        root.Add(_json);
    }

    public bool IsJson(ParseResult parsed) => parsed.GetValue(_json);

    public StoreLocation LocationOf(ParseResult parsed) => StoreLocation.At(parsed.GetValue(_data)!, parsed.GetValue(_connection));

    /// <summary>The program on its database, checked and migrated but not listening.</summary>
    /// <exception cref="StartRefusedException">It must not run here.</exception>
    public async Task<WebApplication> OpenAsync(ParseResult parsed, bool mayMigrate, CancellationToken cancellationToken, string? urls = null)
    {
        StartChecks.RequireUnicode();
        BackupRestore.Finish(LocationOf(parsed));
        var app = RotundaApp.Build(LocationOf(parsed), urls);
        try
        {
            await StartChecks.RequireVersionAsync(app.Services.GetRequiredService<IDbContextFactory<RotundaDb>>(), mayMigrate, cancellationToken);
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }
}
