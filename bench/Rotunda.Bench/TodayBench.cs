using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Applications;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Alliance.Memberships;
using Rotunda.Modules.Alliance.Proposals;
using Rotunda.Modules.Conferences.Editions;
using Rotunda.Modules.Correspondence.Circulars;
using Rotunda.Modules.Shared.Access;

namespace Rotunda.Bench;

/// <summary>
/// The first page of the desk for a secretary with 20 editions and 2,000 open items (proposals, applications, circulars), beside the same page before they were added:
/// processor time of this process, which hosts the site, while wrk asks from another one.
/// </summary>
public static class TodayBench
{
    private const int Editions = 20;
    private const int Items = 2000;
    private const double Milliseconds = 5;

    public static async Task<int> RunAsync(string folder)
    {
        await using var app = await HostedSite.StartAsync(StoreLocation.At(folder, null));
        var address = app.Address;
        var cookies = await Web.SignInAsync(address, "secretar");
        var url = $"{address}/en/desk";

        await Web.LoadAsync(url, 30, 4, cookies);
        var before = await MeasureAsync(url, cookies);
        await AddAsync(app.Services);
        await Web.LoadAsync(url, 5, 2, cookies);
        var after = await MeasureAsync(url, cookies);

        Console.WriteLine("| first page of the desk | without, ms CPU | with 20 editions and 2,000 open items, ms CPU | ratio | floor |");
        Console.WriteLine("|---|---:|---:|---:|---|");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| secretary | {before:F2} | {after:F2} | {after / before:F2} | ≤ {Milliseconds:F0} ms |"));
        return after <= Milliseconds ? 0 : 1;
    }

    private static async Task<double> MeasureAsync(string url, string cookies)
    {
        var rounds = new List<double>();
        for (var round = 0; round < 3; round++)
        {
            var before = Process.GetCurrentProcess().TotalProcessorTime;
            var (_, requests) = await Web.LoadAsync(url, 6, 2, cookies);
            rounds.Add((Process.GetCurrentProcess().TotalProcessorTime - before).TotalMilliseconds / requests);
        }

        return rounds.Order().ElementAt(1);
    }

    private static async Task AddAsync(IServiceProvider services)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<RotundaDb>>().CreateDbContextAsync();
        var now = services.GetRequiredService<IClock>().GetCurrentInstant();
        var institutions = await db.Set<Institution>().Select(row => row.Id).ToListAsync();
        for (var number = 0; number < Items; number++)
        {
            var id = RowId.New();
            if (number % 20 == 0)
            {
                db.Add(new Circular
                {
                    Id = id, Subject = LocalizedText.Of(("en", $"Circular {number}")), Role = Roles.Liaison, Zone = "UTC", SenderName = "Secretary", AnswerKind = AnswerKind.YesNo,
                    CreatedAt = now, SentAt = now, DueAt = now + Duration.FromDays(1 + (number % 29)),
                });
                continue;
            }

            if (number % 20 == 1)
            {
                db.Add(new MembershipApplication
                {
                    Id = id, TokenHash = RandomNumberGenerator.GetBytes(32), LanguageCode = "en", Name = LocalizedText.Of(("en", $"Applicant {number}")), SideCode = "CN", Country = "CN", Zone = "Asia/Shanghai",
                    Domain = "applicant.example", ContactName = "Contact", Email = "contact@applicant.example", Wish = MembershipStatus.Full, Reason = "To belong", State = ApplicationState.Review,
                    SentAt = now - Duration.FromDays(10), ConfirmedAt = now - Duration.FromDays(10),
                });
                continue;
            }

            db.Add(new Proposal
            {
                Id = id, InstitutionId = institutions[number % institutions.Count], ProposerName = "Officer", ProposedAt = now - Duration.FromMinutes(number),
                Fields = [new ProposedField { Id = RowId.New(), ProposalId = id, Field = "city.en", Before = "", After = $"City {number}" }],
            });
        }

        for (var number = 0; number < Editions; number++)
            db.Add(new Edition
            {
                Id = RowId.New(), Code = $"bench-{number}", Name = LocalizedText.Of(("en", $"Edition {number}")), Held = PartialDate.On(now.InUtc().Date.PlusDays(1 + number)),
            });
        await db.SaveChangesAsync();
    }
}
