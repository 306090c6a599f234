using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Shared.Access;
using Rotunda.Text;

namespace Rotunda.Modules.Correspondence.Directory;

/// <summary>An entry as other officers see it: only what its holder consented to.</summary>
/// <param name="Id">Of the entry.</param>
/// <param name="Name">Of the officer.</param>
/// <param name="Role">The role that makes the person an officer.</param>
/// <param name="Institutions">For which the person speaks; empty for the secretariat.</param>
/// <param name="Phone">Null where not shown, like the following.</param>
/// <param name="Mail">Of the account.</param>
/// <param name="Messenger">Which one.</param>
/// <param name="MessengerId">The name there.</param>
/// <param name="Languages">Codes; empty where not shown.</param>
/// <param name="Zone">An IANA zone.</param>
/// <param name="ConfirmedAt">When the holder last confirmed it.</param>
/// <param name="IsStale">True when that is more than a year ago.</param>
public sealed record DirectoryEntry(
    Guid Id, string Name, string Role, IReadOnlyList<LocalizedText> Institutions, string? Phone, string? Mail, string? Messenger, string? MessengerId,
    IReadOnlyList<string> Languages, string? Zone, Instant ConfirmedAt, bool IsStale);

/// <summary>Reads the directory in two queries.</summary>
public sealed class DirectoryQueries(RotundaDb db, Permissions permissions, IClock clock)
{
    /// <summary>After this time without a confirmation an entry is stale.</summary>
    public static readonly Duration Freshness = Duration.FromDays(365);

    private static readonly string[] OfficerRoles = [Roles.Liaison, Roles.Secretariat];

    /// <summary>The entries of those who are officers today, by name; filtered by name of person or institution. Nothing for whoever is no officer.</summary>
    public async Task<IReadOnlyList<DirectoryEntry>> AllAsync(Viewer viewer, string search, CancellationToken cancellationToken)
    {
        if (!permissions.MaySomewhere(viewer, CorrespondenceActs.ReadDirectory)) return [];
        var contacts = await db.OfficerContacts.AsNoTracking()
            .Where(contact => contact.Account!.DisabledAt == null && contact.Account.Grants.Any(grant => OfficerRoles.Contains(grant.Role)))
            .OrderBy(contact => contact.Account!.DisplayName).ThenBy(contact => contact.Id)
            .Include(contact => contact.Account).ThenInclude(account => account!.Grants.Where(grant => OfficerRoles.Contains(grant.Role)))
            .ToListAsync(cancellationToken);
        var codes = contacts.SelectMany(contact => contact.Account!.Grants).Select(CodeOf).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var names = await db.Set<Alliance.Institutions.Institution>().AsNoTracking().Where(institution => codes.Contains(institution.Code))
            .Select(institution => new { institution.Code, institution.Name }).ToDictionaryAsync(row => row.Code, row => row.Name, cancellationToken);
        var (now, sought) = (clock.GetCurrentInstant(), Folding.Fold(search));
        return [.. contacts.Select(contact => Entry(contact, names, now)).Where(entry => sought.Length == 0 || Matches(entry, sought))];
    }

    /// <summary>The viewer's own entry with its account, or null.</summary>
    public Task<OfficerContact?> OwnAsync(Viewer viewer, CancellationToken cancellationToken) =>
        db.OfficerContacts.AsNoTracking().SingleOrDefaultAsync(contact => contact.AccountId == viewer.AccountId, cancellationToken);

    private static DirectoryEntry Entry(OfficerContact contact, Dictionary<string, LocalizedText> names, Instant now)
    {
        var (account, grants) = (contact.Account!, contact.Account!.Grants);
        return new DirectoryEntry(
            contact.Id, account.DisplayName, grants.Exists(grant => grant.Role == Roles.Secretariat) ? Roles.Secretariat : Roles.Liaison,
            [.. grants.Select(CodeOf).OfType<string>().Where(names.ContainsKey).Order(StringComparer.Ordinal).Select(code => names[code])],
            contact.Phone, contact.ShowsMail ? account.Email : null, contact.Messenger, contact.MessengerId, contact.Languages, contact.ShowsZone ? account.Zone : null,
            contact.ConfirmedAt, now - contact.ConfirmedAt > Freshness);
    }

    private static string? CodeOf(RoleGrant grant) => grant.Scope.StartsWith("institution:", StringComparison.Ordinal) ? grant.Scope["institution:".Length..] : null;

    private static bool Matches(DirectoryEntry entry, string sought) =>
        entry.Institutions.SelectMany(name => name.Languages.Select(language => name[language]!)).Append(entry.Name)
            .Any(text => Folding.Fold(text).Contains(sought, StringComparison.Ordinal));
}
