using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Rotunda.Data.Files;
using Rotunda.Modules.Alliance.Applications;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Alliance.Applications;

/// <summary>The public form: what is taken, who sees it when, and what becomes of it.</summary>
public abstract class ApplicationFormTests(Site site)
{
    [Fact]
    public async Task Nobody_sees_an_application_before_its_address_is_confirmed()
    {
        var secretary = await site.SignInAsync("secretariat-ru");
        var link = await Applicant.SentAsync(site, "unseen");

        Assert.DoesNotContain("University unseen", (await secretary.PageAsync("/en/desk/applications")).Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(32, await HashLengthAsync("unseen.example"));
        // A scanner of mails opens links: that confirms nothing
        await site.Visit().PageAsync(link);
        Assert.DoesNotContain("University unseen", (await secretary.PageAsync("/en/desk/applications")).Body!.TextContent, StringComparison.Ordinal);
        using var confirmed = await site.Visit().PostAsync(link, [], "#confirm");

        Assert.Equal(HttpStatusCode.Found, confirmed.StatusCode);
        Assert.Contains("University unseen", (await secretary.PageAsync("/en/desk/applications")).Body!.TextContent, StringComparison.Ordinal);
        var letters = await Applicant.LettersAsync(site, "office@unseen.example");
        Assert.Equal([true, false], letters.Select(letter => letter.IsSecret));
        Assert.All(letters, letter => Assert.Equal("ru", letter.LanguageCode));
        Assert.Contains("Состояние заявки: на рассмотрении.", letters[1].Text, StringComparison.Ordinal);
        Assert.DoesNotContain(link.Split('/')[^1], letters[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_that_is_another_one_leads_nowhere()
    {
        var link = await Applicant.SentAsync(site, "tampered");
        var other = (await Applicant.SentAsync(site, "another")).Split('/')[^1];
        var token = link.Split('/')[^1];

        foreach (var wrong in new[] { token[..^3] + "AAA", token + "A", token[1..], "x", new string('A', 22), new string('A', 65), "%20", other[..11] + token[11..] })
        {
            using var response = await site.Visit().GetAsync($"/ru/apply/{wrong}");
            Assert.True(response.StatusCode == HttpStatusCode.NotFound, wrong);
        }

        // Each link opens its own application and no other
        Assert.Contains("Университет another", (await site.Visit().PageAsync($"/ru/apply/{other}")).QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Университет tampered", (await site.Visit().PageAsync(link)).QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Documents_are_for_the_secretariats_only_and_only_after_the_confirmation()
    {
        var link = await Applicant.SentAsync(site, "papers", "Observer", "en", ("../charter <b>.PDF", Applicant.Pdf));
        await using var db = site.Db();
        var file = await db.Applications.Where(row => row.Domain == "papers.example").SelectMany(row => row.Files).SingleAsync(TestContext.Current.CancellationToken);
        var path = $"/media/{file.Hash}/{Uri.EscapeDataString(file.Name)}";
        var secretary = await site.SignInAsync("secretariat-cn");
        Assert.Equal(HttpStatusCode.NotFound, (await secretary.GetAsync(path)).StatusCode);
        using var confirmed = await site.Visit().PostAsync(link, [], "#confirm");

        Assert.Equal("charter -b-.pdf", file.Name);
        using var read = await secretary.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        Assert.Equal("application/pdf", read.Content.Headers.ContentType!.MediaType);
        Assert.Equal(HttpStatusCode.NotFound, (await secretary.GetAsync($"/media/{file.Hash}/other.pdf")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await site.Visit().GetAsync(path)).StatusCode);
        foreach (var account in new[] { "liaison-upc", "member", "administrator" })
            Assert.Equal(HttpStatusCode.NotFound, (await (await site.SignInAsync(account)).GetAsync(path)).StatusCode);
    }

    [Theory]
    [InlineData("html", "“form.pdf” is not a PDF file.")]
    [InlineData("cut", "“form.pdf” is not a PDF file.")]
    [InlineData("late", "“form.pdf” is not a PDF file.")]
    [InlineData("empty", "“form.pdf” is not a PDF file.")]
    [InlineData("large", "“form.pdf” is larger than 10 MB.")]
    [InlineData("many", "At most five documents.")]
    public async Task A_file_that_cannot_stand_is_refused_and_nothing_is_stored(string kind, string expected)
    {
        byte[] content = kind switch
        {
            "html" => "<html><script>alert(1)</script></html>"u8.ToArray(),
            "cut" => Applicant.Pdf[..^12],
            "late" => [.. "<script>alert(1)</script>"u8, .. Applicant.Pdf],
            "empty" => [],
            "large" => [.. "%PDF-1.7"u8, .. new byte[ApplicationRules.LargestFile], .. "%%EOF"u8],
            _ => Applicant.Pdf,
        };
        using var response = await Applicant.SendAsync(site, Applicant.Fields("upload"), "en", [.. Enumerable.Repeat(("form.pdf", content), kind == "many" ? 6 : 1)]);

        Assert.Equal([expected], await Applicant.FaultsAsync(response));
        await using var db = site.Db();
        Assert.False(await db.Applications.AnyAsync(row => row.Domain == "upload.example", TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("SideCode", "XX", "Choose a side.")]
    [InlineData("Country", "QQ", "Write the two letters of a country, for example CN or RU.")]
    [InlineData("field.zone", "Moon/Base", "This is not an IANA time zone. Write, for example, Asia/Vladivostok.")]
    [InlineData("field.domain", "<script>", "This is not a domain. Write, for example, hit.edu.cn.")]
    [InlineData("field.ror", "123", "This is not a ROR id. Write its nine characters, for example 01yqg2h08.")]
    [InlineData("Contact", "...", "Write your name (up to 200 characters).")]
    [InlineData("Email", "a@b@c.example", "This is not an e-mail address. Write, for example, name@example.org.")]
    [InlineData("Reason", "\u200B", "Say why the institution wants to join.")]
    public async Task What_cannot_stand_is_said_and_what_was_typed_is_kept(string field, string value, string expected)
    {
        using var response = await Applicant.SendAsync(site, Applicant.Fields("faulty").Where(pair => pair.Name != field).Append((field, value)), "en");

        Assert.Equal([expected], await Applicant.FaultsAsync(response));
        await using var db = site.Db();
        Assert.False(await db.Applications.AnyAsync(row => row.Domain == "faulty.example", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Hostile_text_is_shown_as_text()
    {
        var fields = Applicant.Fields("hostile").Where(pair => pair.Name is not ("field.name.ru" or "Reason")).Append(("field.name.ru", "\u202E<script>alert(1)</script>\u0001")).Append(("Reason", "<img src=x onerror=alert(1)>"));
        using var sent = await Applicant.SendAsync(site, fields);
        Assert.Equal(HttpStatusCode.Found, sent.StatusCode);
        var letter = (await Applicant.LettersAsync(site, "office@hostile.example")).Single();
        using var confirmed = await site.Visit().PostAsync(new Uri(letter.Text.Split('\n').Single(line => line.StartsWith("http", StringComparison.Ordinal))).AbsolutePath, [], "#confirm");
        await using var db = site.Db();
        var id = await db.Applications.Where(row => row.Domain == "hostile.example").Select(row => row.Id).SingleAsync(TestContext.Current.CancellationToken);

        using var response = await (await site.SignInAsync("secretariat-ru")).GetAsync($"/ru/desk/applications/{id}");

        var html = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<img src=x", html, StringComparison.Ordinal);
        Assert.Equal("<script>alert(1)</script>", (await Visitor.ParseAsync(response)).QuerySelector("h1")!.TextContent);
    }

    [Fact]
    public async Task A_form_that_was_sent_at_once_or_never_shown_is_asked_for_again()
    {
        var visitor = site.Visit();
        var form = (await visitor.PageAsync("/en/apply")).QuerySelector(Applicant.Form)!;
        const string expected = "The form was sent too fast, or stood open too long. Check it, choose the documents again and send it once more.";

        using var fast = await visitor.SubmitAsync(form, "/en/apply", Applicant.Fields("machine"));
        using var forged = await visitor.SubmitAsync(form, "/en/apply", Applicant.Fields("machine").Append(("stamped", "forged")));
        site.Clock.Advance(Duration.FromHours(25));
        using var old = await visitor.SubmitAsync(form, "/en/apply", Applicant.Fields("machine"));

        Assert.Equal([expected], await Applicant.FaultsAsync(fast));
        Assert.Equal([expected], await Applicant.FaultsAsync(forged));
        Assert.Equal([expected], await Applicant.FaultsAsync(old));
        await using var db = site.Db();
        Assert.False(await db.Applications.AnyAsync(row => row.Domain == "machine.example", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task One_address_gets_no_more_than_three_letters_that_nobody_answers()
    {
        for (var number = 0; number < ApplicationRules.MostUnconfirmed; number++)
            Assert.Equal(HttpStatusCode.Found, (await Applicant.SendAsync(site, Applicant.Fields("victim"))).StatusCode);

        using var refused = await Applicant.SendAsync(site, Applicant.Fields("victim"), "en");

        Assert.Equal(["Several applications already wait for the confirmation of this address. Open the link in the letter."], await Applicant.FaultsAsync(refused));
        Assert.Equal(ApplicationRules.MostUnconfirmed, (await Applicant.LettersAsync(site, "office@victim.example")).Count);
    }

    [Fact]
    public async Task What_is_not_confirmed_lapses_and_is_deleted_with_its_files()
    {
        byte[] own = [.. Applicant.Pdf[..^6], .. "% of its own\n%%EOF\n"u8];
        var link = await Applicant.SentAsync(site, "lapsed", "Observer", "ru", ("charter.pdf", own));
        await using var db = site.Db();
        var hash = await db.Applications.Where(row => row.Domain == "lapsed.example").SelectMany(row => row.Files).Select(file => file.Hash).SingleAsync(TestContext.Current.CancellationToken);
        var path = site.Services.GetRequiredService<FileStore>().PathOf(hash);
        Assert.True(File.Exists(path));
        site.Clock.Advance(ApplicationRules.Confirmation);

        await site.Visit().PageAsync(link, HttpStatusCode.NotFound);
        await site.Services.GetRequiredService<ApplicationRetention>().RunAsync(db, TestContext.Current.CancellationToken);

        Assert.False(await db.Applications.AnyAsync(row => row.Domain == "lapsed.example", TestContext.Current.CancellationToken));
        await Applicant.ReleasedAsync(site);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task An_answer_is_acknowledged_by_mail_with_its_words_and_documents()
    {
        var (link, _) = await Applicant.ConfirmedAsync(site, "receipt");
        var visitor = site.Visit();
        var form = (await visitor.PageAsync(link)).QuerySelector("#answer")!;
        var before = (await Applicant.LettersAsync(site, "office@receipt.example")).Count;

        using var sent = await Applicant.MultipartAsync(visitor, form, link + "?handler=Answer", [("Text", "Первая строка\nВторая строка")], [("устав.pdf", Applicant.Pdf)]);

        Assert.Equal(HttpStatusCode.Found, sent.StatusCode);
        var letters = await Applicant.LettersAsync(site, "office@receipt.example");
        Assert.Equal(before + 1, letters.Count);
        Assert.Equal("ru", letters[^1].LanguageCode);
        Assert.Contains("> Первая строка\n> Вторая строка", letters[^1].Text, StringComparison.Ordinal);
        Assert.Contains("Получены документы: устав.pdf.", letters[^1].Text, StringComparison.Ordinal);
        Assert.DoesNotContain("/apply/", letters[^1].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("about")]
    [InlineData("contact")]
    [InlineData("faq")]
    [InlineData("members")]
    public async Task Pages_where_people_look_for_it_lead_to_the_form(string page)
    {
        foreach (var language in new[] { "en", "zh", "ru" })
            Assert.Single((await site.Visit().PageAsync($"/{language}/{page}")).QuerySelectorAll($"main .apply-link a[href='/{language}/apply']"));
    }

    [Theory]
    [InlineData("en", "Apply for membership")]
    [InlineData("zh", "申请入盟")]
    [InlineData("ru", "Заявка на вступление")]
    public async Task The_form_is_linked_from_every_page_and_speaks_the_readers_language(string language, string title)
    {
        var home = await site.Visit().PageAsync($"/{language}/faq");
        var page = await site.Visit().PageAsync($"/{language}/apply");

        Assert.Equal(title, home.QuerySelector($"footer a[href='/{language}/apply']")!.TextContent);
        Assert.Equal(title, page.QuerySelector("h1")!.TextContent);
        Assert.DoesNotContain("⟨", page.DocumentElement.TextContent, StringComparison.Ordinal);
    }

    private async Task<int> HashLengthAsync(string domain)
    {
        await using var db = site.Db();
        return (await db.Applications.Where(row => row.Domain == domain).Select(row => row.TokenHash).SingleAsync()).Length;
    }
}

public sealed class ApplicationFormTestsOnSqlite(SqliteSite site) : ApplicationFormTests(site), IClassFixture<SqliteSite>;

public sealed class ApplicationFormTestsOnPostgres(PostgresSite site) : ApplicationFormTests(site), IClassFixture<PostgresSite>;

/// <summary>Machines that send forms without end are stopped; readers are not.</summary>
public abstract class ApplicationLimitTests(Site site)
{
    [Fact]
    public async Task The_sixty_first_form_of_ten_minutes_is_refused_while_the_page_still_opens()
    {
        var visitor = site.Visit();
        var form = (await visitor.PageAsync("/en/apply")).QuerySelector(Applicant.Form)!;
        var statuses = new List<HttpStatusCode>();
        for (var number = 0; number < 61; number++)
        {
            using var response = await visitor.SubmitAsync(form, "/en/apply", []);
            statuses.Add(response.StatusCode);
        }

        Assert.All(statuses[..60], status => Assert.Equal(HttpStatusCode.UnprocessableEntity, status));
        Assert.Equal(HttpStatusCode.TooManyRequests, statuses[60]);
        await visitor.PageAsync("/en/apply");
    }
}

public sealed class ApplicationLimitTestsOnSqlite(SqliteSite site) : ApplicationLimitTests(site), IClassFixture<SqliteSite>;

public sealed class ApplicationLimitTestsOnPostgres(PostgresSite site) : ApplicationLimitTests(site), IClassFixture<PostgresSite>;
