using System.Net;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Settings;
using Rotunda.Demo;
using Rotunda.Demo.Registry;
using Rotunda.Demo.Seeds;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Alliance;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Web;
using Rotunda.Modules.Translation;

namespace Rotunda.Modules.Demonstration;

/// <summary>The demonstration: its data, its one-click roles and its tour. Stands above all other modules.</summary>
public static class DemonstrationModule
{
    public static IServiceCollection AddDemonstration(this IServiceCollection services)
    {
        services.AddScoped<DemonstrationSeeding>();
        services.AddScoped<RegistryImport>();
        services.AddScoped<IDemonstrationSeeder, RegistrySeed>();
        services.AddScoped<IDemonstrationSeeder, EmblemSeed>();
        services.AddScoped<IDemonstrationSeeder, ArticleSeed>();
        services.AddScoped<IDemonstrationSeeder, MembersDocumentSeed>();
        services.AddScoped<IDemonstrationSeeder, NextEditionSeed>();
        services.AddScoped<IDemonstrationSeeder, AccountSeed>();
        services.AddScoped<IDemonstrationSeeder, MembershipSeed>();
        services.AddScoped<IDemonstrationSeeder, CircularSeed>();
        services.AddScoped<IDemonstrationSeeder, SubmissionSeed>();
        services.AddScoped<IDemonstrationSeeder, ArticleInWorkSeed>();
        services.AddScoped<IDemonstrationSeeder, LanguageToolsSeed>();
        services.AddScoped<DemonstrationAccess>();
        services.AddSingleton<DemonstrationRoles>();
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

    /// <summary>The accounts in the order in which they are offered: who works most with the site stands first.</summary>
    public static IEnumerable<Account> InOrder(IEnumerable<Account> accounts)
    {
        string[] first = [Roles.Secretariat, AllianceRoles.SideSecretariat, AllianceRoles.ChairUnit, Roles.Liaison, TranslationRoles.Editor, TranslationRoles.Translator, TranslationRoles.TextReviewer, Roles.Member, Roles.Administrator];
        return accounts.OrderBy(account => Array.IndexOf(first, account.Grants.FirstOrDefault()?.Role)).ThenBy(account => account.NormalizedEmail, StringComparer.Ordinal);
    }

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
public sealed record RoleSwitchModel(IReadOnlyList<RoleAccount> Accounts, Guid Current);

/// <summary>An account of the demonstration, as its button shows it.</summary>
public sealed record RoleAccount(Guid Id, string DisplayName, string LanguageCode);

internal sealed class RoleSwitch(DemonstrationAccess access, DemonstrationRoles roles) : IHeaderPart
{
    public async Task<PartView?> BuildAsync(HttpContext context)
    {
        if (context.Reader().Viewer.AccountId is not { } current || !await access.IsOpenAsync(context)) return null;
        var accounts = await roles.AllAsync(context.RequestAborted);
        return accounts.Any(account => account.Id == current) ? new PartView("/Modules/Demonstration/_RoleSwitch.cshtml", new RoleSwitchModel(accounts, current)) : null;
    }
}

/// <summary>The accounts behind the buttons. The seed makes them once and nothing changes them, so they are read once.</summary>
internal sealed class DemonstrationRoles(IDbContextFactory<RotundaDb> contexts)
{
    private IReadOnlyList<RoleAccount> _accounts = [];

    public async ValueTask<IReadOnlyList<RoleAccount>> AllAsync(CancellationToken cancellationToken)
    {
        if (_accounts.Count > 0) return _accounts;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var accounts = await db.Accounts.AsNoTracking().Include(account => account.Grants).Where(account => account.IsDemonstration).ToListAsync(cancellationToken);
        return _accounts = [.. DemonstrationAccess.InOrder(accounts).Select(account => new RoleAccount(account.Id, account.DisplayName, account.LanguageCode))];
    }
}
