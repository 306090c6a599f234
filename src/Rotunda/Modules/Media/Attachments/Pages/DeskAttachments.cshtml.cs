using Microsoft.AspNetCore.Mvc;
using Rotunda.Modules.Media.Files;
using Rotunda.Modules.Media.Images;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Media.Attachments.Pages;

/// <summary>Documents that texts may offer: upload, what to write into a text, removal.</summary>
[Requires(MediaActs.KeepPicturesName)]
[NeverCached]
[RequestSizeLimit(FileIntake.Largest + (1024 * 1024))]
public sealed class DeskAttachmentsModel(AttachmentQueries attachments, AttachmentOperations operations) : FormPage
{
    public IReadOnlyList<Attachment> Rows { get; private set; } = [];

    public string Search { get; private set; } = "";

    public int PageNumber { get; private set; } = 1;

    public int Total { get; private set; }

    public int Pages => (Total + AttachmentQueries.PageSize - 1) / AttachmentQueries.PageSize;

    /// <summary>What was uploaded last.</summary>
    public Guid? Added { get; private set; }

    public bool IsRemoved { get; private set; }

    /// <summary>What an editor writes on a line of its own.</summary>
    public static string SnippetOf(Attachment attachment) =>
        $"[{string.Concat(Path.GetFileNameWithoutExtension(attachment.Name).Select(letter => letter is '[' or ']' or '\\' ? "\\" + letter : letter.ToString()))}]({Image.Written(attachment.Target)})";

    public async Task<IActionResult> OnGetAsync(string? q, Guid? added, bool removed, CancellationToken cancellationToken)
    {
        if (!PageNumbers.TryRead(Request, out var number)) return BadRequest();
        (PageNumber, Added, IsRemoved) = (number, added, removed);
        await LoadAsync(q, cancellationToken);
        return number > 1 && Rows.Count == 0 ? NotFound() : Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var (outcome, id) = await operations.UploadAsync(Reader.Viewer, SentFile.Of(Request.Form.Files.GetFile("File")), cancellationToken);
        return outcome is Outcome.Done ? Redirect(Reader.To($"/desk/attachments?added={id}")) : await AgainAsync(outcome, cancellationToken);
    }

    public async Task<IActionResult> OnPostRemoveAsync(Guid id, CancellationToken cancellationToken)
    {
        var outcome = await operations.RemoveAsync(Reader.Viewer, id, cancellationToken);
        return outcome is Outcome.Done ? Redirect(Reader.To("/desk/attachments?removed=true")) : outcome is Outcome.Missing ? NotFound() : await AgainAsync(outcome, cancellationToken);
    }

    public string PagePath(int page) => Reader.To($"/desk/attachments?page={page}{(Search.Length > 0 ? "&q=" + Uri.EscapeDataString(Search) : "")}");

    private async Task<IActionResult> AgainAsync(Outcome outcome, CancellationToken cancellationToken)
    {
        if (outcome is not Outcome.Invalid invalid) return Forbid();
        await LoadAsync(null, cancellationToken);
        return Show(invalid.Faults);
    }

    private async Task LoadAsync(string? q, CancellationToken cancellationToken)
    {
        var words = Rotunda.Text.TextCleaning.Clean(q ?? "");
        (Title, IsUnlisted, Search) = (T["attachments.title"], true, words.Length > 100 ? words[..100] : words);
        (Rows, Total) = await attachments.ListAsync(Search, PageNumber, cancellationToken);
    }
}
