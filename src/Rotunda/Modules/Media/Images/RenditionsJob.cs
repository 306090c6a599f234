using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Files;
using Rotunda.Data.Jobs;
using Rotunda.Data.Values;
using Rotunda.Modules.Shared.Cache;

namespace Rotunda.Modules.Media.Images;

/// <summary>Makes the renditions of a picture that was uploaded or whose focus moved.</summary>
internal sealed class RenditionsJob(IDbContextFactory<RotundaDb> contexts, FileStore files, StoreLocation location, Vips vips, Publication publication) : IJobHandler
{
    public const string JobKind = "images.renditions";

    /// <summary>Widths of the whole picture, in points.</summary>
    internal static readonly int[] Widths = [320, 640, 960, 1280, 1920];

    internal static readonly (RenditionKind Kind, int Width, int Height)[] Crops = [(RenditionKind.Square, 480, 480), (RenditionKind.Card, 1200, 630)];

    public string Kind => JobKind;

    public static string ArgumentsOf(Guid image) => JsonSerializer.Serialize(new Arguments(image), StoredJson.Options);

    public async Task<string> RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        var id = JsonSerializer.Deserialize<Arguments>(run.Arguments, StoredJson.Options)!.Image;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Images.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } image || !vips.IsThere) return "none";
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

            var known = await db.Set<ImageRendition>().Where(row => row.ImageId == id).ToListAsync(cancellationToken);
            foreach (var rendition in made)
            {
                if (known.Find(row => (row.Kind, row.Width) == (rendition.Kind, rendition.Width)) is not { } stored) db.Add(rendition);
                else (stored.Height, stored.Hash) = (rendition.Height, rendition.Hash);
            }

            db.RemoveRange(known.Where(row => !made.Exists(rendition => (row.Kind, row.Width) == (rendition.Kind, rendition.Width))));
            await publication.SaveAsync(db, cancellationToken);
            return $"{made.Count} renditions";

            async Task KeepAsync(RenditionKind kind, string path)
            {
                var bytes = await File.ReadAllBytesAsync(path, cancellationToken);
                // What the child wrote is read as carefully as what a stranger sent
                if (ImageBytes.Read(bytes).Image is not { MediaType: "image/webp" } read) return;
                using var content = new MemoryStream(read.Content);
                var stored = await files.PutAsync(db, content, read.MediaType, cancellationToken);
                made.Add(new ImageRendition { ImageId = id, Kind = kind, Width = read.Width, Height = read.Height, Hash = stored.Hash });
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private sealed record Arguments(Guid Image);
}
