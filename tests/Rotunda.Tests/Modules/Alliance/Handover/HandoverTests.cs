using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Alliance;
using Rotunda.Modules.Alliance.Association;
using Rotunda.Modules.Alliance.Bodies;
using Rotunda.Modules.Alliance.Handover;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Alliance.Leadership;
using Rotunda.Modules.Newsroom.Articles;
using Rotunda.Modules.Newsroom.Import;
using Rotunda.Modules.Shared.Access;
using Rotunda.Testing;
using Rotunda.Tests.Modules.Alliance.Applications;
using Xunit;

namespace Rotunda.Tests.Modules.Alliance.Handover;

/// <summary>A seat passes from one institution to the next. Every test has a body with two seats of its own.</summary>
public abstract partial class HandoverTests(Site site)
{
    private static readonly (string, string) Ground = ("Ground.Source", "https://example.org/minutes");

    [Fact]
    public async Task A_completed_handover_ends_the_old_term_begins_the_new_and_reissues_the_role()
    {
        var (russian, _) = await SeatsAsync("whole");
        var secretary = await site.SignInAsync("secretariat-ru");
        var oldUnit = await site.SignInAsAsync("old@whole.example", AllianceRoles.ChairUnit, "institution:whole-old");
        await site.SignInAsAsync("known@whole.example", Roles.Member);
        var path = await NominateAsync(secretary, russian, "whole-new", "2026-06-01", ("Number", "2"), ("Invitees", "new@whole.example\nknown@whole.example\n"));
        // The old unit works through the list
        foreach (var form in (await oldUnit.PageAsync(path)).QuerySelectorAll("form[action*=Tick]").Take(1))
            Assert.Equal(HttpStatusCode.Found, (await oldUnit.SubmitAsync(form, path, [("done", "true"), ("note", "Handed over in person")])).StatusCode);
        Assert.Contains("Handed over in person", (await secretary.PageAsync(path)).DocumentElement.OuterHtml, StringComparison.Ordinal);

        using var open = await secretary.PostAsync(path, [("EndedOn", "2026-02-28"), ("BegunOn", "2026-06-01"), Ground], "#complete");
        using var completed = await secretary.PostAsync(path, [("EndedOn", "2026-02-28"), ("BegunOn", "2026-06-01"), ("overOpen", "true"), Ground], "#complete");

        Assert.Equal(["Some items are open. Finish them, or say that you complete nevertheless."], await Applicant.FaultsAsync(open));
        Assert.Equal(HttpStatusCode.Found, completed.StatusCode);
        await using var db = site.Db();
        var terms = await db.Terms.Include(term => term.Institution).Where(term => term.SeatId == russian).OrderBy(term => term.Number).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["1 whole-old 2024-01-01 2026-02-28", "2 whole-new 2026-06-01 "], terms.Select(term => $"{term.Number} {term.Institution!.Code} {term.From} {term.To}"));
        Assert.Equal("2026-06-01", terms[1].PlannedFrom!.ToString());
        foreach (var (language, words) in new[] { ("en", "gap of 3 months"), ("zh", "空档3个月"), ("ru", "перерыв 3 месяца") })
            Assert.Contains(words, (await secretary.PageAsync($"/{language}{path[3..]}")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        // The old unit has lost its role, the known account has it, the other one makes an account by the letter
        Assert.Equal(HttpStatusCode.Forbidden, (await oldUnit.GetAsync(path)).StatusCode);
        Assert.Equal(["known@whole.example"], await db.Set<Account>().Where(row => row.Grants.Any(grant => grant.Scope == "institution:whole-new")).Select(row => row.Email).ToListAsync(TestContext.Current.CancellationToken));
        var letter = Assert.Single(await Applicant.LettersAsync(site, "new@whole.example"));
        Assert.True(letter.IsSecret);
        var link = new Uri(letter.Text.Split('\n').Single(line => line.StartsWith("http", StringComparison.Ordinal))).AbsolutePath;
        var newUnit = site.Visit();
        using var accepted = await newUnit.PostAsync(link, [("Name", "New unit"), ("Password", "correct horse battery")]);
        Assert.Equal(HttpStatusCode.Found, accepted.StatusCode);
        await newUnit.PageAsync(path);
        Assert.Empty(await Applicant.LettersAsync(site, "known@whole.example"));
    }

    [Fact]
    public async Task Completed_twice_at_once_it_is_completed_once()
    {
        var (russian, _) = await SeatsAsync("twice");
        var (first, second) = (await site.SignInAsync("secretariat-ru"), await site.SignInAsync("secretariat"));
        var path = await NominateAsync(first, russian, "twice-new", "2026-06-01", ("Number", "2"));
        var forms = new[] { (first, (await first.PageAsync(path)).QuerySelector("#complete")!), (second, (await second.PageAsync(path)).QuerySelector("#complete")!) };

        var responses = await Task.WhenAll(forms.Select(pair => pair.Item1.SubmitAsync(pair.Item2, path, [("EndedOn", "2026-05-31"), ("BegunOn", "2026-06-01"), ("overOpen", "true"), Ground])));

        Assert.Single(responses, response => response.StatusCode == HttpStatusCode.Found);
        Assert.Single(responses, response => response.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity);
        await using var db = site.Db();
        Assert.Equal(2, await db.Terms.CountAsync(term => term.SeatId == russian, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_seat_has_one_handover_in_preparation_also_when_two_begin_at_once()
    {
        var (russian, _) = await SeatsAsync("plans");
        var (first, second) = (await site.SignInAsync("secretariat-ru"), await site.SignInAsync("secretariat"));
        (string, string)[] fields = [("SeatId", russian.ToString()), ("InstitutionCode", "plans-new"), ("PlannedOn", "2027-01-01")];
        var forms = new[] { (first, (await first.PageAsync("/en/desk/handovers")).QuerySelector("main form")!), (second, (await second.PageAsync("/en/desk/handovers")).QuerySelector("main form")!) };

        var responses = await Task.WhenAll(forms.Select(pair => pair.Item1.SubmitAsync(pair.Item2, "/en/desk/handovers", fields)));
        using var third = await first.PostAsync("/en/desk/handovers", [.. fields.Where(field => field.Item1 != "PlannedOn"), ("PlannedOn", "2028-01-01")]);

        Assert.Single(responses, response => response.StatusCode == HttpStatusCode.Found);
        Assert.Equal(["A handover of this seat is already being prepared. Complete or cancel it first."], await Applicant.FaultsAsync(responses.Single(response => response.StatusCode != HttpStatusCode.Found)));
        Assert.Equal(["A handover of this seat is already being prepared. Complete or cancel it first."], await Applicant.FaultsAsync(third));
        await using var db = site.Db();
        Assert.Equal(1, await db.Handovers.CountAsync(row => row.SeatId == russian, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_other_sides_secretary_and_a_stranger_unit_find_nothing()
    {
        var (russian, _) = await SeatsAsync("others");
        var (own, other) = (await site.SignInAsync("secretariat-ru"), await site.SignInAsync("secretariat-cn"));
        var path = await NominateAsync(own, russian, "others-new", "2027-01-01");
        var unit = await site.SignInAsAsync("unit@others.example", AllianceRoles.ChairUnit, "institution:others-new");
        var stranger = await site.SignInAsAsync("stranger@others.example", AllianceRoles.ChairUnit, "institution:upc");

        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(path)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(path)).StatusCode);
        var page = await own.PageAsync(path);
        var (tick, move) = (page.QuerySelector("form[action*=Tick]")!, page.QuerySelector("#move")!);
        // A form taken over from somebody who may, sent with one's own token
        foreach (var visitor in new[] { other, stranger })
        {
            var token = (await visitor.PageAsync("/en/account")).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
            Assert.Equal(HttpStatusCode.NotFound, (await visitor.SubmitAsync(tick, path, [("done", "true"), ("__RequestVerificationToken", token)])).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await visitor.SubmitAsync(move, path, [("PlannedOn", "2029-01-01"), ("Reason", "mine"), ("__RequestVerificationToken", token)])).StatusCode);
        }

        var form = (await other.PageAsync("/en/desk/handovers")).QuerySelector("main form")!;
        using var nominated = await other.SubmitAsync(form, "/en/desk/handovers", [("SeatId", russian.ToString()), ("InstitutionCode", "others-new"), ("PlannedOn", "2027-01-01")]);
        Assert.Equal(HttpStatusCode.Forbidden, nominated.StatusCode);
        // The unit that takes over sees the list and ticks, and does not complete
        var seen = await unit.PageAsync(path);
        Assert.Null(seen.QuerySelector("#complete"));
        var unitToken = seen.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var completed = await unit.SubmitAsync(page.QuerySelector("#complete")!, path, [("EndedOn", "2026-12-31"), ("BegunOn", "2027-01-01"), ("overOpen", "true"), Ground, ("__RequestVerificationToken", unitToken)]);
        Assert.Equal(HttpStatusCode.Forbidden, completed.StatusCode);
        await using var db = site.Db();
        var handover = await db.Handovers.Include(row => row.Items).SingleAsync(row => row.SeatId == russian, TestContext.Current.CancellationToken);
        Assert.Equal((HandoverState.Preparing, new LocalDate(2027, 1, 1)), (handover.State, handover.PlannedOn));
        Assert.DoesNotContain(handover.Items, item => item.DoneAt is not null);
    }

    [Fact]
    public async Task The_checklist_shows_how_its_matters_stand_now_and_leads_there_only_those_who_may()
    {
        var (russian, _) = await SeatsAsync("live");
        var secretary = await site.SignInAsync("secretariat");
        var unit = await site.SignInAsAsync("unit@live.example", AllianceRoles.ChairUnit, "institution:live-old");
        var path = await NominateAsync(secretary, russian, "live-new", "2027-01-01");
        var before = Figures(await secretary.PageAsync(path));
        var officer = await site.SignInAsync("liaison-upc");
        using var proposed = await officer.PostAsync("/zh/desk/my-institution", [("field.abbreviation", "LIVE")]);
        var post = new Rotunda.Tests.Modules.Correspondence.Post(site);
        await post.SendAsync(secretary, await post.DraftAsync(secretary));

        var page = await secretary.PageAsync(path);
        var after = Figures(page);
        var seen = await unit.PageAsync(path);

        Assert.Equal(HttpStatusCode.Found, proposed.StatusCode);
        Assert.Equal(before.Keys.Order(StringComparer.Ordinal), after.Keys.Order(StringComparer.Ordinal));
        Assert.Equal((1, 1, 2), (after["proposed"] - before["proposed"], after["circular"] - before["circular"], after["answer"] - before["answer"]));
        Assert.Equal(1, after["account"]);
        Assert.NotEmpty(page.QuerySelectorAll(".live-figures a[href='/en/desk/circulars']"));
        Assert.Equal(after, Figures(seen));
        Assert.Empty(seen.QuerySelectorAll(".live-figures a"));

        // The first number of each line, by the first word that tells what is counted
        static Dictionary<string, int> Figures(AngleSharp.Dom.IDocument document) => document.QuerySelectorAll(".live-figures li").Select(item => item.TextContent.Trim().Split(' '))
            .DistinctBy(words => words[1].TrimEnd('s')).ToDictionary(words => words[1].TrimEnd('s'), words => int.Parse(words[0], System.Globalization.CultureInfo.InvariantCulture), StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_date_is_changed_and_a_handover_cancelled_for_a_reason()
    {
        var (russian, _) = await SeatsAsync("reasons");
        var secretary = await site.SignInAsync("secretariat-ru");
        var path = await NominateAsync(secretary, russian, "reasons-new", "2027-01-01");
        using var unsaid = await secretary.PostAsync(path, [("PlannedOn", "2027-03-01")], "#move");
        using var moved = await secretary.PostAsync(path, [("PlannedOn", "2027-03-01"), ("Reason", "The conference was moved.")], "#move");
        var form = (await secretary.PageAsync(path)).QuerySelector("#move")!;
        form.SetAttribute("action", path + "?handler=Cancel");
        using var cancelled = await secretary.SubmitAsync(form, path, [("Reason", "Another institution is asked.")]);

        Assert.Equal(["Say why."], await Applicant.FaultsAsync(unsaid));
        Assert.Equal(HttpStatusCode.Found, moved.StatusCode);
        Assert.Equal(HttpStatusCode.Found, cancelled.StatusCode);
        var page = await secretary.PageAsync(path);
        Assert.Contains("Another institution is asked.", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("The conference was moved.", page.QuerySelector(".audit")!.TextContent, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("#complete"));
        await using var db = site.Db();
        Assert.Null(await db.Terms.Where(term => term.SeatId == russian).Select(term => term.To).SingleAsync(TestContext.Current.CancellationToken));
        // The seat is free for another nomination
        await NominateAsync(secretary, russian, "reasons-new", "2027-09-01");
    }

    [Theory]
    [InlineData("InstitutionCode", "upc", "There is no such institution.")]
    [InlineData("InstitutionCode", "bad-old", "This institution holds the seat already.")]
    [InlineData("Number", "1", "This seat already has a term with this number.")]
    [InlineData("Number", "many", "Write a number from 1 to 999.")]
    [InlineData("PlannedOn", "2027", "Give a day, for example 2027-06-01.")]
    [InlineData("Invitees", "not an address", "This is not an e-mail address. Write, for example, name@example.org.")]
    public async Task A_nomination_that_cannot_stand_is_refused(string field, string value, string expected)
    {
        var (russian, _) = await SeatsAsync("bad");
        (string Name, string Value)[] fields = [("SeatId", russian.ToString()), ("InstitutionCode", "bad-new"), ("PlannedOn", "2027-01-01")];

        using var response = await (await site.SignInAsync("secretariat-ru")).PostAsync("/en/desk/handovers", [.. fields.Where(pair => pair.Name != field), (field, value)]);

        Assert.Equal([expected], await Applicant.FaultsAsync(response));
    }

    [Fact]
    public async Task The_announcement_is_taken_by_the_importer_of_articles_as_it_is()
    {
        var (russian, _) = await SeatsAsync("news");
        var secretary = await site.SignInAsync("secretariat-ru");
        var path = await NominateAsync(secretary, russian, "news-new", "2027-01-01", ("Number", "2"));
        var folder = Directory.CreateTempSubdirectory("rotunda-announcement-");
        try
        {
            var article = folder.CreateSubdirectory("handover");
            foreach (var language in new[] { "en", "zh", "ru" })
            {
                using var draft = await secretary.GetAsync($"{path}?handler=Draft&language={language}");
                Assert.Equal("text/markdown", draft.Content.Headers.ContentType!.MediaType);
                await File.WriteAllTextAsync(Path.Combine(article.FullName, language + ".md"), await draft.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
            }

            await using var scope = site.Services.CreateAsyncScope();
            await using var db = site.Db();
            var (faults, count) = await scope.ServiceProvider.GetRequiredService<ArticleImport>().AddAsync(db, folder.FullName, TestContext.Current.CancellationToken);

            Assert.Empty(faults.Select(fault => fault.ToString()));
            Assert.Equal(1, count);
            Assert.Contains("[Новый университет news](institution:news-new)", await File.ReadAllTextAsync(Path.Combine(article.FullName, "ru.md"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await secretary.GetAsync($"{path}?handler=Draft&language=xx")).StatusCode);
    }

    [Fact]
    public async Task An_announcement_becomes_a_draft_of_the_newsroom_for_those_who_write_news()
    {
        var (russian, _) = await SeatsAsync("announced");
        var (secretary, side) = (await site.SignInAsync("secretariat"), await site.SignInAsync("secretariat-ru"));
        var path = await NominateAsync(secretary, russian, "announced-new", "2027-01-01");
        var form = (await secretary.PageAsync(path)).QuerySelector("form.announce")!;
        Assert.Null((await side.PageAsync(path)).QuerySelector("form.announce"));
        var token = ("__RequestVerificationToken", (await side.PageAsync("/en/account")).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!);

        using var refused = await side.SubmitAsync(form, path, [("language", "ru"), token]);
        using var begun = await secretary.SubmitAsync(form, path, [("language", "ru")]);
        using var again = await secretary.SubmitAsync(form, path, [("language", "ru")]);

        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Equal((HttpStatusCode.Found, HttpStatusCode.Found), (begun.StatusCode, again.StatusCode));
        await secretary.PageAsync(begun.Headers.Location!.OriginalString);
        await using var db = site.Db();
        var articles = await db.Set<Article>().Include(article => article.Text).Include(article => article.Versions).Where(article => article.References.Any(reference => reference.Kind == "institution" && reference.Code == "announced-new")).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, articles.Count);
        Assert.All(articles, article => Assert.Equal((ArticleKind.Announcement, "ru", VersionState.Draft), (article.Kind, article.Text!.SourceLanguage, article.Versions.Single().State)));
    }

    [Fact]
    public async Task The_list_asks_as_often_for_thirty_as_for_one()
    {
        var (russian, _) = await SeatsAsync("listed");
        var secretary = await site.SignInAsync("secretariat-ru");
        await NominateAsync(secretary, russian, "listed-new", "2027-01-01");
        await secretary.PageAsync("/en/desk/handovers");
        var few = await QueryCount.FewestAsync(site, () => secretary.PageAsync("/en/desk/handovers"));
        await using (var db = site.Db())
        {
            var one = await db.Handovers.AsNoTracking().SingleAsync(row => row.SeatId == russian, TestContext.Current.CancellationToken);
            for (var number = 0; number < 30; number++)
            {
                var handover = HandoverOperations.New(russian, one.FromInstitutionId, one.ToInstitutionId, null, one.PlannedOn, "", site.Clock.GetCurrentInstant());
                (handover.State, handover.ClosedAt) = (HandoverState.Cancelled, site.Clock.GetCurrentInstant());
                db.Add(handover);
            }

            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        var page = await secretary.PageAsync("/en/desk/handovers");
        var many = await QueryCount.FewestAsync(site, () => secretary.PageAsync("/en/desk/handovers"));

        Assert.True(page.QuerySelectorAll("main .lines > li").Length >= 31);
        Assert.InRange(few, 1, 24);
        Assert.Equal(few, many);
    }

    private async Task<string> NominateAsync(Visitor secretary, Guid seat, string institution, string day, params (string, string)[] more)
    {
        using var response = await secretary.PostAsync("/en/desk/handovers", [("SeatId", seat.ToString()), ("InstitutionCode", institution), ("PlannedOn", day), .. more]);
        Assert.True(response.StatusCode == HttpStatusCode.Found, await response.Content.ReadAsStringAsync());
        return response.Headers.Location!.OriginalString;
    }

    private async Task GiveAsync(string email, string role, string scope, Instant? until = null)
    {
        await using var db = site.Db();
        var account = await db.Set<Account>().Where(row => row.Email == email).Select(row => row.Id).SingleAsync();
        db.Add(new RoleGrant { Id = RowId.New(), AccountId = account, Role = role, Scope = scope, GrantedAt = site.Clock.GetCurrentInstant() - Duration.FromDays(2), ExpiresAt = until });
        await db.SaveChangesAsync();
    }

    /// <summary>A body with a rotating seat on each side; on the Russian one an institution holds its first term.</summary>
    private async Task<(Guid Russian, Guid Chinese)> SeatsAsync(string label)
    {
        await using var db = site.Db();
        if (await db.Seats.Where(seat => seat.Body!.Code == label).ToListAsync() is { Count: > 0 } known) return (known.Single(seat => seat.SideCode == "RU").Id, known.Single(seat => seat.SideCode == "CN").Id);
        var root = await db.Bodies.Where(row => row.Kind == BodyKind.Association).Select(row => row.Id).SingleAsync();
        var body = new Body { Id = RowId.New(), ParentId = root, Code = label, Kind = BodyKind.SubAlliance, Name = LocalizedText.Of(("en", "Body " + label)) };
        var (old, next) = (Of("old", "Прежний"), Of("new", "Новый"));
        var russian = new Seat { Id = RowId.New(), BodyId = body.Id, SideCode = "RU", Kind = SeatKind.RotatingChair };
        var chinese = new Seat { Id = RowId.New(), BodyId = body.Id, SideCode = "CN", Kind = SeatKind.RotatingChair };
        russian.Terms.Add(new Term { Id = RowId.New(), Number = 1, InstitutionId = old.Id, From = PartialDate.Parse("2024-01-01") });
        db.AddRange(body, old, next, russian, chinese);
        await db.SaveChangesAsync();
        return (russian.Id, chinese.Id);

        Institution Of(string part, string name)
        {
            var institution = new Institution { Id = RowId.New(), Code = $"{label}-{part}", SideCode = "RU", Country = "RU", Zone = "Europe/Moscow" };
            institution.SetName(TestLanguages.TextsOf("ru").Language, $"{name} университет {label}");
            return institution;
        }
    }
}

public sealed class HandoverTestsOnSqlite(SqliteSite site) : HandoverTests(site), IClassFixture<SqliteSite>;

public sealed class HandoverTestsOnPostgres(PostgresSite site) : HandoverTests(site), IClassFixture<PostgresSite>;
