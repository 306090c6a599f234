using System.Net;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Settings;
using Rotunda.Demo;
using Rotunda.Demo.Registry;
using Rotunda.Demo.Seeds;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Demonstration;

/// <summary>The demonstration: its data, its one-click roles and its tour. Stands above all other modules.</summary>
public static class DemonstrationModule
{
    public static IServiceCollection AddDemonstration(this IServiceCollection services)
    {
        services.AddScoped<DemonstrationSeeding>();
        services.AddScoped<RegistryImport>();
        services.AddScoped<IDemonstrationSeeder, RegistrySeed>();
        services.AddScoped<IDemonstrationSeeder, ArticleSeed>();
        services.AddScoped<IDemonstrationSeeder, MembersDocumentSeed>();
        services.AddScoped<IDemonstrationSeeder, NextEditionSeed>();
        services.AddScoped<IDemonstrationSeeder, AccountSeed>();
        services.AddScoped<DemonstrationAccess>();
        services.AddScoped<IHeaderPart, RoleSwitch>();
        return services;
    }
}

/// <summary>Who may enter the roles of the demonstration: only this machine, and only where the database is a demonstration.</summary>
public sealed class DemonstrationAccess(SettingsStore settings)
{
    /// <summary>True for a request from this machine by this machine's name; a proxy in between makes it false.</summary>
    public async ValueTask<bool> IsOpenAsync(HttpContext context) =>
        IsLocal(context) && (await settings.GetAsync<SiteSettings>(context.RequestAborted)).IsDemonstration;

    internal static bool IsLocal(HttpContext context)
    {
        var (headers, host) = (context.Request.Headers, context.Request.Host.Host);
        var forwarded = headers.ContainsKey("Forwarded") || headers.ContainsKey("X-Real-IP") || headers.Keys.Any(
            // A proxy that is believed leaves X-Original behind
            name => name.StartsWith("X-Forwarded", StringComparison.OrdinalIgnoreCase) || name.StartsWith("X-Original", StringComparison.OrdinalIgnoreCase));
        // The name is asked too, so that a page elsewhere whose name resolves to this machine gets nothing
        var namedLocal = host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
        return !forwarded && namedLocal && context.Connection.RemoteIpAddress is { } remote && IPAddress.IsLoopback(remote);
    }
}

/// <summary>The switch between roles in the header of signed-in people.</summary>
/// <param name="Accounts">The accounts of the demonstration.</param>
/// <param name="Current">The one that is signed in.</param>
public sealed record RoleSwitchModel(IReadOnlyList<Account> Accounts, Guid Current);

internal sealed class RoleSwitch(RotundaDb db, DemonstrationAccess access) : IHeaderPart
{
    public async Task<PartView?> BuildAsync(HttpContext context)
    {
        if (context.Reader().Viewer.AccountId is not { } current || !await access.IsOpenAsync(context)) return null;
        var accounts = await db.Accounts.AsNoTracking().Where(account => account.IsDemonstration).OrderBy(account => account.Id).ToListAsync(context.RequestAborted);
        return accounts.Exists(account => account.Id == current) ? new PartView("/Modules/Demonstration/_RoleSwitch.cshtml", new RoleSwitchModel(accounts, current)) : null;
    }
}
