using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Modules.Alliance.Association;
using Rotunda.Modules.Alliance.Memberships;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Modules.Shared.Time;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Alliance.Institutions.Pages;

/// <summary>The members by side, with a map, filters and a date.</summary>
[Public]
public sealed class MembersModel(RotundaDb db, InstitutionQueries institutions, IClock clock) : SitePage
{
    private const int LongestName = 100;

    public MemberList List { get; private set; } = new([], [], null);

    public MemberMap? Map { get; private set; }

    public IReadOnlyList<Side> Sides { get; private set; } = [];

    public AsOf On { get; private set; }

    public string? Side { get; private set; }

    public MembershipStatus? Status { get; private set; }

    public string Name { get; private set; } = "";

    public bool IsFiltered => Side is not null || Status is not null || Name.Length > 0 || !On.IsToday;

    public async Task<IActionResult> OnGetAsync(string? q, string? side, string? status, string? on, CancellationToken cancellationToken)
    {
        if (!AsOf.TryRead(on, TodayBy(clock), out var date) || q is { Length: > LongestName }) return BadRequest();
        Sides = await db.Sides.AsNoTracking().OrderBy(row => row.Order).ToListAsync(cancellationToken);
        if (!string.IsNullOrEmpty(side) && Sides.All(row => row.Code != side)) return BadRequest();
        if (!string.IsNullOrEmpty(status) && !MembershipStatusTexts.TryRead(status, out _)) return BadRequest();
        Side = string.IsNullOrEmpty(side) ? null : side;
        Status = MembershipStatusTexts.TryRead(status, out var known) ? known : null;
        (On, Name, Title, Description) = (date, q?.Trim() ?? "", T["members.title"], T["members.description"]);
        Walk(new Crumb(Title, null));
        List = await institutions.MembersAsync(new MemberFilter(On, Side, Status, Name), Reader, cancellationToken);
        Map = MemberMap.Of(List, Reader);
        return Page();
    }
}
