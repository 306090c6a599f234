using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Translation.Interchange.Tbx;
using Rotunda.Modules.Translation.Interchange.Tmx;
using Rotunda.Modules.Translation.Memory;
using Rotunda.Modules.Translation.Terms;

namespace Rotunda.Modules.Translation;

/// <summary>Memory and termbase as files for other tools.</summary>
public static class TranslationToolsApi
{
    public static void MapTranslationTools(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/{lang:lang}/desk/termbase/termbase.tbx", TermbaseAsync).WithMetadata(new RequiresAttribute(LanguageToolActs.UseName), new NeverCachedAttribute());
        endpoints.MapGet("/{lang:lang}/desk/memory/memory.tmx", MemoryAsync).WithMetadata(new RequiresAttribute(LanguageToolActs.ManageName), new NeverCachedAttribute());
    }

    private static Task<IResult> TermbaseAsync(TermQueries terms, CancellationToken cancellationToken) => FileAsync("application/x-tbx+xml", "termbase.tbx", async file =>
    {
        using var writer = new TbxWriter(file);
        await foreach (var concept in terms.ExportAsync(cancellationToken)) writer.Write(concept);
    });

    private static Task<IResult> MemoryAsync(RotundaDb db, SiteLanguages languages, CancellationToken cancellationToken) => FileAsync("application/x-tmx+xml", "memory.tmx", async file =>
    {
        using var writer = new TmxWriter(file, null);
        await foreach (var entry in db.MemoryEntries.AsNoTracking().OrderBy(entry => entry.Number).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            writer.Write(new TmxUnit(
                0, TagOf(entry.SourceLanguage), [new TmxVariant(TagOf(entry.SourceLanguage), entry.SourceText), new TmxVariant(TagOf(entry.TargetLanguage), entry.TargetText)],
                entry.Context is { } context ? Convert.ToHexStringLower(context) : null, entry.At));
        }

        string TagOf(string code) => languages.Find(code)?.Tag ?? code;
    });

    /// <summary>Written into a file that goes with the answer, since a memory or a termbase may be large and XML is written at once.</summary>
    private static async Task<IResult> FileAsync(string mediaType, string name, Func<Stream, Task> write)
    {
        var file = new FileStream(Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 81920, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        try
        {
            await write(file);
            file.Position = 0;
            return TypedResults.File(file, mediaType, name);
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }
}
