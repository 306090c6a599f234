using FsCheck;
using FsCheck.Fluent;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Translation.Checks;
using Rotunda.Modules.Translation.Terms;
using Xunit;

namespace Rotunda.Tests.Modules.Translation.Checks;

/// <summary>What translators overlook, and what they were right about.</summary>
public sealed class SegmentChecksTests
{
    [Theory]
    // Numbers, in whatever way a language writes them
    [InlineData("ru", "В 2022 году 50 000 студентов из 36 вузов.", "zh", "2022年，来自36所院校的5万名学生。", "")]
    [InlineData("ru", "Бюджет 1,5 млн рублей", "en", "A budget of 1.5 million roubles", "")]
    [InlineData("en", "1,250 students", "ru", "1250 студентов", "")]
    [InlineData("en", "The fifth annual conference", "zh", "第5届年会", "")]
    [InlineData("zh", "第五届年会", "ru", "Пятая ежегодная конференция", "")]
    [InlineData("ru", "5-я конференция", "zh", "第五届会议", "")]
    [InlineData("ru", "Из 60 вузов", "zh", "来自６０所高校", "")]
    [InlineData("ru", "Участвовали 60 вузов и 16 наблюдателей", "zh", "60所高校和15个观察员参会", "check.number-missing 16; check.number-added 15")]
    [InlineData("en", "CO2 emissions fell by 3.5 %", "ru", "Выбросы CO2 снизились на 3,5 %", "")]
    // Dates and times
    [InlineData("ru", "8 июля 2022 года", "zh", "2022年7月8日", "")]
    [InlineData("ru", "с 08.07.2022 в 10:30", "en", "from 8 July 2022 at 10:30", "")]
    [InlineData("zh", "2022年7月", "en", "July 2022", "")]
    [InlineData("en", "May 12, 2021", "ru", "12 мая 2021 года", "")]
    [InlineData("ru", "8 июля 2022 года", "zh", "2022年8月7日", "check.date-missing 2022-07-08; check.date-added 2022-08-07")]
    [InlineData("ru", "в 9:00 по Москве", "zh", "莫斯科时间10:00", "check.date-missing 9:00; check.date-added 10:00")]
    // Links, references, placeholders
    [InlineData("ru", "[ХПУ](institution:hit) и [сайт](https://hit.example)", "zh", "[哈工大](institution:hit)和[网站](https://hit.example)", "")]
    [InlineData("ru", "[ХПУ](institution:hit)", "zh", "[哈工大](institution:bit)", "check.link-missing institution:hit; check.link-added institution:bit")]
    [InlineData("en", "Dear {name}, see {{link}}", "ru", "Здравствуйте, {name}, смотрите {{ссылка}}", "check.placeholder-missing {{link}}; check.placeholder-added {{ссылка}}")]
    // Punctuation
    [InlineData("ru", "Да, конечно.", "zh", "当然，是的。", "")]
    [InlineData("ru", "Да, конечно.", "zh", "当然,是的。", "check.zh-narrow 然,")]
    [InlineData("ru", "Да, конечно.", "zh", "当然， 是的。", "check.zh-space ，")]
    [InlineData("ru", "«Зелёная линия»", "zh", "\"绿线\"", "check.zh-quotes \"绿线\"")]
    [InlineData("zh", "《莫斯科宣言》", "ru", "\"Московская декларация\"", "check.ru-quotes \"Московская декларация\"")]
    [InlineData("zh", "《莫斯科宣言》", "ru", "«Московская декларация»", "")]
    [InlineData("zh", "主席是大学", "ru", "Председатель - университет", "check.ru-dash -")]
    [InlineData("zh", "大学，学院", "en", "universities，colleges", "check.wide ，")]
    [InlineData("zh", "好吗？", "en", "Is it good", "check.end-missing ?")]
    [InlineData("zh", "好。", "ru", "Хорошо..", "check.doubled ..")]
    [InlineData("zh", "好", "ru", "Очень  хорошо", "check.double-space")]
    [InlineData("zh", "好（很）", "ru", "Хорошо (очень", "check.unpaired ()")]
    [InlineData("zh", "好，很好", "ru", "Хорошо , очень", "check.space-before ,")]
    [InlineData("ru", "Смотрите hit.edu.cn, раздел 3.2", "zh", "请见hit.edu.cn第3.2节", "")]
    // Left as it was
    [InlineData("ru", "Ассоциация вузов", "zh", "Ассоциация вузов", "check.same; check.left Ассоциация вузов")]
    [InlineData("ru", "Московский форум", "zh", "Московский论坛", "check.left Московский")]
    [InlineData("ru", "АТУРК", "en", "ASRTU", "")]
    [InlineData("ru", "Слово", "zh", "  ", "check.empty")]
    public void A_pair_has_these_findings(string from, string source, string to, string target, string expected) =>
        Assert.Equal(expected, Found(from, source, to, target, Termbook.Empty));

    [Theory]
    [InlineData("ru", "Решения Ассоциации университетов приняты.", "zh", "大学联盟的决议获得通过。", "")]
    [InlineData("ru", "Решения Ассоциации университетов приняты.", "zh", "高校协会的决议获得通过。", "check.term-missing Ассоциации университетов 大学联盟、高校联盟; check.term-forbidden-instead 高校协会 大学联盟")]
    [InlineData("zh", "大学联盟年会", "ru", "Ежегодная конференция Ассоциацией университетов", "")]
    [InlineData("zh", "大学联盟年会", "ru", "Ежегодная конференция союза вузов", "check.term-missing 大学联盟 ассоциация университетов; check.term-forbidden-instead союза вузов ассоциация университетов")]
    [InlineData("ru", "Конференция", "zh", "大会", "")]
    public void Terms_are_known_in_every_form(string from, string source, string to, string target, string expected)
    {
        var concept = new TermConcept { Id = RowId.New(), Subject = "", Notes = LocalizedText.Empty };
        foreach (var (language, use, text) in new[]
        {
            ("ru", WordUse.Preferred, "ассоциация университетов"), ("ru", WordUse.Forbidden, "союз вузов"), ("zh", WordUse.Preferred, "大学联盟"), ("zh", WordUse.Admitted, "高校联盟"), ("zh", WordUse.Forbidden, "高校协会"),
        })
            concept.Words.Add(new TermWord { Id = RowId.New(), ConceptId = concept.Id, Language = language, Use = use, Text = text });

        Assert.Equal(expected, Found(from, source, to, target, new Termbook([concept], from, to)));
    }

    [Theory]
    [InlineData("Встреча ٣月", "会议")]
    [InlineData("٢٠٢٠-٠١-٠٢ и ١٢:٣٠", "٣月٤日")]
    public void Digits_of_other_scripts_are_no_dates_of_ours(string source, string target) => Assert.Equal("", Found("ru", source, "zh", target, Termbook.Empty));

    [Fact]
    public void Any_text_is_checked_without_an_exception_and_twice_alike() => Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), ArbMap.Default.ArbFor<NonNull<string>>(), (source, target) =>
    {
        var pair = new SegmentPair("ru", source.Get, "zh", target.Get);

        return SegmentChecks.Check(pair, Termbook.Empty).SequenceEqual(SegmentChecks.Check(pair, Termbook.Empty));
    }).QuickCheckThrowOnFailure();

    private static string Found(string from, string source, string to, string target, Termbook terms) => string.Join("; ", SegmentChecks.Check(new SegmentPair(from, source, to, target), terms)
        .Select(finding => string.Join(' ', new[] { finding.TextKey, finding.Value, finding.Expected }.Where(part => part.Length > 0))));
}
