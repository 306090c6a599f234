using Rotunda.Data.Jobs;
using Rotunda.Data.Outbox;
using Rotunda.Modules.Accounts;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Translation.Handouts;
using Rotunda.Modules.Translation.Machine;
using Rotunda.Modules.Translation.Memory;
using Rotunda.Modules.Translation.Terms;

namespace Rotunda.Modules.Translation;

/// <summary>What helps translators: memory, termbase, files for other tools, a machine.</summary>
public static class TranslationTools
{
    private static readonly (string Field, string TextKey)[] Audited =
    [
        ("memory-source", "field.memory-source"), ("memory-target", "field.memory-target"), ("memory-entries", "field.memory-entries"), ("terms", "field.terms"), ("term-subject", "terms.subject"),
        ("term-preferred", "terms.preferred"), ("term-admitted", "terms.admitted"), ("term-form", "terms.forms"), ("term-forbidden", "terms.forbidden"), ("term-note", "terms.note"),
        ("handout-texts", "field.handout-texts"), ("handout-segments", "handouts.segments"), ("machine-on", "field.machine-on"), ("machine-address", "machine.address"),
    ];

    public static IServiceCollection AddTranslationTools(this IServiceCollection services)
    {
        services.AddScoped<FileImports>();
        services.AddScoped<MemoryOperations>();
        services.AddScoped<TermOperations>();
        services.AddScoped<TermQueries>();
        services.AddScoped<HandoutQueries>();
        services.AddScoped<HandoutOperations>();
        services.AddScoped<ReturnQueries>();
        services.AddScoped<ReturnOperations>();
        services.AddSingleton<MachineEngine>();
        services.AddScoped<MachineOperations>();
        services.AddSingleton<IOutboxConsumer, MemoryFeed>();
        services.AddSingleton<IJobHandler, MemoryRebuild>();
        services.AddSingleton<IJobHandler, MemoryImportJob>();
        services.AddSingleton<IJobHandler, TermImportJob>();
        services.AddSingleton<IJobHandler, ReturnReadJob>();
        services.AddSingleton<IJobHandler, ReturnTakeJob>();
        services.AddSingleton<IRetentionRule, ExchangedFileRetention>();
        services.AddSingleton(new RoleContribution(TranslationRoles.Editor, [LanguageToolActs.Use, LanguageToolActs.EditTerms, LanguageToolActs.Manage], GivenBy: AccountActs.Invite));
        services.AddSingleton(new RoleContribution(TranslationRoles.Translator, [LanguageToolActs.Use], "pair", GivenBy: AccountActs.Invite));
        services.AddSingleton(new RoleContribution(TranslationRoles.TextReviewer, [LanguageToolActs.Use, LanguageToolActs.EditTerms], "language", GivenBy: AccountActs.Invite));
        services.AddSingleton(new RoleContribution(Roles.Secretariat, [LanguageToolActs.Use, LanguageToolActs.EditTerms, LanguageToolActs.Manage], GivenBy: AccountActs.Invite));
        services.AddSingleton(new RoleContribution(Roles.Administrator, [LanguageToolActs.SetMachine]));
        services.AddSingleton(new NavigationEntry(NavigationPlace.Desk, "nav.termbase", "/desk/termbase", 60, LanguageToolActs.Use));
        services.AddSingleton(new NavigationEntry(NavigationPlace.Desk, "nav.memory", "/desk/memory", 61, LanguageToolActs.Use));
        services.AddSingleton(new NavigationEntry(NavigationPlace.Desk, "nav.handouts", "/desk/handouts", 62, LanguageToolActs.Use));
        services.AddSingleton(new NavigationEntry(NavigationPlace.Desk, "nav.machine", "/desk/machine", 90, LanguageToolActs.SetMachine));
        foreach (var (field, key) in Audited) services.AddSingleton(new AuditedField(field, key));
        return services;
    }
}
