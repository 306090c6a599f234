using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Media.Files;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Modules.Shared.Web;
using Rotunda.Modules.Translation.Intake;

namespace Rotunda.Modules.Newsroom.Submissions.Pages;

/// <summary>A liaison officer sends news, changes what still waits, and sees what became of it.</summary>
[Requires(SubmissionActs.SendName)]
[NeverCached]
[RequestSizeLimit(SubmissionLimits.LargestForm)]
[RequestFormLimits(MultipartBodyLengthLimit = SubmissionLimits.LargestForm, ValueLengthLimit = 4 * IntakeLimits.LargestHtml)]
public sealed class SendNewsModel(SubmissionQueries submissions, SubmissionOperations operations, Permissions permissions, RotundaDb db, SiteLanguages languages) : FormPage
{
    private NewsSubmission? _stored;

    /// <summary>A row of the sender's list.</summary>
    public sealed record Row(NewsSubmission Submission, IReadOnlyList<RelatedItem> Published);

    public IReadOnlyList<Language> Languages => languages.All;

    public IReadOnlyList<Institution> Institutions { get; private set; } = [];

    public SubmissionWish Wish { get; private set; } = new();

    public int Version { get; private set; }

    public IReadOnlyList<SubmissionFile> Files => _stored?.Files ?? [];

    public bool IsEdit => _stored is not null;

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(Guid? id, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, cancellationToken)) return NotFound();
        Wish = _stored is null ? new SubmissionWish { Language = Reader.Language.Code, Institution = Institutions.Count > 0 ? Institutions[0].Code : "" } : WishOf(_stored);
        Version = _stored?.Version ?? 0;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid? id, int version, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, cancellationToken)) return NotFound();
        (Wish, Version) = (WishOf(Request.Form), version);
        var (outcome, sent) = await operations.SendAsync(Reader.Viewer, id, version, Wish, cancellationToken);
        switch (outcome)
        {
            case Outcome.Done:
                return Redirect(Reader.To($"/desk/news/submissions/{sent}?stored=true"));
            case Outcome.Invalid invalid:
                return Show(invalid.Faults);
            case Outcome.Conflict when _stored is { State: SubmissionState.Sent }:
                Version = _stored.Version;
                return ShowConflict();
            case Outcome.Conflict:
                // An editor was quicker: what became of it is told on its page
                return Redirect(Reader.To($"/desk/news/submissions/{id}"));
            case Outcome.Refused:
                return Forbid();
            default:
                return NotFound();
        }
    }

    /// <summary>Rich text that was pasted, as Markdown: for the script that puts it into the field. Nothing is stored.</summary>
    public IActionResult OnPostPaste(string? html)
    {
        var found = html is null ? null : HtmlText.Read(html);
        return found is null ? new StatusCodeResult(StatusCodes.Status413PayloadTooLarge) : Content(found.ToMarkdown(), "text/plain; charset=utf-8");
    }

    /// <summary>A field of the form, with what is stored beside it after a conflict.</summary>
    public FormField FieldOf(string name, string labelKey, int longest, bool isLong, Func<SubmissionWish, string> value) => new(name, T[labelKey], value(Wish), FaultOf(name))
    {
        MaxLength = longest,
        IsLong = isLong,
        Stored = IsConflict && _stored is not null && value(WishOf(_stored)) is var now && now != value(Wish) ? now : null,
    };

    private async Task<bool> LoadAsync(Guid? id, CancellationToken cancellationToken)
    {
        if (id is { } key && ((_stored = await submissions.FindAsync(Reader.Viewer, key, cancellationToken)) is null || _stored.AccountId != Reader.Viewer.AccountId)) return false;
        if (_stored is { State: not SubmissionState.Sent } && HttpMethods.IsGet(Request.Method)) return false;
        Title = T[id is null ? "submission.title" : "submission.change"];
        var codes = SubmissionQueries.InstitutionsOf(Reader.Viewer, permissions);
        Institutions = [.. (await db.Institutions.AsNoTracking().Where(row => codes.Contains(row.Code)).ToListAsync(cancellationToken)).OrderBy(row => row.Name.Plain(Reader.Language), StringComparer.Create(Reader.Language.Culture, ignoreCase: true))];
        if (id is not null) return true;
        var own = await submissions.OwnAsync(Reader.Viewer, cancellationToken);
        var published = await submissions.PublishedAsync([.. own.Select(row => row.ArticleId).OfType<Guid>()], cancellationToken);
        Rows = [.. own.Select(row => new Row(row, row.ArticleId is { } article ? published.GetValueOrDefault(article, []) : []))];
        return true;
    }

    private static SubmissionWish WishOf(NewsSubmission stored) => new()
    {
        Institution = stored.Institution!.Code, Language = stored.Language, Title = stored.Title, Text = stored.Text, Address = stored.Address ?? "", Message = stored.Message,
    };

    private static SubmissionWish WishOf(IFormCollection form) => new()
    {
        Institution = form["Institution"].ToString(),
        Language = form["Language"].ToString(),
        Title = form["Title"].ToString(),
        Text = form["Text"].ToString(),
        Address = form["Address"].ToString(),
        Message = form["Message"].ToString(),
        Document = SentFile.Of(form.Files.GetFile("Document")),
        NewFiles = [.. form.Files.GetFiles("Files").Select(SentFile.Of).OfType<SentFile>()],
        DroppedFiles = [.. form["Drop"].Select(text => Guid.TryParse(text, CultureInfo.InvariantCulture, out var file) ? file : Guid.Empty)],
    };
}
