using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Alliance;
using Rotunda.Modules.Alliance.Association;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Correspondence.Directory;

/// <summary>An entry as other officers see it: only what its holder consented to.</summary>
/// <param name="Id">Of the entry.</param>
/// <param name="Name">Of the officer.</param>
/// <param name="Role">The role that makes the person an officer.</param>
/// <param name="Institutions">For which the person speaks, or the sides of a permanent secretariat; empty for the secretariat.</param>
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

/// <summary>Reads the directory in four queries.</summary>
public sealed class DirectoryQueries(RotundaDb db, ISearchFilter search, Permissions permissions, IClock clock)
{
    /// <summary>After this time without a confirmation an entry is stale.</summary>
    public static readonly Duration Freshness = Duration.FromDays(365);

    /// <summary>Those who are officers, the role first by which a person with several is called.</summary>
    private static readonly string[] OfficerRoles = [Roles.Secretariat, AllianceRoles.SideSecretariat, AllianceRoles.ChairUnit, Roles.Liaison];

    /// <summary>The entries of those who are officers at this moment, by name; filtered by name of person or institution. Nothing for whoever is no officer.</summary>
    public async Task<IReadOnlyList<DirectoryEntry>> AllAsync(Viewer viewer, string words, CancellationToken cancellationToken)
    {
        if (!permissions.MaySomewhere(viewer, CorrespondenceActs.ReadDirectory)) return [];
        var now = clock.GetCurrentInstant();
        var held = db.Holding(now).Where(grant => OfficerRoles.Contains(grant.Role));
        var contacts = await db.OfficerContacts.AsNoTracking().Where(contact => held.Any(grant => grant.AccountId == contact.AccountId))
            .OrderBy(contact => contact.Account!.DisplayName).ThenBy(contact => contact.Id).Include(contact => contact.Account).ToListAsync(cancellationToken);
        // Read after the contacts: a role that ends in between takes its entry along
        var grants = (await held.AsNoTracking().Where(grant => db.Set<OfficerContact>().Any(contact => contact.AccountId == grant.AccountId)).ToListAsync(cancellationToken)).ToLookup(grant => grant.AccountId);
        var scopes = grants.SelectMany(group => group).Select(grant => grant.Scope).Where(scope => scope.Length > 0).ToHashSet(StringComparer.Ordinal);
        var names = await db.Set<Institution>().AsNoTracking().Where(institution => scopes.Contains("institution:" + institution.Code)).Select(row => new { Scope = "institution:" + row.Code, row.Name })
            .ToDictionaryAsync(row => row.Scope, row => row.Name, StringComparer.Ordinal, cancellationToken);
        foreach (var side in await db.Set<Side>().AsNoTracking().ToListAsync(cancellationToken)) names[AllianceActs.ScopeOfSide(side.Code)] = side.Name;
        return search.Among([.. contacts.Where(contact => grants.Contains(contact.AccountId)).Select(contact => Entry(contact, [.. grants[contact.AccountId]], names, now))], entry => entry.Institutions.SelectMany(name => name.Languages.Select(language => name[language]!)).Append(entry.Name), words);
    }

    /// <summary>The viewer's own entry with its account, or null.</summary>
    public Task<OfficerContact?> OwnAsync(Viewer viewer, CancellationToken cancellationToken) =>
        db.OfficerContacts.AsNoTracking().SingleOrDefaultAsync(contact => contact.AccountId == viewer.AccountId, cancellationToken);

    private static DirectoryEntry Entry(OfficerContact contact, List<RoleGrant> grants, Dictionary<string, LocalizedText> names, Instant now)
    {
        var account = contact.Account!;
        return new DirectoryEntry(
            contact.Id, account.DisplayName, OfficerRoles.First(role => grants.Exists(grant => grant.Role == role)),
            [.. grants.Select(grant => grant.Scope).Distinct(StringComparer.Ordinal).Where(names.ContainsKey).Order(StringComparer.Ordinal).Select(scope => names[scope])],
            contact.Phone, contact.ShowsMail ? account.Email : null, contact.Messenger, contact.MessengerId, contact.Languages, contact.ShowsZone ? account.Zone : null,
            contact.ConfirmedAt, now - contact.ConfirmedAt > Freshness);
    }
}
