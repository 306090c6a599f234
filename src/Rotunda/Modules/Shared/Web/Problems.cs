using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Languages;

namespace Rotunda.Modules.Shared.Web;

/// <summary>
/// Turns exceptions into status codes, and answers machines with problem details (RFC 9457) in the reader's language. People get
/// <see cref="PagePath"/>, executed in place of the page that failed.
/// </summary>
internal sealed class Problems(RequestDelegate next, SiteLanguages languages, ILogger<Problems> logger)
{
    /// <summary>The path of the page that shows a problem; never linked.</summary>
    public const string PagePath = "/problem";

    private static readonly string[] MachinePrefixes = ["/api", "/feeds", "/health", "/sitemap.xml", "/robots.txt", "/media"];

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            if (context.Response is { StatusCode: StatusCodes.Status404NotFound } unanswered && IsOpen(unanswered) && await ForwardAsync(context)) return;
        }
        catch (Exception error) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            var failed = StatusOf(error);
            logger.Log(failed < 500 ? LogLevel.Information : LogLevel.Error, error, "{Method} {Path} failed", context.Request.Method, context.Request.Path);
            Clear(context.Response, failed);
        }

        var response = context.Response;
        if (response.StatusCode < 400 || !IsOpen(response)) return;
        RequireReader(context);
        var problem = new Problem(response.StatusCode, context.Request.Path, Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier);
        if (MachinePrefixes.Any(prefix => context.Request.Path.StartsWithSegments(prefix, StringComparison.Ordinal))) await WriteDetailsAsync(context, problem);
        else context.Features.Set(problem);
    }

    /// <summary>Sends whoever asked for an address that is not here any more to where it leads, for good unless that depends on the reader.</summary>
    private async Task<bool> ForwardAsync(HttpContext context)
    {
        var request = context.Request;
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method)) return false;
        RequireReader(context);
        foreach (var forwarding in context.RequestServices.GetServices<IForwarding>())
        {
            if (await forwarding.FindAsync(request.GetEncodedPathAndQuery(), context.Reader(), context.RequestAborted) is not { } found) continue;
            if (found.DependsOnReader) (context.Response.Headers.Vary, context.Response.Headers.CacheControl) = ("Accept-Language, Cookie", "no-cache");
            context.Response.Redirect(found.Path, permanent: !found.DependsOnReader);
            return true;
        }

        return false;
    }

    /// <summary>True while nothing of an answer was written.</summary>
    private static bool IsOpen(HttpResponse response) => response is { HasStarted: false, ContentLength: null } && string.IsNullOrEmpty(response.ContentType);

    private void RequireReader(HttpContext context)
    {
        if (context.Features.Get<Reader>() is not null) return;
        var language = ReaderMiddleware.LanguageOf(context, languages);
        context.Features.Set(new Reader(language, languages.TextsOf(language), Access.Viewer.Anonymous));
    }

    /// <summary>507 for a full disk, 503 for a database that stays locked, 400 for a request that could not be read, else 500.</summary>
    private static int StatusOf(Exception error) => error switch
    {
        BadHttpRequestException bad => bad.StatusCode,
        _ when error.IsDiskFull() => StatusCodes.Status507InsufficientStorage,
        _ when error.IsBusy() => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    private static Task WriteDetailsAsync(HttpContext context, Problem problem)
    {
        var texts = context.Reader().Texts;
        var details = new ProblemDetails
        {
            Status = problem.Status,
            Title = texts[Problem.TitleKey(problem.Status)],
            Detail = texts[Problem.DetailKey(problem.Status)],
            Extensions = { ["traceId"] = problem.TraceId },
        };
        return context.Response.WriteAsJsonAsync(details, StoredJson.Options, "application/problem+json", context.RequestAborted);
    }

    private static void Clear(HttpResponse response, int status)
    {
        var kept = response.Headers.ToList();
        response.Clear();
        foreach (var (name, value) in kept)
            if (!name.StartsWith("Content-", StringComparison.Ordinal) || name == "Content-Security-Policy") response.Headers[name] = value;
        response.StatusCode = status;
    }
}

/// <summary>What the problem page tells.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Path">The address that was asked for.</param>
/// <param name="TraceId">Under which the log knows more.</param>
public sealed record Problem(int Status, string Path, string TraceId)
{
    public static string TitleKey(int status) => status switch
    {
        400 => "problem.400.title",
        401 or 403 => "problem.403.title",
        404 or 405 => "problem.404.title",
        409 => "problem.409.title",
        410 => "problem.410.title",
        429 => "problem.429.title",
        503 => "problem.503.title",
        507 => "problem.507.title",
        < 500 => "problem.400.title",
        _ => "problem.500.title",
    };

    public static string DetailKey(int status) => TitleKey(status).Replace(".title", ".detail", StringComparison.Ordinal);
}
