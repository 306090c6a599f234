using System.Security.Cryptography;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Applications;
using Rotunda.Modules.Alliance.Bodies;
using Rotunda.Modules.Alliance.Handover;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Alliance.Leadership;
using Rotunda.Modules.Alliance.Memberships;
using Rotunda.Modules.Alliance.Proposals;
using Rotunda.Modules.Conferences.Editions;
using Rotunda.Modules.Correspondence.Circulars;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Web;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Shared;

/// <summary>The first page of the desk: what is due, in the reader's zone, with a constant number of queries.</summary>
public abstract class TodayTests(Site site)
{
    [Fact]
    public async Task Terms_and_editions_are_due_within_thirty_days_and_overdue_ones_come_first()
    {
        var today = site.Clock.GetCurrentInstant().InUtc().Date;
        await AddAsync("one", today.PlusDays(-3), today.PlusDays(12), 1);
        await AddAsync("far", today.PlusDays(200), today.PlusDays(31), 1);

        var page = await (await site.SignInAsync("secretariat")).PageAsync("/en/desk");
        var lines = page.QuerySelectorAll(".due li").Select(line => (Late: line.ClassName == "overdue", Text: string.Join(' ', line.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))).ToList();

        Assert.Contains(lines, line => line.Late && line.Text.Contains("3 days overdue Planned end of the term", StringComparison.Ordinal));
        Assert.Contains(lines, line => !line.Late && line.Text.Contains("in 12 days Begins: Edition one", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Text.Contains("Edition far", StringComparison.Ordinal));
        Assert.Equal(lines.OrderByDescending(line => line.Late).Select(line => line.Text), lines.Select(line => line.Text));
    }

    [Fact]
    public async Task Member_sees_no_terms_of_the_registry()
    {
        var today = site.Clock.GetCurrentInstant().InUtc().Date;
        await AddAsync("two", today.PlusDays(5), today.PlusDays(6), 1);

        var page = await (await site.SignInAsync("member")).PageAsync("/en/desk");

        Assert.Contains("Edition two", page.QuerySelector(".due")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Planned end", page.QuerySelector(".due")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Asia/Vladivostok", "26 November", "00:30", "in 4 days")]
    [InlineData("Europe/Moscow", "25 November", "17:30", "in 3 days")]
    [InlineData("UTC", "25 November", "14:30", "in 3 days")]
    public async Task What_is_due_near_midnight_stands_on_the_day_of_the_readers_zone(string zone, string day, string time, string left)
    {
        var subject = $"Circular for {zone}";
        await using (var db = site.Db())
        {
            db.Add(NewCircular(subject, Instant.FromUtc(2026, 11, 25, 14, 30)));
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        var page = await (await site.SignInAsync("secretariat")).PageAsync($"/en/desk?zone={zone}");

        var line = page.QuerySelectorAll(".due li").Single(line => line.TextContent.Contains(subject, StringComparison.Ordinal));
        Assert.Contains(day, line.QuerySelector("time")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(time, line.QuerySelector("time")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(left, line.QuerySelector(".when b")!.TextContent);
        Assert.Contains(zone, page.QuerySelector(".due > p")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Asia/Vladivostok", false)]
    [InlineData("Europe/Moscow", true)]
    public async Task The_last_of_the_thirty_days_ends_at_the_midnight_of_the_readers_zone(string zone, bool isShown)
    {
        var languages = site.Services.GetRequiredService<SiteLanguages>();
        var reader = new Reader(languages.Default, languages.TextsOf(languages.Default), new Viewer(RowId.New(), "Secretary", [new Grant(Roles.Secretariat, null)]), DateTimeZoneProviders.Tzdb[zone]);
        var before = await CountAsync();
        await using (var db = site.Db())
        {
            // In Vladivostok the thirty-first day from today, in Moscow the thirtieth
            db.Add(NewCircular("At the end", Instant.FromUtc(2026, 12, 22, 14, 30)));
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(isShown ? 1 : 0, await CountAsync() - before);

        async Task<int> CountAsync()
        {
            await using var scope = site.Services.CreateAsyncScope();
            var (lines, more) = await scope.ServiceProvider.GetRequiredService<DueList>().ReadAsync(reader, TestContext.Current.CancellationToken);
            return lines.Count + more;
        }
    }

    [Fact]
    public async Task Number_of_queries_does_not_grow_with_what_is_due_and_what_is_left_out_is_counted()
    {
        var today = site.Clock.GetCurrentInstant().InUtc().Date;
        var secretary = await site.SignInAsync("secretariat");
        await AddAsync("first", today.PlusDays(1), today.PlusDays(1), 1);
        await secretary.PageAsync("/en/desk");
        var few = await QueryCount.FewestCommandsAsync(site, () => secretary.PageAsync("/en/desk"));

        await AddAsync("many", today.PlusDays(29), today.PlusDays(30), 40);
        var many = await QueryCount.FewestCommandsAsync(site, () => secretary.PageAsync("/en/desk"));
        var page = await secretary.PageAsync("/en/desk");

        Assert.InRange(few.Count, 5, 34);
        Assert.Equal(few.Count, many.Count);
        Assert.Equal(DueList.Most, page.QuerySelectorAll(".due li").Length);
        Assert.Matches("And [0-9]+ more", page.QuerySelector(".due")!.TextContent);
    }

    [Fact]
    public void Every_page_of_the_desk_has_help_in_every_language()
    {
        var routes = site.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not null)
            // A download is no page that could show any
            .Where(endpoint => !endpoint.RoutePattern.RawText!.Contains("/export", StringComparison.Ordinal)).Select(endpoint => DeskHelp.NameOf(endpoint.RoutePattern.RawText)).OfType<string>().Select(name => "help." + name).Distinct().ToList();
        var languages = site.Services.GetRequiredService<SiteLanguages>();

        Assert.True(routes.Count > 10);
        Assert.All(languages.All, language => Assert.Equal([], routes.Except(languages.TextsOf(language).Keys)));
    }

    private Circular NewCircular(string subject, Instant due) => new()
    {
        Id = RowId.New(), Subject = LocalizedText.Of(("en", subject)), Role = Roles.Liaison, Zone = "UTC", SenderName = "Secretary", AnswerKind = AnswerKind.YesNo,
        CreatedAt = site.Clock.GetCurrentInstant(), SentAt = site.Clock.GetCurrentInstant(), DueAt = due,
    };

    private async Task AddAsync(string name, LocalDate termEnds, LocalDate editionBegins, int count)
    {
        await using var db = site.Db();
        var root = await db.Bodies.Where(row => row.Kind == BodyKind.Association).Select(row => row.Id).SingleAsync(TestContext.Current.CancellationToken);
        var body = new Body { Id = RowId.New(), ParentId = root, Code = $"body-{name}", Kind = BodyKind.Organ, Name = LocalizedText.Of(("en", name)) };
        var seat = new Seat { Id = RowId.New(), BodyId = body.Id, Kind = SeatKind.RotatingChair, SideCode = "CN" };
        db.AddRange(body, seat);
        var (now, institution) = (site.Clock.GetCurrentInstant(), await db.Institutions.OrderBy(row => row.Code).Select(row => row.Id).FirstAsync(TestContext.Current.CancellationToken));
        for (var number = 0; number < count; number++)
        {
            db.Add(new Term { Id = RowId.New(), SeatId = seat.Id, Number = 100 + number, PlannedTo = PartialDate.On(termEnds) });
            db.Add(new Edition { Id = RowId.New(), Code = $"{name}-{number}", Name = LocalizedText.Of(("en", $"Edition {name}")), Held = PartialDate.On(editionBegins) });
            var organ = new Body { Id = RowId.New(), ParentId = root, Code = $"body-{name}-{number}", Kind = BodyKind.Organ, Name = LocalizedText.Of(("en", name)) };
            var (office, proposal) = (new Seat { Id = RowId.New(), BodyId = organ.Id, Kind = SeatKind.RotatingChair, SideCode = "CN" }, RowId.New());
            db.AddRange(organ, office);
            db.Add(new ChairHandover { Id = RowId.New(), SeatId = office.Id, ToInstitutionId = institution, PlannedOn = editionBegins, Invitees = "", CreatedAt = now });
            db.Add(NewCircular($"Circular {name}", now + Duration.FromDays(20)));
            db.Add(new MembershipApplication
            {
                Id = RowId.New(), TokenHash = RandomNumberGenerator.GetBytes(32), LanguageCode = "en", Name = LocalizedText.Of(("en", $"Applicant {name}")), SideCode = "CN", Country = "CN", Zone = "Asia/Shanghai",
                Domain = "applicant.example", ContactName = "Contact", Email = "contact@applicant.example", Wish = MembershipStatus.Full, Reason = "To belong", State = ApplicationState.Review, SentAt = now - Duration.FromDays(5), ConfirmedAt = now - Duration.FromDays(5),
            });
            db.Add(new Proposal
            {
                Id = proposal, InstitutionId = institution, ProposerName = "Officer", ProposedAt = now,
                Fields = [new ProposedField { Id = RowId.New(), ProposalId = proposal, Field = "city.en", Before = "", After = $"City {number}" }],
            });
        }

        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }
}

public sealed class TodayTestsOnSqlite(SqliteSite site) : TodayTests(site), IClassFixture<SqliteSite>;

public sealed class TodayTestsOnPostgres(PostgresSite site) : TodayTests(site), IClassFixture<PostgresSite>;
