using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Rotunda.Modules.Shared.Pages;

namespace Rotunda.Modules.Shared.Web;

/// <summary>
/// Refuses what no page expects before anything is bound: a method without a handler (405), a body that is no form (415), a form that
/// cannot be read (400). Razor Pages alone would draw the page without having loaded it.
/// </summary>
internal sealed class PageRequests : IAsyncResourceFilter, IPageFilter
{
    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        var request = context.HttpContext.Request;
        if (HttpMethods.IsPost(request.Method) && !IsProblem(context.ActionDescriptor))
        {
            if (!request.HasFormContentType)
            {
                context.Result = new StatusCodeResult(StatusCodes.Status415UnsupportedMediaType);
                return;
            }

            try
            {
                await request.ReadFormAsync(context.HttpContext.RequestAborted);
            }
            catch (Exception error) when (error is InvalidDataException or IOException)
            {
                context.Result = new StatusCodeResult(error is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status400BadRequest);
                return;
            }
        }

        await next();
    }

    public void OnPageHandlerSelected(PageHandlerSelectedContext context)
    {
    }

    public void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        if (context.HandlerMethod is not null || IsProblem(context.ActionDescriptor)) return;
        var methods = context.ActionDescriptor.HandlerMethods.Select(handler => handler.HttpMethod.ToUpperInvariant()).Distinct().Order(StringComparer.Ordinal);
        context.HttpContext.Response.Headers.Allow = string.Join(", ", methods.SelectMany(method => method == "GET" ? ["GET", "HEAD"] : new[] { method }));
        context.Result = new StatusCodeResult(StatusCodes.Status405MethodNotAllowed);
    }

    public void OnPageHandlerExecuted(PageHandlerExecutedContext context)
    {
    }

    /// <summary>The page of a problem stands for the page that failed, whatever the method and the body.</summary>
    private static bool IsProblem(ActionDescriptor page) => (page as CompiledPageActionDescriptor)?.ModelTypeInfo == typeof(ProblemModel);
}
