using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Languages;

namespace Rotunda.Modules.Newsroom.OldAddresses;

/// <summary>Knows where an address of a former site leads today. Asked only where nothing answers otherwise.</summary>
internal sealed class OldAddressLookup(RotundaDb db, References references, SiteLanguages languages, OldAddressHits hits) : IForwarding
{
    public async Task<Forwarding?> FindAsync(string pathAndQuery, Reader reader, CancellationToken cancellationToken)
    {
        if (SitePaths.Old(pathAndQuery) is not { } address) return null;
        if (await db.OldAddresses.AsNoTracking().Where(row => row.Address == address).Select(row => new { row.Id, row.Target }).SingleOrDefaultAsync(cancellationToken) is not { } row) return null;
        // Checked again: whatever came into the table on other ways must not lead off the site
        if (SitePaths.Target(row.Target) is not { } target) return null;
        var path = target[0] == '/' ? target : Reference.TryParse(target, out var reference) ? references.PathOf(reference) : null;
        if (path is null) return null;
        hits.Count(row.Id);
        var language = path.Split('/', '?', '#') is [_, var first, ..] ? languages.Find(first) : null;
        return language is null && !IsWithoutLanguage(path) ? new Forwarding(reader.To(path), DependsOnReader: true) : new Forwarding(path, DependsOnReader: false);
    }

    /// <summary>Addresses for machines and files, which have no language in front.</summary>
    private static bool IsWithoutLanguage(string path) => path.StartsWith("/feeds/", StringComparison.Ordinal) || path.StartsWith("/media/", StringComparison.Ordinal) || path.StartsWith("/sitemap.xml", StringComparison.Ordinal);
}

/// <summary>Counts who comes by old addresses, without a word about who it was, and writes the sums now and then.</summary>
internal sealed class OldAddressHits(IDbContextFactory<RotundaDb> contexts, IClock clock)
{
    private readonly ConcurrentDictionary<Guid, int> _counts = new();

    public void Count(Guid address) => _counts.AddOrUpdate(address, 1, (_, count) => count + 1);

    /// <summary>Adds what was counted to the table.</summary>
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        if (_counts.IsEmpty) return;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        LocalDate? today = clock.GetCurrentInstant().InUtc().Date;
        foreach (var id in _counts.Keys)
        {
            if (!_counts.TryRemove(id, out var count)) continue;
            await db.OldAddresses.Where(row => row.Id == id).ExecuteUpdateAsync(set => set.SetProperty(row => row.Hits, row => row.Hits + count).SetProperty(row => row.LastHitOn, today), cancellationToken);
        }
    }
}

/// <summary>Writes the counts every second in which there are any, and at the end.</summary>
internal sealed class OldAddressHitLoop(OldAddressHits hits, WorkSignal signal, TimeProvider time, ILogger<OldAddressHitLoop> logger) : BackgroundLoop(signal, time, logger)
{
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await hits.WriteAsync(cancellationToken);
    }

    protected override Task RunAsync(CancellationToken cancellationToken) => hits.WriteAsync(cancellationToken);
}
