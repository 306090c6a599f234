using Rotunda.Data.Jobs;
using Rotunda.Data.Outbox;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Translation.Memory;
using Rotunda.Modules.Translation.Terms;

namespace Rotunda.Modules.Translation;

/// <summary>What helps translators: memory, termbase, files for other tools, a machine.</summary>
public static class TranslationTools
{
    public static IServiceCollection AddTranslationTools(this IServiceCollection services)
    {
        services.AddScoped<MemoryOperations>();
        services.AddScoped<TermOperations>();
        services.AddScoped<TermQueries>();
        services.AddSingleton<IOutboxConsumer, MemoryFeed>();
        services.AddSingleton<IJobHandler, MemoryRebuild>();
        services.AddSingleton(new RoleContribution(TranslationRoles.Editor, [LanguageToolActs.Use, LanguageToolActs.EditTerms, LanguageToolActs.Manage]));
        services.AddSingleton(new RoleContribution(TranslationRoles.Translator, [LanguageToolActs.Use], "pair"));
        services.AddSingleton(new RoleContribution(TranslationRoles.TextReviewer, [LanguageToolActs.Use, LanguageToolActs.EditTerms], "language"));
        services.AddSingleton(new RoleContribution(Roles.Administrator, [LanguageToolActs.SetMachine]));
        services.AddSingleton(new NavigationEntry(NavigationPlace.Desk, "nav.termbase", "/desk/termbase", 60, LanguageToolActs.Use));
        services.AddSingleton(new NavigationEntry(NavigationPlace.Desk, "nav.memory", "/desk/memory", 61, LanguageToolActs.Use));
        return services;
    }
}
