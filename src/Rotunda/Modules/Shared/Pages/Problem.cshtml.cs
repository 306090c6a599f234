using Microsoft.AspNetCore.Mvc;
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

    public IActionResult OnGet() => Show();

    public IActionResult OnPost() => Show();

    private Microsoft.AspNetCore.Mvc.RazorPages.PageResult Show()
    {
        if (HttpContext.Features.Get<Problem>() is { } problem) Problem = problem;
        else Response.StatusCode = StatusCodes.Status404NotFound;
        Title = T[Problem.TitleKey(Problem.Status)];
        IsUnlisted = true;
        Siblings = HttpContext.RequestServices.GetRequiredService<Languages.SiteLanguages>().All.ToDictionary(language => language.Code, language => "/" + language.Code);
        return Page();
    }
}
