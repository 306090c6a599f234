using Rotunda.Modules.Accounts;
using Rotunda.Modules.Alliance;
using Rotunda.Modules.Alliance.Handover;
using Rotunda.Modules.Media;
using Rotunda.Modules.Media.Files;
using Rotunda.Modules.Media.Images;
using Rotunda.Modules.Newsroom.Addresses;
using Rotunda.Modules.Newsroom.Articles;
using Rotunda.Modules.Newsroom.Articles.Pages;
using Rotunda.Modules.Newsroom.Desk;
using Rotunda.Modules.Newsroom.Import;
using Rotunda.Modules.Newsroom.Newsletters;
using Rotunda.Modules.Newsroom.OldAddresses;
using Rotunda.Modules.Newsroom.OldSite;
using Rotunda.Modules.Newsroom.Previews;
using Rotunda.Modules.Newsroom.Submissions;
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
        services.AddIntake();
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
        services.AddSingleton<IReferrer, ArticleReferrer>();
        foreach (var kind in new[] { ArticleKind.News, ArticleKind.Page, ArticleKind.Faq }) services.AddScoped<ISearchSource>(provider => ActivatorUtilities.CreateInstance<ArticleSearch>(provider, kind));
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

    /// <summary>What comes from outside: news of officers, saved pages of old sites.</summary>
    private static void AddIntake(this IServiceCollection services)
    {
        services.AddScoped<IAnnouncementDesk, HandoverAnnouncements>();
        services.AddScoped<ArticleDrafting>();
        services.AddScoped<PageImport>();
        services.AddScoped<SubmissionIntake>();
        services.AddScoped<SubmissionOperations>();
        services.AddScoped<SubmissionQueries>();
        services.AddScoped<IFileHolder, SubmissionFiles>();
        services.AddSingleton<IPersonalData, SubmissionPersonalData>();
        services.AddSingleton<IDeskQueue, SubmissionsQueue>();
        services.AddScoped<IAuditSubjects, NewsroomSubjects>();
        services.AddSingleton(new GuideSection(Roles.Secretariat, "guide.newsroom", 15, SubmissionActs.Decide, "/desk/news/submissions", "/desk/articles", "/desk/translations"));
        services.AddSingleton(new GuideSection(Roles.Liaison, "guide.news", 30, SubmissionActs.Send, "/desk/news/send"));
        services.AddSingleton(new NavigationEntry(NavigationPlace.Desk, "submission.title", "/desk/news/send", 12, SubmissionActs.Send));
        services.AddSingleton(new NavigationEntry(NavigationPlace.Desk, "old-pages.title", "/desk/news/old-pages", 55, SubmissionActs.ImportPages));
        services.AddSingleton(new RoleContribution(Roles.Liaison, [SubmissionActs.Send], "institution", GivenBy: AllianceActs.EditRegistry));
        services.AddSingleton(new RoleContribution(Roles.Secretariat, [SubmissionActs.Decide, SubmissionActs.ImportPages, NewsroomActs.Write, NewsroomActs.Publish, NewsroomActs.Read]));
        services.AddSingleton(new RoleContribution(Roles.Administrator, [SubmissionActs.Decide, SubmissionActs.ImportPages]));
        services.AddSingleton(new RoleContribution(TranslationRoles.Editor, [SubmissionActs.Decide, SubmissionActs.ImportPages, MediaActs.KeepPictures]));
        services.AddScoped<ShownFiles>();
        services.AddScoped<IImageUses, ArticleImages>();
        services.AddScoped<IFileHolder, ArticleAttachments>();
        services.AddScoped<IFileUses, ArticleFileUses>();
        services.AddSingleton<IInvariant, ArticleFilesExist>();
    }

    public static void MapNewsroom(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapArticleFeeds();
        endpoints.MapNewsletters();
    }
}
