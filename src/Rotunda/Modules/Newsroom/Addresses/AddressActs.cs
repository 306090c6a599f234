using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Translation;

namespace Rotunda.Modules.Newsroom.Addresses;

/// <summary>What people may do with addresses: those of articles, and those of the old site.</summary>
public static class AddressActs
{
    public const string EditName = "newsroom.addresses.edit";

    /// <summary>Move articles, and keep the table of old addresses.</summary>
    public static readonly Act Edit = new(EditName);
}

/// <summary>What this feature adds to the program.</summary>
internal static class AddressParts
{
    public static void AddAddresses(this IServiceCollection services)
    {
        services.AddScoped<AddressQueries>();
        services.AddScoped<AddressOperations>();
        services.AddSingleton(new RoleContribution(Roles.Secretariat, [AddressActs.Edit]));
        services.AddSingleton(new RoleContribution(TranslationRoles.Editor, [AddressActs.Edit]));
    }
}
