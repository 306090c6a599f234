using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Newsroom.Addresses;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Newsroom.OldAddresses;

/// <summary>What this feature adds to the program.</summary>
internal static class OldAddressParts
{
    public static void AddOldAddresses(this IServiceCollection services)
    {
        services.AddScoped<OldAddressTable>();
        services.AddScoped<OldAddressOperations>();
        services.AddScoped<IForwarding, OldAddressLookup>();
        services.AddSingleton<OldAddressHits>();
        services.AddHostedService<OldAddressHitLoop>();
        services.AddSingleton<IInvariant, OldAddressesStayHere>();
        services.AddSingleton(new NavigationEntry(NavigationPlace.Desk, "addresses.title", "/desk/addresses", 75, AddressActs.Edit));
        services.AddSingleton(new AuditedField("address", "addresses.address"));
    }
}

/// <summary>Every old address leads to a page of this site, and none to another old address.</summary>
internal sealed class OldAddressesStayHere : IInvariant
{
    public string Name => "old addresses";

    public async Task<IReadOnlyList<string>> ViolationsAsync(RotundaDb db, CancellationToken cancellationToken)
    {
        var rows = await db.OldAddresses.AsNoTracking().ToDictionaryAsync(row => row.Address, row => row.Target, StringComparer.Ordinal, cancellationToken);
        return [.. rows.Where(row => SitePaths.Old(row.Key) != row.Key || SitePaths.Target(row.Value) != row.Value || rows.ContainsKey(row.Value.Split('#')[0]))
            .Select(row => $"The old address {row.Key} leads to {row.Value}, which is no page of this site or an old address itself.")];
    }
}
