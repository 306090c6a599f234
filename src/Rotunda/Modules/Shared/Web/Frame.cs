using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.Extensions;
using Rotunda.Data.Settings;
using Rotunda.Data.Values;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Operating;

namespace Rotunda.Modules.Shared.Web;

/// <summary>What the frame of every page says of the association; the module that knows it implements this.</summary>
public interface ISiteIdentity
{
    ValueTask<SiteIdentity> GetAsync(CancellationToken cancellationToken);
}

/// <summary>The association's names.</summary>
public sealed record SiteIdentity(LocalizedText Name, LocalizedText Abbreviation);

/// <summary>Something that a module adds to the header, such as the role switch of a demonstration.</summary>
public interface IHeaderPart
{
    Task<PartView?> BuildAsync(HttpContext context);
}

/// <summary>Where the site is reached from outside.</summary>
public sealed record SiteSettings : ISettingsGroup<SiteSettings>
{
    public static string Group => "site";

    public static SiteSettings Default { get; } = new();

    /// <summary>Scheme and host such as <c>https://asrtu.example</c>; null to believe the request.</summary>
    public string? PublicAddress { get; init; }

    /// <summary>True for a database that the demonstration filled.</summary>
    public bool IsDemonstration { get; init; }

    /// <summary>The association's own colour; null for the program's.</summary>
    public Accent? Accent { get; init; }

    /// <summary>Scheme and host of what was typed as a public address, without a slash at the end; null for anything else.</summary>
    public static string? AddressOf(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" && uri is { PathAndQuery: "/", UserInfo: "", Fragment: "" } ? uri.GetLeftPart(UriPartial.Authority) : null;
}

/// <summary>The frame around a page: names, navigation, languages.</summary>
public sealed class Frame(
    IHttpContextAccessor accessor, ISiteIdentity identity, SettingsStore settings, IEnumerable<NavigationEntry> navigation, IEnumerable<FeedLink> feeds,
    IEnumerable<IHeaderPart> headerParts, Permissions permissions, SiteLanguages languages)
{
    private Task<IReadOnlyList<PartView>>? _headerParts;

    public IReadOnlyList<Language> Languages => languages.All;

    public IEnumerable<FeedLink> Feeds => feeds;

    public ValueTask<SiteIdentity> IdentityAsync() => identity.GetAsync(Context.RequestAborted);

    public async ValueTask<bool> IsDemonstrationAsync() => (await settings.GetAsync<SiteSettings>(Context.RequestAborted)).IsDemonstration;

    /// <summary>The address of the stylesheet with the association's own colour; null where it has none.</summary>
    public async ValueTask<string?> AccentAsync() => (await settings.GetAsync<SiteSettings>(Context.RequestAborted)).Accent?.Path;

    /// <summary>The entries of a place that the reader may follow.</summary>
    public IEnumerable<NavigationEntry> Entries(NavigationPlace place) =>
        navigation.Where(entry => entry.Place == place && (entry.Requires is null || permissions.MaySomewhere(Context.Reader().Viewer, entry.Requires))).OrderBy(entry => entry.Order);

    /// <summary>What modules add to the header; built once, though the row and the sheet of the menu both show it.</summary>
    public Task<IReadOnlyList<PartView>> HeaderPartsAsync() => _headerParts ??= BuildHeaderPartsAsync();

    private async Task<IReadOnlyList<PartView>> BuildHeaderPartsAsync()
    {
        var parts = new List<PartView>();
        foreach (var part in headerParts)
            if (await part.BuildAsync(Context) is { } view) parts.Add(view);
        return parts;
    }

    /// <summary>An absolute address of the site: by the public address of the settings, else as the request reached it.</summary>
    public async ValueTask<string> AbsoluteAsync(string path)
    {
        var address = (await settings.GetAsync<SiteSettings>(Context.RequestAborted)).PublicAddress;
        return address is not null ? address.TrimEnd('/') + path : UriHelper.BuildAbsolute(Context.Request.Scheme, Context.Request.Host, path: path);
    }

    /// <summary>The address of a file of the front end, with the fingerprint of what is in it.</summary>
    /// <remarks>What the tag helpers of links and scripts would make, at a fraction of their cost: every page asks for it.</remarks>
    public string Asset(string name) =>
        $"{Context.Request.PathBase}/{Context.GetEndpoint()?.Metadata.GetMetadata<ResourceAssetCollection>()?[name] ?? name}";

    private HttpContext Context => accessor.HttpContext ?? throw new InvalidOperationException("A frame belongs to a request.");
}
