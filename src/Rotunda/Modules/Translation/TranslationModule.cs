using Rotunda.Modules.Accounts;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Translation.Comments;
using Rotunda.Modules.Translation.Desk;
using Rotunda.Modules.Translation.Naming;
using Rotunda.Modules.Translation.Rendering;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Translation.Tasks;
using Rotunda.Modules.Translation.Texts;

namespace Rotunda.Modules.Translation;

/// <summary>Texts in several languages: blocks, segments and how they are read.</summary>
public static class TranslationModule
{
    public static IServiceCollection AddTranslation(this IServiceCollection services)
    {
        services.AddScoped<InlineMarkdown>();
        services.AddScoped<TextReading>();
        services.AddTranslationTools();
        services.AddScoped<SegmentOperations>();
        services.AddScoped<TaskOperations>();
        services.AddScoped<TaskQueries>();
        services.AddScoped<TaskReopening>();
        services.AddScoped<CommentOperations>();
        services.AddScoped<DeskTextQueries>();
        services.AddScoped<AddedBlocks>();
        services.AddScoped<PresenceOperations>();
        services.AddScoped<SourceAutosaves>();
        services.AddScoped<CreditOperations>();
        services.AddScoped<CreditQueries>();
        services.AddSingleton<IDeskQueue, TranslationQueue>();
        services.AddSingleton<IDueSource, TranslationsDue>();
        services.AddSingleton<IRetentionRule, PresenceRetention>();
        services.AddSingleton<IPersonalData, TextPersonalData>();
        services.AddSingleton<DigestLoop>();
        services.AddHostedService(provider => provider.GetRequiredService<DigestLoop>());
        services.AddSingleton(new AuditedField("language", "article.language"));
        services.AddSingleton(new NavigationEntry(NavigationPlace.Desk, "credits.title", "/account/credits", 45, TranslationActs.Read));
        services.AddScoped<IReferenceKind, LanguageReferences>();
        services.AddScoped<IReferenceKind, PairReferences>();
        services.AddSingleton<SourceWriting>();
        services.AddSingleton<TextPublishing>();
        services.AddSingleton(new RoleContribution(TranslationRoles.Translator, [TranslationActs.Translate, TranslationActs.Read], "pair", GivenBy: AccountActs.Invite));
        services.AddSingleton(new RoleContribution(TranslationRoles.TextReviewer, [TranslationActs.Approve, TranslationActs.Read], "language", GivenBy: AccountActs.Invite));
        // A secretariat may be one assistant, who is the editor too
        services.AddSingleton(new RoleContribution(Roles.Secretariat, [TranslationActs.Override, TranslationActs.Assign, TranslationActs.Read]));
        services.AddSingleton(new RoleContribution(TranslationRoles.Editor, [TranslationActs.Override, TranslationActs.Assign, TranslationActs.Read], GivenBy: AccountActs.Invite));
        return services;
    }
}
