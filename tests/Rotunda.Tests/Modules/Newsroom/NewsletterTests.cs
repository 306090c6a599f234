using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Outbox;
using Rotunda.Data.Settings;
using Rotunda.Modules.Newsroom.Articles;
using Rotunda.Modules.Newsroom.Newsletters;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Mail;
using Rotunda.Modules.Shared.Web;
using Rotunda.Testing;
using Rotunda.Tests.Modules.Alliance.Applications;
using Rotunda.Tests.Modules.Shared.Mail;
using Xunit;

namespace Rotunda.Tests.Modules.Newsroom;

/// <summary>News by mail: asked for, confirmed from the mailbox, sent once to each, and left with one click.</summary>
public abstract partial class NewsletterTests(Site site)
{
    [Theory]
    [InlineData("en", "Please confirm your subscription", "Yes, subscribe")]
    [InlineData("zh", "请确认您的订阅", "确认订阅")]
    [InlineData("ru", "Подтвердите подписку", "Да, подписаться")]
    public async Task Nothing_is_sent_before_the_mailbox_confirms_in_the_readers_language(string language, string subject, string button)
    {
        var email = NewEmail();
        await AskAsync(email, language);
        var letter = Assert.Single(await Applicant.LettersAsync(site, email));
        var link = LinkIn(letter);

        Assert.Equal((language, subject, true), (letter.LanguageCode, letter.Subject, letter.IsSecret));
        Assert.StartsWith($"/{language}/newsletter/", link, StringComparison.Ordinal);
        // A scanner that opens the link confirms nothing
        var page = await site.Visit().PageAsync(link);
        Assert.Equal(button, page.QuerySelector("#confirm button")!.TextContent);
        Assert.Equal(SubscriptionState.Unconfirmed, (await OfAsync(email))!.State);
        using var confirmed = await site.Visit().PostAsync(link, [], "#confirm");
        Assert.Equal(HttpStatusCode.Found, confirmed.StatusCode);
        Assert.Equal(SubscriptionState.Confirmed, (await OfAsync(email))!.State);
    }

    [Fact]
    public async Task The_answer_does_not_tell_whether_an_address_is_known()
    {
        var (known, unknown) = (NewEmail(), NewEmail());
        var link = await ConfirmedAsync(known);
        var (first, second) = (await AskedPageAsync(known), await AskedPageAsync(unknown));

        Assert.Equal(first, second);
        var letters = await Applicant.LettersAsync(site, known);
        Assert.Equal("You are subscribed already", letters[^1].Subject);
        Assert.StartsWith("/en/newsletter/", LinkIn(letters[^1]), StringComparison.Ordinal);
        // What a stranger ticks changes nothing of a confirmed subscription
        await AskAsync(known, "en", ("Frequency", "EachItem"), ("Topics", "students"));
        var row = (await OfAsync(known))!;
        Assert.Equal((SubscriptionState.Confirmed, NewsletterFrequency.Weekly, 0), (row.State, row.Frequency, row.Topics.Count));
        await site.Visit().PageAsync(link);

        async Task<string> AskedPageAsync(string email)
        {
            using var sent = await site.Visit().PostAsync("/en/newsletter", [("Email", email), ("Languages", "en")]);
            return $"{(int)sent.StatusCode} {sent.Headers.Location} {await sent.Content.ReadAsStringAsync()}";
        }
    }

    [Fact]
    public async Task Nobody_fills_somebody_elses_mailbox_with_questions()
    {
        var email = NewEmail();
        for (var round = 0; round < 6; round++) await AskAsync(round % 2 == 0 ? email : email.ToUpperInvariant(), "en");
        Assert.Equal(NewsletterRules.MostAsked, (await Applicant.LettersAsync(site, email)).Count);

        site.Clock.Advance(Duration.FromHours(25));
        await AskAsync(email, "en");

        Assert.Equal(NewsletterRules.MostAsked + 1, (await Applicant.LettersAsync(site, email)).Count);
    }

    [Theory]
    [InlineData("not-an-address", "en", "", "Email")]
    [InlineData("a@example.org\r\nBcc: b@example.org", "en", "", "Email")]
    [InlineData("Name <a@example.org>", "en", "", "Email")]
    [InlineData("ok@example.org", "", "", "Languages")]
    [InlineData("ok@example.org", "xx", "", "Languages")]
    [InlineData("ok@example.org", "en", "gossip", "Topics")]
    public async Task What_cannot_stand_is_named(string email, string languages, string topics, string field)
    {
        var fields = new List<(string, string)> { ("Email", email), ("Languages", languages) };
        if (topics.Length > 0) fields.Add(("Topics", topics));
        using var refused = await site.Visit().PostAsync("/en/newsletter", fields);
        var page = await Visitor.ParseAsync(refused);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Equal($"#f-{field.ToLowerInvariant()}", page.QuerySelector(".fault-summary a")!.GetAttribute("href"));
        Assert.NotNull(page.GetElementById($"f-{field.ToLowerInvariant()}"));
    }

    [Fact]
    public async Task A_link_lapses_and_a_forged_one_opens_nothing()
    {
        var email = NewEmail();
        await AskAsync(email, "en");
        var link = LinkIn((await Applicant.LettersAsync(site, email))[^1]);
        site.Clock.Advance(NewsletterRules.Confirmation);

        foreach (var path in new[] { link, link[..^4] + "AAAA", "/en/newsletter/x", "/en/newsletter/" + new string('a', 500) })
        {
            using var response = await site.Browser().GetAsync(path);
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        }

        await RetainAsync();
        Assert.Null(await OfAsync(email));
    }

    [Fact]
    public async Task Each_subscriber_is_sent_an_item_once_in_a_language_that_they_read()
    {
        await SetAddressAsync();
        var (english, chinese, both, russian, research) = (NewEmail(), NewEmail(), NewEmail(), NewEmail(), NewEmail());
        await ConfirmedAsync(english, "en", Each, ("Languages", "en"));
        await ConfirmedAsync(chinese, "zh", Each, ("Languages", "zh"));
        await ConfirmedAsync(both, "zh", Each, ("Languages", "zh"), ("Languages", "en"));
        await ConfirmedAsync(russian, "ru", Each, ("Languages", "ru"));
        await ConfirmedAsync(research, "en", Each, ("Languages", "en"), ("Topics", "research"));
        site.Clock.Advance(Duration.FromMinutes(1));
        var key = await PublishAsync("en", "students");

        await SendAsync();
        Assert.Empty(await NewsTo(english));
        site.Clock.Advance(NewsletterRules.Grace);
        await SendAsync();
        await SendAsync();

        var plain = Assert.Single(await NewsTo(english));
        Assert.Equal(("en", $"ASRTU: Title of {key}"), (plain.LanguageCode, plain.Subject));
        Assert.Contains($"https://asrtu.example/en/news/2026/{key}\n", plain.Text, StringComparison.Ordinal);
        // The letter is Chinese, and says that the item is not
        var labelled = Assert.Single(await NewsTo(both));
        Assert.Equal("zh", labelled.LanguageCode);
        Assert.Contains($"Title of {key} （英文）\n", labelled.Text, StringComparison.Ordinal);
        Assert.Empty(await NewsTo(chinese));
        Assert.Empty(await NewsTo(russian));
        Assert.Empty(await NewsTo(research));

        // The Chinese version appears: whoever had the English one is not told again
        await TranslateAsync(key, "zh", "译文标题");
        site.Clock.Advance(NewsletterRules.Grace + Duration.FromMinutes(1));
        await SendAsync();
        Assert.Equal("阿斯图: 译文标题", Assert.Single(await NewsTo(chinese)).Subject);
        Assert.Single(await NewsTo(both));
        Assert.Single(await NewsTo(english));
    }

    [Fact]
    public async Task Two_nodes_and_a_crash_send_once()
    {
        await SetAddressAsync();
        var emails = Enumerable.Range(0, 5).Select(_ => NewEmail()).ToList();
        foreach (var email in emails) await ConfirmedAsync(email, "ru", Each, ("Languages", "ru"));
        site.Clock.Advance(Duration.FromMinutes(1));
        await PublishAsync("ru", "members");
        site.Clock.Advance(NewsletterRules.Grace);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(SendAsync)));
        // As if the node had died before it noted that everybody was served
        await using (var db = site.Db()) await db.NewsletterIssues.ExecuteUpdateAsync(set => set.SetProperty(row => row.CoveredUntil, (Instant?)null));
        await SendAsync();

        foreach (var email in emails) Assert.Single(await NewsTo(email));
    }

    [Fact]
    public async Task The_week_goes_out_on_monday_and_a_change_of_frequency_neither_doubles_nor_loses()
    {
        await SetAddressAsync();
        await ToAsync(IsoDayOfWeek.Wednesday);
        var (weekly, changer) = (NewEmail(), NewEmail());
        await ConfirmedAsync(weekly, "en", ("Languages", "en"));
        var link = await ConfirmedAsync(changer, "en", Each, ("Languages", "en"));
        site.Clock.Advance(Duration.FromMinutes(1));
        var first = await PublishAsync("en", "students");
        site.Clock.Advance(NewsletterRules.Grace);
        await SendAsync();
        Assert.Single(await NewsTo(changer));
        using var changed = await site.Visit().PostAsync(link, [("Frequency", "Weekly"), ("Languages", "en")], "main form.form");
        Assert.Equal(HttpStatusCode.Found, changed.StatusCode);
        site.Clock.Advance(Duration.FromHours(1));
        var second = await PublishAsync("en", "students");
        await SendAsync();
        Assert.Empty(await NewsTo(weekly));

        await ToAsync(IsoDayOfWeek.Monday);
        await SendAsync();
        await SendAsync();

        var letter = Assert.Single(await NewsTo(weekly));
        Assert.Contains("2 items of news from ASRTU this week.", letter.Text, StringComparison.Ordinal);
        Assert.Contains(first, letter.Text, StringComparison.Ordinal);
        Assert.Contains(second, letter.Text, StringComparison.Ordinal);
        var own = await NewsTo(changer);
        Assert.Equal(2, own.Count);
        Assert.DoesNotContain(first, own[1].Text, StringComparison.Ordinal);
        Assert.Contains(second, own[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_imported_archive_is_nobodys_news()
    {
        await SetAddressAsync();
        var email = NewEmail();
        await ConfirmedAsync(email, "en", Each, ("Languages", "en"));
        site.Clock.Advance(Duration.FromMinutes(1));
        using var folder = new ArticleFolder().WithNews("imported-archive", "Of 2021.");
        Assert.Empty(await folder.ImportAsync(site));
        site.Clock.Advance(NewsletterRules.Grace);

        await SendAsync();

        Assert.Empty(await NewsTo(email));
    }

    [Fact]
    public async Task One_click_leaves_and_looking_does_not()
    {
        await SetAddressAsync();
        var email = NewEmail();
        await ConfirmedAsync(email, "zh", Each, ("Languages", "zh"), ("Languages", "en"));
        site.Clock.Advance(Duration.FromMinutes(1));
        await PublishAsync("en", "students");
        site.Clock.Advance(NewsletterRules.Grace);
        await SendAsync();
        var letter = Assert.Single(await NewsTo(email));
        var address = new Uri(letter.Mailing!.Unsubscribe).PathAndQuery;

        // No cookie, no token of a form: as the machine of a mail provider
        using var look = await site.Browser().GetAsync(address);
        Assert.Equal(HttpStatusCode.Found, look.StatusCode);
        Assert.NotNull(await OfAsync(email));
        using var wrong = await site.Browser().PostAsync(address, new FormUrlEncodedContent([new("List-Unsubscribe", "No")]));
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.NotNull(await OfAsync(email));
        using var click = await site.Browser().PostAsync(address, new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]));
        Assert.Equal(HttpStatusCode.OK, click.StatusCode);
        Assert.Null(await OfAsync(email));
        using var again = await site.Browser().PostAsync(address, new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]));
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        await using var db = site.Db();
        Assert.False(await db.NewsletterLetters.AnyAsync(row => !db.Set<Subscription>().Any(one => one.Id == row.SubscriptionId)));
    }

    [Fact]
    public async Task A_letter_bears_the_heads_of_a_list_and_a_refused_address_is_written_to_no_more()
    {
        using var server = new MailServer { Refusal = "550 5.1.1 No such mailbox" };
        await SetAddressAsync(server);
        var (email, taken) = (NewEmail(), NewEmail());
        await ConfirmedAsync(email, "ru", Each, ("Languages", "ru"));
        await DeliverAsync();
        for (var round = 0; round < NewsletterRules.MostRefusals; round++)
        {
            site.Clock.Advance(Duration.FromMinutes(1));
            await PublishAsync("ru", "students");
            site.Clock.Advance(NewsletterRules.Grace);
            await SendAsync();
            await DeliverAsync();
        }

        Assert.Equal(SubscriptionState.Stopped, (await OfAsync(email))!.State);
        await using (var db = site.Db())
        {
            var undelivered = await db.Set<OutboxDelivery>().Where(row => row.DeliveredAt == null && row.Message!.Json.Contains(email) && row.Message.Json.Contains("\"mailing\":{")).CountAsync();
            Assert.Equal(0, undelivered);
        }

        server.Refusal = null;
        await ConfirmedAsync(taken, "en", Each, ("Languages", "en"));
        site.Clock.Advance(Duration.FromMinutes(1));
        await PublishAsync("en", "students");
        site.Clock.Advance(NewsletterRules.Grace);
        await SendAsync();
        await DeliverAsync();
        var raw = server.Taken.Single(letter => letter.Contains($"To: {taken}", StringComparison.Ordinal) && letter.Contains("List-Id", StringComparison.Ordinal));
        using var message = await MimeMessage.LoadAsync(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(raw)));
        Assert.Equal("List-Unsubscribe=One-Click", message.Headers[HeaderId.ListUnsubscribePost]);
        Assert.Matches("^<https://asrtu\\.example/newsletter/[A-Za-z0-9_-]+>$", message.Headers[HeaderId.ListUnsubscribe]);
        Assert.Equal("<newsletter.example.org>", message.Headers[HeaderId.ListId]);
    }

    [Fact]
    public async Task An_account_takes_its_subscription_along_and_erases_it()
    {
        const string email = "member@demonstration.invalid";
        await ConfirmedAsync(email, "ru", ("Languages", "ru"));
        await using var db = site.Db();
        var account = await db.Set<Rotunda.Modules.Accounts.Identity.Account>().Where(row => row.Email == email).Select(row => row.Id).SingleAsync();
        var source = site.Services.GetServices<IPersonalData>().Single(candidate => candidate.RemovedKey == "data.newsletter.removed");

        var sections = await source.ExportAsync(db, account, CancellationToken.None);
        await source.EraseAsync(db, account, CancellationToken.None);

        Assert.Equal(("newsletter", 1), (sections[0].Name, sections[0].Rows.Count));
        Assert.Null(await OfAsync(email));
    }

    [Fact]
    public async Task The_desk_shows_numbers_and_no_address_and_asks_the_same_for_one_and_for_thirty()
    {
        var editor = await site.SignInAsync("secretariat");
        var email = NewEmail();
        await ConfirmedAsync(email, "ru", ("Languages", "ru"));
        await IssuesAsync(1);
        var page = await editor.PageAsync("/en/desk/newsletter?language=zh&frequency=Weekly");
        var one = await QueryCount.FewestAsync(site, () => editor.PageAsync("/en/desk/newsletter"));
        await IssuesAsync(29);
        var thirty = await QueryCount.FewestAsync(site, () => editor.PageAsync("/en/desk/newsletter"));

        Assert.DoesNotContain(email, page.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.Equal("zh-Hans", page.QuerySelector(".letter")!.GetAttribute("lang"));
        Assert.Contains("阿斯图本周新闻共", page.QuerySelector(".letter pre")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(one, thirty);
        using var removed = await editor.PostAsync("/en/desk/newsletter", [("Email", email.ToUpperInvariant())]);
        Assert.Equal(HttpStatusCode.Found, removed.StatusCode);
        Assert.Null(await OfAsync(email));

        async Task IssuesAsync(int count)
        {
            await using var db = site.Db();
            for (var number = 0; number < count; number++)
                db.Add(new NewsletterIssue { Id = RowId.New(), Key = "test:" + RowId.New(), Frequency = NewsletterFrequency.Weekly, StartedAt = site.Clock.GetCurrentInstant(), Sent = 3, CoveredUntil = site.Clock.GetCurrentInstant() });
            await db.SaveChangesAsync();
        }
    }
}

public sealed class NewsletterTestsOnSqlite(CrowdSqliteSite site) : NewsletterTests(site), IClassFixture<CrowdSqliteSite>;

public sealed class NewsletterTestsOnPostgres(CrowdPostgresSite site) : NewsletterTests(site), IClassFixture<CrowdPostgresSite>;
