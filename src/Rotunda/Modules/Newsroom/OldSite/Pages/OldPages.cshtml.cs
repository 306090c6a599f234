using Microsoft.AspNetCore.Mvc;
using Rotunda.Modules.Media.Files;
using Rotunda.Modules.Newsroom.Submissions;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Newsroom.OldSite.Pages;

/// <summary>Takes saved pages of an old site to show what is understood of them.</summary>
[Requires(SubmissionActs.ImportPagesName)]
[NeverCached]
[RequestSizeLimit(PageImport.LargestForm)]
public sealed class OldPagesModel(PageImport import) : FormPage
{
    public string Publisher { get; private set; } = "";

    public bool IsDone { get; private set; }

    public void OnGet(bool done) => (Title, IsDone) = (T["old-pages.title"], done);

    public async Task<IActionResult> OnPostAsync(string? publisher, CancellationToken cancellationToken)
    {
        (Title, Publisher) = (T["old-pages.title"], publisher ?? "");
        var files = Request.Form.Files.GetFiles("Files").Select(SentFile.Of).OfType<SentFile>().ToList();
        var (outcome, id) = await import.KeepAsync(Reader.Viewer, files, Publisher, cancellationToken);
        return outcome switch
        {
            Outcome.Done => Redirect(Reader.To($"/desk/news/old-pages/{id}")),
            Outcome.Invalid invalid => Show(invalid.Faults),
            _ => Forbid(),
        };
    }
}
