using System.CommandLine;
using System.Text.Json;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Demo.Registry;
using Rotunda.Modules.Alliance.Registry.Tables;
using Rotunda.Modules.Newsroom.Import;
using Rotunda.Modules.Newsroom.OldAddresses;
using Rotunda.Modules.Newsroom.OldSite;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Languages;

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
                var (_, _, found) = await RegistryImport.ReadAsync(path.FullName, parsed.GetValue(texts)?.FullName, languages, cancellationToken);
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

    public static Command ImportAddresses(ProgramOptions options)
    {
        var file = new Argument<FileInfo>("file") { Description = "A table (CSV or XLSX) with the columns address and target." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Shows what the table would do, stores nothing." };
        var command = new Command("import-addresses", "Imports addresses of a former site, so that they lead on.") { file, dryRun };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var path = parsed.GetValue(file)!;
            if (!path.Exists || path.Length > TableReader.Largest)
            {
                await Console.Error.WriteLineAsync(path.Exists ? $"{path.FullName} is larger than 8 MB." : $"There is no file {path.FullName}.");
                return RotundaCommands.Faulty;
            }

            await using var app = await options.OpenAsync(parsed, mayMigrate: false, cancellationToken);
            await using var scope = app.Services.CreateAsyncScope();
            var languages = scope.ServiceProvider.GetRequiredService<SiteLanguages>();
            var texts = SavedPageReport.TextsOf(languages);
            var reader = new Reader(languages.Default, texts, Viewer.Program);
            var (plan, fault) = await scope.ServiceProvider.GetRequiredService<OldAddressTable>().PlanAsync(await File.ReadAllBytesAsync(path.FullName, cancellationToken), reader, cancellationToken);
            if (plan is null) return Report(options.IsJson(parsed), [new ImportFault(path.Name, texts.Format(fault!.TextKey, ("value", fault.Value)))], "");
            List<ImportFault> faults = [.. plan.Lines.Where(line => line.State == OldAddressState.Faulty).Select(line => new ImportFault($"{path.Name}:{line.Number}", texts.Format(line.FaultKey!, ("value", line.FaultValue))))];
            var (added, changed, same) = (plan.Count(OldAddressState.Added), plan.Count(OldAddressState.Changed), plan.Count(OldAddressState.Unchanged));
            var isStored = faults.Count == 0 && added + changed > 0 && !parsed.GetValue(dryRun);
            if (isStored && await scope.ServiceProvider.GetRequiredService<OldAddressOperations>().ImportAsync(reader, path.Name, plan, cancellationToken) is not Outcome.Done)
            {
                await Console.Error.WriteLineAsync("The addresses were changed by somebody else at this moment; nothing was stored. Start again.");
                return RotundaCommands.Faulty;
            }

            if (options.IsJson(parsed)) Console.WriteLine(JsonSerializer.Serialize(new { imported = isStored, added, changed, unchanged = same, faults }, StoredJson.Options));
            else if (faults.Count > 0) return Report(isJson: false, faults, "");
            else Console.WriteLine($"{(isStored ? "Imported" : parsed.GetValue(dryRun) ? "Nothing was stored. The table would bring" : "Nothing to store")}: {added} new, {changed} led elsewhere, {same} as they were.");
            return faults.Count == 0 ? 0 : RotundaCommands.Faulty;
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
