using System.Globalization;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Conferences.Editions;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Demo.Seeds;

/// <summary>A made-up next edition, so that the home page has something to count down to; labelled as a demonstration wherever it shows.</summary>
internal sealed class NextEditionSeed(IClock clock) : IDemonstrationSeeder
{
    private const string Zone = "Asia/Shanghai";

    /// <summary>The edition lies at least this many days ahead.</summary>
    private const int DaysAhead = 45;

    public int Order => 30;

    public Task SeedAsync(RotundaDb db, CancellationToken cancellationToken)
    {
        var zone = DateTimeZoneProviders.Tzdb[Zone];
        var today = clock.GetCurrentInstant().InZone(zone).Date;
        var first = new LocalDate(today.Year, 5, 20);
        if (first < today.PlusDays(DaysAhead)) first = first.PlusYears(1);
        db.Add(new Edition
        {
            Id = RowId.New(),
            Code = first.Year.ToString("0000", CultureInfo.InvariantCulture),
            Kind = EditionKind.AnnualConference,
            Name = LocalizedText.Of(("en", "Seventh annual conference"), ("zh", "第七届年会"), ("ru", "Седьмая ежегодная конференция")),
            Held = PartialDate.Between(first, first.PlusDays(2)),
            IsOnline = true,
            Zone = Zone,
            Theme = LocalizedText.Of(("en", "Engineering education across nine time zones"), ("zh", "跨越九个时区的工程教育"), ("ru", "Инженерное образование в девяти часовых поясах")),
            Note = LocalizedText.Of(
                ("en", "This edition is made up to show the program; the association has announced nothing of the kind."),
                ("zh", "本届年会为演示系统而虚构，联盟并未发布此类通知。"),
                ("ru", "Эта конференция придумана, чтобы показать работу системы; Ассоциация ничего подобного не объявляла.")),
            IsDemonstration = true,
            Hosts = [new EditionHost { InstitutionCode = "hit", Order = 0 }, new EditionHost { InstitutionCode = "bmstu", Order = 1 }],
            Sessions = [
                SessionAt(0, SessionKind.OpeningCeremony, ("Opening ceremony", "开幕式", "Церемония открытия"), first, 14, 15),
                SessionAt(1, SessionKind.PresidentsForum, ("Presidents’ forum", "校长论坛", "Форум ректоров"), first, 15, 18),
                SessionAt(2, SessionKind.AcademicSeminar, ("Academic seminar", "学术研讨会", "Научный семинар"), first.PlusDays(1), 14, 18),
                SessionAt(3, SessionKind.WorkingMeeting, ("Liaison officers’ working meeting", "联络员工作会议", "Рабочее совещание координаторов"), first.PlusDays(2), 15, 17)],
        });
        return Task.CompletedTask;

        Session SessionAt(int order, SessionKind kind, (string En, string Zh, string Ru) name, LocalDate day, int from, int to) => new()
        {
            Id = RowId.New(),
            Order = order,
            Kind = kind,
            Name = LocalizedText.Of(("en", name.En), ("zh", name.Zh), ("ru", name.Ru)),
            StartsAt = day.At(new LocalTime(from, 0)).InZoneStrictly(zone).ToInstant(),
            EndsAt = day.At(new LocalTime(to, 0)).InZoneStrictly(zone).ToInstant(),
        };
    }
}
