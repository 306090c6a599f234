using System.Net;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Modules.Newsroom.Articles;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Newsroom;

/// <summary>Articles that move or go: former addresses lead on, withdrawn ones say so in the reader's language.</summary>
public abstract class AddressTests(Site site)
{
    [Fact]
    public async Task Former_slugs_and_years_lead_to_the_present_address_in_the_readers_language()
    {
        using var folder = new ArticleFolder()
            .With("mover", "en", "title: Mover\nslug: mover\nsource: yes\nkind: news\ndate: 2019-02-03", "Text.")
            .With("mover", "ru", "title: Переезд\nslug: pereezd", "Текст.");
        Assert.Empty(await folder.ImportAsync(site));
        var editor = await site.SignInAsync("secretariat");

        await MoveAsync(editor, ("Slug.ru", "pereezd-2"));
        await MoveAsync(editor, ("Date", "2020-01-01"));
        await MoveAsync(editor, ("Slug.en", "moved"));

        Assert.Equal("/ru/news/2020/pereezd-2", await MovedAsync("/ru/news/2019/pereezd"));
        Assert.Equal("/ru/news/2020/pereezd-2", await MovedAsync("/ru/news/2019/pereezd-2"));
        Assert.Equal("/en/news/2020/moved", await MovedAsync("/en/news/2019/mover"));
        Assert.Equal("/en/news/2020/moved", await MovedAsync("/en/news/2020/mover"));
        // In a language that it is not published in, the address of the fallback
        Assert.Equal("/zh/news/2020/moved", await MovedAsync("/zh/news/2019/mover"));
        var page = await site.Visit().PageAsync("/ru/news/2020/pereezd-2");
        Assert.Equal("2020-01-01", page.QuerySelector(".article-head time")!.GetAttribute("datetime"));
        Assert.Equal(4, (await editor.PageAsync("/en/desk/addresses/article/mover")).QuerySelectorAll(".desk-main .lines li").Length);
        // And back: the present address is no former one
        await MoveAsync(editor, ("Slug.en", "mover"));
        await site.Visit().PageAsync("/en/news/2020/mover");
        Assert.Equal("/en/news/2020/mover", await MovedAsync("/en/news/2020/moved"));

        async Task MoveAsync(Visitor who, params (string, string)[] fields)
        {
            using var response = await who.PostAsync("/en/desk/addresses/article/mover", fields);
            Assert.True(response.StatusCode == HttpStatusCode.Found, await response.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task An_address_that_another_article_has_or_had_is_refused()
    {
        using var folder = new ArticleFolder().WithNews("holder", "Text.").WithNews("taker", "Text.");
        Assert.Empty(await folder.ImportAsync(site));
        var editor = await site.SignInAsync("secretariat");
        using var moved = await editor.PostAsync("/en/desk/addresses/article/holder", [("Slug.en", "holder-2")]);
        Assert.Equal(HttpStatusCode.Found, moved.StatusCode);

        foreach (var slug in new[] { "holder", "holder-2", "UPPER CASE", "12" })
        {
            using var refused = await editor.PostAsync("/en/desk/addresses/article/taker", [("Slug.en", slug)]);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        }

        await site.Visit().PageAsync("/en/news/2021/taker");
    }

    [Fact]
    public async Task Withdrawn_news_are_gone_in_their_language_only()
    {
        using var folder = new ArticleFolder()
            .With("gone", "en", "title: Gone soon\nslug: gone-soon\nsource: yes\nkind: news\ndate: 2018-02-03", "Text.")
            .With("gone", "ru", "title: Скоро уйдёт\nslug: gone-soon", "Текст.");
        Assert.Empty(await folder.ImportAsync(site));
        await WithdrawAsync("ru");

        foreach (var (path, word) in new[] { ("/ru/news/2018/gone-soon", "На главную") })
        {
            using var gone = await site.Browser().GetAsync(path);
            Assert.Equal(HttpStatusCode.Gone, gone.StatusCode);
            var page = await Visitor.ParseAsync(gone);
            Assert.Equal(("ru", "noindex"), (page.DocumentElement.GetAttribute("lang"), page.QuerySelector("meta[name=robots]")!.GetAttribute("content")));
            Assert.Contains(word, page.Body!.TextContent, StringComparison.Ordinal);
            Assert.DoesNotContain("Скоро уйдёт", page.DocumentElement.OuterHtml, StringComparison.Ordinal);
        }

        var english = await site.Visit().PageAsync("/en/news/2018/gone-soon");
        Assert.Equal(["en"], english.QuerySelectorAll("link[rel=alternate][hreflang]").Select(link => link.GetAttribute("hreflang")));
        foreach (var path in new[] { "/ru/news", "/ru/news/2018", "/feeds/ru/news.atom", "/feeds/ru/news.json", "/ru" })
            Assert.DoesNotContain("Скоро уйдёт", await site.Browser().GetStringAsync(path), StringComparison.Ordinal);
        Assert.DoesNotContain("/ru/news/2018/gone-soon", await site.Browser().GetStringAsync("/sitemap.xml"), StringComparison.Ordinal);
        await WithdrawAsync("en");
        using var all = await site.Browser().GetAsync("/en/news/2018/gone-soon");
        Assert.Equal(HttpStatusCode.Gone, all.StatusCode);
    }

    private async Task WithdrawAsync(string language)
    {
        await using (var db = site.Db())
        {
            var version = await db.ArticleVersions.SingleAsync(row => row.Article!.Key == "gone" && row.Language == language);
            Instant? now = site.Clock.GetCurrentInstant();
            (version.State, version.WithdrawnAt) = (VersionState.Withdrawn, now);
            await db.SaveChangesAsync();
        }

        await Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<Rotunda.Modules.Shared.Cache.Publication>(site.Services).EvictAsync();
    }

    private async Task<string> MovedAsync(string path)
    {
        using var response = await site.Browser().GetAsync(path);
        Assert.True(response.StatusCode == HttpStatusCode.MovedPermanently, $"{path} answered {(int)response.StatusCode}");
        return response.Headers.Location!.ToString();
    }
}

public sealed class AddressTestsOnSqlite(SqliteSite site) : AddressTests(site), IClassFixture<SqliteSite>;

public sealed class AddressTestsOnPostgres(PostgresSite site) : AddressTests(site), IClassFixture<PostgresSite>;
