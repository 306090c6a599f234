using System.Globalization;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Extensions.Primitives;
using NodaTime;

namespace Rotunda.Modules.Shared.Cache;

/// <summary>
/// Keeps pages for anonymous readers: no cookie of an account, no query but a valid zone. They are evicted when something that pages
/// show changes, and lapse after a minute, since some tell the time.
/// </summary>
public sealed class PageCache(PageGeneration generation) : IOutputCachePolicy
{
    /// <summary>The tag of everything kept.</summary>
    public const string Tag = "pages";

    /// <summary>The name of the cookie of signed-in people.</summary>
    public const string AccountCookie = "rotunda";

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        var request = context.HttpContext.Request;
        var isShared = (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
            && context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<NeverCachedAttribute>() is null
            && !request.Cookies.Keys.Any(name => name.StartsWith(AccountCookie, StringComparison.Ordinal))
            && HasOnlyZone(request.Query);
        context.EnableOutputCaching = isShared;
        context.AllowCacheLookup = isShared;
        context.AllowCacheStorage = isShared;
        context.AllowLocking = true;
        if (!isShared) return ValueTask.CompletedTask;

        context.ResponseExpirationTimeSpan = Lifetime;
        context.Tags.Add(Tag);
        context.CacheVaryByRules.QueryKeys = new StringValues("zone");
        context.CacheVaryByRules.VaryByHost = true;
        if (request.Path == "/") context.CacheVaryByRules.HeaderNames = "Accept-Language";
        // A page that was begun before a change is kept under the number of that time, where nobody asks any more
        context.CacheVaryByRules.VaryByValues["generation"] = generation.Number.ToString(CultureInfo.InvariantCulture);
        context.CacheVaryByRules.VaryByValues["encoding"] = Normalize(request);
        return ValueTask.CompletedTask;
    }

    public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellation) => ValueTask.CompletedTask;

    public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        var response = context.HttpContext.Response;
        context.AllowCacheStorage &= response.StatusCode == StatusCodes.Status200OK && StringValues.IsNullOrEmpty(response.Headers.SetCookie);
        return ValueTask.CompletedTask;
    }

    private static bool HasOnlyZone(IQueryCollection query) =>
        query.Count == 0 || (query.Count == 1 && query.TryGetValue("zone", out var zone) && zone.Count == 1
            && DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone.ToString()) is not null);

    /// <summary>Browsers list encodings in many ways; pages are kept in at most three forms.</summary>
    private static string Normalize(HttpRequest request)
    {
        var accepted = request.Headers.AcceptEncoding.ToString();
        var encoding = Accepts(accepted, "br") ? "br" : Accepts(accepted, "gzip") ? "gzip" : "identity";
        request.Headers.AcceptEncoding = encoding;
        return encoding;
    }

    /// <summary>True when an encoding is named and not refused by a weight of zero (RFC 9110, sections 12.4.2 and 12.5.3).</summary>
    private static bool Accepts(ReadOnlySpan<char> accepted, ReadOnlySpan<char> encoding)
    {
        foreach (var range in accepted.Split(','))
        {
            var named = accepted[range];
            var semicolon = named.IndexOf(';');
            if ((semicolon < 0 ? named : named[..semicolon]).Trim().Equals(encoding, StringComparison.OrdinalIgnoreCase)) return semicolon < 0 || !IsZero(named[(semicolon + 1)..]);
        }

        return false;
    }

    private static bool IsZero(ReadOnlySpan<char> weight)
    {
        var equals = weight.IndexOf('=');
        return equals >= 0 && weight[..equals].Trim().Equals("q", StringComparison.OrdinalIgnoreCase)
            && double.TryParse(weight[(equals + 1)..].Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number == 0;
    }
}

/// <summary>Counts the changes that pages show, as this node hears of them.</summary>
public sealed class PageGeneration
{
    private long _number;

    public long Number => Interlocked.Read(ref _number);

    public void Advance() => Interlocked.Increment(ref _number);
}

/// <summary>The endpoint is never kept: forms, desk pages, health.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class NeverCachedAttribute : Attribute;
