using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Settings;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Newsroom.Articles;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Demo;

/// <summary>Fills an empty database with the demonstration, as a whole or not at all.</summary>
public sealed class DemonstrationSeeding(RotundaDb db, IEnumerable<IDemonstrationSeeder> seeders, Publication publication)
{
    /// <summary>The folder of the demonstration's files.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Demo");

    /// <returns>False when the database is not empty; it is then left as it is.</returns>
    public async Task<bool> SeedAsync(CancellationToken cancellationToken)
    {
        if (await db.Institutions.AnyAsync(cancellationToken) || await db.Articles.AnyAsync(cancellationToken) || await db.Accounts.AnyAsync(cancellationToken)) return false;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        foreach (var seeder in seeders.OrderBy(seeder => seeder.Order))
        {
            await seeder.SeedAsync(db, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            db.ChangeTracker.Clear();
        }

        await SettingsStore.PutAsync(db, new NameFormSettings(NameFormSettings.Present), cancellationToken);
        await SettingsStore.PutAsync(db, SiteSettings.Default with { IsDemonstration = true }, cancellationToken);
        await publication.SaveAsync(db, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }
}

/// <summary>A file of the demonstration is faulty, which a test would have shown.</summary>
public sealed class DemonstrationFaultException(IEnumerable<string> faults) : Exception(string.Join('\n', faults));
