using Rotunda.Modules.Accounts;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Alliance.Handover;

/// <summary>What this feature adds to the program.</summary>
internal static class HandoverParts
{
    public static void AddHandover(this IServiceCollection services)
    {
        services.AddScoped<HandoverOperations>();
        services.AddScoped<HandoverDesk>();
        services.AddScoped<HandoverQueries>();
        services.AddSingleton<IDueSource, HandoversDue>();
        services.AddSingleton<IDeskQueue, HandoversQueue>();
        services.AddScoped<IHandoverFigures, AccountFigures>();
        services.AddScoped<IHandoverFigures, DocumentFigures>();
        services.AddScoped<IHandoverFigures, MatterFigures>();
        services.AddSingleton(new RoleContribution(Roles.Administrator, [AllianceActs.HandOver, AllianceActs.KeepChecklist]));
        services.AddSingleton(new RoleContribution(Roles.Secretariat, [AllianceActs.HandOver, AllianceActs.KeepChecklist]));
        services.AddSingleton(new RoleContribution(AllianceRoles.SideSecretariat, [AllianceActs.HandOver, AllianceActs.KeepChecklist], "side", GivenBy: AccountActs.Secure));
        services.AddSingleton(new RoleContribution(AllianceRoles.ChairUnit, [AllianceActs.KeepChecklist], "institution", GivenBy: AllianceActs.EditRegistry));
    }
}
