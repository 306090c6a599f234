using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Files;
using Rotunda.Data.Jobs;
using Rotunda.Data.Values;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Media.Images;

/// <summary>Makes the smaller versions of a picture; none where vips is not installed or cannot decode it.</summary>
public sealed class RenditionMaking(FileStore files, StoreLocation location, Vips vips)
{
    /// <summary>Widths of the whole picture, in points.</summary>
    internal static readonly int[] Widths = [320, 640, 960, 1280, 1920];

    internal static readonly (RenditionKind Kind, int Width, int Height)[] Crops = [(RenditionKind.Square, 480, 480), (RenditionKind.Card, Picture.CardWidth, Picture.CardHeight)];

    /// <summary>The renditions, their files in the store and their rows of files in the context.</summary>
    public async Task<IReadOnlyList<ImageRendition>> MakeAsync(RotundaDb db, Image image, CancellationToken cancellationToken)
    {
        if (!vips.IsThere) return [];
        var folder = Directory.CreateDirectory(Path.Combine(location.DataFolder, "files", $"{RowId.New():N}.renditions"));
        try
        {
            var made = new List<ImageRendition>();
            foreach (var width in Widths.Where(width => width < image.Width).Append(Math.Min(image.Width, Widths[^1])).Distinct())
            {
                var path = Path.Combine(folder.FullName, $"{width}.webp");
                if (await vips.ShrinkAsync(files.PathOf(image.Hash), path, width, cancellationToken)) await KeepAsync(RenditionKind.Whole, path);
            }

            foreach (var (kind, width, height) in Crops.Where(crop => crop.Width <= image.Width && crop.Height <= image.Height))
            {
                var path = Path.Combine(folder.FullName, $"{kind}.webp");
                if (await vips.CropAsync(image, files.PathOf(image.Hash), path, width, height, cancellationToken)) await KeepAsync(kind, path);
            }

            return made;

            async Task KeepAsync(RenditionKind kind, string path)
            {
                // What the child wrote is read as carefully as what a stranger sent
                if (ImageBytes.Read(await File.ReadAllBytesAsync(path, cancellationToken)).Image is not { MediaType: "image/webp" } read) return;
                using var content = new MemoryStream(read.Content);
                var stored = await files.PutAsync(db, content, read.MediaType, cancellationToken);
                made.Add(new ImageRendition { ImageId = image.Id, Kind = kind, Width = read.Width, Height = read.Height, Hash = stored.Hash });
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}

/// <summary>Makes the renditions of a picture that was uploaded or whose focus moved.</summary>
internal sealed class RenditionsJob(IDbContextFactory<RotundaDb> contexts, RenditionMaking making, Publication publication) : IJobHandler
{
    public const string JobKind = "images.renditions";

    public string Kind => JobKind;

    public static string ArgumentsOf(Guid image) => JsonSerializer.Serialize(new Arguments(image), StoredJson.Options);

    public async Task<string> RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        var id = JsonSerializer.Deserialize<Arguments>(run.Arguments, StoredJson.Options)!.Image;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Images.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } image) return "none";
        var made = await making.MakeAsync(db, image, cancellationToken);
        if (made.Count == 0) return "none";
        var known = await db.Set<ImageRendition>().Where(row => row.ImageId == id).ToListAsync(cancellationToken);
        foreach (var rendition in made)
        {
            if (known.Find(row => (row.Kind, row.Width) == (rendition.Kind, rendition.Width)) is not { } stored) db.Add(rendition);
            else (stored.Height, stored.Hash) = (rendition.Height, rendition.Hash);
        }

        db.RemoveRange(known.Where(row => !made.Any(rendition => (row.Kind, row.Width) == (rendition.Kind, rendition.Width))));
        try
        {
            await publication.SaveAsync(db, cancellationToken);
        }
        catch (DbUpdateException error) when (error is DbUpdateConcurrencyException || error.IsStillReferred())
        {
            // Whoever removed the picture meanwhile wants none of it
            db.ChangeTracker.Clear();
            if (!await db.Images.AnyAsync(row => row.Id == id, cancellationToken)) return "none";
            throw;
        }

        return $"{made.Count} renditions";
    }

    private sealed record Arguments(Guid Image);
}

/// <summary>Asks for the renditions of pictures that have none, such as those that came before vips was installed.</summary>
internal sealed class RenditionsCheck(IDbContextFactory<RotundaDb> contexts, JobRunner jobs, Vips vips) : IStartCheck
{
    private const int Most = 500;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!vips.IsThere) return;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var lacking = await db.Images.Where(image => image.Renditions.Count == 0).OrderBy(image => image.UploadedAt).Select(image => image.Id).Take(Most).ToListAsync(cancellationToken);
        if (lacking.Count == 0) return;
        var asked = (await db.Set<Job>().Where(job => job.Kind == RenditionsJob.JobKind && (job.State == JobState.Waiting || job.State == JobState.Running)).Select(job => job.Arguments).ToListAsync(cancellationToken))
            .ToHashSet(StringComparer.Ordinal);
        foreach (var arguments in lacking.Select(RenditionsJob.ArgumentsOf).Where(arguments => !asked.Contains(arguments))) jobs.Enqueue(db, RenditionsJob.JobKind, arguments);
        await db.SaveChangesAsync(cancellationToken);
    }
}
