using System.Globalization;
using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.WebEncoders;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Data.Files;
using Rotunda.Data.Jobs;
using Rotunda.Data.Keys;
using Rotunda.Data.Leases;
using Rotunda.Data.Outbox;
using Rotunda.Data.Settings;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Mail;
using Rotunda.Modules.Shared.Operating;
using Rotunda.Modules.Shared.Outside;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Shared;

/// <summary>What every module stands on: the database's services, languages, access, the frame of pages, caching, problems.</summary>
public static class SharedModule
{
    /// <summary>At most this much memory for kept pages.</summary>
    private const long PageCacheBytes = 16L * 1024 * 1024;

    public static IServiceCollection AddShared(this IServiceCollection services, StoreLocation location, SiteLanguages languages)
    {
        services.AddStore(location);
        services.AddSingleton(languages);
        services.AddSingleton<IClock, MicrosecondClock>();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<AuditSealer>();
        services.AddSingleton<NodeLeases>();
        services.AddSingleton<OutboxWriter>();
        services.AddSingleton<OutboxDispatcher>();
        services.AddSingleton<JobRunner>();
        services.AddSingleton<SettingsStore>();
        services.AddSingleton<FileStore>();
        services.AddSingleton<WorkSignal>();
        services.AddSingleton<PageGeneration>();
        services.AddSingleton<Publication>();
        services.AddSingleton<MailQueue>();
        services.AddSingleton<MailSender>();
        services.AddSingleton<IOutboxConsumer>(provider => provider.GetRequiredService<MailSender>());
        services.AddSingleton<DataVolume>();
        services.AddScoped<IPagePart, OperatingWarnings>();
        services.AddSingleton(new RoleContribution(Roles.Administrator, [SiteActs.Operate]));
        services.AddScoped<SiteOperations>();
        services.AddSingleton(new AuditedField("accent", "site-settings.accent"));
        services.AddSingleton(new NavigationEntry(NavigationPlace.Desk, "site-settings.title", "/desk/site", 90, SiteActs.Operate));
        services.AddSingleton(new NavigationEntry(NavigationPlace.Desk, "nav.guide", DeskGuide.Path, 99));
        services.AddSingleton(new AuditedField("public-address", "audit.field.public-address"));
        services.AddSingleton(new AuditedField("mail-server", "audit.field.mail-server"));
        services.AddSingleton(new AuditedField("mail-from", "audit.field.mail-from"));
        services.AddSingleton(new AuditedField("languages", "audit.field.languages"));
        services.AddSingleton(new AuditedField("side", "audit.field.side"));
        services.AddHostedService<SealerLoop>();
        services.AddHostedService<OutboxLoop>();
        services.AddHostedService<JobLoop>();
        services.AddHostedService<RetentionLoop>();
        services.AddHostedService<StartCheckLoop>();
        if (location.IsPostgres)
        {
            services.AddSingleton<IOutboxConsumer, PagesChangedBroadcast>();
            services.AddHostedService<PagesChangedListener>();
        }
        else services.AddSingleton<IOutboxConsumer, PagesChangedElsewhere>();

        // A request opens two or three protected things; this way takes one pass over each instead of two
        services.AddDataProtection().SetApplicationName("rotunda")
            .UseCryptographicAlgorithms(new AuthenticatedEncryptorConfiguration { EncryptionAlgorithm = EncryptionAlgorithm.AES_256_GCM });
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>, UseDatabaseKeys>();
        services.AddProxies();
        services.AddOutsideClients();
        AddAccess(services);
        AddPages(services);
        return services;
    }

    /// <summary>The order in which a request passes: what is kept first, then problems, then who asks, then the page.</summary>
    public static void UseShared(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseRouting();
        app.UseOutputCache();
        app.UseMiddleware<SecurityHeaders>();
        app.UseResponseCompression();
        app.UseWhen(
            context => context.GetEndpoint()?.Metadata.GetMetadata<NeverCachedAttribute>() is null,
            pages => pages.UseMiddleware<PageTags>());
        app.UseStatusCodePagesWithReExecute(Problems.PagePath);
        app.UseMiddleware<Problems>();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseMiddleware<ReaderMiddleware>();
        app.UseAuthorization();
    }

    public static void MapShared(this WebApplication app)
    {
        app.MapStaticAssets().WithMetadata(new PublicAttribute(), new NeverCachedAttribute());
        app.MapRazorPages().WithStaticAssets();
        app.MapSitemap();
        app.MapAccent();
        app.MapMethods("/", [HttpMethods.Get, HttpMethods.Head], (HttpContext context, SiteLanguages languages) =>
        {
            context.Response.Headers.Vary = "Accept-Language, Cookie";
            context.Response.Headers.CacheControl = "no-cache";
            return TypedResults.Redirect("/" + ReaderMiddleware.Negotiate(context.Request, languages).Code);
        }).WithMetadata(new PublicAttribute(), new NeverCachedAttribute());
        app.MapMethods("/{name:alias}/{**rest}", [HttpMethods.Get, HttpMethods.Head], (HttpContext context, string name, SiteLanguages languages) =>
            TypedResults.Redirect($"/{languages.Find(name)!.Code}{new PathString(context.PathWithoutLanguage()).ToUriComponent()}{context.Request.QueryString}", permanent: true))
            .WithMetadata(new PublicAttribute(), new NeverCachedAttribute());
        app.MapGet("/health/live", () => TypedResults.Text("live")).WithMetadata(new PublicAttribute(), new NeverCachedAttribute());
        app.MapGet("/health/ready", async (RotundaDb db, CancellationToken cancellationToken) =>
            await db.Database.CanConnectAsync(cancellationToken) ? TypedResults.Text("ready") : (IResult)TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable))
            .WithMetadata(new PublicAttribute(), new NeverCachedAttribute());
    }

    private static void AddAccess(IServiceCollection services)
    {
        services.AddSingleton<Permissions>();
        services.AddSingleton<IAuthorizationPolicyProvider, ActPolicies>();
        services.AddSingleton<IAuthorizationHandler, ActHandler>();
        services.AddAuthorization();
        services.AddHttpContextAccessor();
        services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.OnRejected = (rejected, _) =>
            {
                if (rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait))
                    rejected.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
                return ValueTask.CompletedTask;
            };
        });
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "form";
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.HeaderName = "X-Form-Token";
        });
    }

    private static void AddPages(IServiceCollection services)
    {
        services.AddScoped(provider => provider.GetRequiredService<IHttpContextAccessor>().HttpContext!.Reader());
        services.AddScoped(provider => provider.GetRequiredService<Reader>().Texts);
        services.AddScoped<Frame>();
        services.AddSingleton<QueueCounts>();
        services.AddScoped<DeskRail>();
        services.AddScoped<DueList>();
        services.AddScoped<DeskGuide>();
        services.AddScoped<AuditSubjects>();
        services.AddScoped<AuditQueries>();
        services.AddScoped<References>();
        services.AddScoped<RelatedParts>();
        services.AddScoped<IReferenceKind, PageReferences>();
        services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        services.Configure<RouteOptions>(options =>
        {
            options.SetParameterPolicy<LanguageConstraint>("lang");
            options.SetParameterPolicy<LanguageAliasConstraint>("alias");
        });
        services.AddRazorPages(options => options.RootDirectory = "/Modules")
            .ConfigureApplicationPartManager(WithoutControllers)
            .AddMvcOptions(options => options.Filters.Add<PageRequests>())
            .AddRazorOptions(options => options.PageViewLocationFormats.Add("/Modules/Shared/Parts/{0}.cshtml"));
        services.AddOutputCache(options =>
        {
            options.SizeLimit = PageCacheBytes;
            options.UseCaseSensitivePaths = true;
            options.AddBasePolicy(policy => policy.AddPolicy<PageCache>(), excludeDefaultPolicy: true);
        });
        services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, AtomFeed.MediaType, JsonFeed.MediaType, "image/svg+xml", "application/problem+json"];
        });
        services.Configure<BrotliCompressionProviderOptions>(options => options.Level = CompressionLevel.Optimal);
        services.Configure<GzipCompressionProviderOptions>(options => options.Level = CompressionLevel.Optimal);
    }

    /// <summary>There are none, and looking for them loads every type of the program at every start.</summary>
    private static void WithoutControllers(ApplicationPartManager parts)
    {
        foreach (var provider in parts.FeatureProviders.OfType<ControllerFeatureProvider>().ToList()) parts.FeatureProviders.Remove(provider);
    }

    private sealed class SealerLoop(AuditSealer sealer, WorkSignal signal, TimeProvider time, ILogger<SealerLoop> logger) : BackgroundLoop(signal, time, logger)
    {
        protected override Task RunAsync(CancellationToken cancellationToken) => sealer.SealAsync(cancellationToken);
    }

    private sealed class OutboxLoop(OutboxDispatcher dispatcher, WorkSignal signal, TimeProvider time, ILogger<OutboxLoop> logger) : BackgroundLoop(signal, time, logger)
    {
        protected override Task RunAsync(CancellationToken cancellationToken) => dispatcher.DispatchAsync(cancellationToken);
    }

    private sealed class JobLoop(JobRunner runner, WorkSignal signal, TimeProvider time, ILogger<JobLoop> logger) : BackgroundLoop(signal, time, logger)
    {
        protected override async Task RunAsync(CancellationToken cancellationToken)
        {
            while (await runner.RunNextAsync(cancellationToken))
            {
            }
        }
    }
}
