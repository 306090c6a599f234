using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Alliance.Applications;

/// <summary>Reads applications for the secretariats; what is not confirmed is not there for them.</summary>
public sealed class ApplicationQueries(RotundaDb db, Permissions permissions)
{
    private const int Most = 200;

    /// <summary>Open ones first, oldest first; then closed ones, latest first.</summary>
    public async Task<IReadOnlyList<MembershipApplication>> AllAsync(Viewer viewer, CancellationToken cancellationToken) =>
        await VisibleTo(viewer).AsNoTracking().Include(row => row.Keys)
            .OrderBy(row => row.ClosedAt != null).ThenByDescending(row => row.ClosedAt).ThenBy(row => row.ConfirmedAt)
            .Take(Most).ToListAsync(cancellationToken);

    /// <summary>An application with everything that belongs to it, or null.</summary>
    public Task<MembershipApplication?> FindAsync(Viewer viewer, Guid id, CancellationToken cancellationToken) =>
        VisibleTo(viewer).AsNoTracking().Include(row => row.Keys).Include(row => row.Messages).Include(row => row.Files).AsSplitQuery()
            .SingleOrDefaultAsync(row => row.Id == id, cancellationToken);

    /// <summary>The sides whose key a viewer may turn; null for all.</summary>
    public IReadOnlyList<string>? SidesOf(Viewer viewer) => permissions.ScopesOf(viewer, AllianceActs.TurnKey) is { } scopes
        ? [.. scopes.Select(scope => Reference.TryParse(scope, out var reference) && reference.Kind == "side" ? reference.Code : null).OfType<string>()] : null;

    private IQueryable<MembershipApplication> VisibleTo(Viewer viewer) => permissions.MaySomewhere(viewer, AllianceActs.ReviewApplications)
        ? db.Applications.Where(row => row.State != ApplicationState.Unconfirmed) : db.Applications.Where(row => false);
}

/// <summary>How many applications are before the secretariats.</summary>
internal sealed class ApplicationsQueue : IDeskQueue
{
    private static readonly PreparedCount s_count = new((db, _) =>
        db.Set<MembershipApplication>().Count(row => row.State == ApplicationState.Review || row.State == ApplicationState.Agreed));

    public string TextKey => "application.title";

    public string Path => "/desk/applications";

    public int Order => 20;

    public Act Requires => AllianceActs.ReviewApplications;

    public Task<int> CountAsync(RotundaDb db, Viewer viewer, CancellationToken cancellationToken) => s_count.CountAsync(db, cancellationToken);
}

/// <summary>Applications are due thirty days after they came.</summary>
internal sealed class ApplicationsDue(Permissions permissions) : IDueSource
{
    private sealed record Row(Guid Id, LocalizedText Name, Instant? ConfirmedAt, ApplicationState State);

    private static readonly PreparedQuery<Instant, Row> s_open = new((db, before) =>
        db.Set<MembershipApplication>().AsNoTracking().Where(row => (row.State == ApplicationState.Review || row.State == ApplicationState.Agreed) && row.ConfirmedAt <= before)
            .OrderBy(row => row.ConfirmedAt).Take(50).Select(row => new Row(row.Id, row.Name, row.ConfirmedAt, row.State)));

    public async Task<IReadOnlyList<DueItem>> DueAsync(RotundaDb db, Reader reader, Instant until, CancellationToken cancellationToken)
    {
        if (!permissions.MaySomewhere(reader.Viewer, AllianceActs.ReviewApplications)) return [];
        return [.. (await s_open.ListAsync(db, until - ApplicationRules.Patience, cancellationToken)).Select(row => new DueItem(
            row.ConfirmedAt!.Value + ApplicationRules.Patience, reader.To($"/desk/applications/{row.Id}"), () => row.Name.Plain(reader.Language), () => reader.Texts[row.State.TextKey()]))];
    }
}

/// <summary>Documents of applications are for the secretariats only.</summary>
internal sealed class ApplicationFiles(RotundaDb db, Permissions permissions) : IFileHolder
{
    public async Task<bool?> IsPublicAsync(string hash, string name, Viewer viewer, CancellationToken cancellationToken)
    {
        if (!permissions.MaySomewhere(viewer, AllianceActs.ReviewApplications)) return null;
        return await db.Applications.AnyAsync(row => row.State != ApplicationState.Unconfirmed && row.Files.Any(file => file.Hash == hash && file.Name == name), cancellationToken) ? false : null;
    }
}
