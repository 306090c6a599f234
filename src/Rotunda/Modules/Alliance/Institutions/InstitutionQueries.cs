using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Settings;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Association;
using Rotunda.Modules.Alliance.Memberships;
using Rotunda.Modules.Alliance.Totals;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Time;
using Rotunda.Text;

namespace Rotunda.Modules.Alliance.Institutions;

/// <summary>What a reader asked of the list of members.</summary>
/// <param name="On">For which date.</param>
/// <param name="Side">Only this side; null for all.</param>
/// <param name="Status">Only this status; null for all.</param>
/// <param name="Name">Words of a name or alias in any language and script, or of the city; empty for all.</param>
public sealed record MemberFilter(AsOf On, string? Side = null, MembershipStatus? Status = null, string Name = "");

/// <summary>An institution in the list, with the membership that answers for the date.</summary>
public sealed record MemberLine(Institution Institution, Membership Membership, Presence Presence, Localized Name, byte[] SortKey);

/// <summary>The members of one side.</summary>
public sealed record SideMembers(Side Side, IReadOnlyList<MemberLine> Members);

/// <summary>How many institutions of a status the record answers for; those it cannot tell are counted apart.</summary>
public sealed record RecordedCount(MembershipStatus Status, int Certain, int Possible, int Unknown)
{
    public int All => Certain + Possible + Unknown;
}

/// <summary>The list of members for a date.</summary>
/// <param name="Sides">In the order of the association, filtered as asked.</param>
/// <param name="Counts">Over everything recorded for the date, whatever the filter.</param>
/// <param name="Declared">The last total that the association declared by then; null when none was.</param>
public sealed record MemberList(IReadOnlyList<SideMembers> Sides, IReadOnlyList<RecordedCount> Counts, DeclaredTotal? Declared)
{
    public RecordedCount Count(MembershipStatus status) => Counts.First(count => count.Status == status);
}

/// <summary>Reads institutions for pages.</summary>
public sealed class InstitutionQueries(RotundaDb db, SettingsStore settings, ISearchFilter search)
{
    /// <summary>The members for a date, by side and name as the reader's language sorts. A constant number of queries.</summary>
    public async Task<MemberList> MembersAsync(MemberFilter filter, Reader reader, CancellationToken cancellationToken)
    {
        var sides = await db.Sides.AsNoTracking().OrderBy(side => side.Order).ToListAsync(cancellationToken);
        var institutions = await db.Institutions.AsNoTracking().Include(institution => institution.Memberships).ToListAsync(cancellationToken);
        // Nobody belonged to the association before there was one
        var founded = (await settings.GetAsync<AssociationSettings>(cancellationToken)).Founded.Earliest;
        var lines = institutions.Select(institution => LineOf(institution, filter.On, founded, reader)).OfType<MemberLine>().ToList();
        var found = await FoundAsync(institutions, filter.Name, cancellationToken);
        var shown = lines
            .Where(line => filter.Side is null || line.Institution.SideCode == filter.Side)
            .Where(line => filter.Status is null || line.Membership.Status == filter.Status)
            .Where(line => found is null || found.Contains(line.Institution.Id))
            .OrderBy(line => line.SortKey, ByteOrder.Instance)
            .ToLookup(line => line.Institution.SideCode);
        return new MemberList(
            [.. sides.Where(side => shown.Contains(side.Code)).Select(side => new SideMembers(side, [.. shown[side.Code]]))],
            [.. Enum.GetValues<MembershipStatus>().Select(status => CountOf(status, lines))],
            await DeclaredAsync(filter.On, cancellationToken));
    }

    /// <summary>An institution with all its names and memberships, or null.</summary>
    public Task<Institution?> FindAsync(string code, CancellationToken cancellationToken) =>
        db.Institutions.AsNoTracking().AsSplitQuery()
            .Include(institution => institution.Names)
            .Include(institution => institution.Memberships)
            .SingleOrDefaultAsync(institution => institution.Code == code, cancellationToken);

    /// <summary>How an institution belonged to the association on a date, and how surely; where it did not, the membership that ended last.</summary>
    public async Task<(Membership? Membership, Presence Presence)> StandingAsync(Institution institution, AsOf on, CancellationToken cancellationToken)
    {
        var founded = (await settings.GetAsync<AssociationSettings>(cancellationToken)).Founded.Earliest;
        var (best, presence) = StandingOf(institution, on, founded);
        return (best ?? institution.Memberships.Where(membership => !(membership.From.Earliest > on.Last) && !(founded > on.Last)).OrderBy(membership => membership.To).LastOrDefault(), presence);
    }

    /// <summary>The last total of the whole association declared on or before a date.</summary>
    public async Task<DeclaredTotal?> DeclaredAsync(AsOf on, CancellationToken cancellationToken)
    {
        var totals = await db.DeclaredTotals.AsNoTracking().Where(total => total.Body!.Kind == Bodies.BodyKind.Association).ToListAsync(cancellationToken);
        return totals.Where(total => total.Date.Earliest <= on.Last).OrderBy(total => total.Date).LastOrDefault();
    }

    /// <summary>The names of institutions for a reader, by code.</summary>
    public async Task<IReadOnlyDictionary<string, Localized>> NamesAsync(IReadOnlyCollection<string> codes, Reader reader, CancellationToken cancellationToken)
    {
        var names = await db.Institutions.AsNoTracking().Where(institution => codes.Contains(institution.Code))
            .Select(institution => new { institution.Code, institution.Name }).ToListAsync(cancellationToken);
        return names.ToDictionary(row => row.Code, row => row.Name.In(reader.Language) ?? new Localized(row.Code, reader.Language.Code, IsFallback: false));
    }

    /// <summary>The institutions of sides with their names, sorted as the reader's language sorts.</summary>
    public async Task<IReadOnlyList<(string Code, string Name)>> OfSidesAsync(IReadOnlyCollection<string> sides, Reader reader, CancellationToken cancellationToken)
    {
        var rows = await db.Institutions.AsNoTracking().Where(row => sides.Contains(row.SideCode)).Select(row => new { row.Code, row.Name }).ToListAsync(cancellationToken);
        return [.. rows.Select(row => (row.Code, Name: row.Name.In(reader.Language)?.Text ?? row.Code)).OrderBy(row => reader.Language.SortKey(row.Name), ByteOrder.Instance)];
    }

    /// <summary>The part of the earth on which the institutions lie; null when none has coordinates.</summary>
    public Task<MapExtent?> ExtentAsync(CancellationToken cancellationToken) =>
        db.Institutions.Where(institution => institution.Longitude != null && institution.Latitude != null).GroupBy(institution => 1)
            .Select(all => new MapExtent(
                all.Min(row => row.Longitude!.Value), all.Max(row => row.Longitude!.Value), all.Min(row => row.Latitude!.Value), all.Max(row => row.Latitude!.Value)))
            .FirstOrDefaultAsync(cancellationToken);

    private static MemberLine? LineOf(Institution institution, AsOf on, LocalDate? founded, Reader reader)
    {
        var (best, presence) = StandingOf(institution, on, founded);
        if (best is null) return null;
        var name = institution.NameFor(reader.Language);
        return new MemberLine(institution, best, presence, name, reader.Language.SortKey(name.Text));
    }

    private static (Membership? Membership, Presence Presence) StandingOf(Institution institution, AsOf on, LocalDate? founded)
    {
        Membership? best = null;
        var presence = Presence.No;
        foreach (var membership in institution.Memberships)
        {
            var answer = on.Of(membership.Tenure with { NotBefore = founded });
            // The surest answer stands; of equally sure ones the later membership, since one status follows another
            if (answer == Presence.No || answer < presence || (answer == presence && membership.From.CompareTo(best!.From) < 0)) continue;
            (best, presence) = (membership, answer);
        }

        return (best, presence);
    }

    /// <summary>Institutions that the search finds by a name, an alias, the abbreviation or the city; null when no words were given.</summary>
    private async Task<HashSet<Guid>?> FoundAsync(IReadOnlyList<Institution> institutions, string words, CancellationToken cancellationToken)
    {
        if (Folding.Fold(words).Length == 0) return null;
        var names = (await db.InstitutionNames.Select(name => new { name.InstitutionId, name.Text }).ToListAsync(cancellationToken)).ToLookup(name => name.InstitutionId, name => name.Text);
        return [.. search.Among(institutions, row => [row.Abbreviation ?? "", .. names[row.Id], .. row.City.Languages.Select(language => row.City[language]!)], words).Select(row => row.Id)];
    }

    private static RecordedCount CountOf(MembershipStatus status, List<MemberLine> lines) => new(
        status,
        lines.Count(line => line.Membership.Status == status && line.Presence == Presence.Certain),
        lines.Count(line => line.Membership.Status == status && line.Presence == Presence.Possible),
        lines.Count(line => line.Membership.Status == status && line.Presence == Presence.Unknown));
}

/// <summary>Compares sort keys byte by byte, as the databases do.</summary>
internal sealed class ByteOrder : IComparer<byte[]>
{
    public static readonly ByteOrder Instance = new();

    public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
}
