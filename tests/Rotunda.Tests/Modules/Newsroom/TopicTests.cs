using System.Net;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data.Values;
using Rotunda.Modules.Newsroom.Topics;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Newsroom;

/// <summary>Categories and tags: names and addresses per language, kept addresses, what may be removed.</summary>
public abstract class TopicTests(Site site)
{
    [Fact]
    public async Task A_list_answers_at_the_address_of_each_language_and_others_lead_there()
    {
        foreach (var (code, slug, heading) in new[] { ("en", "students", "News: Students"), ("zh", "xuesheng", "新闻：学生"), ("ru", "studenty", "Новости: Студенты") })
        {
            var page = await site.Visit().PageAsync($"/{code}/news/category/{slug}");

            Assert.Equal(heading, page.QuerySelector("h1")!.TextContent);
            Assert.Equal(["/en/news/category/students", "/zh/news/category/xuesheng", "/ru/news/category/studenty"], page.QuerySelectorAll(".top-links .languages a").Select(link => link.GetAttribute("href")));
        }

        Assert.Equal("/ru/news/category/studenty", await MovedAsync("/ru/news/category/xuesheng"));
        Assert.Equal("/zh/news/category/xuesheng", await MovedAsync("/zh/news?category=students"));
    }

    [Fact]
    public async Task An_editor_names_a_tag_and_its_former_address_leads_on()
    {
        var editor = await site.SignInAsync("secretariat");
        using var added = await editor.PostAsync("/en/desk/topics/new?kind=tag", [("Code", "arctic"), ("Name.en", "Arctic"), ("Name.ru", "Арктика"), ("Slug.en", "arctic"), ("Slug.ru", "arktika")]);
        Assert.Equal(HttpStatusCode.Found, added.StatusCode);
        using var folder = new ArticleFolder().With("north", "en", "title: North\nslug: north\nsource: yes\nkind: news\ndate: 2021-05-06\ncategories: students, arctic", "Text.");
        Assert.Empty(await folder.ImportAsync(site));

        var list = await site.Visit().PageAsync("/zh/news/tag/arctic");
        using var moved = await editor.PostAsync("/en/desk/topics/arctic", [("Name.zh", "北极"), ("Slug.en", "far-north"), ("Slug.zh", "beiji")]);
        var article = await site.Visit().PageAsync("/zh/news/2021/north");

        // Without a Chinese name the English one stands, marked
        Assert.Equal(["/zh/news/2021/north"], list.QuerySelectorAll(".news-list h2 a").Select(link => link.GetAttribute("href")));
        Assert.Equal(HttpStatusCode.Found, moved.StatusCode);
        Assert.Equal(["/zh/news/tag/beiji 北极"], article.QuerySelectorAll(".article-tags a").Select(link => $"{link.GetAttribute("href")} {link.TextContent.Trim()}"));
        Assert.Equal(["学生"], article.QuerySelectorAll(".kicker a[href*=category]").Select(link => link.TextContent.Trim()));
        Assert.Equal("/en/news/tag/far-north", await MovedAsync("/en/news/tag/arctic"));
        Assert.Equal("/ru/news/tag/arktika", await MovedAsync("/ru/news/tag/far-north"));
        // What was its address cannot become another's
        using var other = await editor.PostAsync("/en/desk/topics/new?kind=tag", [("Code", "other"), ("Name.en", "Other"), ("Slug.en", "arctic")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.StatusCode);
        Assert.Contains("This address is or was that of another text.", (await Visitor.ParseAsync(other)).QuerySelector(".fault-summary")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_articles_have_cannot_be_removed_and_what_none_has_can()
    {
        var editor = await site.SignInAsync("secretariat");
        using var added = await editor.PostAsync("/ru/desk/topics/new?kind=category", [("Code", "unused"), ("Name.ru", "Пусто"), ("Slug.ru", "pusto"), ("Order", "99")]);
        Assert.Equal(HttpStatusCode.Found, added.StatusCode);
        await site.Visit().PageAsync("/ru/news/category/pusto");

        using var refused = await editor.PostAsync("/ru/desk/topics/students", [], "form.remove");
        using var removed = await editor.PostAsync("/ru/desk/topics/unused", [], "form.remove");

        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.Found), (refused.StatusCode, removed.StatusCode));
        using var gone = await site.Browser().GetAsync("/ru/news/category/pusto");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task Two_who_edit_at_once_see_each_others_words()
    {
        var editor = await site.SignInAsync("secretariat");
        var open = (await editor.PageAsync("/en/desk/topics/research")).QuerySelector("main form[method=post]")!;
        using var first = await editor.PostAsync("/en/desk/topics/research", [("Name.en", "Science")]);
        using var second = await editor.SubmitAsync(open, "/en/desk/topics/research", [("Name.en", "Studies")]);
        var page = await Visitor.ParseAsync(second);

        Assert.Equal((HttpStatusCode.Found, HttpStatusCode.Conflict), (first.StatusCode, second.StatusCode));
        Assert.Equal(("Studies", "Science"), (page.QuerySelector("#f-name-en")!.GetAttribute("value"), page.QuerySelector("#f-name-en-stored .stored-value")!.TextContent));
        using var back = await editor.PostAsync("/en/desk/topics/research", [("Name.en", "Research")]);
        Assert.Equal(HttpStatusCode.Found, back.StatusCode);
    }

    [Theory]
    [InlineData("Code", "Not a code")]
    [InlineData("Code", "new")]
    [InlineData("Code", "students")]
    [InlineData("Slug.en", "../etc")]
    [InlineData("Slug.en", "07")]
    [InlineData("Slug.zh", "年会")]
    [InlineData("Name.en", "")]
    [InlineData("Order", "-1")]
    public async Task A_field_that_cannot_stand_is_named_and_nothing_is_stored(string field, string value)
    {
        var editor = await site.SignInAsync("secretariat");
        (string Name, string Value)[] sound = [("Code", "sound"), ("Name.en", "Sound"), ("Slug.en", "sound"), ("Order", "7")];
        using var answer = await editor.PostAsync("/en/desk/topics/new?kind=category", [.. sound.Where(pair => pair.Name != field), (field, value)]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.NotEmpty((await Visitor.ParseAsync(answer)).QuerySelectorAll($"#f-{field.Replace('.', '-').ToLowerInvariant()}-fault"));
        await using var db = site.Db();
        Assert.False(await db.Topics.AnyAsync(topic => topic.Code == "sound"));
    }

    [Fact]
    public async Task The_first_categories_keep_their_names_in_three_languages()
    {
        await using var db = site.Db();
        var topics = await db.Topics.AsNoTracking().Where(topic => topic.Kind == TopicKind.Category).ToListAsync();

        Assert.All(topics.Where(topic => topic.Code != "unused"), topic => Assert.Equal(["en", "ru", "zh"], topic.Name.Languages));
        Assert.Equal(LocalizedText.Of(("en", "sub-alliance"), ("zh", "zi-lianmeng"), ("ru", "podsoyuz")), topics.Single(topic => topic.Code == "sub-alliance").Slug);
    }

    private async Task<string> MovedAsync(string path)
    {
        using var response = await site.Browser().GetAsync(path);
        Assert.Equal(HttpStatusCode.MovedPermanently, response.StatusCode);
        return response.Headers.Location!.ToString();
    }
}

public sealed class TopicTestsOnSqlite(SqliteSite site) : TopicTests(site), IClassFixture<SqliteSite>;

public sealed class TopicTestsOnPostgres(PostgresSite site) : TopicTests(site), IClassFixture<PostgresSite>;
