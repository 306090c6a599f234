using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Settings;
using Rotunda.Modules.Alliance.Association;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Alliance.Leadership;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Time;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Alliance.Home;

/// <summary>The association's names, for the frame of every page.</summary>
internal sealed class AllianceIdentity(SettingsStore settings) : ISiteIdentity
{
    public async ValueTask<SiteIdentity> GetAsync(CancellationToken cancellationToken)
    {
        var association = await settings.GetAsync<AssociationSettings>(cancellationToken);
        return new SiteIdentity(association.Name, association.Abbreviation);
    }
}

/// <summary>The masthead: the association's name in all its languages over a date line.</summary>
public sealed record MastheadModel(AssociationSettings Association, LocalDate Today);

internal sealed class MastheadPart(SettingsStore settings, IClock clock) : IHomePart
{
    public int Order => 0;

    public async Task<PartView?> BuildAsync(Reader reader, AsOf on, CancellationToken cancellationToken)
    {
        var association = await settings.GetAsync<AssociationSettings>(cancellationToken);
        if (association.Name.IsEmpty) return null;
        var today = clock.GetCurrentInstant().InZone(reader.Zone ?? DateTimeZone.Utc).Date;
        return new PartView("/Modules/Alliance/Home/_Masthead.cshtml", new MastheadModel(association, today));
    }
}

/// <summary>The chair units of the sides on a date.</summary>
public sealed record ChairsModel(IReadOnlyList<SeatView> Seats, AsOf On);

internal sealed class ChairsPart(LeadershipQueries leadership) : IHomePart
{
    public int Order => 30;

    public async Task<PartView?> BuildAsync(Reader reader, AsOf on, CancellationToken cancellationToken)
    {
        if (await leadership.RootAsync(cancellationToken) is not { } root) return null;
        var seats = await leadership.SeatsOfAsync(root, cancellationToken);
        return seats.Count == 0 ? null : new PartView("/Modules/Alliance/Home/_Chairs.cshtml", new ChairsModel(seats, on));
    }
}

/// <summary>The map of members with declared and recorded numbers.</summary>
public sealed record MembersPartModel(MemberList List, MemberMap Map, AsOf On);

internal sealed class MembersPart(InstitutionQueries institutions) : IHomePart
{
    public int Order => 60;

    public async Task<PartView?> BuildAsync(Reader reader, AsOf on, CancellationToken cancellationToken)
    {
        var list = await institutions.MembersAsync(new MemberFilter(on), reader, cancellationToken);
        return MemberMap.Of(list, reader) is { } map ? new PartView("/Modules/Alliance/Home/_Members.cshtml", new MembersPartModel(list, map, on)) : null;
    }
}

/// <summary>The rules of governance and the facts of the association, on the page about it.</summary>
public sealed record AboutModel(AssociationSettings Association, IReadOnlyList<GovernanceRule> Rules);

internal sealed class AboutPart(RotundaDb db, SettingsStore settings) : IPagePart
{
    public string Page => "about";

    public int Order => 10;

    public async Task<PartView?> BuildAsync(Reader reader, CancellationToken cancellationToken)
    {
        var association = await settings.GetAsync<AssociationSettings>(cancellationToken);
        var rules = await db.GovernanceRules.AsNoTracking().OrderBy(rule => rule.Order).ToListAsync(cancellationToken);
        return association.Name.IsEmpty ? null : new PartView("/Modules/Alliance/Home/_About.cshtml", new AboutModel(association, rules));
    }
}

/// <summary>How to write to the association, on the page for that.</summary>
internal sealed class ContactPart(SettingsStore settings) : IPagePart
{
    public string Page => "contact";

    public int Order => 5;

    public async Task<PartView?> BuildAsync(Reader reader, CancellationToken cancellationToken)
    {
        var association = await settings.GetAsync<AssociationSettings>(cancellationToken);
        return association is { ContactEmail: null, ContactPhone: null, ContactAddress.IsEmpty: true } ? null : new PartView("/Modules/Alliance/Home/_Contact.cshtml", association);
    }
}
