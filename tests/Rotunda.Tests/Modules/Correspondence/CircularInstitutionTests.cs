using System.Net;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Alliance;
using Rotunda.Modules.Correspondence.Circulars;
using Rotunda.Modules.Shared.Access;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Correspondence;

/// <summary>An institution gives one answer, by whoever speaks for it at that moment. Every test has institutions of its own.</summary>
public abstract class CircularInstitutionTests(Site site)
{
    private readonly Post _post = new(site);

    [Fact]
    public async Task Two_officers_of_one_institution_give_one_answer_and_the_last_one_counts()
    {
        var secretary = await site.SignInAsync("secretariat");
        var (first, second) = (await OfficerAsync("first@hit.example", "hit"), await OfficerAsync("second@hit.example", "hit"));
        var id = await _post.DraftAsync(secretary, ("Institutions", "hit"), ("Institutions", "upc"), ("DueDay", "2026-12-23"));
        var letters = await _post.SendAsync(secretary, id);
        Assert.Equal(["first@hit.example", Post.Upc, "second@hit.example"], letters.Keys.Order(StringComparer.Ordinal));
        var receiver = await _post.ReceiverAsync(id, "hit");
        var path = $"/en/desk/inbox/{receiver.Id}";
        var stale = (await second.PageAsync(path)).QuerySelector("main form[method=post]")!;

        using var yes = await first.PostAsync(path, [("choice", "1"), ("Words", "Two of us")]);
        using var conflict = await second.SubmitAsync(stale, path, [("choice", "0")]);
        var seen = await second.PageAsync(path);
        var waiting = await secretary.PageAsync($"/en/desk/circulars/{id}?state=Waiting");
        using var reminded = await secretary.PostAsync($"/en/desk/circulars/{id}", [], "form.remind");
        using var no = await site.Visit().PostAsync(Post.LinkIn(letters["second@hit.example"]), [("choice", "0"), ("Words", "=nobody, sorry")]);

        Assert.Equal((HttpStatusCode.Found, HttpStatusCode.Conflict, HttpStatusCode.Found, HttpStatusCode.Found), (yes.StatusCode, conflict.StatusCode, reminded.StatusCode, no.StatusCode));
        Assert.Contains("first@hit.example", seen.QuerySelector(".answered-by")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Two of us", seen.QuerySelector("textarea[name=Words]")!.TextContent);
        // A colleague answered: the institution owes nothing and its other officer is not reminded
        Assert.Single(Rows(waiting));
        Assert.Equal([Post.Upc], (await _post.LettersAsync()).TakeLast(1).Select(letter => letter.To));
        var page = await secretary.PageAsync($"/en/desk/circulars/{id}");
        Assert.Equal(["1 No"], page.QuerySelectorAll(".choices li").Select(item => string.Join(' ', item.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))));
        Assert.Equal((2, "2", "1"), (Rows(page).Count(), page.QuerySelector("table.by-side tbody td")!.TextContent, page.QuerySelectorAll("table.by-side tbody td")[2].TextContent));
        var csv = await CsvAsync(secretary, id);
        Assert.Equal(3, csv.Length);
        Assert.Contains("second@hit.example", csv.Single(line => line.Contains("Harbin", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("\"'=nobody, sorry\"", csv.Single(line => line.Contains("Harbin", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_officer_answers_what_came_before_and_the_former_one_gets_neither_link_nor_reminder()
    {
        var secretary = await site.SignInAsync("secretariat");
        var former = await OfficerAsync("former@bmstu.example", "bmstu");
        var id = await _post.DraftAsync(secretary, ("Institutions", "bmstu"), ("DueDay", "2026-12-23"));
        var link = Post.LinkIn((await _post.SendAsync(secretary, id))["former@bmstu.example"]);
        var receiver = await _post.ReceiverAsync(id, "bmstu");
        var form = (await secretary.PageAsync($"/en/desk/circulars/{id}")).QuerySelector("form.link")!;
        await EndAsync("former@bmstu.example");
        var newcomer = await OfficerAsync("newcomer@bmstu.example", "bmstu");

        using var dead = await secretary.SubmitAsync(form, $"/en/desk/circulars/{id}", []);
        using var reminded = await secretary.PostAsync($"/en/desk/circulars/{id}", [], "form.remind");
        using var made = await secretary.PostAsync($"/en/desk/circulars/{id}", [], "form.link");
        var opened = new Uri((await Visitor.ParseAsync(made)).QuerySelector("code.secret")!.TextContent.Trim()).AbsolutePath;

        Assert.Equal(HttpStatusCode.UnprocessableEntity, dead.StatusCode);
        Assert.Equal(HttpStatusCode.Found, reminded.StatusCode);
        Assert.Equal(["newcomer@bmstu.example"], (await _post.LettersAsync()).TakeLast(1).Select(letter => letter.To));
        Assert.DoesNotContain((await _post.LettersAsync()).TakeLast(1), letter => letter.To == "former@bmstu.example");
        await site.Visit().PageAsync(link, HttpStatusCode.NotFound);
        await former.PageAsync($"/en/desk/inbox/{receiver.Id}", HttpStatusCode.NotFound);
        await site.Visit().PageAsync(opened);
        Assert.Contains(receiver.Id.ToString(), (await newcomer.PageAsync("/en/desk/inbox")).QuerySelector("main")!.InnerHtml, StringComparison.Ordinal);
        using var answered = await newcomer.PostAsync($"/en/desk/inbox/{receiver.Id}", [("choice", "1")]);
        Assert.Equal(HttpStatusCode.Found, answered.StatusCode);
        Assert.Equal("newcomer@bmstu.example", (await _post.ReceiverAsync(id, "bmstu")).AnsweredBy);
    }

    [Fact]
    public async Task An_institution_without_an_officer_is_asked_too_and_ended_roles_get_no_mail()
    {
        var secretary = await site.SignInAsync("secretariat");
        await OfficerAsync("ended@mai.example", "mai");
        await EndAsync("ended@mai.example");
        var id = await _post.DraftAsync(secretary, ("Institutions", "mai"), ("Institutions", "gubkin"), ("DueDay", "2026-12-23"));
        Assert.Single((await secretary.PageAsync($"/en/desk/circulars/{id}")).QuerySelectorAll(".without li"));

        var letters = await _post.SendAsync(secretary, id);
        var page = await secretary.PageAsync($"/en/desk/circulars/{id}");
        var newcomer = await OfficerAsync("newcomer@mai.example", "mai");

        Assert.Equal([Post.Gubkin], letters.Keys);
        Assert.Equal(2, Rows(page).Count());
        Assert.Contains("Nobody holds the role at present", page.QuerySelector("table.answers")!.TextContent, StringComparison.Ordinal);
        await newcomer.PageAsync($"/en/desk/inbox/{(await _post.ReceiverAsync(id, "mai")).Id}");
    }

    [Fact]
    public async Task Chair_units_receive_and_answer_what_is_for_them_and_liaison_officers_do_not_see_it()
    {
        var secretary = await site.SignInAsync("secretariat");
        var draft = await secretary.PageAsync("/en/desk/circulars/draft");
        Assert.Equal([AllianceRoles.ChairUnit, Roles.Liaison], draft.QuerySelectorAll("#f-role option").Select(option => option.GetAttribute("value")));
        var (unit, liaison) = (await site.SignInAsync("chair-unit"), await site.SignInAsync("liaison-upc"));
        var id = await _post.DraftAsync(secretary, ("Institutions", "upc"), ("Role", AllianceRoles.ChairUnit));
        var letters = await _post.SendAsync(secretary, id);
        var receiver = await _post.ReceiverAsync(id, "upc");

        Assert.Equal(["chair-unit@demonstration.invalid"], letters.Keys);
        await liaison.PageAsync($"/en/desk/inbox/{receiver.Id}", HttpStatusCode.NotFound);
        using var answered = await unit.PostAsync($"/en/desk/inbox/{receiver.Id}", [("choice", "1")]);
        Assert.Equal(HttpStatusCode.Found, answered.StatusCode);
        Assert.Equal(1, (await _post.ReceiverAsync(id, "upc")).Choice);
    }

    [Fact]
    public async Task A_choice_is_offered_in_the_readers_words_counted_and_written_into_the_table()
    {
        var secretary = await site.SignInAsync("secretariat");
        var id = await _post.DraftAsync(secretary, ("AnswerKind", "Choice"), ("Options.en", "In July\nIn August"), ("Options.zh", "七月\n八月"), ("Options.ru", "В июле\nВ августе"));
        var letters = await _post.SendAsync(secretary, id);
        var offered = await site.Visit().PageAsync(Post.LinkIn(letters[Post.Upc]));

        using var beyond = await site.Visit().PostAsync(Post.LinkIn(letters[Post.Upc]), [("choice", "2")]);
        using var chinese = await site.Visit().PostAsync(Post.LinkIn(letters[Post.Upc]), [("choice", "1")]);
        using var russian = await site.Visit().PostAsync(Post.LinkIn(letters[Post.Gubkin]), [("choice", "1"), ("Words", "Лучше в конце")]);

        Assert.Equal(["七月", "八月"], offered.QuerySelectorAll("#f-choice label").Select(label => label.TextContent.Trim()));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.Found, HttpStatusCode.Found), (beyond.StatusCode, chinese.StatusCode, russian.StatusCode));
        Assert.Equal(["2 In August"], (await secretary.PageAsync($"/en/desk/circulars/{id}")).QuerySelectorAll(".choices li").Select(item => string.Join(' ', item.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))));
        Assert.Equal(2, (await CsvAsync(secretary, id)).Count(line => line.Contains("\"In August\"", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Attachments_are_read_by_link_and_on_the_desk_by_receivers_alone_and_are_gone_when_they_are_dropped()
    {
        var secretary = await site.SignInAsync("secretariat");
        byte[] pdf = [.. "%PDF-1.7 programme"u8], other = [.. "%PDF-1.7 another"u8];
        var id = await _post.DraftWithAsync(secretary, [("programme.pdf", pdf), ("dropped.pdf", other)], ("Institutions", "upc"));
        var foreign = await _post.DraftWithAsync(secretary, [("foreign.pdf", [.. "%PDF-1.7 foreign"u8])], ("Institutions", "gubkin"));
        var files = await FilesAsync(id);
        var edit = $"/en/desk/circulars/draft/{id}";
        // A file of another circular is not dropped by this one's form
        using var dropped = await secretary.PostAsync(edit, [("Drop", files["dropped.pdf"].Id.ToString()), ("Drop", (await FilesAsync(foreign))["foreign.pdf"].Id.ToString())]);
        Assert.Equal(HttpStatusCode.Found, dropped.StatusCode);
        Assert.Equal(["programme.pdf"], (await FilesAsync(id)).Keys);
        Assert.Equal(["foreign.pdf"], (await FilesAsync(foreign)).Keys);

        var (link, elsewhere) = (Post.LinkIn((await _post.SendAsync(secretary, id))[Post.Upc]), Post.LinkIn((await _post.SendAsync(secretary, foreign))[Post.Gubkin]));
        var file = files["programme.pdf"];
        var media = $"/media/{file.Hash}/programme.pdf";

        using var byLink = await site.Visit().GetAsync($"{link}/{file.Id}");
        Assert.Equal(pdf, await byLink.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Contains($"{link}/{file.Id}", (await site.Visit().PageAsync(link)).Links.Select(item => item.GetAttribute("href")));
        Assert.Contains(media, (await (await site.SignInAsync("liaison-upc")).PageAsync($"/en/desk/inbox/{(await _post.ReceiverAsync(id, "upc")).Id}")).Links.Select(item => item.GetAttribute("href")));
        Assert.Equal(HttpStatusCode.OK, await (await site.SignInAsync("liaison-upc")).StatusAsync(media));
        Assert.Equal(HttpStatusCode.NotFound, await (await site.SignInAsync("liaison-gubkin")).StatusAsync(media));
        Assert.Equal(HttpStatusCode.NotFound, await site.Visit().StatusAsync(media));
        Assert.Equal(HttpStatusCode.NotFound, await site.Visit().StatusAsync($"{elsewhere}/{file.Id}"));
        Assert.Equal(HttpStatusCode.NotFound, await site.Visit().StatusAsync($"{link}/{files["dropped.pdf"].Id}"));
        Assert.Equal(HttpStatusCode.NotFound, await secretary.StatusAsync($"/media/{files["dropped.pdf"].Hash}/dropped.pdf"));
    }

    [Fact]
    public async Task Ids_of_others_in_a_form_change_nothing()
    {
        var secretary = await site.SignInAsync("secretariat");
        var (one, two) = (await _post.DraftAsync(secretary, ("Institutions", "upc")), await _post.DraftAsync(secretary, ("Institutions", "gubkin")));
        await _post.SendAsync(secretary, one);
        await _post.SendAsync(secretary, two);
        var (own, foreign) = (await _post.ReceiverAsync(one, "upc"), await _post.ReceiverAsync(two, "gubkin"));
        var upc = await site.SignInAsync("liaison-upc");
        await using var db = site.Db();
        var links = await db.CircularLinks.CountAsync(TestContext.Current.CancellationToken);

        // Another institution's receiver, with one's own token
        var form = (await upc.PageAsync($"/en/desk/inbox/{own.Id}")).QuerySelector("main form[method=post]")!;
        form.SetAttribute("action", $"/en/desk/inbox/{foreign.Id}");
        using var answered = await upc.SubmitAsync(form, "", [("choice", "1"), ("version", foreign.Version.ToString(System.Globalization.CultureInfo.InvariantCulture))]);
        // A receiver of another circular
        using var linked = await secretary.PostAsync($"/en/desk/circulars/{one}", [("receiver", foreign.Id.ToString())], "form.link");
        // An officer of another institution
        var gubkin = await db.Set<Account>().Where(row => row.Email == Post.Gubkin).Select(row => row.Id).SingleAsync(TestContext.Current.CancellationToken);
        using var given = await secretary.PostAsync($"/en/desk/circulars/{one}", [("account", gubkin.ToString())], "form.link");
        // A link with a letter changed
        var visitor = site.Visit();
        var token = ("__RequestVerificationToken", (await visitor.PageAsync("/en/account/sign-in")).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!);
        using var content = new FormUrlEncodedContent([KeyValuePair.Create("choice", "1"), KeyValuePair.Create("version", "1"), KeyValuePair.Create(token.Item1, token.Item2)]);
        using var guessed = await visitor.Http.PostAsync("/en/answer/" + new string('A', 22), content, TestContext.Current.CancellationToken);
        using var applied = await visitor.Http.PostAsync($"/en/apply/{new string('A', 22)}?handler=Withdraw", new FormUrlEncodedContent([KeyValuePair.Create(token.Item1, token.Item2)]), TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.UnprocessableEntity), (answered.StatusCode, linked.StatusCode, given.StatusCode));
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (guessed.StatusCode, applied.StatusCode));
        Assert.Null((await _post.ReceiverAsync(two, "gubkin")).AnsweredAt);
        Assert.Equal(links, await db.CircularLinks.CountAsync(TestContext.Current.CancellationToken));
    }

    private static IEnumerable<IElement> Rows(IDocument page) => page.QuerySelectorAll("table.answers tbody tr");

    private static async Task<string[]> CsvAsync(Visitor secretary, Guid id)
    {
        using var csv = await secretary.GetAsync($"/en/desk/circulars/{id}/answers");
        return (await csv.Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
    }

    private async Task<Dictionary<string, CircularFile>> FilesAsync(Guid circular)
    {
        await using var db = site.Db();
        return await db.Set<CircularFile>().AsNoTracking().Where(file => file.CircularId == circular).OrderBy(file => file.Name).ToDictionaryAsync(file => file.Name);
    }

    private Task<Visitor> OfficerAsync(string email, string institution) => site.SignInAsAsync(email, Roles.Liaison, "institution:" + institution);

    private async Task EndAsync(string email)
    {
        await using var db = site.Db();
        Instant? past = site.Clock.GetCurrentInstant() - Duration.FromDays(1);
        await db.RoleGrants.Where(grant => db.Set<Account>().Any(account => account.Id == grant.AccountId && account.Email == email)).ExecuteUpdateAsync(set => set.SetProperty(grant => grant.ExpiresAt, past));
    }
}

public sealed class CircularInstitutionTestsOnSqlite(SqliteSite site) : CircularInstitutionTests(site), IClassFixture<SqliteSite>;

public sealed class CircularInstitutionTestsOnPostgres(PostgresSite site) : CircularInstitutionTests(site), IClassFixture<PostgresSite>;
