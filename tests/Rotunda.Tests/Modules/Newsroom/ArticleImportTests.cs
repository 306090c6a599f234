using Microsoft.EntityFrameworkCore;
using Rotunda.Data.Audit;
using Rotunda.Modules.Newsroom.Articles;
using Rotunda.Modules.Translation.Texts;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Newsroom;

/// <summary>A faulty place in a folder of articles is named by file and reason, and nothing of the folder is stored.</summary>
public abstract class ArticleImportTests(Site site)
{
    public static TheoryData<string, string, string> FaultyFronts => new()
    {
        { "kind: news", "kind: gossip", "broken/en.md, line 1: «kind» is news, page, faq, announcement or call" },
        { "kind: news", "kind: 7", "broken/en.md, line 1: «kind» is news, page, faq, announcement or call" },
        { "kind: news", "kind: 1", "broken/en.md, line 1: «kind» is news, page, faq, announcement or call" },
        { "date: 2021-03-04", "date: tomorrow", "broken/en.md, line 1: «date» is a day such as 2022-06-10, or 2022-06 or 2022 where no source states more" },
        { "date: 2021-03-04", "date: 2021-02-30", "broken/en.md, line 1: «date» is a day such as 2022-06-10, or 2022-06 or 2022 where no source states more" },
        { "categories: students", "categories: students, gossip", "broken/en.md, line 1: «gossip» is not a category or tag" },
        { "title: Title", "titel: Title", "broken/en.md, line 1: «title» is missing or longer than 500 characters" },
        { "slug: broken", "slug: Broken Slug", "broken/en.md, line 1: «slug» is small letters, digits and hyphens, up to 80, and not two digits alone" },
        { "slug: broken", "slug: ../../etc", "broken/en.md, line 1: «slug» is small letters, digits and hyphens, up to 80, and not two digits alone" },
        { "slug: broken", "slug: 年会", "broken/en.md, line 1: «slug» is small letters, digits and hyphens, up to 80, and not two digits alone" },
        { "references: body:asrtu", "references: institution:nobody", "broken/en.md, line 1: «institution:nobody» does not exist" },
        { "references: body:asrtu", "references: dragon:green", "broken/en.md, line 1: nothing is of the kind of «dragon:green»" },
        { "references: body:asrtu", "references: institution", "broken/en.md, line 1: nothing is of the kind of «institution»" },
        { "references: body:asrtu", "no colon here", "broken/en.md, line 8: a front matter line is «key: value»" },
        { "source: yes", "source: no", "broken, line 1: exactly one language is the source: «source: yes»" },
    };

    [Theory]
    [MemberData(nameof(FaultyFronts))]
    public async Task Fault_in_the_front_matter_is_named_and_nothing_is_stored(string good, string bad, string expected)
    {
        const string front = "title: Title\nslug: broken\nsource: yes\nkind: news\ndate: 2021-03-04\ncategories: students\nreferences: body:asrtu";
        using var folder = new ArticleFolder().WithNews("sound", "A sound text.").With("broken", "en", front.Replace(good, bad, StringComparison.Ordinal), "A text.");
        var before = await CountAsync();

        var faults = await folder.ImportAsync(site);

        Assert.Equal([expected], faults);
        Assert.Equal(before, await CountAsync());
    }

    [Theory]
    [InlineData("<script>alert(1)</script>", "broken/en.md, line 10: only paragraphs, headings of level 2 to 4, lists, quotes, tables, images, files and embedded references can be taken over")]
    [InlineData("<div onclick=\"x\">a</div>", "broken/en.md, line 10: only paragraphs, headings of level 2 to 4, lists, quotes, tables, images, files and embedded references can be taken over")]
    [InlineData("# Too high", "broken/en.md, line 10: only paragraphs, headings of level 2 to 4, lists, quotes, tables, images, files and embedded references can be taken over")]
    [InlineData("```\ncode\n```", "broken/en.md, line 10: only paragraphs, headings of level 2 to 4, lists, quotes, tables, images, files and embedded references can be taken over")]
    [InlineData("- a\n  - b", "broken/en.md, line 10: only paragraphs, headings of level 2 to 4, lists, quotes, tables, images, files and embedded references can be taken over")]
    [InlineData("Good.\n\n[Nobody](institution:nobody) did it.", "broken/en.md, line 12: «institution:nobody» does not exist")]
    [InlineData("Good.\n\n[It](dragon:green) did it.", "broken/en.md, line 12: nothing is of the kind of «dragon:green»")]
    [InlineData("Good.\n\n[x](javascript:alert(1))", "broken/en.md, line 12: nothing is of the kind of «javascript:alert(1)»")]
    [InlineData("Good.\n\n![A gate](file:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb/gate.png)", "broken/en.md, line 12: «file:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb/gate.png» is not in the library of this site")]
    [InlineData("Good.\n\n[The programme](file:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb/plan.pdf)", "broken/en.md, line 12: «file:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb/plan.pdf» is not in the library of this site")]
    public async Task Fault_in_the_body_is_named_with_its_line_and_nothing_is_stored(string body, string expected)
    {
        using var folder = new ArticleFolder().WithNews("sound", "A sound text.").WithNews("broken", body);
        var before = await CountAsync();

        var faults = await folder.ImportAsync(site);

        Assert.Equal([expected], faults);
        Assert.Equal(before, await CountAsync());
    }

    [Fact]
    public async Task Languages_that_do_not_agree_are_named()
    {
        using var folder = new ArticleFolder()
            .WithNews("broken", "One.\n\nTwo.").With("broken", "ru", "title: Заголовок\nslug: broken", "Один.").With("broken", "zh", "title: 标题\nslug: broken\nsource: no", "## 一\n\n二。")
            .With("broken", "xx", "title: x\nslug: x", "One.\n\nTwo.");

        var faults = await folder.ImportAsync(site);

        Assert.Equal(
            [
                "broken/xx.md, line 1: its name is not a language of this site", "broken/ru.md, line 1: has 1 blocks, the source has 2",
                "broken/zh.md, line 7: is a Heading, the source has a Paragraph there",
            ],
            faults);
    }

    [Fact]
    public async Task Two_sources_and_none_are_faults()
    {
        using var two = new ArticleFolder().WithNews("two", "A.").WithNews("two", "А.", language: "ru");
        using var none = new ArticleFolder().With("none", "en", "title: x\nslug: none", "A.");

        Assert.Equal(["two, line 1: exactly one language is the source: «source: yes»"], await two.ImportAsync(site));
        Assert.Equal(["none, line 1: exactly one language is the source: «source: yes»"], await none.ImportAsync(site));
    }

    [Fact]
    public async Task Address_that_is_taken_is_a_fault_here_and_in_the_same_folder()
    {
        using var folder = new ArticleFolder().WithNews("one", "A.", slug: "same").WithNews("other", "B.", slug: "same");
        using var existing = new ArticleFolder().WithNews("retold", "A.", slug: "upc-at-fifth-annual-conference").With("retold", "ru", "title: x\nslug: x", "А.");
        await using var db = site.Db();
        await db.ArticleVersions.Where(row => row.Slug == "upc-at-fifth-annual-conference").Select(row => row.Year).FirstAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["other/en.md, line 1: the address 2021/same is taken"], await folder.ImportAsync(site));
        // The same slug in another year is another address
        Assert.Empty(await existing.ImportAsync(site));
    }

    [Fact]
    public async Task Folder_with_a_hostile_name_is_a_fault()
    {
        using var folder = new ArticleFolder().WithNews("Bad Name", "A.", slug: "bad").WithNews(new string('a', 81), "A.", slug: "long");

        Assert.Equal(
            ["Bad Name, line 1: the name of a folder is small letters, digits and hyphens, up to 80", $"{new string('a', 81)}, line 1: the name of a folder is small letters, digits and hyphens, up to 80"],
            await folder.ImportAsync(site));
    }

    [Fact]
    public async Task Article_that_exists_keeps_its_segments_when_it_is_handed_over_again()
    {
        using var folder = new ArticleFolder().WithNews("again", "First.\n\nSecond.");
        Assert.Empty(await folder.ImportAsync(site));
        var before = await SegmentsOf("again");

        var faults = await folder.WithNews("again", "First.\n\nChanged.").ImportAsync(site);

        Assert.Equal(["again, line 1: an article with this key exists already"], faults);
        Assert.Equal(3, before.Count);
        Assert.Equal(before, await SegmentsOf("again"));
    }

    [Fact]
    public async Task Every_stored_text_bears_the_hash_of_its_words_and_no_translation_is_stale()
    {
        await using var db = site.Db();
        // The demonstration has an article in work, some of whose translations are stale
        var imported = db.Articles.Where(article => !article.IsDemonstration).Select(article => article.TextId);
        var segments = await db.Segments.AsNoTracking().Where(segment => imported.Contains(segment.TextId)).Include(segment => segment.Texts).ToListAsync(TestContext.Current.CancellationToken);

        Assert.NotEmpty(segments);
        Assert.All(segments.SelectMany(segment => segment.Texts), text => Assert.Equal(SegmentText.HashOf(text.Text), text.Hash));
        Assert.All(segments, segment => Assert.All(segment.Texts, text => Assert.False(text.IsStale(segment.Texts.Find(from => from.Language == text.FromLanguage)))));
    }

    private async Task<(int Articles, int Versions, int Segments, int Audited)> CountAsync()
    {
        await using var db = site.Db();
        return (await db.Articles.CountAsync(), await db.ArticleVersions.CountAsync(), await db.Segments.CountAsync(), await db.AuditEntries.CountAsync(entry => entry.Action == "article.import"));
    }

    private async Task<List<(Guid, string)>> SegmentsOf(string key)
    {
        await using var db = site.Db();
        var text = await db.Articles.Where(article => article.Key == key).Select(article => article.TextId).SingleAsync();
        var segments = await db.Segments.AsNoTracking().Include(segment => segment.Texts).Where(segment => segment.TextId == text).OrderBy(segment => segment.Id).ToListAsync();
        return [.. segments.Select(segment => (segment.Id, Convert.ToHexString(segment.Texts.Single().Hash)))];
    }
}

public sealed class ArticleImportTestsOnSqlite(SqliteSite site) : ArticleImportTests(site), IClassFixture<SqliteSite>;

public sealed class ArticleImportTestsOnPostgres(PostgresSite site) : ArticleImportTests(site), IClassFixture<PostgresSite>;
