using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Newsroom.Articles;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Web;
using Rotunda.Modules.Translation;

namespace Rotunda.Modules.Newsroom.Topics;

/// <summary>What this feature adds to the program.</summary>
internal static class TopicParts
{
    public static void AddTopics(this IServiceCollection services)
    {
        services.AddScoped<TopicQueries>();
        services.AddScoped<TopicOperations>();
        services.AddScoped<ISitemapSource, TopicSitemap>();
        services.AddSingleton<IInvariant, TopicAddressesStand>();
        services.AddSingleton(new RoleContribution(Roles.Secretariat, [TopicActs.Edit]));
        services.AddSingleton(new RoleContribution(TranslationRoles.Editor, [TopicActs.Edit]));
        services.AddSingleton(new NavigationEntry(NavigationPlace.Desk, "topics.title", "/desk/topics", 70, TopicActs.Edit));
        services.AddSingleton(new AuditedField("order", "audit.field.order"));
        services.Configure<RouteOptions>(options => options.SetParameterPolicy<TopicKindConstraint>("topic"));
    }
}

/// <summary>The route constraint <c>topic</c>: the words for the kinds of topics.</summary>
public sealed class TopicKindConstraint : ValueConstraint
{
    protected override bool Fits(string value) => TopicKinds.Parse(value) is not null;
}

/// <summary>The lists of topics that have news.</summary>
internal sealed class TopicSitemap(TopicQueries topics, SiteLanguages languages) : ISitemapSource
{
    public async Task<IReadOnlyList<SitemapPage>> PagesAsync(CancellationToken cancellationToken)
    {
        var counts = await topics.CountsAsync(cancellationToken);
        return [.. (await topics.ByCodeAsync(cancellationToken)).Values.Where(topic => counts.ContainsKey(topic.Code)).OrderBy(topic => topic.Code, StringComparer.Ordinal)
            .Select(topic => new SitemapPage(languages.All.ToDictionary(language => language.Code, language => $"/{language.Code}{topic.PathIn(language)}")))];
    }
}

/// <summary>Every present address of a topic is among those that it keeps.</summary>
internal sealed class TopicAddressesStand : IInvariant
{
    public string Name => "addresses of topics";

    public async Task<IReadOnlyList<string>> ViolationsAsync(RotundaDb db, CancellationToken cancellationToken) =>
        [.. (await db.Topics.AsNoTracking().Include(topic => topic.Addresses).ToListAsync(cancellationToken))
            .SelectMany(topic => topic.Slug.Languages.Where(language => !topic.Addresses.Exists(address => address.Slug == topic.Slug[language] && address.Kind == topic.Kind))
                .Select(language => $"The topic {topic.Code} does not keep its address in {language}."))];
}
