using System.CommandLine;
using System.Text.Json;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Demo.Registry;
using Rotunda.Modules.Newsroom.Import;
using Rotunda.Modules.Newsroom.OldSite;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;

namespace Rotunda.CommandLine;

/// <summary>Imports of files; a file with a faulty place leaves everything as it was.</summary>
internal static class ImportCommands
{
    public static Command ImportRegistry(ProgramOptions options)
    {
        var file = new Argument<FileInfo>("file") { Description = "A registry file (the JSON shape of the demonstration's asrtu.json)." };
        var texts = new Option<DirectoryInfo?>("--texts") { Description = "A folder of PO catalogues with the free texts in other languages." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Reads and reports, stores nothing." };
        var command = new Command("import-registry", "Fills an empty registry from a file.") { file, texts, dryRun };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var path = parsed.GetValue(file)!;
            if (!path.Exists)
            {
                await Console.Error.WriteLineAsync($"There is no file {path.FullName}.");
                return RotundaCommands.Faulty;
            }

            if (parsed.GetValue(dryRun))
            {
                StartChecks.RequireUnicode();
                var languages = RotundaApp.LoadLanguages(options.LocationOf(parsed));
                var (_, found) = RegistryFileReader.Read(await File.ReadAllTextAsync(path.FullName, cancellationToken), [.. languages.All.Select(language => language.Code)]);
                return Report(options.IsJson(parsed), found, "The file can be imported.");
            }

            await using var app = await options.OpenAsync(parsed, mayMigrate: false, cancellationToken);
            await using var scope = app.Services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<RotundaDb>();
            var faults = await scope.ServiceProvider.GetRequiredService<RegistryImport>().AddAsync(db, path.FullName, parsed.GetValue(texts)?.FullName, cancellationToken);
            if (faults.Count == 0) await scope.ServiceProvider.GetRequiredService<Publication>().SaveAsync(db, cancellationToken);
            return Report(options.IsJson(parsed), faults, "The registry was imported.");
        });
        return command;
    }

    public static Command ImportArticles(ProgramOptions options)
    {
        var folder = new Argument<DirectoryInfo>("folder") { Description = "A folder with one folder for each article, with one Markdown file for each language." };
        var command = new Command("import-articles", "Imports articles from Markdown.") { folder };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (!parsed.GetValue(folder)!.Exists)
            {
                await Console.Error.WriteLineAsync($"There is no folder {parsed.GetValue(folder)!.FullName}.");
                return RotundaCommands.Faulty;
            }

            await using var app = await options.OpenAsync(parsed, mayMigrate: false, cancellationToken);
            await using var scope = app.Services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<RotundaDb>();
            var (faults, count) = await scope.ServiceProvider.GetRequiredService<ArticleImport>().AddAsync(db, parsed.GetValue(folder)!.FullName, cancellationToken);
            if (faults.Count == 0) await scope.ServiceProvider.GetRequiredService<Publication>().SaveAsync(db, cancellationToken);
            return Report(options.IsJson(parsed), [.. faults.Select(fault => new ImportFault($"{fault.File}:{fault.Line}", fault.Reason))], $"{count} articles were imported.");
        });
        return command;
    }

    public static Command ImportPages(ProgramOptions options)
    {
        var folder = new Argument<DirectoryInfo>("folder") { Description = "A folder with saved pages of an old site: .html, .htm, or plain text." };
        var publisher = new Option<string>("--publisher") { Description = "Who published them, as it will stand below each.", DefaultValueFactory = _ => "" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Shows what is understood, stores nothing." };
        var command = new Command("import-pages", "Makes draft articles of saved pages.") { folder, publisher, dryRun };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (!parsed.GetValue(folder)!.Exists)
            {
                await Console.Error.WriteLineAsync($"There is no folder {parsed.GetValue(folder)!.FullName}.");
                return RotundaCommands.Faulty;
            }

            StartChecks.RequireUnicode();
            var texts = SavedPageReport.TextsOf(RotundaApp.LoadLanguages(options.LocationOf(parsed)));
            var pages = await PageImport.ReadFolderAsync(parsed.GetValue(folder)!.FullName, cancellationToken);
            if (parsed.GetValue(dryRun)) return Told(pages, imported: false);
            if (parsed.GetValue(publisher) is not { Length: > 0 and <= PageImport.LongestPublisher } name)
            {
                await Console.Error.WriteLineAsync("Say with --publisher who published these pages; it stands below each of them.");
                return RotundaCommands.Faulty;
            }

            await using var app = await options.OpenAsync(parsed, mayMigrate: false, cancellationToken);
            await using var scope = app.Services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<RotundaDb>();
            var faults = await scope.ServiceProvider.GetRequiredService<PageImport>().AddAsync(Viewer.Program, pages, name, cancellationToken);
            if (faults.Count == 0) await db.SaveChangesAsync(cancellationToken);
            return Told([.. pages.Select(page => faults.FirstOrDefault(fault => fault.File == page.File) ?? page)], imported: faults.Count == 0);

            int Told(IReadOnlyList<ReadPage> shown, bool imported)
            {
                foreach (var page in shown) Console.WriteLine(options.IsJson(parsed) ? SavedPageReport.Json(page, imported, texts) : SavedPageReport.Text(page, texts));
                return shown.All(page => page.FaultKey is null) ? 0 : RotundaCommands.Faulty;
            }
        });
        return command;
    }

    private static int Report(bool isJson, IReadOnlyList<ImportFault> faults, string success)
    {
        if (isJson) Console.WriteLine(JsonSerializer.Serialize(new { imported = faults.Count == 0, faults }, StoredJson.Options));
        else if (faults.Count == 0) Console.WriteLine(success);
        else Console.WriteLine(string.Join('\n', faults.Select(fault => fault.ToString()).Append($"{faults.Count} faulty places; nothing was stored.")));
        return faults.Count == 0 ? 0 : RotundaCommands.Faulty;
    }
}
