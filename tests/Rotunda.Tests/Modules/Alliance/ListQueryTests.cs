using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Data.Values;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Accounts.Invitations;
using Rotunda.Modules.Alliance.Association;
using Rotunda.Modules.Alliance.Bodies;
using Rotunda.Modules.Alliance.Documents;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Alliance.Leadership;
using Rotunda.Modules.Alliance.Memberships;
using Rotunda.Modules.Alliance.Programmes;
using Rotunda.Modules.Alliance.Proposals;
using Rotunda.Modules.Alliance.Registry.Records;
using Rotunda.Modules.Alliance.Totals;
using Rotunda.Modules.Assembly.Resolutions;
using Rotunda.Modules.Conferences.Editions;
using Rotunda.Modules.Newsroom.Topics;
using Rotunda.Modules.Shared.Access;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Alliance;

/// <summary>Lists of thirty records ask the database no more often than lists of one.</summary>
public abstract class ListQueryTests(Site site)
{
    /// <summary>Lists of other records than institutions, with what stands for one in them.</summary>
    private static readonly (string Path, string Row)[] Lists =
    [
        ("/en/leadership", ".timeline > li"), ("/en/bodies", ".tree-node a"), ("/en/bodies/root", ".lines > li"), ("/en/bodies/b0", "main a[href*='/members/']"), ("/en/programmes", ".cards > li"), ("/en/documents", ".documents > li"),
        ("/en/conferences", ".editions > li"), ("/en/resolutions", ".editions > li"), ("/en/history", ".timeline > li"), ("/en/desk/terms", ".desk-main .lines > li"), ("/en/desk/names", ".table tbody tr"),
        ("/en/desk/proposals", ".desk-main .lines > li"), ("/en/desk/audit", ".audit > li"), ("/en/desk/topics", ".table tbody tr"), ("/en/desk/invitations", ".table tbody tr"), ("/en/desk", ".audit > li"),
    ];

    [Fact]
    public async Task Lists_ask_the_same_queries_for_one_record_and_for_thirty()
    {
        var secretary = await site.SignInAsAsync("lists@example.org", Roles.Secretariat);
        await AddAsync(0, 1);
        var one = await CountsAsync(secretary, 1);

        await AddAsync(1, 30);
        var thirty = await CountsAsync(secretary, 30);

        Assert.All(one.Where(pair => pair.Key.Contains("institutions", StringComparison.Ordinal) || pair.Key.Contains("members", StringComparison.Ordinal)), pair => Assert.InRange(pair.Value.Count, 1, 15));
        Assert.All(one.Values, commands => Assert.InRange(commands.Count, 1, 45));
        var grown = string.Join("\n\n", one.Keys.Where(path => one[path].Count < thirty[path].Count).Select(path => $"{path}: {one[path].Count} queries of one, {thirty[path].Count} of thirty; more of:\n{string.Join('\n', QueryCount.More(thirty[path], one[path]))}"));
        Assert.True(grown.Length == 0, grown);
    }

    /// <summary>The number of queries behind each page, for a signed-in reader, whose pages are never kept.</summary>
    private async Task<Dictionary<string, IReadOnlyList<string>>> CountsAsync(Visitor secretary, int institutions)
    {
        var counts = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var (path, row) in new[] { ("/en/members?on=2022-06-03", ".members > li"), ("/zh/members", ".members > li"), ("/en/desk/institutions", ".table tbody tr"), ("/en/desk/registry/institutions", ".desk-main .lines li") })
        {
            // Once before, so that nothing is read for the first time
            var page = await secretary.PageAsync(path);
            Assert.Equal(institutions, page.QuerySelectorAll(row).Length);
            counts[path] = await QueryCount.FewestCommandsAsync(site, () => secretary.PageAsync(path), rounds: 3);
        }

        await using var scope = site.Services.CreateAsyncScope();
        var kinds = scope.ServiceProvider.GetServices<RecordKind>().Where(kind => kind is { HasPages: true, IsSingle: false }).Select(kind => (Path: "/en/desk/registry/" + kind.Code, Row: ".desk-main .lines li")).ToList();
        Assert.InRange(kinds.Count, 12, 30);
        foreach (var (path, row) in Lists.Concat(kinds))
        {
            var page = await secretary.PageAsync(path);
            var rows = page.QuerySelectorAll(row).Length;
            // Of these there are few: the sides, and the latest changes on the first page
            Assert.True(rows >= (path.EndsWith("/sides", StringComparison.Ordinal) ? 1 : path == "/en/desk" ? Math.Min(institutions, 6) : institutions), $"{path}: {rows} rows");
            counts[path] = await QueryCount.FewestCommandsAsync(site, () => secretary.PageAsync(path), rounds: 3);
        }

        return counts;
    }

    private async Task AddAsync(int from, int to)
    {
        await using var db = site.Db();
        if (from == 0) db.Add(new Side { Id = RowId.New(), Code = "CN", Order = 0, Name = LocalizedText.Of(("en", "Chinese side")) });
        for (var number = from; number < to; number++)
        {
            var institution = new Institution
            {
                Id = RowId.New(), Code = $"u{number}", SideCode = "CN", Country = "CN", Zone = "Asia/Shanghai", Latitude = 30 + (number / 10.0), Longitude = 110 + number,
            };
            institution.SetName(TestLanguages.English, $"University {number}");
            if (number % 2 == 0) institution.SetName(TestLanguages.Chinese, $"大学{number}");
            institution.Memberships.Add(new Membership { Id = RowId.New(), Status = MembershipStatus.Full, From = PartialDate.On(new LocalDate(2011, 3, 6)) });
            await AddRecordsAsync(db, institution, number);
        }

        await db.SaveChangesAsync();
    }

    /// <summary>One record of every kind, with the lines of the audit trail that speak of it.</summary>
    private async Task AddRecordsAsync(RotundaDb db, Institution institution, int number)
    {
        var (now, code, date) = (site.Clock.GetCurrentInstant(), $"b{number}", PartialDate.On(new LocalDate(2011 + (number % 10), 3, 6)));
        if (number == 0)
        {
            var association = new Body { Id = RowId.New(), Code = "root", Kind = BodyKind.Association, Name = LocalizedText.Of(("en", "Association")), Founded = date };
            association.Seats.Add(new Seat { Id = RowId.New(), SideCode = "CN", Kind = SeatKind.RotatingChair });
            // A timeline begins with two terms
            association.Seats[0].Terms.Add(new Term { Id = RowId.New(), Number = 900, From = date });
            db.Add(association);
            await db.SaveChangesAsync();
        }

        var root = await db.Bodies.AsTracking().Include(body => body.Seats).SingleAsync(body => body.Code == "root");
        var first = number == 0 ? null : await db.Bodies.AsTracking().SingleAsync(body => body.Code == "b0");
        var body = new Body { Id = RowId.New(), Code = code, Kind = BodyKind.SubAlliance, ParentId = root.Id, Order = number + 1, Name = LocalizedText.Of(("en", "Body " + code)), Founded = date };
        var seat = new Seat { Id = RowId.New(), BodyId = body.Id, SideCode = "CN", Kind = SeatKind.Lead };
        var term = new Term { Id = RowId.New(), SeatId = root.Seats.Single(one => one.Kind == SeatKind.RotatingChair).Id, Number = number + 1, InstitutionId = institution.Id, From = date };
        var edition = new Edition { Id = RowId.New(), Code = $"e{number}", Name = LocalizedText.Of(("en", "Edition " + code)), Number = number + 1, Held = date };
        edition.Hosts.Add(new EditionHost { EditionId = edition.Id, InstitutionCode = institution.Code });
        edition.Sessions.Add(new Session { Id = RowId.New(), Name = LocalizedText.Of(("en", "Session")), UndertakerCode = institution.Code });
        edition.Announcements.Add(new Announcement { Id = RowId.New(), Text = LocalizedText.Of(("en", "Announced")) });
        var resolution = new Resolution { Id = RowId.New(), Number = $"{2011 + (number % 10)}-{number + 1}", Title = LocalizedText.Of(("en", "Resolution")), Date = date, BodyCode = "root", EditionCode = edition.Code };
        resolution.Effects.Add(new ResolutionEffect { Id = RowId.New(), SubjectKind = "institution", SubjectCode = institution.Code, Text = LocalizedText.Of(("en", "admitted")) });
        var programme = new Programme { Id = RowId.New(), Code = $"p{number}", Name = LocalizedText.Of(("en", "Programme " + code)), Order = number };
        programme.Institutions.Add(institution);
        var proposal = new Proposal { Id = RowId.New(), InstitutionId = institution.Id, ProposerName = "Officer", ProposedAt = now };
        proposal.Fields.Add(new ProposedField { Id = RowId.New(), ProposalId = proposal.Id, Field = "city.en", Before = "", After = "Elsewhere" });
        db.AddRange(
            institution, body, seat, term, edition, resolution, programme, proposal,
            new Term { Id = RowId.New(), SeatId = seat.Id, Number = 1, InstitutionId = institution.Id, From = date },
            new BodyMember { Id = RowId.New(), BodyId = first?.Id ?? body.Id, InstitutionId = institution.Id, IsFounder = true, From = date },
            new Appointment { Id = RowId.New(), BodyId = root.Id, InstitutionId = institution.Id, Office = LocalizedText.Of(("en", "Secretary")), From = date },
            new DeclaredTotal { Id = RowId.New(), BodyId = root.Id, Date = date, Figures = [new Figure(Counted.All, null, number + 1)] },
            new GovernanceRule { Id = RowId.New(), Order = number, Text = LocalizedText.Of(("en", "Rule " + code)) },
            new AssociationDocument { Id = RowId.New(), Code = $"d{number}", Title = LocalizedText.Of(("en", "Document " + code)), Date = date },
            new Topic { Id = RowId.New(), Kind = TopicKind.Tag, Code = $"t{number}", Name = LocalizedText.Of(("en", "Topic " + code)) },
            new Invitation { Id = RowId.New(), TokenHash = [1, 2, (byte)number], Email = $"guest{number}@example.org", Role = Roles.Member, Scope = "", LanguageCode = "en", CreatedAt = now, ExpiresAt = now + Duration.FromDays(9) });
        var audit = site.Services.GetRequiredService<AuditTrail>();
        var account = await db.Set<Account>().Select(row => row.Id).FirstAsync();
        foreach (var (kind, id) in new[] { ("account", account), ("seat", seat.Id), ("proposal", proposal.Id), ("term", term.Id), ("body", body.Id), ("institution", institution.Id) })
            audit.Record(db, Viewer.Program, kind + ".edit", kind, id.ToString(), [new FieldChange("abbreviation", null, "A")]);
        await db.SaveChangesAsync();
    }
}

public sealed class ListQueryTestsOnSqlite(EmptySqliteSite site) : ListQueryTests(site), IClassFixture<EmptySqliteSite>;

public sealed class ListQueryTestsOnPostgres(EmptyPostgresSite site) : ListQueryTests(site), IClassFixture<EmptyPostgresSite>;
