using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Settings;
using Rotunda.Demo;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.CommandLine;

/// <summary>The command that fills an empty database with the demonstration.</summary>
internal static class DemoCommands
{
    public static Command Demo(ProgramOptions options)
    {
        var command = new Command("demo", "Fills an empty database with the demonstration; leaves any other as it is.");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var app = await options.OpenAsync(parsed, mayMigrate: true, cancellationToken);
            await using var scope = app.Services.CreateAsyncScope();
            var seeded = await scope.ServiceProvider.GetRequiredService<DemonstrationSeeding>().SeedAsync(cancellationToken);
            await Console.Error.WriteLineAsync(seeded ? "The demonstration is in place." : "The database is not empty; it was left as it is.");
            return 0;
        });
        return command;
    }

    public static async Task<bool> IsDemonstrationAsync(WebApplication app, CancellationToken cancellationToken) =>
        (await app.Services.GetRequiredService<SettingsStore>().GetAsync<SiteSettings>(cancellationToken)).IsDemonstration;
}
