using System.Text;
using NodaTime;
using Rotunda.Modules.Newsroom.OldSite;
using Rotunda.Modules.Translation.Intake;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Newsroom.OldSite;

/// <summary>Saved pages of old sites are understood field by field, and nothing is guessed that a page does not say.</summary>
public sealed class SavedPageTests
{
    [Fact]
    public void The_page_that_the_association_was_made_for_is_understood_field_by_field()
    {
        var bytes = File.ReadAllBytes(Repository.Shared("data", "news-page.txt"));

        var (page, fault) = SavedPageReader.Read("news-page.txt", bytes);

        Assert.Null(fault);
        Assert.Equal("UPC Participated in the Fifth Annual Conference of ASRTU and Undertook the Academic Seminar", page!.Title);
        Assert.Equal("en", page.Language);
        Assert.Null(page.Date);
        Assert.Equal(["Home", "News", "Content"], page.Breadcrumb);
        Assert.Equal(["News"], page.Categories);
        Assert.Equal("Jiang Shaofei", page.TranslatedBy);
        Assert.Equal("Xu Xiaoyan", page.ReviewedBy);
        Assert.Null(page.Author);
        Assert.Equal("UPC Newly Approved 17 National and Provincial First-class Undergraduate Majors", page.Previous);
        Assert.Equal("NSFC Reported the New Progress in AI Recognition of Protein Secondary Structure in UPC", page.Next);
        Assert.Null(page.Publisher);
        Assert.Null(page.Address);
        Assert.Equal(["Old Version FAQs Contact Us Chinese Русский"], page.LeftOut);
        Assert.Equal(6, page.Text.Blocks.Count);
        Assert.All(page.Text.Blocks, block => Assert.Equal(FoundKind.Paragraph, block.Kind));
        // Word for word, with the page's own slips
        var lines = Encoding.UTF8.GetString(bytes).Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0).ToList();
        Assert.Equal(lines[3..9], page.Text.Blocks.Select(block => block.Plain));
        Assert.Contains("whichcreates a precedent of China-Russiaassociation of similarcolleges", page.Text.Blocks[4].Plain, StringComparison.Ordinal);
    }

    [Fact]
    public void A_Chinese_page_in_an_old_encoding_is_understood()
    {
        const string html = """
            <html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>我校承办第五届年会学术研讨会-中国石油大学</title><meta name="SiteName" content="中国石油大学新闻网"></head>
            <body><div class="nav"><a href="/">首页</a> <a href="/n">新闻</a></div><div>当前位置：首页 &gt;&gt; 新闻 &gt;&gt; 学校要闻 &gt;&gt; 正文</div>
            <h1>我校承办第五届年会学术研讨会</h1><p>发布时间：2022年6月10日 来源：国际处 浏览次数：128</p><div id="content"><p>近日，<strong>第五届年会</strong>在线举行。</p><p>姚军副校长致辞。</p></div>
            <p>翻译：蒋少飞　审核：徐晓燕</p><p>上一篇：<a href="1.htm">新增专业</a></p><p>下一篇：没有了</p><div>版权所有</div></body></html>
            """;
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

        var (page, fault) = SavedPageReader.Read("page.htm", Encoding.GetEncoding("GB18030").GetBytes(html));

        Assert.Null(fault);
        Assert.Equal(("zh", "我校承办第五届年会学术研讨会", new LocalDate(2022, 6, 10)), (page!.Language, page.Title, page.Date));
        Assert.Equal(["首页", "新闻", "学校要闻", "正文"], page.Breadcrumb);
        Assert.Equal(["新闻", "学校要闻"], page.Categories);
        Assert.Equal(("蒋少飞", "徐晓燕", "新增专业", "没有了", "中国石油大学新闻网"), (page.TranslatedBy, page.ReviewedBy, page.Previous, page.Next, page.Publisher));
        Assert.Equal(["近日，**第五届年会**在线举行。", "姚军副校长致辞。"], page.Text.Blocks.Select(block => block.Content));
        Assert.Contains("版权所有", page.LeftOut);
    }

    [Fact]
    public void A_Russian_page_with_an_address_is_understood()
    {
        var (page, _) = SavedPageReader.Read("page.html", Encoding.UTF8.GetBytes("""
            <!DOCTYPE html>
            <!-- saved from url=(0045)https://old.example/news/2022/konferentsiya?utm_source=x -->
            <html lang="ru"><head><title>Пятая конференция АТУРК | Университет</title><meta property="article:published_time" content="2022-06-03T10:00:00+03:00"></head><body>
            <nav aria-label="breadcrumb"><ul><li>Главная</li><li>Новости</li></ul></nav><article><h1>Пятая конференция АТУРК</h1><p>Конференция прошла онлайн.</p><ul><li>открытие</li><li>форум</li></ul>
            <p>Перевод: И. И. Иванов</p><p>Редактор: П. П. Петров</p></article><p>Предыдущая новость: Олимпиада</p></body></html>
            """));

        Assert.Equal(("ru", "Пятая конференция АТУРК", new LocalDate(2022, 6, 3), "https://old.example/news/2022/konferentsiya"), (page!.Language, page.Title, page.Date, page.Address));
        Assert.Equal(("И. И. Иванов", "П. П. Петров", "Олимпиада", null), (page.TranslatedBy, page.ReviewedBy, page.Previous, page.Next));
        Assert.Equal(["Главная", "Новости"], page.Breadcrumb);
        Assert.Equal([FoundKind.Paragraph, FoundKind.ListItem, FoundKind.ListItem], page.Text.Blocks.Select(block => block.Kind));
    }

    [Theory]
    [InlineData("Published: 10 June 2022", "2022-06-10")]
    [InlineData("June 10, 2022", "2022-06-10")]
    [InlineData("Дата публикации: 10 июня 2022 г.", "2022-06-10")]
    [InlineData("10.06.2022", "2022-06-10")]
    [InlineData("2022/6/10 15:30", "2022-06-10")]
    [InlineData("时间：2022-06-10", "2022-06-10")]
    [InlineData("The conference of 10 June 2022 was held online.", null)]
    [InlineData("2022-13-40", null)]
    [InlineData("31 июня 2022", null)]
    public void A_date_is_taken_where_a_line_is_there_to_state_it(string line, string? expected) =>
        Assert.Equal(expected, PageWords.DateOf(line)?.ToString("uuuu-MM-dd", System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public void Files_that_are_no_pages_are_refused_with_the_reason()
    {
        Assert.Equal("fault.page-encoding", SavedPageReader.Read("a", []).FaultKey);
        Assert.Equal("fault.page-encoding", SavedPageReader.Read("a", "   \n"u8.ToArray()).FaultKey);
        Assert.Equal("fault.page-large", SavedPageReader.Read("a", new byte[SavedPageReader.Largest + 1]).FaultKey);
        Assert.Equal("fault.page-body", SavedPageReader.Read("a", "Only a headline"u8.ToArray()).FaultKey);
        Assert.Equal("fault.page-title", SavedPageReader.Read("a", "<html><body><p>a</p></body></html>"u8.ToArray()).FaultKey);
        Assert.Equal("fault.page-large", SavedPageReader.Read("a", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("<p>x", IntakeLimits.MostTags + 1)))).FaultKey);
    }

    [Fact]
    public void Text_that_looks_like_Markdown_or_markup_stays_text()
    {
        var (page, _) = SavedPageReader.Read("a.txt", "Headline of a page\n# not a heading <b>x</b> [l](javascript:alert(1))\nTranslated: <script>x</script>\n"u8.ToArray());

        Assert.Equal("# not a heading <b>x</b> [l](javascript:alert(1))", Assert.Single(page!.Text.Blocks).Plain);
        Assert.Equal(FoundKind.Paragraph, Assert.Single(MarkdownReading.Read(page.Text.ToMarkdown()).Blocks).Kind);
        Assert.Equal("<script>x</script>", page.TranslatedBy);
    }
}
