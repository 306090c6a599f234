using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.Html;
using Rotunda.Modules.Search.Evaluation;
using Rotunda.Modules.Search.Finding;
using Rotunda.Modules.Search.Ranking;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Text;
using Xunit;

namespace Rotunda.Tests.Modules.Search;

/// <summary>How queries are understood and texts are ranked, without a database.</summary>
public sealed class RankingTests
{
    [Theory]
    [InlineData("who are the members of the council?", "member council")]
    [InlineData("the who", "the who")]
    [InlineData("什么是工科大学", "是工 工科 科大 大学")]
    [InlineData("BMSTU 鲍曼 2022", "bmstu 鲍曼 2022")]
    [InlineData("哈", "哈")]
    [InlineData("👍 — \u0007", "")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void A_query_is_its_words_without_those_that_say_nothing(string? text, string units) =>
        Assert.Equal(units, string.Join(' ', SearchQuery.Parse(text).Units.Select(unit => unit.Key)));

    [Theory]
    [InlineData("\"annual conference\" moscow", "annual conference")]
    [InlineData("«ежегодная конференция» и “second one”", "ежегодная конференция|second one")]
    [InlineData("「第五届年会」", "第五 五届 届年 年会")]
    [InlineData("an \"open end", "")]
    [InlineData("\"\" \" \"", "")]
    public void Passages_in_quotes_are_kept_and_open_quotes_are_nothing(string text, string phrases) =>
        Assert.Equal(phrases, string.Join('|', SearchQuery.Parse(text).Phrases.Select(phrase => string.Join(' ', phrase.Select(unit => unit.Form)))));

    [Fact]
    public void A_long_query_is_read_from_its_beginning_and_says_so()
    {
        var query = SearchQuery.Parse(string.Concat(Enumerable.Repeat("word ", 2000)));

        Assert.True(query.IsCut);
        Assert.Equal(SearchQuery.MostWords, query.Units.Count);
        Assert.False(SearchQuery.Parse("short").IsCut);
    }

    [Fact]
    public void Any_text_is_a_query() => Prop.ForAll<string>(text => SearchQuery.Parse(text).Units.Count <= SearchQuery.MostWords).QuickCheckThrowOnFailure();

    [Fact]
    public void Places_are_read_as_they_were_written() => Prop.ForAll<PositiveInt[], PositiveInt[]>((ids, gaps) =>
    {
        var places = gaps.Select(gap => gap.Get).Aggregate(new List<int>(), (list, gap) => [.. list, (list.Count == 0 ? 0 : list[^1]) + (gap * 1000)]);
        var terms = ids.Select(id => id.Get * 97).Distinct().Order().Select(id => (Id: id, Places: places)).ToList();
        var bytes = Places.Write([3, 700], terms);
        // Every second term, and one that is not there
        int[] wanted = [.. terms.Where((_, i) => i % 2 == 0).Select(term => term.Id).Prepend(1)];
        List<int>[] found = [.. wanted.Select(_ => new List<int>())];

        return Places.Read(bytes, wanted, found).SequenceEqual([3, 700]) && Places.Ids(bytes).SequenceEqual(terms.Select(term => term.Id))
            && found[0].Count == 0 && found.Skip(1).All(read => read.SequenceEqual(places));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Rare_terms_are_worth_more_and_none_is_worth_less_than_nothing()
    {
        Assert.True(Weights.Rarity(100, 1) > Weights.Rarity(100, 50));
        Assert.True(Weights.Rarity(100, 100) >= 0);
        Assert.True(Weights.OfPosting(2, 50, 50) > Weights.OfPosting(1, 50, 50));
        Assert.True(Weights.OfPosting(1, 100, 50) < Weights.OfPosting(1, 50, 50));
    }

    [Theory]
    [InlineData("ассоциация университетов", 1)]
    [InlineData("университеты", 1)]
    [InlineData("工科大学", 2)]
    [InlineData("科", 2)]
    [InlineData("\"students in space\"", 0)]
    [InlineData("students space", 3)]
    [InlineData("nothing of the kind", -1)]
    public void The_best_text_is_first(string query, int place)
    {
        var index = new MemoryIndex([
            Text("In the yard stood students in space suits."),
            Text("Ассоциация университетов объединяет вузы двух стран."),
            Text("中俄工科大学联盟成立。"),
            Text("Space students: students of space, and space for students.")]);

        Assert.Equal(place, index.Find(query, 10).Append(-1).First());
    }

    [Theory]
    [InlineData("conference 202", 1)]
    [InlineData("202", 1)]
    [InlineData("αλφ", 2)]
    public void Numbers_and_words_of_scripts_without_stemmer_are_completed(string typed, int place)
    {
        var index = new MemoryIndex([Text("A conference of 1999."), Text("A conference of 2022."), Text("The letter αλφα.")]);

        Assert.Equal(place, index.FindMeant(SearchQuery.Parse(typed, isTyping: true))[0].Number);
    }

    [Fact]
    public void A_passage_in_quotes_chooses_among_all_texts_and_not_among_the_best()
    {
        var texts = Enumerable.Range(0, 150).Select(_ => Text("Документ, документ и документ.")).Append(Text("Совсем другие слова, а потом архивы документов и ещё многое другое, что к делу не относится.")).ToList();

        Assert.Equal([150], new MemoryIndex(texts).Find("\"архив документов\"", 10));
        Assert.Empty(new MemoryIndex(texts).Find("\"документов архив\"", 10));
    }

    /// <summary>Pairs of forms that Snowball parts: what looks like a gerund, what ends in -ей, and vowels that come and go.</summary>
    [Theory]
    [InlineData("архивы", "архив")]
    [InlineData("архив", "архивами")]
    [InlineData("устава", "устав")]
    [InlineData("составы", "состав")]
    [InlineData("юбилей", "юбилея")]
    [InlineData("музеи", "музеев")]
    [InlineData("список", "спискам")]
    [InlineData("уровня", "уровень")]
    [InlineData("студенток", "студентка")]
    public void Forms_of_a_word_that_its_stemmer_parts_find_each_other_and_are_marked(string one, string other)
    {
        foreach (var (query, text) in new[] { (one, other), (other, one) })
        {
            foreach (var asked in new[] { query, $"«{query}»" })
                Assert.Equal([1], new MemoryIndex([Text("Совсем иные слова."), Text($"Здесь {text} значит нечто.")]).Find(asked, 10));
            Assert.Equal($"<mark>{text}</mark> тут", Html(Snippets.Marked($"{text} тут", SearchQuery.Parse(query))));
        }
    }

    [Fact]
    public void A_text_in_the_very_words_of_the_query_comes_first()
    {
        Assert.Equal(1, new MemoryIndex([Text("Libraries of the north."), Text("A library of the north.")]).Find("library", 1)[0]);
        Assert.Equal(1, new MemoryIndex([Text("大连理工, 大学工业, 哈工"), Text("大连理工大学")]).Find("大连理工大学", 1)[0]);
    }

    [Fact]
    public void A_title_counts_more_than_the_body_and_a_phrase_more_than_its_words()
    {
        var titled = new MemoryIndex([Text("The harbin of the north is a city of ice."), new SearchText("en", "", "Harbin", "A city of ice in the north.")]);
        var phrased = new MemoryIndex([Text("Green growth is an alliance of the willing, and alliance is green."), Text("The green alliance met with others of its kind.")]);

        Assert.Equal(1, titled.Find("harbin", 1)[0]);
        Assert.Equal(1, phrased.Find("green alliance", 1)[0]);
    }

    [Theory]
    [InlineData("Die <b>Harbin</b> meeting", "harbin", "Die &lt;b&gt;<mark>Harbin</mark>&lt;/b&gt; meeting")]
    [InlineData("Университеты и вузы", "университет", "<mark>Университеты</mark> и вузы")]
    [InlineData("中俄工科大学联盟", "工科大学", "中俄<mark>工科大学</mark>联盟")]
    [InlineData("Nothing here", "absent", "Nothing here")]
    public void Words_of_the_query_are_marked(string text, string query, string html) => Assert.Equal(html, Html(Snippets.Marked(text, SearchQuery.Parse(query))));

    [Fact]
    public void A_snippet_is_the_passage_that_holds_most_of_the_query()
    {
        var text = string.Join(' ', Enumerable.Range(0, 200).Select(i => $"Sentence {i} says little.")) + " The rector of Harbin spoke of satellites. " + string.Join(' ', Enumerable.Range(0, 50).Select(_ => "More follows."));
        var html = Html(Snippets.Of(text, SearchQuery.Parse("harbin satellites")));

        Assert.Contains("The rector of <mark>Harbin</mark> spoke of <mark>satellites</mark>.", html, StringComparison.Ordinal);
        Assert.StartsWith("… ", html, StringComparison.Ordinal);
        Assert.InRange(html.Length, 100, 400);
    }

    [Fact]
    public void A_snippet_of_any_text_is_made() => Prop.ForAll<string, string>((text, query) =>
        Html(Snippets.Of(text ?? "", SearchQuery.Parse(query))).Length >= 0).QuickCheckThrowOnFailure();

    [Fact]
    public void Neighbours_are_one_step_away()
    {
        var neighbours = Neighbours.Of("вузы", Script.Cyrillic);

        Assert.Superset(new HashSet<string> { "вузв", "вуз", "взуы", "авузы" }, neighbours.ToHashSet());
        Assert.DoesNotContain("вузы", neighbours);
        Assert.All(neighbours, word => Assert.InRange(Similarity.Distance(word, "вузы"), 1, 2));
    }

    private static SearchText Text(string body) => new("en", "", "", body);

    private static string Html(IHtmlContent content)
    {
        using var writer = new StringWriter();
        content.WriteTo(writer, System.Text.Encodings.Web.HtmlEncoder.Default);
        return writer.ToString();
    }
}
