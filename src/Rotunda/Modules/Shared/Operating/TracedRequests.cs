using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using OpenTelemetry;

namespace Rotunda.Modules.Shared.Operating;

/// <summary>Names the span of a request by its route. The address itself may hold the secret of an invitation or an answer and is never told.</summary>
internal sealed class TracedRequests : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(NameAsync);
        next(app);
    };

    private static async Task NameAsync(HttpContext context, RequestDelegate next)
    {
        var activity = context.Features.Get<IHttpActivityFeature>()?.Activity;
        try
        {
            await next(context);
        }
        finally
        {
            if (activity is not null) Name(activity, context);
        }
    }

    private static void Name(Activity activity, HttpContext context)
    {
        // Routes of pages are written without the first stroke, those of other endpoints with it
        var route = context.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: { } pattern } ? "/" + pattern.TrimStart('/') : null;
        activity.DisplayName = route is null ? context.Request.Method : $"{context.Request.Method} {route}";
        activity.SetTag("http.request.method", context.Request.Method);
        activity.SetTag("http.route", route);
        activity.SetTag("http.response.status_code", context.Response.StatusCode);
        if (context.Response.StatusCode >= StatusCodes.Status500InternalServerError) activity.SetStatus(ActivityStatusCode.Error);
    }
}

/// <summary>Takes out of spans whatever a version of .NET may write there of an address.</summary>
internal sealed class WithoutAddresses : BaseProcessor<Activity>
{
    private static readonly string[] Telling = ["url.full", "url.path", "url.query", "http.url", "http.target", "user_agent.original", "client.address"];

    public override void OnEnd(Activity data)
    {
        foreach (var tag in Telling) data.SetTag(tag, null);
    }
}
