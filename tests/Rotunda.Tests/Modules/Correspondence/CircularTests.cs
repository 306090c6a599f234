using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Modules.Correspondence.Circulars;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Correspondence;

/// <summary>Circulars from the draft to the results: each receiver gets one mail, and nobody answers for another.</summary>
public abstract class CircularTests(Site site)
{
    private readonly Post _post = new(site);

    [Fact]
    public async Task Each_officer_gets_one_mail_in_the_own_language_and_zone()
    {
        var secretary = await site.SignInAsync("secretariat");

        var letters = await _post.SendAsync(secretary, await _post.DraftAsync(secretary));

        Assert.Equal([Post.Gubkin, Post.Upc], letters.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("zh", "问题"), (letters[Post.Upc].LanguageCode, letters[Post.Upc].Subject));
        Assert.Contains("正文。", letters[Post.Upc].Text, StringComparison.Ordinal);
        Assert.Contains("18:00 UTC+8", letters[Post.Upc].Text, StringComparison.Ordinal);
        Assert.DoesNotContain("UTC+3", letters[Post.Upc].Text, StringComparison.Ordinal);
        Assert.Contains("13:00 UTC+3", letters[Post.Gubkin].Text, StringComparison.Ordinal);
        Assert.Contains("18:00 UTC+8", letters[Post.Gubkin].Text, StringComparison.Ordinal);
        Assert.StartsWith("/ru/answer/", Post.LinkIn(letters[Post.Gubkin]), StringComparison.Ordinal);
        Assert.All(letters.Values, letter => Assert.True(letter.IsSecret));
    }

    [Fact]
    public async Task Missing_language_falls_back_as_a_whole_and_says_so()
    {
        var secretary = await site.SignInAsync("secretariat");
        var letters = await _post.SendAsync(secretary, await _post.DraftAsync(secretary, ("Subject.ru", ""), ("Text.ru", "")));

        var page = await site.Visit().PageAsync(Post.LinkIn(letters[Post.Gubkin]));

        Assert.Equal("Question", letters[Post.Gubkin].Subject);
        Assert.Equal("en", page.QuerySelector(".message")!.GetAttribute("lang"));
        Assert.Equal(["First paragraph.", "Second."], page.QuerySelectorAll(".message p").Select(paragraph => paragraph.TextContent));
        Assert.NotNull(page.QuerySelector("p.fallback"));
    }

    [Fact]
    public async Task Officer_reads_answers_and_changes_the_answer_by_link()
    {
        var secretary = await site.SignInAsync("secretariat");
        var id = await _post.DraftAsync(secretary);
        var link = Post.LinkIn((await _post.SendAsync(secretary, id))[Post.Upc]);
        var officer = site.Visit();
        Assert.Null((await _post.ReceiverAsync(id, "upc")).ReadAt);

        using var shown = await officer.GetAsync(link);
        Assert.NotNull((await _post.ReceiverAsync(id, "upc")).ReadAt);
        using var first = await officer.PostAsync(link, [("choice", "1"), ("Words", "来两人")]);
        using var second = await officer.PostAsync(link, [("choice", "0"), ("Words", "")]);

        Assert.Equal(["no-referrer"], shown.Headers.GetValues("Referrer-Policy"));
        Assert.Equal(["noindex, nofollow"], shown.Headers.GetValues("X-Robots-Tag"));
        Assert.True(shown.Headers.CacheControl!.NoStore);
        Assert.Equal((HttpStatusCode.Found, HttpStatusCode.Found), (first.StatusCode, second.StatusCode));
        var receiver = await _post.ReceiverAsync(id, "upc");
        Assert.Equal((0, (string?)null, false), (receiver.Choice, receiver.Words, receiver.IsLate));
        Assert.Null((await _post.ReceiverAsync(id, "gubkin")).AnsweredAt);
    }

    [Fact]
    public async Task Looking_whether_the_page_is_there_does_not_count_as_reading()
    {
        var secretary = await site.SignInAsync("secretariat");
        var id = await _post.DraftAsync(secretary);
        var link = Post.LinkIn((await _post.SendAsync(secretary, id))[Post.Upc]);
        using var head = new HttpRequestMessage(HttpMethod.Head, link);

        using var response = await site.Visit().Http.SendAsync(head, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Null((await _post.ReceiverAsync(id, "upc")).ReadAt);
    }

    [Fact]
    public async Task Form_that_was_open_in_two_browsers_overwrites_nothing()
    {
        var secretary = await site.SignInAsync("secretariat");
        var id = await _post.DraftAsync(secretary);
        var link = Post.LinkIn((await _post.SendAsync(secretary, id))[Post.Upc]);
        var (one, two) = (site.Visit(), site.Visit());
        var old = (await two.PageAsync(link)).QuerySelector("main form[method=post]")!;
        using var stored = await one.PostAsync(link, [("choice", "1"), ("Words", "one")]);

        using var refused = await two.SubmitAsync(old, link, [("choice", "0"), ("Words", "two")]);

        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Equal("one", (await _post.ReceiverAsync(id, "upc")).Words);
    }

    [Fact]
    public async Task After_the_time_nothing_is_stored_unless_late_answers_are_taken()
    {
        var secretary = await site.SignInAsync("secretariat");
        var (strict, lenient) = (await _post.DraftAsync(secretary), await _post.DraftAsync(secretary, ("TakesLateAnswers", "true")));
        var links = new[] { Post.LinkIn((await _post.SendAsync(secretary, strict))[Post.Upc]), Post.LinkIn((await _post.SendAsync(secretary, lenient))[Post.Upc]) };
        var officer = site.Visit();
        var open = (await officer.PageAsync(links[0].Replace("/zh/", "/en/", StringComparison.Ordinal))).QuerySelector("main form[method=post]")!;
        site.Clock.Advance(Duration.FromDays(2));

        try
        {
            using var refused = await officer.SubmitAsync(open, links[0].Replace("/zh/", "/en/", StringComparison.Ordinal), [("choice", "1")]);
            var shown = await officer.PageAsync(links[0].Replace("/zh/", "/en/", StringComparison.Ordinal));
            using var late = await officer.PostAsync(links[1], [("choice", "1")]);

            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Assert.Contains("The time for answers is over.", (await Visitor.ParseAsync(refused)).QuerySelector(".fault-summary")!.TextContent, StringComparison.Ordinal);
            Assert.Null(shown.QuerySelector("main form"));
            Assert.Null((await _post.ReceiverAsync(strict, "upc")).AnsweredAt);
            Assert.Equal(HttpStatusCode.Found, late.StatusCode);
            Assert.True((await _post.ReceiverAsync(lenient, "upc")).IsLate);
        }
        finally
        {
            site.Clock.Advance(-Duration.FromDays(2));
        }

        // An answer that lies in the future would break the rule that late ones are marked
        await using var db = site.Db();
        await db.CircularReceivers.Where(row => row.CircularId == lenient).ExecuteUpdateAsync(
            row => row.SetProperty(receiver => receiver.AnsweredAt, (Instant?)null).SetProperty(receiver => receiver.AnsweredBy, (string?)null).SetProperty(receiver => receiver.IsLate, false), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Token_that_was_tampered_with_opens_nothing_and_tells_nothing()
    {
        var secretary = await site.SignInAsync("secretariat");
        var id = await _post.DraftAsync(secretary);
        var token = Post.LinkIn((await _post.SendAsync(secretary, id))[Post.Upc]).Split('/')[^1];

        foreach (var wrong in new[] { token[1..], token + "A", (token[0] == 'A' ? "B" : "A") + token[1..], "x", new string('A', 22), "%20", "a%2Fb" })
        {
            using var response = await site.Visit().GetAsync("/en/answer/" + wrong);
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
            Assert.DoesNotContain("First paragraph", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }

        await using var db = site.Db();
        var bytes = Microsoft.AspNetCore.WebUtilities.WebEncoders.Base64UrlDecode(token);
        Assert.Equal(16, bytes.Length);
        Assert.DoesNotContain(await db.CircularLinks.Select(link => link.TokenHash).ToListAsync(TestContext.Current.CancellationToken), hash => hash.AsSpan().IndexOf(bytes) >= 0);
    }

    [Fact]
    public async Task Officer_of_another_institution_sees_neither_circular_nor_answer_nor_file()
    {
        var secretary = await site.SignInAsync("secretariat");
        var id = await _post.DraftAsync(secretary, ("Institutions", "upc"), ("Subject.ru", "Только для UPC"));
        await _post.SendAsync(secretary, id);
        var upc = await _post.ReceiverAsync(id, "upc");
        var (gubkin, own) = (await site.SignInAsync("liaison-gubkin"), await site.SignInAsync("liaison-upc"));

        await own.PageAsync($"/zh/desk/inbox/{upc.Id}");
        await gubkin.PageAsync($"/ru/desk/inbox/{upc.Id}", HttpStatusCode.NotFound);
        await gubkin.PageAsync($"/ru/desk/circulars/{id}", HttpStatusCode.Forbidden);
        await gubkin.PageAsync($"/ru/desk/circulars/{id}/answers", HttpStatusCode.Forbidden);

        Assert.DoesNotContain("Только для UPC", (await gubkin.PageAsync("/ru/desk/inbox")).Body!.TextContent, StringComparison.Ordinal);
        using var form = await own.PostAsync($"/zh/desk/inbox/{upc.Id}", [("choice", "1")]);
        Assert.Equal(HttpStatusCode.Found, form.StatusCode);
        Assert.Equal(1, (await _post.ReceiverAsync(id, "upc")).Choice);
    }

    [Fact]
    public async Task Two_secretaries_in_one_draft_conflict()
    {
        var (one, two) = (await site.SignInAsync("secretariat"), await site.SignInAsync("secretariat"));
        var path = $"/en/desk/circulars/draft/{await _post.DraftAsync(one)}";
        var old = (await two.PageAsync(path)).QuerySelector("main form[method=post]")!;
        using var saved = await one.PostAsync(path, [("Subject.en", "By the first")]);

        using var refused = await two.SubmitAsync(old, path, [("Subject.en", "By the second")]);

        Assert.Equal(HttpStatusCode.Found, saved.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        var page = await Visitor.ParseAsync(refused);
        Assert.Equal("By the second", page.QuerySelector("[name='Subject.en']")!.GetAttribute("value"));
        Assert.Contains("By the first", page.QuerySelector("#f-subject-en-stored")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sending_at_once_from_many_windows_gives_each_receiver_exactly_one_mail()
    {
        var secretary = await site.SignInAsync("secretariat");
        var path = $"/en/desk/circulars/{await _post.DraftAsync(secretary)}";
        var before = (await _post.LettersAsync()).Count;
        var form = (await secretary.PageAsync(path)).QuerySelector("form.send")!;

        var responses = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => secretary.SubmitAsync(form, path, [])));

        Assert.Single(responses, response => response.StatusCode == HttpStatusCode.Found);
        Assert.Equal(3, responses.Count(response => response.StatusCode == HttpStatusCode.Conflict));
        Assert.Equal([Post.Gubkin, Post.Upc], (await _post.LettersAsync()).Skip(before).Select(letter => letter.To).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Reminder_goes_once_a_day_to_those_who_have_not_answered()
    {
        var secretary = await site.SignInAsync("secretariat");
        var id = await _post.DraftAsync(secretary, ("DueDay", "2026-12-23"));
        var path = $"/en/desk/circulars/{id}";
        var letters = await _post.SendAsync(secretary, id);
        using var answered = await site.Visit().PostAsync(Post.LinkIn(letters[Post.Upc]), [("choice", "1")]);
        var before = (await OfficersLettersAsync()).Count;
        var form = (await secretary.PageAsync(path)).QuerySelector("form.remind")!;

        var responses = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => secretary.SubmitAsync(form, path, [])));

        Assert.Single(responses, response => response.StatusCode == HttpStatusCode.Found);
        var reminder = Assert.Single((await OfficersLettersAsync()).Skip(before));
        Assert.Equal((Post.Gubkin, "Напоминание: Вопрос"), (reminder.To, reminder.Subject));
        await site.Visit().PageAsync(Post.LinkIn(reminder));
        await site.Visit().PageAsync(Post.LinkIn(letters[Post.Gubkin]));
        site.Clock.Advance(CircularSending.ReminderPause);
        using var next = await secretary.SubmitAsync(form, path, []);
        site.Clock.Advance(-CircularSending.ReminderPause);
        Assert.Equal(HttpStatusCode.Found, next.StatusCode);
        Assert.Equal(before + 2, (await OfficersLettersAsync()).Count);

        // Translators of the demonstration get their own mail meanwhile
        async Task<List<Rotunda.Modules.Shared.Mail.Letter>> OfficersLettersAsync() => [.. (await _post.LettersAsync()).Where(letter => letter.To is Post.Upc or Post.Gubkin)];
    }

    [Fact]
    public async Task Institutions_without_an_officer_are_named_before_sending()
    {
        var secretary = await site.SignInAsync("secretariat");
        var id = await _post.DraftAsync(secretary, ("Institutions", "upc"), ("Institutions", "hit"));

        var page = await secretary.PageAsync($"/en/desk/circulars/{id}");

        Assert.Equal(["Harbin Institute of Technology"], page.QuerySelectorAll(".without li").Select(item => item.TextContent.Trim()));
        Assert.Equal([Post.Upc], (await _post.SendAsync(secretary, id)).Keys);
    }

    [Fact]
    public async Task New_link_opens_the_circular_and_may_end_the_earlier_ones()
    {
        var secretary = await site.SignInAsync("secretariat");
        var id = await _post.DraftAsync(secretary);
        var first = Post.LinkIn((await _post.SendAsync(secretary, id))[Post.Upc]);
        var receiver = await _post.ReceiverAsync(id, "upc");

        var added = await MakeAsync(withdraws: "false");
        await site.Visit().PageAsync(first);
        await site.Visit().PageAsync(added);
        var alone = await MakeAsync(withdraws: "true");

        await site.Visit().PageAsync(alone);
        await site.Visit().PageAsync(first, HttpStatusCode.NotFound);
        await site.Visit().PageAsync(added, HttpStatusCode.NotFound);

        async Task<string> MakeAsync(string withdraws)
        {
            using var response = await secretary.PostAsync($"/en/desk/circulars/{id}", [("receiver", receiver.Id.ToString()), ("withdraws", withdraws)], "form.link");
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            var page = await Visitor.ParseAsync(response);
            var link = page.QuerySelector("code.secret")!.TextContent;
            Assert.NotNull(page.QuerySelector(".qr svg"));
            Assert.All(page.QuerySelectorAll(".notice textarea[readonly]"), text => Assert.Contains(link, text.TextContent, StringComparison.Ordinal));
            return new Uri(link).PathAndQuery;
        }
    }

    [Fact]
    public async Task Hostile_words_are_shown_as_words_and_run_in_no_spreadsheet()
    {
        var secretary = await site.SignInAsync("secretariat");
        var id = await _post.DraftAsync(secretary, ("Subject.en", "<script>alert(1)</script>"), ("Text.en", "**bold** <b>x</b>\u202E"), ("AnswerKind", "Text"));
        var link = Post.LinkIn((await _post.SendAsync(secretary, id))[Post.Upc]);
        using var answered = await site.Visit().PostAsync(link, [("Words", "=cmd|' /C calc'!A0 \"quoted\"")]);

        var page = await site.Visit().PageAsync(link.Replace("/zh/", "/en/", StringComparison.Ordinal));
        using var csv = await secretary.GetAsync($"/en/desk/circulars/{id}/answers");
        var bytes = await csv.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

        Assert.Equal("<script>alert(1)</script>", page.QuerySelector("h1")!.TextContent.Trim());
        Assert.Equal("**bold** <b>x</b>", page.QuerySelector(".message p")!.TextContent);
        Assert.Equal([0xEF, 0xBB, 0xBF], bytes.Take(3));
        Assert.Contains("\"'=cmd|' /C calc'!A0 \"\"quoted\"\"\"", Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_is_taken_by_its_content_under_a_tame_name_and_shown_to_sender_and_author_only()
    {
        var secretary = await site.SignInAsync("secretariat");
        var id = await _post.DraftAsync(secretary, ("AnswerKind", "File"));
        var letters = await _post.SendAsync(secretary, id);
        var link = Post.LinkIn(letters[Post.Upc]);
        var officer = site.Visit();

        using var refused = await Post.UploadAsync(officer, link, [0x4D, 0x5A, 0x90, 0x00, 0x03], "invoice.pdf");
        using var taken = await Post.UploadAsync(officer, link, "%PDF-1.7 body"u8.ToArray(), "../../etc/<img src=x>\"名单\".exe");
        var receiver = await _post.ReceiverAsync(id, "upc");
        var media = $"/media/{receiver.FileHash}/{Uri.EscapeDataString(receiver.FileName!)}";

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Equal(HttpStatusCode.Found, taken.StatusCode);
        Assert.Equal("img srcx名单.exe.pdf", receiver.FileName);
        await IsAnsweredAsync(secretary, media, HttpStatusCode.OK);
        await IsAnsweredAsync(await site.SignInAsync("liaison-upc"), media, HttpStatusCode.OK);
        await IsAnsweredAsync(officer, $"{link}/{receiver.Id}", HttpStatusCode.OK);
        await IsAnsweredAsync(officer, media, HttpStatusCode.NotFound);
        await IsAnsweredAsync(await site.SignInAsync("liaison-gubkin"), media, HttpStatusCode.NotFound);
        await IsAnsweredAsync(await site.SignInAsync("administrator"), media, HttpStatusCode.NotFound);
        await IsAnsweredAsync(officer, $"{Post.LinkIn(letters[Post.Gubkin])}/{receiver.Id}", HttpStatusCode.NotFound);

        static async Task IsAnsweredAsync(Visitor visitor, string path, HttpStatusCode expected)
        {
            using var response = await visitor.GetAsync(path);
            Assert.Equal(expected, response.StatusCode);
        }
    }

    [Fact]
    public async Task Rail_counts_what_waits_and_closing_ends_it()
    {
        var secretary = await site.SignInAsync("secretariat");
        var officer = await site.SignInAsync("liaison-upc");
        var before = await WaitingAsync();
        var id = await _post.DraftAsync(secretary);
        var link = Post.LinkIn((await _post.SendAsync(secretary, id))[Post.Upc]);
        Assert.Equal(before + 1, await WaitingAsync());

        using var closed = await secretary.PostAsync($"/en/desk/circulars/{id}", [], "form.close");

        Assert.Equal(HttpStatusCode.Found, closed.StatusCode);
        Assert.Equal(before, await WaitingAsync());
        Assert.Null((await site.Visit().PageAsync(link)).QuerySelector("main form"));

        async Task<int> WaitingAsync() => int.Parse((await officer.PageAsync("/en/desk")).QuerySelector(".rail a[href='/en/desk/inbox'] .count")!.TextContent, System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task Circular_to_a_side_and_to_the_association_reaches_the_officers_of_its_members()
    {
        var secretary = await site.SignInAsync("secretariat");

        var side = await _post.SendAsync(secretary, await _post.DraftAsync(secretary, ("Audience", "Side"), ("Side", "RU")));
        var all = await _post.SendAsync(secretary, await _post.DraftAsync(secretary, ("Audience", "Body"), ("Body", await AssociationAsync())));

        Assert.Equal([Post.Gubkin], side.Keys);
        Assert.Equal([Post.Gubkin, Post.Upc], all.Keys.Order(StringComparer.Ordinal));

        async Task<string> AssociationAsync()
        {
            await using var db = site.Db();
            return await db.Set<Rotunda.Modules.Alliance.Bodies.Body>().Where(body => body.ParentId == null).Select(body => body.Code).SingleAsync();
        }
    }

    [Fact]
    public async Task Draft_that_cannot_stand_is_refused_with_its_fields()
    {
        var secretary = await site.SignInAsync("secretariat");

        using var response = await secretary.PostAsync("/en/desk/circulars/draft", [
            ("Subject.en", "Only a subject"), ("Audience", "Selection"), ("Role", "member"), ("AnswerKind", "Choice"), ("Options.en", "one\ntwo"), ("Options.ru", "один"),
            ("DueDay", "2026-11-21"), ("DueTime", "18:00"), ("Zone", "Europe/Atlantis")]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        var page = await Visitor.ParseAsync(response);
        Assert.Equal(
            ["#f-audience", "#f-options-ru", "#f-role", "#f-text-en", "#f-zone"],
            page.QuerySelectorAll(".fault-summary a").Select(link => link.GetAttribute("href")!).Order(StringComparer.Ordinal));
        Assert.Equal("Only a subject", page.QuerySelector("[name='Subject.en']")!.GetAttribute("value"));
    }
}

public sealed class CircularTestsOnSqlite(SqliteSite site) : CircularTests(site), IClassFixture<SqliteSite>;

public sealed class CircularTestsOnPostgres(PostgresSite site) : CircularTests(site), IClassFixture<PostgresSite>;
