using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Correspondence.Circulars;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Demo.Seeds;

/// <summary>A circular that one of two institutions has answered, and a draft; both labelled as a demonstration.</summary>
internal sealed class CircularSeed(IClock clock) : IDemonstrationSeeder
{
    private const string Zone = "Asia/Shanghai";
    private const string Sender = "Demonstration secretariat";

    public int Order => 50;

    public async Task SeedAsync(RotundaDb db, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var due = (now.InZone(DateTimeZoneProviders.Tzdb[Zone]).Date.PlusDays(10) + new LocalTime(18, 0)).InZoneLeniently(DateTimeZoneProviders.Tzdb[Zone]).ToInstant();
        var sent = new Circular
        {
            Id = RowId.New(),
            Subject = LocalizedText.Of(("en", "Will your university come to the working meeting?"), ("zh", "贵校是否参加工作会议？"), ("ru", "Примет ли ваш вуз участие в рабочем совещании?")),
            Text = LocalizedText.Of(
                ("en", "Dear colleagues,\n\nplease tell us whether your university takes part in the liaison officers’ working meeting. It is held online."),
                ("zh", "各位同事：\n\n请告知贵校是否参加联络员工作会议。会议以线上形式举行。"),
                ("ru", "Уважаемые коллеги!\n\nПросим сообщить, примет ли ваш вуз участие в рабочем совещании координаторов. Оно пройдёт онлайн.")),
            Audience = Audience.Selection,
            AudienceCodes = ["gubkin", "upc"],
            Role = Roles.Liaison,
            AnswerKind = AnswerKind.YesNo,
            DueAt = due,
            Zone = Zone,
            SenderName = Sender,
            CreatedAt = now - Duration.FromDays(2),
            SentAt = now - Duration.FromDays(2),
            IsDemonstration = true,
        };
        var accounts = await db.Accounts.Include(account => account.Grants).Where(account => account.Grants.Any(grant => grant.Role == Roles.Liaison)).OrderBy(account => account.Email).ToListAsync(cancellationToken);
        foreach (var account in accounts)
        {
            var code = account.Grants.First(grant => grant.Role == Roles.Liaison).Scope["institution:".Length..];
            if (await db.Institutions.SingleOrDefaultAsync(institution => institution.Code == code, cancellationToken) is not { } institution) continue;
            var isAnswered = code == "upc";
            sent.Receivers.Add(new CircularReceiver
            {
                Id = RowId.New(),
                InstitutionId = institution.Id,
                Officers = [new CircularOfficer { Id = RowId.New(), AccountId = account.Id, OfficerName = account.DisplayName, Email = account.Email!, LanguageCode = account.LanguageCode, Zone = account.Zone ?? institution.Zone }],
                ReadAt = isAnswered ? now - Duration.FromDays(1) : null,
                AnsweredAt = isAnswered ? now - Duration.FromDays(1) : null,
                AnsweredById = isAnswered ? account.Id : null,
                AnsweredBy = isAnswered ? account.DisplayName : null,
                Choice = isAnswered ? 1 : null,
                Words = isAnswered ? "两位代表参加。" : null,
            });
        }

        db.Add(sent);
        db.Add(new Circular
        {
            Id = RowId.New(),
            Subject = LocalizedText.Of(("en", "Dates of the next students’ school"), ("zh", "下一届学生学校的日期")),
            Text = LocalizedText.Of(("en", "Which of the two weeks suits your university better?"), ("zh", "以下两周中，哪一周更适合贵校？")),
            Audience = Audience.Side,
            AudienceCodes = ["RU"],
            Role = Roles.Liaison,
            AnswerKind = AnswerKind.Choice,
            Options =
            [
                LocalizedText.Of(("en", "First week of July"), ("zh", "七月第一周")),
                LocalizedText.Of(("en", "Last week of August"), ("zh", "八月最后一周")),
            ],
            DueAt = due,
            Zone = Zone,
            SenderName = Sender,
            CreatedAt = now,
            IsDemonstration = true,
        });
    }
}
