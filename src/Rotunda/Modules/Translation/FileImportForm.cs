using Microsoft.AspNetCore.Mvc;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Translation;

/// <summary>A page to which a file is sent for importing.</summary>
/// <param name="imports">Under which path imports are shown, without a language.</param>
public abstract class FileImportForm(string imports) : FormPage
{
    public async Task<IActionResult> OnPostImportAsync(string? act, CancellationToken cancellationToken)
    {
        if (Request.Form.Files.GetFile("File") is not { Length: > 0 } file) return await FaultAsync("fault.no-file", null, cancellationToken);
        if (file.Length > FileImports.Largest) return await FaultAsync("fault.file-large", FileImports.LargestShown, cancellationToken);
        await using var content = file.OpenReadStream();
        return await StartAsync(file.FileName, content, isDryRun: act != "store", cancellationToken) is { } job ? Redirect(Reader.To(imports + job)) : Forbid();
    }

    /// <summary>Starts the import.</summary>
    /// <returns>The job; null when the viewer may not do this.</returns>
    protected abstract Task<Guid?> StartAsync(string fileName, Stream file, bool isDryRun, CancellationToken cancellationToken);

    /// <summary>Loads what the page shows beside a fault.</summary>
    protected abstract Task LoadAsync(CancellationToken cancellationToken);

    private async Task<IActionResult> FaultAsync(string textKey, string? value, CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        return Show([new FieldFault("File", textKey, value)]);
    }
}
