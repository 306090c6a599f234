using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Shared.Pages;

/// <summary>Says what went wrong, in place of the page that was asked for.</summary>
[Public]
[NeverCached]
[IgnoreAntiforgeryToken]
public sealed class ProblemModel : SitePage
{
    public Problem Problem { get; private set; } = new(StatusCodes.Status404NotFound, "", "");

    /// <summary>Whatever the method of the request that failed.</summary>
    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        if (HttpContext.Features.Get<Problem>() is { } problem) Problem = problem;
        else Response.StatusCode = StatusCodes.Status404NotFound;
        Title = T[Problem.TitleKey(Problem.Status)];
        IsUnlisted = true;
        Siblings = HttpContext.RequestServices.GetRequiredService<Languages.SiteLanguages>().All.ToDictionary(language => language.Code, language => "/" + language.Code);
    }
}
