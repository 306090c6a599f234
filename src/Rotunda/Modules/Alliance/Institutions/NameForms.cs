using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Jobs;
using Rotunda.Data.Settings;
using Rotunda.Data.Values;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Text;

namespace Rotunda.Modules.Alliance.Institutions;

/// <summary>With which ICU the stored forms of names were made: another version may sort differently.</summary>
public sealed record NameFormSettings(string Version) : ISettingsGroup<NameFormSettings>
{
    public static string Group => "name-forms";

    public static NameFormSettings Default { get; } = new("");

    /// <summary>The collation version of this machine's ICU.</summary>
    public static string Present { get; } = string.Create(
        CultureInfo.InvariantCulture, $"{CultureInfo.InvariantCulture.CompareInfo.Version.FullVersion:x8}-{CultureInfo.InvariantCulture.CompareInfo.Version.SortId}");
}

/// <summary>Makes the stored sort keys and folded forms of names anew, a batch at a time; goes on where it stopped.</summary>
internal sealed class NameFormsJob(IDbContextFactory<RotundaDb> contexts, SiteLanguages languages, Publication publication) : IJobHandler
{
    public const string JobKind = "names.forms";

    private const int Batch = 200;

    public string Kind => JobKind;

    public async Task<string> RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        var done = run.Cursor is { } cursor ? JsonSerializer.Deserialize<Position>(cursor, StoredJson.Options)! : new Position(Guid.Empty, 0);
        while (true)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var total = await db.InstitutionNames.CountAsync(cancellationToken);
            var names = await db.InstitutionNames.Where(name => name.Id > done.After).OrderBy(name => name.Id).Take(Batch).ToListAsync(cancellationToken);
            if (names.Count == 0)
            {
                await SettingsStore.PutAsync(db, new NameFormSettings(NameFormSettings.Present), cancellationToken);
                await publication.SaveAsync(db, cancellationToken);
                return $"{done.Count} names";
            }

            foreach (var name in names)
            {
                (name.Folded, name.SortKey) = (Folding.Fold(name.Text), (languages.Find(name.Language) ?? languages.Default).SortKey(name.Text));
            }

            await db.SaveChangesAsync(cancellationToken);
            done = new Position(names[^1].Id, done.Count + names.Count);
            await run.AdvanceAsync(done.Count, total, JsonSerializer.Serialize(done, StoredJson.Options), cancellationToken);
        }
    }

    private sealed record Position(Guid After, int Count);
}

/// <summary>Looks whether the forms of names are those of this machine's ICU, and asks for new ones where they are not.</summary>
internal sealed class NameFormsCheck(IDbContextFactory<RotundaDb> contexts, SettingsStore settings, JobRunner jobs) : IStartCheck
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if ((await settings.GetAsync<NameFormSettings>(cancellationToken)).Version == NameFormSettings.Present) return;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Set<Job>().AnyAsync(job => job.Kind == NameFormsJob.JobKind && (job.State == JobState.Waiting || job.State == JobState.Running), cancellationToken)) return;
        jobs.Enqueue(db, NameFormsJob.JobKind, "{}");
        await db.SaveChangesAsync(cancellationToken);
    }
}

/// <summary>What an institution is called and the forms by which it is found agree.</summary>
internal sealed class NamesAgree : IInvariant
{
    public string Name => "names of institutions";

    public async Task<IReadOnlyList<string>> ViolationsAsync(RotundaDb db, CancellationToken cancellationToken)
    {
        var institutions = await db.Institutions.AsNoTracking().Include(institution => institution.Names).ToListAsync(cancellationToken);
        var violations = new List<string>();
        foreach (var institution in institutions)
        {
            var listed = LocalizedText.Of(institution.Names.Where(name => name.Kind == NameKind.Official).Select(name => KeyValuePair.Create(name.Language, name.Text)));
            if (!listed.Equals(institution.Name)) violations.Add($"{institution.Code} is called {institution.Name} and found as {listed}.");
            violations.AddRange(institution.Names.Where(name => name.Folded != Folding.Fold(name.Text)).Select(name => $"«{name.Text}» of {institution.Code} is folded wrongly."));
        }

        return violations;
    }
}
