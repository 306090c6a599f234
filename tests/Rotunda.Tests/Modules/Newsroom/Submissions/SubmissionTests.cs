using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Modules.Newsroom.Articles;
using Rotunda.Modules.Newsroom.Submissions;
using Rotunda.Modules.Translation.Texts;
using Rotunda.Testing;
using Rotunda.Tests.Modules.Accounts;
using Rotunda.Tests.Modules.Media.Images;
using Rotunda.Tests.Modules.Translation.Intake;
using Xunit;

namespace Rotunda.Tests.Modules.Newsroom.Submissions;

/// <summary>News of officers from the form to the draft, and what the others may not see of it.</summary>
public abstract class SubmissionTests(Site site)
{
    private const string Form = "/ru/desk/news/send";

    [Fact]
    public async Task News_is_sent_taken_and_becomes_a_draft_by_the_officer()
    {
        var (officer, editor) = (await site.SignInAsync("liaison-gubkin"), await site.SignInAsync("secretariat"));
        var id = await SendAsync(officer, "Форум ректоров", "## Итоги\n\nПрошёл **форум**.\n\n- один\n- два\n\n| A | B |\n| --- | --- |\n| 1 | 2 |", files: [("Files", "фото.png", Pictures.Png(21, 9)), ("Files", "Программа.txt", "Программа форума."u8.ToArray())]);
        var shown = await editor.PageAsync($"/en/desk/news/submissions/{id}");

        using var taken = await editor.PostAsync($"/en/desk/news/submissions/{id}", [], "form.take");

        Assert.Equal(HttpStatusCode.Found, taken.StatusCode);
        Assert.Equal(["Итоги"], shown.QuerySelectorAll(".sent-text h2").Select(heading => heading.TextContent));
        Assert.Equal("форум", shown.QuerySelector(".sent-text strong")!.TextContent);
        await using var db = site.Db();
        var submission = await db.NewsSubmissions.AsNoTracking().SingleAsync(row => row.Id == id);
        var article = await db.Articles.AsNoTracking().AsSplitQuery().Include(row => row.Versions).Include(row => row.References).Include(row => row.Text!.Blocks).Include(row => row.Text!.Segments).ThenInclude(segment => segment.Texts)
            .SingleAsync(row => row.Id == submission.ArticleId);
        Assert.Equal((SubmissionState.Taken, "Demonstration secretariat"), (submission.State, submission.DecidedBy));
        Assert.Equal((submission.AccountId, "ru"), (article.Text!.AuthorId, article.Text.SourceLanguage));
        Assert.Equal(VersionState.Draft, Assert.Single(article.Versions).State);
        Assert.Equal(["institution:gubkin"], article.References.Select(reference => reference.Reference.ToString()));
        Assert.Equal(
            [BlockKind.Heading, BlockKind.Paragraph, BlockKind.ListItem, BlockKind.ListItem, BlockKind.TableRow, BlockKind.TableRow, BlockKind.Image, BlockKind.Attachment],
            article.Text.Blocks.OrderBy(block => block.Order).Select(block => block.Kind));
        Assert.Equal("Прошёл **форум**.", article.Text.Segments.Single(segment => segment.BlockId == article.Text.Blocks.Single(block => block.Order == 1).Id).In("ru")!.Text);
        var hash = Rotunda.Modules.Media.Images.Image.HashOf(article.Text.Blocks.Single(block => block.Kind == BlockKind.Image).Target);
        Assert.True(await db.Set<Rotunda.Modules.Media.Images.Image>().AnyAsync(image => image.Hash == hash));
        // Nothing of it is public
        Assert.DoesNotContain("Форум ректоров", await site.Browser().GetStringAsync("/ru/news"), StringComparison.Ordinal);
        Assert.Equal("принято, готовится", (await officer.PageAsync(Form)).QuerySelector("tbody tr td:nth-child(3)")!.TextContent.Trim());
    }

    [Fact]
    public async Task The_decision_goes_to_the_sender_by_mail_in_the_senders_language()
    {
        var (officer, editor) = (await site.SignInAsync("liaison-upc"), await site.SignInAsync("secretariat"));
        var (taken, declined) = (await SendAsync(officer, "华东校友会成立", "正文。", institution: "upc", language: "zh"), await SendAsync(officer, "校内通知", "正文。", institution: "upc", language: "zh"));
        using (var answer = await editor.PostAsync($"/en/desk/news/submissions/{taken}", [], "form.take")) Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        using (var answer = await editor.PostAsync($"/en/desk/news/submissions/{declined}", [("Reason", "与联盟无关。\n请另行发布。")], "form.decline")) Assert.Equal(HttpStatusCode.Found, answer.StatusCode);

        var letters = (await Letters.ToAsync(site, "liaison-upc@demonstration.invalid")).Where(letter => letter.Text.Contains(taken.ToString(), StringComparison.Ordinal) || letter.Text.Contains(declined.ToString(), StringComparison.Ordinal)).ToList();

        Assert.Equal(["您的投稿《华东校友会成立》", "您的投稿《校内通知》"], letters.Select(letter => letter.Subject));
        Assert.All(letters, letter => Assert.Equal("zh", letter.LanguageCode));
        Assert.Contains("编辑部已采用此稿", letters[0].Text, StringComparison.Ordinal);
        Assert.Contains("> 与联盟无关。\n> 请另行发布。", letters[1].Text, StringComparison.Ordinal);
        Assert.EndsWith($"/zh/desk/news/submissions/{declined}\n", letters[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Word_document_becomes_the_text_with_its_pictures()
    {
        var officer = await site.SignInAsync("liaison-gubkin");
        var document = WordTextTests.Docx(
            "<w:p><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr><w:r><w:t>Заголовок из файла</w:t></w:r></w:p><w:p><w:r><w:t>Текст.</w:t><w:drawing><a:blip r:embed=\"rId1\"/></w:drawing></w:r></w:p>",
            WordTextTests.Part("word/_rels/document.xml.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Target=\"media/image1.png\"/></Relationships>"),
            ("word/media/image1.png", Pictures.Png(22, 9)));

        var id = await SendAsync(officer, "", "", files: [("Document", "новость.docx", document)]);

        await using var db = site.Db();
        var submission = await db.NewsSubmissions.AsNoTracking().Include(row => row.Files).SingleAsync(row => row.Id == id);
        var picture = Assert.Single(submission.Files);
        Assert.Equal(("Заголовок из файла", $"Текст.\n\n![](file:{picture.Hash}/image1.png)"), (submission.Title, submission.Text));
        using var own = await officer.GetAsync($"/media/{picture.Hash}/image1.png");
        using var other = await (await site.SignInAsync("liaison-upc")).GetAsync($"/media/{picture.Hash}/image1.png");
        using var reader = await site.Browser().GetAsync($"/media/{picture.Hash}/image1.png");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound, HttpStatusCode.NotFound), (own.StatusCode, other.StatusCode, reader.StatusCode));
        Assert.True(own.Headers.CacheControl!.Private);
        Assert.DoesNotContain("GPS", Encoding.Latin1.GetString(await own.Content.ReadAsByteArrayAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_saved_page_keeps_its_address_and_pasted_HTML_is_reduced()
    {
        var officer = await site.SignInAsync("liaison-gubkin");

        var page = await SendAsync(officer, "", "", files: [("Document", "page.html", "<html><head><title>Новость вуза</title><link rel=canonical href='https://gubkin.example/news/1?utm_source=x'></head><body><h1>Новость вуза</h1><p>Текст страницы.</p></body></html>"u8.ToArray())]);
        var pasted = await SendAsync(officer, "Вставка", "<p>Текст <b>жирный</b><script>alert(1)</script> <a href='javascript:x'>ссылка</a></p>");

        await using var db = site.Db();
        var first = await db.NewsSubmissions.AsNoTracking().SingleAsync(row => row.Id == page);
        Assert.Equal(("Новость вуза", "Текст страницы.", "https://gubkin.example/news/1"), (first.Title, first.Text, first.Address));
        Assert.Equal("Текст **жирный** ссылка", (await db.NewsSubmissions.AsNoTracking().SingleAsync(row => row.Id == pasted)).Text);
    }

    [Fact]
    public async Task Rich_text_that_a_script_hands_over_comes_back_as_Markdown()
    {
        var officer = await site.SignInAsync("liaison-gubkin");
        var token = (await officer.PageAsync(Form)).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;

        using var answer = await officer.Http.PostAsync(Form + "?handler=paste", new FormUrlEncodedContent([KeyValuePair.Create("html", "<h1>A</h1><p style='x'>b <i>c</i></p>"), KeyValuePair.Create("__RequestVerificationToken", token)]));
        using var forged = await officer.Http.PostAsync(Form + "?handler=paste", new FormUrlEncodedContent([KeyValuePair.Create("html", "<p>x</p>")]));

        Assert.Equal("## A\n\nb *c*", await answer.Content.ReadAsStringAsync());
        Assert.Equal("text/plain", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);
    }

    [Fact]
    public async Task Other_officers_and_members_find_nothing_and_cannot_send_for_an_institution_of_others()
    {
        var (gubkin, upc, member) = (await site.SignInAsync("liaison-gubkin"), await site.SignInAsync("liaison-upc"), await site.SignInAsync("member"));
        var id = await SendAsync(gubkin, "Секретная новость", "Пока никому.");

        using var read = await upc.GetAsync($"/en/desk/news/submissions/{id}");
        using var edit = await upc.GetAsync($"/en/desk/news/send/{id}");
        using var asMember = await member.GetAsync($"/en/desk/news/submissions/{id}");
        using var forOthers = await upc.UploadAsync("/en/desk/news/send", [("Institution", "gubkin"), ("Language", "en"), ("Title", "x"), ("Text", "x")], []);
        var list = await upc.PageAsync("/en/desk/news/send");

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.NotFound), (read.StatusCode, edit.StatusCode, asMember.StatusCode, forOthers.StatusCode));
        Assert.DoesNotContain("Секретная", list.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.DoesNotContain("Секретная", await read.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_officer_changes_and_takes_back_what_waits_and_reads_why_it_was_declined()
    {
        var (officer, editor) = (await site.SignInAsync("liaison-upc"), await site.SignInAsync("secretariat"));
        var (changed, declined) = (await SendAsync(officer, "标题", "正文。", institution: "upc", language: "zh"), await SendAsync(officer, "另一篇", "正文。", institution: "upc", language: "zh"));
        using var edited = await officer.UploadAsync($"/zh/desk/news/send/{changed}", [("Language", "zh"), ("Title", "新标题"), ("Text", "新正文。")], []);
        using var withdrawn = await officer.PostAsync($"/zh/desk/news/submissions/{changed}", [], "form.withdraw");
        using var withoutReason = await editor.PostAsync($"/en/desk/news/submissions/{declined}", [("Reason", " ")], "form.decline");

        using var refused = await editor.PostAsync($"/en/desk/news/submissions/{declined}", [("Reason", "内容与联盟无关。")], "form.decline");

        Assert.Equal((HttpStatusCode.Found, HttpStatusCode.Found, HttpStatusCode.UnprocessableEntity, HttpStatusCode.Found), (edited.StatusCode, withdrawn.StatusCode, withoutReason.StatusCode, refused.StatusCode));
        var page = await officer.PageAsync($"/zh/desk/news/submissions/{declined}");
        Assert.Contains("内容与联盟无关。", page.QuerySelector("main .notice")!.TextContent, StringComparison.Ordinal);
        await using var db = site.Db();
        var row = await db.NewsSubmissions.AsNoTracking().SingleAsync(submission => submission.Id == changed);
        Assert.Equal(("新标题", "新正文。", SubmissionState.Withdrawn), (row.Title, row.Text, row.State));
        using var gone = await editor.GetAsync($"/en/desk/news/submissions/{changed}");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task A_decision_and_a_change_at_once_overwrite_nothing()
    {
        var (officer, editor) = (await site.SignInAsync("liaison-gubkin"), await site.SignInAsync("secretariat"));
        var id = await SendAsync(officer, "Первый вариант", "Текст.");
        var open = (await editor.PageAsync($"/en/desk/news/submissions/{id}")).QuerySelector("form.take")!;
        using var edited = await officer.UploadAsync($"{Form}/{id}", [("Language", "ru"), ("Title", "Второй вариант"), ("Text", "Текст.")], []);

        using var late = await editor.SubmitAsync(open, $"/en/desk/news/submissions/{id}?handler=take", []);

        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        await using var db = site.Db();
        var row = await db.NewsSubmissions.AsNoTracking().SingleAsync(submission => submission.Id == id);
        Assert.Equal((SubmissionState.Sent, "Второй вариант"), (row.State, row.Title));
    }

    [Fact]
    public async Task A_sender_has_only_so_many_waiting()
    {
        await using (var db = site.Db())
        {
            var institution = await db.Set<Rotunda.Modules.Alliance.Institutions.Institution>().SingleAsync(row => row.Code == "gubkin");
            var account = await db.Set<Rotunda.Modules.Accounts.Identity.Account>().SingleAsync(row => row.Email == "liaison-gubkin@demonstration.invalid");
            for (var i = 0; i < SubmissionLimits.MostWaiting; i++)
                db.Add(new NewsSubmission { Id = RowId.New(), InstitutionId = institution.Id, AccountId = account.Id, SenderName = "x", Language = "ru", Title = "x", Text = "x", SentAt = site.Clock.GetCurrentInstant() - NodaTime.Duration.FromDays(9) });
            await db.SaveChangesAsync();
        }

        var officer = await site.SignInAsync("liaison-gubkin");
        try
        {
            using var refused = await officer.UploadAsync(Form, [("Institution", "gubkin"), ("Language", "ru"), ("Title", "x"), ("Text", "x")], []);

            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Assert.Contains("10", (await Visitor.ParseAsync(refused)).QuerySelector(".fault-summary")!.TextContent, StringComparison.Ordinal);
        }
        finally
        {
            await using var db = site.Db();
            await db.NewsSubmissions.Where(row => row.SenderName == "x").ExecuteDeleteAsync();
        }
    }

    [Fact]
    public async Task Faults_stand_beside_their_fields_and_what_was_typed_stays()
    {
        var officer = await site.SignInAsync("liaison-gubkin");

        using var refused = await officer.UploadAsync(
            Form, [("Institution", "gubkin"), ("Language", "ru"), ("Title", ""), ("Text", "Мой текст"), ("Address", "ftp://x")], [("Document", "x.docx", "PK\u0003\u0004 broken"u8.ToArray())]);

        var page = await Visitor.ParseAsync(refused);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Equal("Мой текст", page.QuerySelector("#f-text")!.TextContent);
        Assert.NotNull(page.QuerySelector("#f-address[aria-invalid=true]"));
    }

    [Fact]
    public async Task Lists_ask_as_many_queries_for_one_as_for_thirty()
    {
        var (officer, editor) = (await site.SignInAsync("liaison-upc"), await site.SignInAsync("secretariat"));
        await SeedAsync(1);
        await site.Services.GetRequiredService<AuditSealer>().SealAsync(TestContext.Current.CancellationToken);
        var one = await QueryCount.FewestAsync(site, () => editor.PageAsync("/en/desk/news/submissions"));
        var oneOwn = await QueryCount.FewestAsync(site, () => officer.PageAsync("/en/desk/news/send"));
        await SeedAsync(29);

        var thirty = await QueryCount.FewestAsync(site, () => editor.PageAsync("/en/desk/news/submissions"));
        var thirtyOwn = await QueryCount.FewestAsync(site, () => officer.PageAsync("/en/desk/news/send"));

        Assert.Equal((one, oneOwn), (thirty, thirtyOwn));

        async Task SeedAsync(int count)
        {
            await using var db = site.Db();
            var institution = await db.Set<Rotunda.Modules.Alliance.Institutions.Institution>().SingleAsync(row => row.Code == "upc");
            var account = await db.Set<Rotunda.Modules.Accounts.Identity.Account>().SingleAsync(row => row.Email == "liaison-upc@demonstration.invalid");
            for (var i = 0; i < count; i++)
                db.Add(new NewsSubmission
                {
                    Id = RowId.New(), InstitutionId = institution.Id, AccountId = account.Id, SenderName = "many", Language = "zh", Title = $"稿件 {i}", Text = "x", SentAt = site.Clock.GetCurrentInstant() - NodaTime.Duration.FromDays(9),
                    State = SubmissionState.Declined, Reason = "x", DecidedAt = site.Clock.GetCurrentInstant(), DecidedBy = "x",
                });
            await db.SaveChangesAsync();
        }
    }

    private async Task<Guid> SendAsync(Visitor officer, string title, string text, string institution = "gubkin", string language = "ru", IEnumerable<(string Field, string Name, byte[] Content)>? files = null)
    {
        using var sent = await officer.UploadAsync(Form, [("Institution", institution), ("Language", language), ("Title", title), ("Text", text), ("Address", ""), ("Message", "")], files ?? []);
        Assert.True(sent.StatusCode == HttpStatusCode.Found, await sent.Content.ReadAsStringAsync());
        return Guid.Parse(sent.Headers.Location!.ToString().Split('/')[^1].Split('?')[0]);
    }
}

public sealed class SubmissionTestsOnSqlite(SqliteSite site) : SubmissionTests(site), IClassFixture<SqliteSite>;

public sealed class SubmissionTestsOnPostgres(PostgresSite site) : SubmissionTests(site), IClassFixture<PostgresSite>;
