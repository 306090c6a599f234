using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Applications;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Alliance.Memberships;
using Rotunda.Modules.Shared.Access;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Alliance.Applications;

/// <summary>The two keys, and what happens when both are turned.</summary>
public abstract class ApplicationReviewTests(Site site)
{
    [Fact]
    public async Task An_observer_is_admitted_with_the_second_key_and_stands_on_the_public_pages_at_once()
    {
        var (link, id) = await Applicant.ConfirmedAsync(site, "tomskobs");
        var (chinese, russian) = (await site.SignInAsync("secretariat-cn"), await site.SignInAsync("secretariat-ru"));
        Assert.Equal(HttpStatusCode.NotFound, (await site.Visit().GetAsync("/ru/members/tomskobs")).StatusCode);

        using var asked = await chinese.PostAsync(Path(id), [("Question", "Which programmes do you offer?")], "#ask");
        using var answered = await site.Visit().PostAsync(link, [("Text", "Seventeen, all in engineering.")], "#answer");
        using var first = await KeyAsync(chinese, id, "consent");
        using var second = await KeyAsync(russian, id, "consent");

        Assert.All(new[] { asked, answered, first, second }, response => Assert.Equal(HttpStatusCode.Found, response.StatusCode));
        var page = await site.Visit().PageAsync("/ru/members/tomskobs");
        Assert.Equal("Университет tomskobs", page.QuerySelector("h1")!.TextContent);
        Assert.Contains("Наблюдатель", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        var state = (await site.Visit().PageAsync(link)).QuerySelector("main")!.TextContent;
        Assert.Contains("принята", state, StringComparison.Ordinal);
        Assert.Contains("Which programmes do you offer?", state, StringComparison.Ordinal);
        Assert.Contains("Seventeen, all in engineering.", state, StringComparison.Ordinal);
        // The link, the receipt, the question, the receipt of the answer, the first key, the second with the admission
        var letters = await Applicant.LettersAsync(site, "office@tomskobs.example");
        Assert.Equal(6, letters.Count);
        Assert.Contains("Which programmes do you offer?", letters[2].Text, StringComparison.Ordinal);
        Assert.Contains("Seventeen, all in engineering.", letters[3].Text, StringComparison.Ordinal);
        Assert.Contains("Китайская сторона · Постоянный секретариат: согласие.", letters[4].Text, StringComparison.Ordinal);
        Assert.Contains("Состояние заявки: принята.", letters[5].Text, StringComparison.Ordinal);
        await using var db = site.Db();
        var membership = await db.Memberships.SingleAsync(row => row.Institution!.Code == "tomskobs", TestContext.Current.CancellationToken);
        Assert.Equal((MembershipStatus.Observer, site.Clock.GetCurrentInstant().InZone(DateTimeZoneProviders.Tzdb["Asia/Tomsk"]).Date), (membership.Status, membership.From.Earliest!.Value));
        Assert.StartsWith("Consent of both permanent secretariats", membership.Citations.Single().Source, StringComparison.Ordinal);
        Assert.Contains("Institution admitted", (await russian.PageAsync(Path(id))).QuerySelectorAll(".audit b").Select(line => line.TextContent));
    }

    [Fact]
    public async Task One_account_never_turns_both_keys()
    {
        var (_, id) = await Applicant.ConfirmedAsync(site, "bothkeys");
        var secretary = await site.SignInAsync("secretariat");
        using var first = await KeyAsync(secretary, id, "consent", ("side", "CN"));

        using var second = await KeyAsync(secretary, id, "consent", ("side", "RU"));

        Assert.Equal(HttpStatusCode.Found, first.StatusCode);
        Assert.Equal(["You have turned the key of the other side. The second key is turned by somebody else."], await Applicant.FaultsAsync(second));
        var application = await Applicant.ReadAsync(site, id);
        Assert.Equal((ApplicationState.Review, "CN"), (application.State, application.Keys.Single().SideCode));
    }

    [Fact]
    public async Task A_sides_secretary_does_not_turn_the_other_sides_key_nor_ask_in_its_name()
    {
        var (_, id) = await Applicant.ConfirmedAsync(site, "othersside");
        var chinese = await site.SignInAsync("secretariat-cn");

        using var key = await KeyAsync(chinese, id, "consent", ("side", "RU"));
        using var question = await chinese.PostAsync(Path(id), [("Question", "?!a"), ("side", "RU")], "#ask");
        using var nowhere = await KeyAsync(chinese, id, "consent", ("side", "XX"));

        Assert.All(new[] { key, question, nowhere }, response => Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode));
        var application = await Applicant.ReadAsync(site, id);
        Assert.Empty(application.Keys);
        Assert.Empty(application.Messages);
    }

    [Fact]
    public async Task Two_secretaries_of_one_side_at_the_same_moment_turn_one_key()
    {
        var (_, id) = await Applicant.ConfirmedAsync(site, "atonce");
        var (first, second) = (await site.SignInAsync("secretariat-ru"), await site.SignInAsync("secretariat"));
        var forms = new[] { (first, (await first.PageAsync(Path(id))).QuerySelector("#key")!), (second, (await second.PageAsync(Path(id))).QuerySelector("#key")!) };

        var responses = await Task.WhenAll(forms.Select(pair => pair.Item1.SubmitAsync(pair.Item2, Path(id), [("decision", "consent"), ("side", "RU")])));

        Assert.Single(responses, response => response.StatusCode == HttpStatusCode.Found);
        Assert.Single(responses, response => response.StatusCode == HttpStatusCode.Conflict);
        Assert.Single((await Applicant.ReadAsync(site, id)).Keys);
    }

    [Fact]
    public async Task Consent_on_one_side_and_objection_on_the_other_at_once_do_not_both_count()
    {
        var (_, id) = await Applicant.ConfirmedAsync(site, "crossed");
        var (chinese, russian) = (await site.SignInAsync("secretariat-cn"), await site.SignInAsync("secretariat-ru"));
        var stale = (await chinese.PageAsync(Path(id))).QuerySelector("#key")!;
        using var objection = await KeyAsync(russian, id, "objection", ("Reason", "Not an engineering university."));

        using var consent = await chinese.SubmitAsync(stale, Path(id), [("decision", "consent")]);

        Assert.Equal(HttpStatusCode.Found, objection.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, consent.StatusCode);
        Assert.Equal(ApplicationState.Refused, (await Applicant.ReadAsync(site, id)).State);
        var letter = (await Applicant.LettersAsync(site, "office@crossed.example"))[^1];
        Assert.Contains("Not an engineering university.", letter.Text, StringComparison.Ordinal);
        Assert.Contains("Состояние заявки: отклонена.", letter.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_objection_says_why()
    {
        var (_, id) = await Applicant.ConfirmedAsync(site, "unsaid");

        using var response = await KeyAsync(await site.SignInAsync("secretariat-ru"), id, "objection");

        Assert.Equal(["Say why you object. The applicant will read it."], await Applicant.FaultsAsync(response));
        Assert.Equal(ApplicationState.Review, (await Applicant.ReadAsync(site, id)).State);
    }

    [Fact]
    public async Task What_was_withdrawn_is_reviewed_no_more()
    {
        var (link, id) = await Applicant.ConfirmedAsync(site, "gone");
        var russian = await site.SignInAsync("secretariat-ru");
        var stale = (await russian.PageAsync(Path(id))).QuerySelector("#key")!;
        using var withdrawn = await site.Visit().PostAsync(link, [], "#withdraw");

        using var key = await russian.SubmitAsync(stale, Path(id), [("decision", "consent")]);

        Assert.Equal(HttpStatusCode.Found, withdrawn.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, key.StatusCode);
        var page = await russian.PageAsync(Path(id));
        Assert.Null(page.QuerySelector("#key"));
        Assert.Null((await site.Visit().PageAsync(link)).QuerySelector("#answer"));
        using var fresh = await russian.SubmitAsync(stale, Path(id), [("decision", "consent"), ("version", (await Applicant.ReadAsync(site, id)).Version.ToString(System.Globalization.CultureInfo.InvariantCulture))]);
        Assert.Equal(["This application is not under review any more."], await Applicant.FaultsAsync(fresh));
    }

    [Fact]
    public async Task A_full_member_needs_both_keys_and_then_a_resolution()
    {
        var (_, id) = await Applicant.ConfirmedAsync(site, "fullmember", "Full");
        var (chinese, russian) = (await site.SignInAsync("secretariat-cn"), await site.SignInAsync("secretariat-ru"));
        using var first = await KeyAsync(chinese, id, "consent");
        Assert.Null((await chinese.PageAsync(Path(id))).QuerySelector("#admit"));
        using var second = await KeyAsync(russian, id, "consent");

        Assert.Equal(ApplicationState.Agreed, (await Applicant.ReadAsync(site, id)).State);
        Assert.Equal(HttpStatusCode.NotFound, (await site.Visit().GetAsync("/en/members/fullmember")).StatusCode);
        using var without = await chinese.PostAsync(Path(id), [("From", "2026-12-01"), ("Ground.Source", "a letter")], "#admit");
        using var unknown = await chinese.PostAsync(Path(id), [("From", "2026-12-01"), ("Ground.Resolution", "1999-9")], "#admit");
        using var vague = await chinese.PostAsync(Path(id), [("From", "2026-12"), ("Ground.Resolution", "2023-2")], "#admit");
        Assert.Equal(["A full member is admitted by a resolution. Give its number."], await Applicant.FaultsAsync(without));
        Assert.Equal(["There is no resolution with this number. Look it up in the register."], await Applicant.FaultsAsync(unknown));
        Assert.Equal(["Give the exact day."], await Applicant.FaultsAsync(vague));
        Assert.Equal(HttpStatusCode.NotFound, (await site.Visit().GetAsync("/en/members/fullmember")).StatusCode);

        using var admitted = await chinese.PostAsync(Path(id), [("From", "2026-11-01"), ("Ground.Resolution", "2023-2")], "#admit");

        Assert.Equal(HttpStatusCode.Found, admitted.StatusCode);
        var page = await site.Visit().PageAsync("/en/members/fullmember");
        Assert.Contains("Full member", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector("a[href='/en/resolutions/2023-2']"));
    }

    [Fact]
    public async Task The_promotion_of_an_observer_ends_the_observers_membership_the_day_before()
    {
        await using (var db = site.Db())
        {
            var institution = new Institution { Id = Rotunda.Data.RowId.New(), Code = "promoted-u", SideCode = "RU", Country = "RU", Zone = "Asia/Tomsk", Domain = "promoted.example" };
            institution.SetName(TestLanguages.English, "University of long standing");
            institution.Memberships.Add(new Membership { Id = Rotunda.Data.RowId.New(), Status = MembershipStatus.Observer, From = PartialDate.On(new LocalDate(2020, 8, 1)) });
            db.Add(institution);
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        var (_, id) = await Applicant.ConfirmedAsync(site, "promoted", "Full");
        Assert.Equal("promoted-u", (await Applicant.ReadAsync(site, id)).InstitutionCode);
        var (chinese, russian) = (await site.SignInAsync("secretariat-cn"), await site.SignInAsync("secretariat-ru"));
        using var first = await KeyAsync(chinese, id, "consent");
        using var second = await KeyAsync(russian, id, "consent");
        using var early = await russian.PostAsync(Path(id), [("From", "2019-01-01"), ("Ground.Resolution", "2023-2")], "#admit");
        using var admitted = await russian.PostAsync(Path(id), [("From", "2026-11-20"), ("Ground.Resolution", "2023-2")], "#admit");

        Assert.Equal(["The end lies before the beginning. Correct one of the two."], await Applicant.FaultsAsync(early));
        Assert.Equal(HttpStatusCode.Found, admitted.StatusCode);
        await using var after = site.Db();
        var memberships = await after.Memberships.Where(row => row.Institution!.Code == "promoted-u").ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(
            ["Observer 2020-08-01 2026-11-19", "Full 2026-11-20 "],
            memberships.OrderBy(row => row.From).Select(row => $"{row.Status} {row.From} {row.To}"));
        // The name in the registry stays as it is
        Assert.Equal("University of long standing", (await site.Visit().PageAsync("/en/members/promoted-u")).QuerySelector("h1")!.TextContent);
    }

    [Fact]
    public async Task Somebody_who_names_a_members_domain_does_not_touch_that_member()
    {
        var fields = Applicant.Fields("impostor").Where(pair => pair.Name is not "field.domain").Append(("field.domain", "bmstu.ru"));
        using var sent = await Applicant.SendAsync(site, fields);
        var letter = (await Applicant.LettersAsync(site, "office@impostor.example")).Single();
        using var confirmed = await site.Visit().PostAsync(new Uri(letter.Text.Split('\n').Single(line => line.StartsWith("http", StringComparison.Ordinal))).AbsolutePath, [], "#confirm");
        await using var db = site.Db();
        var application = await db.Applications.SingleAsync(row => row.Email == "office@impostor.example", TestContext.Current.CancellationToken);
        var before = await db.Memberships.CountAsync(row => row.Institution!.Code == "bmstu", TestContext.Current.CancellationToken);
        using var first = await KeyAsync(await site.SignInAsync("secretariat-cn"), application.Id, "consent");

        using var second = await KeyAsync(await site.SignInAsync("secretariat-ru"), application.Id, "consent");

        Assert.Equal(["The institution already has another membership at that time. End that one first."], await Applicant.FaultsAsync(second));
        Assert.Equal(before, await db.Memberships.CountAsync(row => row.Institution!.Code == "bmstu", TestContext.Current.CancellationToken));
        Assert.Single((await Applicant.ReadAsync(site, application.Id)).Keys);
    }

    [Fact]
    public async Task Personal_data_go_half_a_year_after_the_end_and_not_a_day_before()
    {
        byte[] own = [.. Applicant.Pdf[..^6], .. "% kept\n%%EOF\n"u8];
        var (link, id) = await Applicant.ConfirmedAsync(site, "forgotten", "Observer", ("charter.pdf", own));
        using var answered = await site.Visit().PostAsync(link, [("Text", "Call me on my own number.")], "#answer");
        using var withdrawn = await site.Visit().PostAsync(link, [], "#withdraw");
        var retention = site.Services.GetRequiredService<ApplicationRetention>();
        site.Clock.Advance(ApplicationRules.Retention - Duration.FromDays(1));
        await using (var db = site.Db()) await retention.RunAsync(db, TestContext.Current.CancellationToken);
        Assert.Equal("Head of office", (await Applicant.ReadAsync(site, id)).ContactName);
        site.Clock.Advance(Duration.FromDays(1));

        await using (var db = site.Db()) await retention.RunAsync(db, TestContext.Current.CancellationToken);

        var application = await Applicant.ReadAsync(site, id);
        Assert.Equal(("", "", "", 0, 0), (application.ContactName, application.Email, application.Reason, application.Messages.Count, application.Files.Count));
        var page = await (await site.SignInAsync("secretariat-ru")).PageAsync(Path(id));
        Assert.Contains("Personal data were deleted after 180 days.", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        await using (var db = site.Db()) Assert.Equal(0, await retention.RunAsync(db, TestContext.Current.CancellationToken));
        site.Clock.Advance(-ApplicationRules.Retention);
    }

    [Fact]
    public async Task The_list_asks_as_often_for_thirty_as_for_one()
    {
        var secretary = await site.SignInAsync("secretariat-cn");
        await secretary.PageAsync("/en/desk/applications");
        var few = (await QueryCount.DuringAsync(site, () => secretary.PageAsync("/en/desk/applications"))).Count;
        await using (var db = site.Db())
        {
            for (var number = 0; number < 30; number++)
            {
                db.Add(new MembershipApplication
                {
                    Id = Rotunda.Data.RowId.New(), TokenHash = Rotunda.Data.RowId.New().ToByteArray(), LanguageCode = "en", Name = LocalizedText.Of(("en", $"Listed {number}")), SideCode = "CN", Country = "CN", Zone = "Asia/Shanghai",
                    Domain = $"listed{number}.example", ContactName = "Somebody", Email = $"listed{number}@example.org", Reason = "So", State = ApplicationState.Review, SentAt = site.Clock.GetCurrentInstant(), ConfirmedAt = site.Clock.GetCurrentInstant(),
                });
            }

            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        var page = await secretary.PageAsync("/en/desk/applications");
        var many = (await QueryCount.DuringAsync(site, () => secretary.PageAsync("/en/desk/applications"))).Count;

        Assert.True(page.QuerySelectorAll(".table tbody tr").Length >= 31);
        Assert.InRange(few, 1, 15);
        Assert.Equal(few, many);
    }

    [Fact]
    public async Task What_waits_longer_than_thirty_days_is_due()
    {
        var (_, id) = await Applicant.ConfirmedAsync(site, "patient");
        var due = site.Clock.GetCurrentInstant() + ApplicationRules.Patience;

        Assert.DoesNotContain(await DueAsync("secretariat-cn", due - Duration.FromSeconds(1)), item => item.Path.EndsWith(id.ToString(), StringComparison.Ordinal));
        Assert.Contains(await DueAsync("secretariat-cn", due), item => item.Path == $"/en/desk/applications/{id}" && item.At == due);
        Assert.Empty(await DueAsync("liaison-upc", due));
    }

    private async Task<IReadOnlyList<Rotunda.Modules.Shared.Contributions.DueItem>> DueAsync(string account, Instant until)
    {
        await using var scope = site.Services.CreateAsyncScope();
        await using var db = site.Db();
        var email = $"{account}@demonstration.invalid";
        var found = await db.Set<Rotunda.Modules.Accounts.Identity.Account>().Include(row => row.Grants).SingleAsync(row => row.Email == email);
        var viewer = new Viewer(found.Id, found.DisplayName, [.. found.Grants.Select(grant => new Grant(grant.Role, grant.Scope.Length > 0 ? grant.Scope : null))]);
        var reader = new Rotunda.Modules.Shared.Reader(TestLanguages.English, TestLanguages.TextsOf("en"), viewer);
        var items = new List<Rotunda.Modules.Shared.Contributions.DueItem>();
        foreach (var source in scope.ServiceProvider.GetServices<Rotunda.Modules.Shared.Contributions.IDueSource>()) items.AddRange(await source.DueAsync(reader, until, TestContext.Current.CancellationToken));
        return items;
    }

    private static string Path(Guid id) => $"/en/desk/applications/{id}";

    private static Task<HttpResponseMessage> KeyAsync(Visitor secretary, Guid id, string decision, params (string, string)[] more) =>
        secretary.PostAsync(Path(id), [("decision", decision), .. more], "#key");
}

public sealed class ApplicationReviewTestsOnSqlite(SqliteSite site) : ApplicationReviewTests(site), IClassFixture<SqliteSite>;

public sealed class ApplicationReviewTestsOnPostgres(PostgresSite site) : ApplicationReviewTests(site), IClassFixture<PostgresSite>;
