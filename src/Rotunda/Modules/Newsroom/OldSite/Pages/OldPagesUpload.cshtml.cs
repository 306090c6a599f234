using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Rotunda.Modules.Newsroom.Submissions;
using Rotunda.Modules.Newsroom.Topics;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Time;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Newsroom.OldSite.Pages;

/// <summary>Shows field by field what was understood of uploaded pages, and makes drafts of those that are chosen.</summary>
[Requires(SubmissionActs.ImportPagesName)]
[NeverCached]
public sealed class OldPagesUploadModel(PageImport import, TopicQueries topics) : FormPage
{
    private readonly Dictionary<SavedPage, string?> _taken = [];

    public IReadOnlyList<ReadPage> Pages { get; private set; } = [];

    public string Publisher { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancellationToken) => await LoadAsync(id, cancellationToken) is null ? NotFound() : Page();

    public async Task<IActionResult> OnPostAsync(string id, CancellationToken cancellationToken)
    {
        if (await LoadAsync(id, cancellationToken) is not { } key) return NotFound();
        var chosen = Request.Form["Page"].Select(text => int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : -1).ToHashSet();
        return await import.ApplyAsync(Reader.Viewer, key, chosen, cancellationToken) switch
        {
            Outcome.Done => Redirect(Reader.To("/desk/news/old-pages?done=true")),
            Outcome.Invalid invalid => Show(invalid.Faults),
            Outcome.Conflict => ShowConflict(),
            Outcome.Refused => Forbid(),
            _ => NotFound(),
        };
    }

    /// <summary>The fields of a page by the keys of their labels; those that the page does not state are null.</summary>
    public IEnumerable<(string LabelKey, string? Value)> FieldsOf(SavedPage page)
    {
        yield return ("old-pages.headline", page.Title);
        yield return ("old-pages.language", T.NameOf(page.Language));
        yield return ("old-pages.date", page.Date is { } date ? T.Day(date) : null);
        yield return ("old-pages.breadcrumb", page.Breadcrumb.Count > 0 ? string.Join(" › ", page.Breadcrumb) : null);
        yield return ("old-pages.categories", page.Categories.Count > 0 ? string.Join(", ", page.Categories) : null);
        yield return ("old-pages.categories-taken", _taken.GetValueOrDefault(page));
        yield return ("old-pages.author", page.Author);
        yield return ("old-pages.translator", page.TranslatedBy);
        yield return ("old-pages.reviewer", page.ReviewedBy);
        yield return ("old-pages.previous", page.Previous);
        yield return ("old-pages.next", page.Next);
        yield return ("old-pages.publisher", page.Publisher ?? Publisher);
        yield return ("submission.address", page.Address);
        yield return ("old-pages.left-out", page.LeftOut.Count > 0 ? string.Join(" · ", page.LeftOut) : null);
    }

    private async Task<Guid?> LoadAsync(string id, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(id, CultureInfo.InvariantCulture, out var key) || await import.FindAsync(Reader.Viewer, key, cancellationToken) is not { } upload) return null;
        (Title, Publisher, Pages) = (T["old-pages.understood"], upload.Publisher, [.. upload.Pages.Select(page => PageImport.Read(page.Name, page.Content))]);
        foreach (var page in Pages.Select(read => read.Page).OfType<SavedPage>())
        {
            var known = await topics.ByCodeAsync(cancellationToken);
            var names = (await import.CategoriesOfAsync(page, cancellationToken)).Select(code => known[code].Name.Plain(Reader.Language)).ToList();
            _taken[page] = names.Count > 0 ? string.Join(", ", names) : null;
        }

        return key;
    }
}
