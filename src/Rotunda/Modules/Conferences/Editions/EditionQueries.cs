using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;

namespace Rotunda.Modules.Conferences.Editions;

/// <summary>Reads editions for pages.</summary>
public sealed class EditionQueries(RotundaDb db)
{
    /// <summary>All editions with their hosts, latest first.</summary>
    public async Task<IReadOnlyList<Edition>> AllAsync(CancellationToken cancellationToken) =>
        await db.Editions.AsNoTracking().Include(edition => edition.Hosts).OrderByDescending(edition => edition.Held).ThenBy(edition => edition.Code).ToListAsync(cancellationToken);

    /// <summary>An edition with everything it holds, or null.</summary>
    public Task<Edition?> FindAsync(string code, CancellationToken cancellationToken) => Whole().SingleOrDefaultAsync(edition => edition.Code == code, cancellationToken);

    /// <summary>The edition that runs or comes next and has sessions with times; null when none is planned.</summary>
    public Task<Edition?> NextAsync(Instant now, CancellationToken cancellationToken) =>
        db.Editions.AsNoTracking().Include(edition => edition.Sessions.OrderBy(session => session.Order).ThenBy(session => session.Id))
            .Where(edition => edition.Sessions.Any(session => session.EndsAt > now))
            .OrderBy(edition => edition.Sessions.Min(session => session.StartsAt)).FirstOrDefaultAsync(cancellationToken);

    /// <summary>The editions that an institution hosted and those in which it undertook a session.</summary>
    public async Task<IReadOnlyList<Edition>> OfInstitutionAsync(string code, CancellationToken cancellationToken) =>
        await db.Editions.AsNoTracking().AsSplitQuery().Include(edition => edition.Hosts).Include(edition => edition.Sessions)
            .Where(edition => edition.Hosts.Any(host => host.InstitutionCode == code) || edition.Sessions.Any(session => session.UndertakerCode == code))
            .OrderByDescending(edition => edition.Held).ToListAsync(cancellationToken);

    private IQueryable<Edition> Whole() => db.Editions.AsNoTracking().AsSplitQuery()
        .Include(edition => edition.Hosts.OrderBy(host => host.Order))
        .Include(edition => edition.Sessions.OrderBy(session => session.Order).ThenBy(session => session.Id))
        .Include(edition => edition.Announcements.OrderBy(announcement => announcement.Order).ThenBy(announcement => announcement.Id));
}
