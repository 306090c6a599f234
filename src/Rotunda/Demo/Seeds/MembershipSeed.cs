using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Applications;
using Rotunda.Modules.Alliance.Handover;
using Rotunda.Modules.Alliance.Leadership;
using Rotunda.Modules.Alliance.Memberships;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Demo.Seeds;

/// <summary>A made-up application under review and a made-up handover that is being prepared; both labelled wherever they show, and neither public.</summary>
internal sealed class MembershipSeed(IClock clock) : IDemonstrationSeeder
{
    private const int DaysUnderReview = 12;
    private const int DaysToHandover = 60;

    public int Order => 50;

    public async Task SeedAsync(RotundaDb db, CancellationToken cancellationToken)
    {
        // What the seeders before this one added is found in the context, not yet in the database
        var (seats, institutions) = (db.ChangeTracker.Entries<Seat>().Select(entry => entry.Entity).ToList(), db.Set<Modules.Alliance.Institutions.Institution>().Local);
        var now = clock.GetCurrentInstant();
        db.Add(new MembershipApplication
        {
            Id = RowId.New(),
            // Nobody has the link of a made-up applicant
            TokenHash = SHA256.HashData(RandomNumberGenerator.GetBytes(16)),
            LanguageCode = "ru",
            Name = LocalizedText.Of(("en", "Demonstration Technical University"), ("zh", "演示技术大学"), ("ru", "Демонстрационный технический университет")),
            SideCode = "RU",
            City = LocalizedText.Of(("en", "Novgorod (demonstration)"), ("zh", "诺夫哥罗德（演示）"), ("ru", "Новгород (демонстрация)")),
            Country = "RU",
            Zone = "Europe/Moscow",
            Domain = "made-up-university.invalid",
            ContactName = "Демонстрационный заявитель",
            Email = "applicant@demonstration.invalid",
            Wish = MembershipStatus.Observer,
            Reason = "Заявка придумана, чтобы показать рассмотрение двумя секретариатами.",
            State = ApplicationState.Review,
            SentAt = now - Duration.FromDays(DaysUnderReview),
            ConfirmedAt = now - Duration.FromDays(DaysUnderReview),
            IsDemonstration = true,
            Messages = [new ApplicationMessage { Id = RowId.New(), At = now - Duration.FromDays(DaysUnderReview - 2), SideCode = "CN", Text = "请补充贵校与中国高校合作的情况。（演示）" }],
        });

        var seat = seats.Find(row => row is { SideCode: "CN", Kind: SeatKind.RotatingChair })
            ?? await db.Seats.Include(row => row.Terms).FirstOrDefaultAsync(row => row.SideCode == "CN" && row.Kind == SeatKind.RotatingChair, cancellationToken);
        var successor = institutions.FirstOrDefault(row => row.Code == "tongji") ?? await db.Set<Modules.Alliance.Institutions.Institution>().FirstOrDefaultAsync(row => row.Code == "tongji", cancellationToken);
        if (seat is null || successor is null) return;
        var handover = HandoverOperations.New(
            seat.Id, new SeatTimeline(seat.Terms).LastRecorded?.InstitutionId, successor.Id, number: null, now.InUtc().Date.PlusDays(DaysToHandover), "", now, isDemonstration: true);
        (handover.Items[0].DoneAt, handover.Items[0].DoneBy, handover.Items[0].Note) = (now, "Demonstration secretariat", "演示 · демонстрация");
        db.Add(handover);
    }
}
