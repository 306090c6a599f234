using Rotunda.Data;
using Rotunda.Modules.Accounts;
using Rotunda.Modules.Alliance;
using Rotunda.Modules.Assembly;
using Rotunda.Modules.Conferences;
using Rotunda.Modules.Correspondence;
using Rotunda.Modules.Demonstration;
using Rotunda.Modules.Media;
using Rotunda.Modules.Newsroom;
using Rotunda.Modules.Search;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Operating;
using Rotunda.Modules.Translation;

namespace Rotunda;

/// <summary>Puts the program together: services, pipeline, one line for each module.</summary>
public static class RotundaApp
{
    /// <summary>The name of the folder of PO files, beside the program and in the data folder.</summary>
    private const string LanguagesFolder = "Languages";

    /// <summary>Who logs that the host or its server did not start.</summary>
    private static readonly string[] StartCategories = ["Microsoft.Extensions.Hosting.Internal.Host", "Microsoft.AspNetCore.Server.Kestrel"];

    /// <summary>In bytes; an endpoint that takes files names a larger one.</summary>
    private const int LargestForm = 1024 * 1024;

    /// <summary>In bytes; ten thousand characters in the search box are up to a hundred and twenty thousand, and get an answer.</summary>
    private const int LongestAddress = 128 * 1024;

    /// <summary>Builds the program on a database; it neither migrates nor listens yet.</summary>
    /// <param name="location">Which database and data folder.</param>
    /// <param name="urls">Where to listen, or null for the configuration's.</param>
    /// <param name="configure">What a test replaces, such as the clock.</param>
    public static WebApplication Build(StoreLocation location, string? urls = null, Action<WebApplicationBuilder>? configure = null)
    {
        var app = Compose(location, urls, configure);
        Map(app);
        return app;
    }

    /// <summary>The first half of <see cref="Build"/>: the services, so that the database can be opened while the endpoints are mapped.</summary>
    /// <inheritdoc cref="Build"/>
    public static WebApplication Compose(StoreLocation location, string? urls = null, Action<WebApplicationBuilder>? configure = null)
    {
        // Read on another processor while the host is made
        var languages = Task.Run(() => LoadLanguages(location));
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = "Rotunda",
            ContentRootPath = AppContext.BaseDirectory,
        });
        // What fails while the host starts is thrown as well, and told once
        var hasStarted = false;
        foreach (var category in StartCategories) builder.Logging.AddFilter(category, level => level >= LogLevel.Warning && (hasStarted || level < LogLevel.Error));
        builder.Logging.ClearProviders().AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error)
            .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        // A build that was not published serves the client's files from the source tree
        if (File.Exists(Path.Combine(AppContext.BaseDirectory, "Rotunda.staticwebassets.runtime.json"))) builder.WebHost.UseStaticWebAssets();
        if (urls is not null) builder.WebHost.UseUrls(urls);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestForm;
            kestrel.Limits.MaxRequestLineSize = LongestAddress;
        });

        builder.AddTelemetry();
        builder.Services.AddShared(location, languages.GetAwaiter().GetResult());
        builder.Services.AddAccounts();
        builder.Services.AddMedia();
        builder.Services.AddAlliance();
        builder.Services.AddCorrespondence();
        builder.Services.AddTranslation();
        builder.Services.AddConferences();
        builder.Services.AddNewsroom();
        builder.Services.AddAssembly();
        builder.Services.AddSearch();
        builder.Services.AddDemonstration();
        configure?.Invoke(builder);

        var app = builder.Build();
        app.Lifetime.ApplicationStarted.Register(() => hasStarted = true);
        return app;
    }

    /// <summary>The second half of <see cref="Build"/>: pipeline and endpoints.</summary>
    public static void Map(WebApplication app)
    {
        app.UseShared();
        app.MapShared();
        app.MapAccounts();
        app.MapCorrespondence();
        app.MapTranslationTools();
        app.MapConferences();
        app.MapNewsroom();
        app.MapAssembly();
        app.MapMedia();
        app.MapSearch();
        EndpointPolicies.Check(((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints), app.Services.GetRequiredService<Permissions>());
    }

    /// <summary>The languages of the program and of the data folder.</summary>
    /// <exception cref="StartRefusedException">A file is no catalogue.</exception>
    public static SiteLanguages LoadLanguages(StoreLocation location)
    {
        var further = Path.Combine(location.DataFolder, LanguagesFolder.ToLowerInvariant());
        try
        {
            return SiteLanguages.Load(Path.Combine(AppContext.BaseDirectory, LanguagesFolder), further);
        }
        catch (FormatException error)
        {
            throw new StartRefusedException($"A catalogue of the interface's texts in {further} cannot be read: {error.Sentence()} Nothing was changed.");
        }
    }
}
