using Rotunda.Modules.Translation.Rendering;

namespace Rotunda.Modules.Translation;

/// <summary>Texts in several languages: blocks, segments and how they are read.</summary>
public static class TranslationModule
{
    public static IServiceCollection AddTranslation(this IServiceCollection services)
    {
        services.AddScoped<InlineMarkdown>();
        services.AddScoped<TextReading>();
        services.AddTranslationTools();
        return services;
    }
}
