using System.Security.Claims;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using NodaTime;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Languages;

namespace Rotunda.Modules.Shared.Web;

/// <summary>Finds an account's name and roles, in one query.</summary>
public interface IViewerSource
{
    /// <summary>The viewer with the wishes of the account, or null when the account may no longer sign in or the session has ended.</summary>
    Task<(Viewer Viewer, string? Zone)?> FindAsync(ClaimsPrincipal session, CancellationToken cancellationToken);
}

/// <summary>Works out for whom a request is answered, after authentication and before authorisation.</summary>
public sealed class ReaderMiddleware(RequestDelegate next, SiteLanguages languages)
{
    public const string LanguageCookie = "lang";

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<Problem>() is not null)
        {
            // The problem page is for whoever asked for the page that failed
            await next(context);
            return;
        }

        var language = LanguageOf(context, languages);
        var (viewer, zoneId) = await ViewerOf(context);
        var asked = context.Request.Query["zone"].ToString();
        var zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(asked.Length > 0 ? asked : zoneId ?? "");
        context.Features.Set(new Reader(language, languages.TextsOf(language), viewer, zone));
        if (asked.Length > 0 && zone is null)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        await next(context);
    }

    /// <summary>The language of somebody who did not choose one in the address: by cookie, then by the browser's wishes.</summary>
    public static Language Negotiate(HttpRequest request, SiteLanguages languages) =>
        languages.Find(request.Cookies[LanguageCookie])
        ?? (StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptLanguage, out var accepted) ? languages.Choose(accepted) : languages.Default);

    /// <summary>The language of the address, wherever it stands in it (<c>/zh/news</c>, <c>/feeds/zh/news.atom</c>), else the negotiated one.</summary>
    internal static Language LanguageOf(HttpContext context, SiteLanguages languages) =>
        languages.Find(context.GetRouteValue("lang") as string) ?? languages.Find(FirstSegment(context.Request.Path)) ?? Negotiate(context.Request, languages);

    internal static string FirstSegment(PathString path)
    {
        var value = path.Value ?? "";
        if (value.Length < 2) return "";
        var end = value.IndexOf('/', 1);
        return end < 0 ? value[1..] : value[1..end];
    }

    private static async Task<(Viewer Viewer, string? Zone)> ViewerOf(HttpContext context)
    {
        if (context.User.Identity?.IsAuthenticated != true) return (Viewer.Anonymous, null);
        var source = context.RequestServices.GetRequiredService<IViewerSource>();
        if (await source.FindAsync(context.User, context.RequestAborted) is { } found) return found;
        // The session is over: what follows treats the request as one without any, and sends it to sign in
        context.User = new ClaimsPrincipal(new ClaimsIdentity());
        return (Viewer.Anonymous, null);
    }
}

public static class RequestReaderExtensions
{
    /// <summary>For whom the request is answered.</summary>
    public static Reader Reader(this HttpContext context) => context.Features.GetRequiredFeature<Reader>();

    /// <summary>The path after the language: <c>/news/2022</c>.</summary>
    public static string PathWithoutLanguage(this HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        return path[(ReaderMiddleware.FirstSegment(path).Length + 1)..];
    }
}

/// <summary>The route constraint <c>alias</c>: another way to write the code of a language that the site speaks, such as <c>zh-Hans</c> or <c>EN</c>.</summary>
public sealed class LanguageAliasConstraint(SiteLanguages languages) : ValueConstraint
{
    protected override bool Fits(string value) => languages.Find(value) is { } language && language.Code != value;
}

/// <summary>The route constraint <c>lang</c>: the code of a language that the site speaks.</summary>
public sealed class LanguageConstraint(SiteLanguages languages) : ValueConstraint
{
    protected override bool Fits(string value) => languages.Find(value)?.Code == value;
}
