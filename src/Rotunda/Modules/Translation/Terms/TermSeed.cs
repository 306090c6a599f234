
namespace Rotunda.Modules.Translation.Terms;

/// <summary>The words of an association of universities, from which a termbase may begin. The words of the interface are the same ones.</summary>
public static class TermSeed
{
    // English; Chinese; Russian. The first of each is preferred, those behind a bar are admitted
    private static readonly string[] Lines =
    [
        "institution;院校|机构;вуз", "side;方;сторона", "full member;正式成员;полноправный член", "observer;观察员;наблюдатель", "body;组织机构;орган", "seat;席位;место", "term;任期;срок",
        "permanent chair unit;常设主席单位;постоянный сопредседатель", "rotating chair unit;轮值主席单位;ротационный сопредседатель", "liaison officer;联络员;координатор", "sub-alliance;子联盟;подсоюз|суб-альянс",
        "joint programme;合作项目;совместная программа", "resolution;决议;решение", "declaration;宣言;декларация", "article;文章|新闻;новость", "translated by;翻译;перевод", "reviewed by;审校|审核;редактура", "annual conference;年会;ежегодная конференция",
        "presidents' forum;校长论坛;форум ректоров", "academic seminar;学术研讨会;научный семинар", "undertaken by;承办;проводит", "hosted by;主办;организатор", "call;征稿;приём заявок", "submission;投稿;заявка", "review;评审;рецензия",
        "timetable;日程;расписание", "registration;注册;регистрация", "delegation;代表团;делегация", "circular;通函;циркуляр", "motion;提案;предложение", "poll;表决;голосование", "ballot;选票;бюллетень",
    ];

    private static readonly string[] Languages = ["en", "zh", "ru"];

    public static IEnumerable<ConceptWish> Concepts => Lines.Select(line => new ConceptWish("", line.Split(';').Zip(Languages).ToDictionary(pair => pair.Second, pair => WordsOf(pair.First))));

    private static WordsWish WordsOf(string words)
    {
        var allowed = words.Split('|');
        return WordsWish.Empty with { Preferred = allowed[0], Admitted = string.Join('\n', allowed.Skip(1)) };
    }
}
