using Rotunda.Modules.Accounts;
using Rotunda.Modules.Newsroom.Addresses;
using Rotunda.Modules.Newsroom.Articles;
using Rotunda.Modules.Newsroom.Articles.Pages;
using Rotunda.Modules.Newsroom.Desk;
using Rotunda.Modules.Newsroom.Import;
using Rotunda.Modules.Newsroom.Newsletters;
using Rotunda.Modules.Newsroom.OldAddresses;
using Rotunda.Modules.Newsroom.Previews;
using Rotunda.Modules.Newsroom.Topics;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Web;
using Rotunda.Modules.Translation;
using Rotunda.Modules.Translation.Tasks;

namespace Rotunda.Modules.Newsroom;

/// <summary>News, standing pages and questions.</summary>
public static class NewsroomModule
{
    public static IServiceCollection AddNewsroom(this IServiceCollection services)
    {
        services.AddScoped<ArticleQueries>();
        services.AddScoped<NewsQueries>();
        services.AddScoped<ArticleOperations>();
        services.AddScoped<ArticleWorkflow>();
        services.AddScoped<ArticleRevisions>();
        services.AddScoped<ArticleDeskQueries>();
        services.AddScoped<PreviewOperations>();
        services.AddSingleton<ITextHolder, ArticleTexts>();
        services.AddSingleton<IDeskQueue, ArticleQueue>();
        services.AddHostedService<ScheduledPublishing>();
        services.AddScoped<ArticleImport>();
        services.AddSingleton(new RoleContribution(TranslationRoles.Editor, [NewsroomActs.Write, NewsroomActs.Publish, NewsroomActs.Read], GivenBy: AccountActs.Invite));
        services.AddSingleton(new RoleContribution(TranslationRoles.Translator, [NewsroomActs.Read], "pair", GivenBy: AccountActs.Invite));
        services.AddSingleton(new RoleContribution(TranslationRoles.TextReviewer, [NewsroomActs.Read], "language", GivenBy: AccountActs.Invite));
        foreach (var (field, key) in ArticleOperations.Audited) services.AddSingleton(new AuditedField(field, key));
        services.AddScoped<ArticleFeeds.FeedSource>();
        services.AddScoped<IHomePart, LatestNews>();
        services.AddScoped<IRelatedPart, RelatedNews>();
        services.AddScoped<ISitemapSource, ArticleSitemap>();
        services.AddScoped<IInvariant, ArticleReferencesResolve>();
        services.Configure<RouteOptions>(options =>
        {
            options.SetParameterPolicy<StandingConstraint>("standing");
            options.SetParameterPolicy<MonthConstraint>("month");
        });
        services.AddTopics();
        services.AddAddresses();
        services.AddOldAddresses();
        services.AddNewsletters();
        services.AddSingleton(new AuditedField("articles", "audit.field.articles"));
        services.AddSingleton(new NavigationEntry(NavigationPlace.Primary, "news.title", "/news", 10));
        services.AddSingleton(new NavigationEntry(NavigationPlace.Primary, "nav.about", "/about", 60));
        services.AddSingleton(new NavigationEntry(NavigationPlace.Footer, "nav.contact", "/contact", 50));
        services.AddSingleton(new NavigationEntry(NavigationPlace.Footer, "faq.title", "/faq", 60));
        services.AddSingleton(new NavigationEntry(NavigationPlace.Footer, "nav.archive", "/archive", 70));
        services.AddSingleton(new FeedLink("feed.news", "/feeds/{lang}/news.atom", AtomFeed.MediaType));
        services.AddSingleton(new FeedLink("feed.news-json", "/feeds/{lang}/news.json", JsonFeed.MediaType));
        return services;
    }

    public static void MapNewsroom(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapArticleFeeds();
        endpoints.MapNewsletters();
    }
}
