using Microsoft.AspNetCore.Mvc;
using Rotunda.Modules.Alliance.Registry.Records;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Alliance.Registry.Tables.Pages;

/// <summary>Takes a table to be checked; offers exports and templates.</summary>
[Requires(AllianceActs.EditRegistryName)]
[NeverCached]
[RequestSizeLimit(TableReader.Largest + (1024 * 1024))]
public sealed class DeskImportModel(IEnumerable<RecordKind> kinds, TableOperations operations) : FormPage
{
    public IEnumerable<RecordKind> Kinds => kinds.Where(kind => kind.IsTable);

    public bool IsDone { get; private set; }

    [BindProperty]
    public string? Kind { get; set; }

    [BindProperty]
    public string? Encoding { get; set; }

    [BindProperty]
    public string? Separator { get; set; }

    public void OnGet(string? kind, bool done)
    {
        Name();
        (Kind, IsDone) = (kind, done);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        Name();
        if (operations.KindOf(Kind ?? "") is not { } found) return BadRequest();
        if (Request.Form.Files.GetFile("File") is not { Length: > 0 } file) return Show([new FieldFault("File", "fault.import-file")]);
        using var content = new MemoryStream();
        await file.CopyToAsync(content, cancellationToken);
        var (outcome, id) = await operations.SendAsync(Reader.Viewer, found, file.FileName, content.ToArray(), TableWords.ReadingOf(Encoding, Separator, null), cancellationToken);
        return outcome switch
        {
            Outcome.Done => Redirect(Reader.To($"/desk/import/{id}")),
            Outcome.Invalid invalid => Show(invalid.Faults),
            _ => Forbid(),
        };
    }

    private void Name() => (Title, IsUnlisted) = (T["nav.import"], true);
}
