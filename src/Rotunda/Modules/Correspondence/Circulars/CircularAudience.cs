using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Alliance.Bodies;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Alliance.Memberships;

namespace Rotunda.Modules.Correspondence.Circulars;

/// <summary>An institution that a circular goes to, with its officers.</summary>
public sealed record AudienceInstitution(Guid Id, string Code, LocalizedText Name, string SideCode, string Zone, IReadOnlyList<Officer> Officers);

/// <summary>Somebody with the circular's role for an institution.</summary>
public sealed record Officer(Guid AccountId, string Name, string Email, string LanguageCode, string? Zone);

/// <summary>Works out to whom a circular goes, in three queries at most.</summary>
public sealed class CircularAudience(RotundaDb db, IClock clock)
{
    /// <summary>The institutions that a choice names today, with the officers that can sign in; by code.</summary>
    public async Task<IReadOnlyList<AudienceInstitution>> OfAsync(Audience audience, IReadOnlyList<string> codes, string role, CancellationToken cancellationToken)
    {
        var institutions = await Chosen(audience, codes).AsNoTracking().OrderBy(institution => institution.Code).ToListAsync(cancellationToken);
        var today = clock.GetCurrentInstant().InUtc().Date;
        var chosen = audience switch
        {
            Audience.Selection => institutions,
            Audience.Side => institutions.Where(institution => IsMember(institution, today)).ToList(),
            _ => await InBodyAsync(institutions, codes, today, cancellationToken),
        };
        var officers = await OfficersAsync(role, cancellationToken);
        return [.. chosen.Select(institution => new AudienceInstitution(
            institution.Id, institution.Code, institution.Name, institution.SideCode, institution.Zone, [.. officers[institution.Code]]))];
    }

    /// <summary>Who holds a role for institutions now and can be written to, by the code of the institution; one query.</summary>
    public async Task<ILookup<string, Officer>> OfficersAsync(string role, CancellationToken cancellationToken)
    {
        var grants = await (
            from grant in db.Holding(clock.GetCurrentInstant())
            join account in db.Accounts on grant.AccountId equals account.Id
            where grant.Role == role && grant.Scope.StartsWith("institution:") && account.Email != null
            orderby account.DisplayName, account.Id
            select new { grant.Scope, Officer = new Officer(account.Id, account.DisplayName, account.Email!, account.LanguageCode, account.Zone) }).ToListAsync(cancellationToken);
        return grants.ToLookup(grant => grant.Scope["institution:".Length..], grant => grant.Officer, StringComparer.Ordinal);
    }

    private IQueryable<Institution> Chosen(Audience audience, IReadOnlyList<string> codes) => audience switch
    {
        Audience.Selection => db.Institutions.Where(institution => codes.Contains(institution.Code)),
        Audience.Side => db.Institutions.Include(institution => institution.Memberships).Where(institution => codes.Contains(institution.SideCode)),
        _ => db.Institutions.Include(institution => institution.Memberships),
    };

    private async Task<List<Institution>> InBodyAsync(List<Institution> institutions, IReadOnlyList<string> codes, LocalDate today, CancellationToken cancellationToken)
    {
        if (await db.Bodies.AsNoTracking().Include(body => body.Members).SingleOrDefaultAsync(body => codes.Contains(body.Code), cancellationToken) is not { } body) return [];
        // Everyone belongs to the association itself by a membership
        if (body.Kind == BodyKind.Association) return [.. institutions.Where(institution => IsMember(institution, today))];
        var members = body.Members.Where(member => new Tenure(member.From, member.To, []).On(today) != Presence.No).Select(member => member.InstitutionId).ToHashSet();
        return [.. institutions.Where(institution => members.Contains(institution.Id))];
    }

    private static bool IsMember(Institution institution, LocalDate today) => institution.Memberships.Exists(membership => membership.Tenure.On(today) != Presence.No);
}
