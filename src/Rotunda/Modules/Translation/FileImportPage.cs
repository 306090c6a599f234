using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Jobs;
using Rotunda.Data.Values;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Translation;

/// <summary>The keys of what the page of an import says.</summary>
public sealed record FileImportTexts(string Title, string WouldImport, string Imported, string Stopped);

/// <summary>An import of a file as its page shows it.</summary>
/// <param name="Texts">What it says.</param>
/// <param name="Title">Of the page.</param>
/// <param name="Job">How far it is.</param>
/// <param name="Order">What it was told.</param>
/// <param name="Result">What it brought; so far, where it did not come to its end; null before anything is known.</param>
public sealed record FileImportView(FileImportTexts Texts, string Title, Job Job, FileImportOrder Order, FileImport? Result)
{
    public bool IsUnderWay => Job.State is JobState.Waiting or JobState.Running;
}

/// <summary>How far the import of a file is, and what it brought.</summary>
/// <param name="kind">Of the job.</param>
/// <param name="texts">What it says.</param>
public abstract class FileImportPage(RotundaDb db, string kind, FileImportTexts texts) : SitePage
{
    public FileImportView View { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken) => await LoadAsync(id, cancellationToken) ? Page() : NotFound();

    /// <summary>Asks it to stop. Portions that were stored stay.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, cancellationToken)) return NotFound();
        await db.Set<Job>().Where(job => job.Id == id).ExecuteUpdateAsync(set => set.SetProperty(job => job.IsCancelRequested, true), cancellationToken);
        return Redirect(Request.Path);
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await db.Set<Job>().AsNoTracking().SingleOrDefaultAsync(job => job.Id == id && job.Kind == kind, cancellationToken) is not { } job) return false;
        (Title, IsUnlisted) = (T[texts.Title], true);
        var said = job.State == JobState.Done ? job.Message : job.Cursor;
        View = new FileImportView(
            texts, Title, job, JsonSerializer.Deserialize<FileImportOrder>(job.Arguments, StoredJson.Options)!, said is null ? null : JsonSerializer.Deserialize<FileImport>(said, StoredJson.Options));
        return true;
    }
}
