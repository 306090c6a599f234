using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance;
using Rotunda.Modules.Alliance.Applications;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Alliance.Memberships;
using Rotunda.Modules.Shared.Access;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Alliance.Applications;

/// <summary>The two keys, and what happens when both are turned.</summary>
public abstract partial class ApplicationReviewTests(Site site)
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
        var secretary = await site.SignInAsAsync("both@sides.example", AllianceRoles.SideSecretariat, "side:CN");
        await using (var db = site.Db())
        {
            var account = await db.Set<Rotunda.Modules.Accounts.Identity.Account>().SingleAsync(row => row.Email == "both@sides.example", TestContext.Current.CancellationToken);
            db.Add(new Rotunda.Modules.Accounts.Identity.RoleGrant { Id = Rotunda.Data.RowId.New(), AccountId = account.Id, Role = AllianceRoles.SideSecretariat, Scope = "side:RU", GrantedAt = site.Clock.GetCurrentInstant() });
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        using var first = await KeyAsync(secretary, id, "consent", ("side", "CN"));

        using var second = await KeyAsync(secretary, id, "consent", ("side", "RU"));

        Assert.Equal(HttpStatusCode.Found, first.StatusCode);
        Assert.Equal(["You have turned the key of the other side. The second key is turned by somebody else."], await Applicant.FaultsAsync(second));
        var application = await Applicant.ReadAsync(site, id);
        Assert.Equal((ApplicationState.Review, "CN"), (application.State, application.Keys.Single().SideCode));
    }

    [Fact]
    public async Task The_chair_units_secretariat_reads_and_turns_no_key()
    {
        var (_, id) = await Applicant.ConfirmedAsync(site, "readonly", "Full");
        var (secretary, chinese, russian) = (await site.SignInAsync("secretariat"), await site.SignInAsync("secretariat-cn"), await site.SignInAsync("secretariat-ru"));
        var page = await chinese.PageAsync(Path(id));
        var (key, ask, entry) = (page.QuerySelector("#key")!, page.QuerySelector("#ask")!, page.QuerySelector("#entry")!);
        var seen = await secretary.PageAsync(Path(id));
        Assert.Equal([null, null, null, null], new[] { "#key", "#ask", "#entry", "#admit" }.Select(form => seen.QuerySelector(form)));
        var token = ("__RequestVerificationToken", (await secretary.PageAsync("/en/account")).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!);

        foreach (var side in new[] { "CN", "RU" })
        {
            using var keyed = await secretary.SubmitAsync(key, Path(id), [("decision", "consent"), ("side", side), token]);
            using var asked = await secretary.SubmitAsync(ask, Path(id), [("Question", "Why?"), ("side", side), token]);
            using var named = await secretary.SubmitAsync(entry, Path(id), [("Code", "mine"), ("side", side), token]);
            Assert.All(new[] { keyed, asked, named }, response => Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode));
        }

        var application = await Applicant.ReadAsync(site, id);
        Assert.Equal((0, 0, (string?)null), (application.Keys.Count, application.Messages.Count, application.InstitutionCode));
        using var first = await KeyAsync(chinese, id, "consent");
        using var second = await KeyAsync(russian, id, "consent");
        var admit = (await chinese.PageAsync(Path(id))).QuerySelector("#admit")!;
        var stranger = await site.SignInAsync("liaison-upc");
        foreach (var visitor in new[] { secretary, stranger })
        {
            var own = ("__RequestVerificationToken", (await visitor.PageAsync("/en/account")).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!);
            using var admitted = await visitor.SubmitAsync(admit, Path(id), [("From", "2026-11-01"), ("Ground.Resolution", "2023-2"), own]);
            Assert.Equal(HttpStatusCode.Forbidden, admitted.StatusCode);
        }

        Assert.Equal(ApplicationState.Agreed, (await Applicant.ReadAsync(site, id)).State);
    }

    [Fact]
    public async Task The_role_that_turns_a_key_is_given_by_an_administrator_alone()
    {
        await using var scope = site.Services.CreateAsyncScope();
        var scopes = scope.ServiceProvider.GetRequiredService<Rotunda.Modules.Accounts.Identity.RoleScopes>();

        foreach (var side in new[] { "side:CN", "side:RU" })
        {
            Assert.True(scopes.MayGive(Of(Roles.Administrator, null), AllianceRoles.SideSecretariat, side));
            Assert.False(scopes.MayGive(Of(Roles.Secretariat, null), AllianceRoles.SideSecretariat, side));
        }

        Assert.False(scopes.MayGive(Of(AllianceRoles.SideSecretariat, "side:CN"), AllianceRoles.SideSecretariat, "side:RU"));
        Assert.True(scopes.MayGive(Of(Roles.Secretariat, null), AllianceRoles.ChairUnit, "institution:upc"));

        static Viewer Of(string role, string? scope) => new(Rotunda.Data.RowId.New(), role, [new Grant(role, scope)]);
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
    public async Task The_second_key_is_not_turned_for_another_entry_than_the_first()
    {
        var (_, id) = await Applicant.ConfirmedAsync(site, "swapped");
        var (chinese, russian) = (await site.SignInAsync("secretariat-cn"), await site.SignInAsync("secretariat-ru"));
        using var first = await KeyAsync(chinese, id, "consent");
        var stale = (await chinese.PageAsync(Path(id))).QuerySelector("#entry")!;
        Assert.Contains("takes them back", (await russian.PageAsync(Path(id))).QuerySelector("main")!.TextContent, StringComparison.Ordinal);

        // The other side's secretary names another entry behind the first one's back, and then agrees
        using var silent = await russian.PostAsync(Path(id), [("Code", "swapped-2")], "#entry");
        Assert.Equal(["Keys have been turned. Say why you name another entry; the other side will read it."], await Applicant.FaultsAsync(silent));
        Assert.Single((await Applicant.ReadAsync(site, id)).Keys);
        using var forged = await russian.PostAsync(Path(id), [("Code", "swapped-2"), ("EntryReason", "Theirs."), ("side", "CN")], "#entry");
        Assert.Equal(HttpStatusCode.Forbidden, forged.StatusCode);
        using var entry = await russian.PostAsync(Path(id), [("Code", "swapped-2"), ("EntryReason", "The branch applies, not the university.")], "#entry");
        var told = await chinese.PageAsync(Path(id));
        Assert.Contains("Russian side", told.QuerySelector(".taken-back")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("The branch applies, not the university.", told.QuerySelector(".taken-back")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("The branch applies, not the university.", told.QuerySelector(".audit")!.TextContent, StringComparison.Ordinal);
        using var second = await KeyAsync(russian, id, "consent");

        Assert.Equal((HttpStatusCode.Found, HttpStatusCode.Found), (entry.StatusCode, second.StatusCode));
        var application = await Applicant.ReadAsync(site, id);
        Assert.Equal((ApplicationState.Review, "RU"), (application.State, application.Keys.Single().SideCode));
        Assert.Equal(HttpStatusCode.NotFound, (await site.Visit().GetAsync("/en/members/swapped-2")).StatusCode);
        // The same code again takes nothing back, and an old form changes nothing
        using var same = await russian.PostAsync(Path(id), [("Code", "swapped-2")], "#entry");
        Assert.Single((await Applicant.ReadAsync(site, id)).Keys);
        using var old = await chinese.SubmitAsync(stale, Path(id), [("Code", "swapped-3")]);
        Assert.Equal(HttpStatusCode.Conflict, old.StatusCode);
        using var third = await KeyAsync(chinese, id, "consent");
        Assert.Equal(ApplicationState.Admitted, (await Applicant.ReadAsync(site, id)).State);
        await site.Visit().PageAsync("/en/members/swapped-2");
    }

    [Fact]
    public async Task Two_secretaries_of_one_side_at_the_same_moment_turn_one_key()
    {
        var (_, id) = await Applicant.ConfirmedAsync(site, "atonce");
        var (first, second) = (await site.SignInAsync("secretariat-ru"), await site.SignInAsAsync("second@ru.example", AllianceRoles.SideSecretariat, "side:RU"));
        var forms = new[] { (first, (await first.PageAsync(Path(id))).QuerySelector("#key")!), (second, (await second.PageAsync(Path(id))).QuerySelector("#key")!) };

        var responses = await Task.WhenAll(forms.Select(pair => pair.Item1.SubmitAsync(pair.Item2, Path(id), [("decision", "consent"), ("side", "RU")])));

        Assert.Single(responses, response => response.StatusCode == HttpStatusCode.Found);
        // A conflict, or, where the other was quicker than its reading, the sentence that the side has turned its key
        Assert.Single(responses, response => response.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity);
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

    private static string Path(Guid id) => $"/en/desk/applications/{id}";

    private static Task<HttpResponseMessage> KeyAsync(Visitor secretary, Guid id, string decision, params (string, string)[] more) =>
        secretary.PostAsync(Path(id), [("decision", decision), .. more], "#key");
}

public sealed class ApplicationReviewTestsOnSqlite(SqliteSite site) : ApplicationReviewTests(site), IClassFixture<SqliteSite>;

public sealed class ApplicationReviewTestsOnPostgres(PostgresSite site) : ApplicationReviewTests(site), IClassFixture<PostgresSite>;
