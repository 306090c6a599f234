using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Modules.Media.Files;
using Rotunda.Modules.Newsroom.Articles;
using Rotunda.Modules.Newsroom.Submissions;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Text;

namespace Rotunda.Modules.Newsroom.OldSite;

/// <summary>A file with what was understood of it.</summary>
/// <param name="File">Its name.</param>
/// <param name="Page">The page; null where it cannot be taken.</param>
/// <param name="FaultKey">The key of what is wrong with it; null where nothing is.</param>
public sealed record ReadPage(string File, SavedPage? Page, string? FaultKey);

/// <summary>Makes drafts of saved pages; the only code that writes uploads of them. A dry run reads only.</summary>
public sealed class PageImport(RotundaDb db, ArticleDrafting drafting, Permissions permissions, AuditTrail audit, WorkSignal signal, IClock clock)
{
    public const int MostPages = 40;
    public const int LongestPublisher = 200;

    /// <summary>A form with its files, in bytes.</summary>
    public const int LargestForm = 24 * 1024 * 1024;

    private static readonly Duration Kept = Duration.FromDays(1);

    /// <summary>What is understood of one file.</summary>
    public static ReadPage Read(string file, byte[] content)
    {
        var (page, fault) = SavedPageReader.Read(file, content);
        return new ReadPage(file, page, fault);
    }

    /// <summary>The saved pages of a folder, by name; other files are passed over.</summary>
    public static async Task<IReadOnlyList<ReadPage>> ReadFolderAsync(string folder, CancellationToken cancellationToken)
    {
        var pages = new List<ReadPage>();
        foreach (var path in Directory.EnumerateFiles(folder).Where(path => Path.GetExtension(path).ToLowerInvariant() is ".html" or ".htm" or ".txt").Order(StringComparer.Ordinal))
        {
            pages.Add(new FileInfo(path).Length > SavedPageReader.Largest ? new ReadPage(Path.GetFileName(path), null, "fault.page-large")
                : Read(Path.GetFileName(path), await File.ReadAllBytesAsync(path, cancellationToken)));
        }

        return pages;
    }

    /// <summary>Keeps files for a day, so that what was shown is what will be imported.</summary>
    public async Task<(Outcome Outcome, Guid? Id)> KeepAsync(Viewer viewer, IReadOnlyList<SentFile> files, string publisher, CancellationToken cancellationToken)
    {
        if (!permissions.May(viewer, SubmissionActs.ImportPages) || viewer.AccountId is not { } account) return (new Outcome.Refused(), null);
        var name = TextCleaning.Clean(publisher);
        if (files.Count == 0) return Refuse("Files", "fault.import-file");
        if (files.Count > MostPages) return Refuse("Files", "fault.file-count", MostPages.ToString(CultureInfo.InvariantCulture));
        if (name.Length == 0) return Refuse("Publisher", "fault.page-publisher");
        if (name.Length > LongestPublisher) return Refuse("Publisher", "fault.too-long", LongestPublisher.ToString(CultureInfo.InvariantCulture));
        var pages = new List<UploadedPage>();
        foreach (var file in files)
        {
            if (file.Length > SavedPageReader.Largest) return Refuse("Files", "fault.page-large");
            using var content = new MemoryStream((int)file.Length);
            await using (var stream = file.Open()) await stream.CopyToAsync(content, cancellationToken);
            pages.Add(new UploadedPage(TextCleaning.Clean(file.Name), content.ToArray()));
        }

        var now = clock.GetCurrentInstant();
        await db.PageUploads.Where(row => row.SentAt < now - Kept).ExecuteDeleteAsync(cancellationToken);
        var upload = new PageUpload { Id = RowId.New(), AccountId = account, Publisher = name, Pages = pages, SentAt = now };
        db.Add(upload);
        await db.SaveChangesAsync(cancellationToken);
        return (new Outcome.Done(), upload.Id);

        static (Outcome, Guid?) Refuse(string field, string key, string? value = null) => (new Outcome.Invalid([new FieldFault(field, key, value)]), null);
    }

    /// <summary>An upload, for whoever may import; or null.</summary>
    public async Task<PageUpload?> FindAsync(Viewer viewer, Guid id, CancellationToken cancellationToken) =>
        permissions.May(viewer, SubmissionActs.ImportPages) ? await db.PageUploads.SingleOrDefaultAsync(row => row.Id == id, cancellationToken) : null;

    /// <summary>The codes of the categories and tags that a draft of a page will have.</summary>
    public Task<IReadOnlyList<string>> CategoriesOfAsync(SavedPage page, CancellationToken cancellationToken) => drafting.CategoriesOfAsync(page, cancellationToken);

    /// <summary>Makes drafts of the chosen pages of an upload, all or none.</summary>
    public async Task<Outcome> ApplyAsync(Viewer viewer, Guid id, IReadOnlyCollection<int> chosen, CancellationToken cancellationToken)
    {
        if (!permissions.May(viewer, SubmissionActs.ImportPages)) return new Outcome.Refused();
        if (await FindAsync(viewer, id, cancellationToken) is not { } upload) return new Outcome.Missing();
        var pages = upload.Pages.Where((_, i) => chosen.Contains(i)).Select(page => Read(page.Name, page.Content)).ToList();
        if (pages.Count == 0) return new Outcome.Invalid([new FieldFault("", "fault.page-none")]);
        if (await AddAsync(viewer, pages, upload.Publisher, cancellationToken) is { Count: > 0 } faults)
        {
            db.ChangeTracker.Clear();
            return new Outcome.Invalid([.. faults.Select(fault => new FieldFault("", fault.FaultKey!, fault.File))]);
        }

        db.Remove(upload);
        return await db.TrySaveAsync(signal, cancellationToken);
    }

    /// <summary>Adds drafts to the context; when a page is faulty or is there already, the caller stores none.</summary>
    /// <returns>What is wrong; nothing when all were added.</returns>
    public async Task<IReadOnlyList<ReadPage>> AddAsync(Viewer viewer, IReadOnlyList<ReadPage> pages, string publisher, CancellationToken cancellationToken)
    {
        var keys = pages.Where(page => page.Page is not null).Select(page => ArticleDrafting.KeyOf(page.Page!)).ToList();
        var known = await db.Articles.Where(article => keys.Contains(article.Key)).Select(article => article.Key).ToHashSetAsync(cancellationToken);
        var faults = pages.Select(page => page.Page is null ? page : known.Add(ArticleDrafting.KeyOf(page.Page)) ? null : page with { FaultKey = "fault.page-known" }).OfType<ReadPage>().ToList();
        if (faults.Count > 0) return faults;
        foreach (var page in pages)
            if ((await drafting.AddAsync(page.Page!, publisher, cancellationToken)).Faults is [var fault, ..]) faults.Add(page with { FaultKey = fault.TextKey });
        if (faults.Count > 0) return faults;
        audit.Record(db, viewer, "article.pages", "article", publisher, [new FieldChange("articles", null, pages.Count.ToString(CultureInfo.InvariantCulture))]);
        return [];
    }
}
