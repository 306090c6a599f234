using AngleSharp.Dom;
using Rotunda.Modules.Demonstration;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Demonstration;

/// <summary>The tour goes through every sentence of the news page, and each of its links leads somewhere.</summary>
public sealed class TourTests(SqliteSite site) : IClassFixture<SqliteSite>
{
    /// <summary>The page retold, in the language of its address.</summary>
    private static readonly Dictionary<string, string> Retold = new(StringComparer.Ordinal)
    {
        ["en"] = "/news/2022/upc-at-fifth-annual-conference",
        ["zh"] = "/news/2022/di-wu-jie-nianhui-shiyou-daxue",
        ["ru"] = "/news/2022/pyataya-konferentsiya-aturk-knu",
    };

    /// <summary>What the page's sentences say, in their order, each with the page of the site that states it and the words in English, Chinese and Russian.</summary>
    public static TheoryData<string, string, string, string, string> Facts => new()
    {
        { "Old Version", "/archive",
            "The old version stays reachable where it is", "旧版网站仍可在原址访问", "Прежняя версия доступна по старому адресу" },
        { "FAQs", "/faq",
            "Questions and answers", "常见问题", "Вопросы и ответы" },
        { "Undertook the Academic Seminar", "RETOLD",
            "undertook its academic seminar", "并承办学术研讨会", "провёл её научный семинар" },
        { "participated in the 2022 Fifth Annual Conference", "RETOLD",
            "joined the fifth annual conference of the Association of Sino-Russian Technical Universities (ASRTU) online in 2022", "在线参加中俄工科大学联盟（阿斯图）第五届年会", "в 2022 г. онлайн участвовал в пятой ежегодной конференции" },
        { "online", "/conferences/2022",
            "Online", "线上", "Онлайн" },
        { "The conference consisted of the opening ceremony", "/conferences/2022",
            "Opening ceremony", "开幕式", "Церемония открытия" },
        { "China-Russia University Presidents' Forum", "/conferences/2022",
            "Presidents’ Forum", "校长论坛", "Форум ректоров" },
        { "Ecological, Environmental Protection and Carbon Neutral Development", "/conferences/2022",
            "ecological and environmental protection and carbon-neutral development", "生态环境保护与碳中和发展", "Экология, охрана окружающей среды и углеродно-нейтральное развитие" },
        { "regular working meeting of ASRTU liaison officers", "/conferences/2022",
            "Liaison officers’ working meeting", "联络员工作例会", "Рабочее совещание координаторов" },
        { "Yao Jun, vice president of UPC, delivered a report", "RETOLD",
            "Yao Jun, vice-president of UPC, gave a report at the presidents’ forum and the opening speech at the seminar", "副校长姚军在大学校长论坛上作报告，并在学术研讨会上致开幕词", "Яо Цзюнь выступил с докладом на форуме ректоров и открыл научный семинар вступительным словом" },
        { "Leaders and representatives from universities in China and Russia", "RETOLD",
            "leaders and representatives of universities in both countries discussed the theme", "中俄高校领导和代表出席论坛", "В форуме участвовали руководители и представители вузов Китая и России" },
        { "University, City and Development", "/conferences/2022",
            "University, City and Development", "大学·城市·发展", "Университет, город, развитие" },
        { "Integrating into the city, Serving the city and Contributing to the city", "RETOLD",
            "Joining the City, Serving the City, Giving to the City", "融入城市、服务城市、奉献城市", "Стать частью города, служить городу, трудиться ради города" },
        { "reviewed the history of UPC", "RETOLD",
            "looked back over the history of UPC", "回顾学校办学历程", "Он рассказал об истории КНУ" },
        { "development strategy of Shandong and Qingdao", "RETOLD",
            "development strategy of Shandong and Qingdao", "紧扣山东省和青岛市发展战略", "стратегии развития провинции Шаньдун и города Циндао" },
        { "characteristic disciplines and geographical advantages", "RETOLD",
            "the disciplines in which it is strong and on its location", "依托特色学科和区位优势", "профильные направления и преимущества расположения" },
        { "talent cultivation, high-level talent team construction, high-level platform construction", "RETOLD",
            "the education of students, the building of strong research teams and platforms", "人才培养、高层次人才队伍建设、高水平平台建设", "подготовке кадров, сильных научных коллективах и площадках" },
        { "scientific and technological services", "RETOLD",
            "services in science and technology", "科技服务等方面所做的工作", "научно-технических услугах" },
        { "introduced high-level enterprises to the city", "RETOLD",
            "drawn leading companies to the city", "引进高水平企业", "привлёк в город ведущие предприятия" },
        { "new name card of culture", "RETOLD",
            "a new cultural calling card", "打造新的文化名片", "новую культурную визитную карточку" },
        { "four strategies and eight industrial clusters", "RETOLD",
            "the four strategies and the eight industrial clusters", "四大战略和八大产业集群", "четыре стратегии и восемь промышленных кластеров" },
        { "contributes to the high-quality development of the city", "RETOLD",
            "strategic weight in the city’s high-quality development", "为城市高质量发展作贡献的战略型大学", "вузом стратегического значения для высококачественного развития города" },
        { "Over 200 teachers and students", "/conferences/2022",
            "Over 200 teachers and students", "200余名师生", "Более 200 преподавателей и студентов" },
        { "more than 30 colleges and universities", "RETOLD",
            "from over 30 Chinese and Russian universities", "来自中俄30余所高校", "из более чем 30 вузов Китая и России" },
        { "international science and technology front in ecological environment", "RETOLD",
            "the latest international research on the environment", "着眼生态环境领域国际科技前沿", "передовых рубежей мировой науки и техники в области экологии" },
        { "realization of carbon neutrality", "RETOLD",
            "what carbon neutrality means in scientific terms and how to achieve it", "碳中和的科学内涵与实现方式", "научное содержание углеродной нейтральности и способы её достижения" },
        { "refined the consensus of Chinese and Russian scholars", "RETOLD",
            "The scholars of the two countries came closer to a common view", "凝聚中俄学者共识", "Учёные двух стран ещё более сблизили позиции" },
        { "gave support to the objective of carbon neutrality", "RETOLD",
            "lent their support to the goal of carbon neutrality", "为实现碳中和目标提供支持", "поддержали цель углеродной нейтральности" },
        { "seventh rotating chairman unit of the ASRTU in 2023-2024", "RETOLD",
            "The seventh rotating chair of ASRTU, for 2023–2024", "2023—2024年第七届轮值主席单位", "АТУРК седьмого срока — в 2023–2024 гг." },
        { "UPC and Gubkin University", "/leadership?on=2024",
            "China University of Petroleum (East China)", "中国石油大学（华东）", "Китайский нефтяной университет (Хуадун)" },
        { "Gubkin University, Russia", "/leadership?on=2024",
            "Gubkin Russian State University of Oil and Gas", "俄罗斯国立石油与天然气大学（古勃金大学）", "университет нефти и газа (национальный исследовательский университет) имени И. М. Губкина" },
        { "co-leaders of the ASRTU GREEN Sub-Alliance", "/conferences/2022",
            "lead the ASRTU Green", "共同牵头联盟绿色发展学术子联盟", "совместно возглавляют «зелёный» подсоюз АТУРК" },
        { "Founded in 2011", "/about",
            "6 March 2011", "2011年3月6日", "6 марта 2011 г." },
        { "25 Chinese and 29 Russian member universities", "RETOLD",
            "25 Chinese and 29 Russian member universities", "中方成员高校25所、俄方成员高校29所", "25 китайских и 29 российских вузов" },
        { "25 Chinese and 29 Russian", "/bodies/asrtu",
            "54 (25 + 29)", "54 (25 + 29)", "54 (25 + 29)" },
        { "non-profit organization", "/about",
            "non-profit, voluntary association", "自愿结成的非营利性组织", "некоммерческое добровольное объединение" },
        { "established by elite engineering universities in China and Russia on a voluntary basis", "RETOLD",
            "of their own accord; it is non-profit", "由中俄两国高水平工科大学自愿结成，属非营利性组织", "созданная ведущими инженерными университетами двух стран на добровольных началах" },
        { "China-Russia Cultural Cooperation Committee", "/about",
            "China–Russia Humanities Cooperation Committee", "中俄人文合作委员会", "Российско-Китайская комиссия по гуманитарному сотрудничеству" },
        { "Scientific and Technological Cooperation Sub-Committee of the Regular Meeting", "/about",
            "Sub-committee on scientific and technological cooperation of the regular meetings of the prime ministers", "中俄总理定期会晤委员会科技合作分委会", "Подкомиссия по научно-техническому сотрудничеству" },
        { "effective platform for exchanges in higher education", "RETOLD",
            "it serves exchange in higher education", "高等教育交流的有效平台", "действенная площадка обменов в высшем образовании" },
        { "a precedent of China-Russiaassociation of similarcolleges", "RETOLD",
            "No association of like universities had existed between China and Russia before it", "开中俄同类高校结盟之先例", "ассоциации однопрофильных вузов Китая и России до неё не существовало" },
        { "Since joining the ASRTU in 2013", "/members/upc",
            "since 2013 Full member", "自2013年起 正式成员", "с 2013 г. Полноправный член" },
        { "promoting exchanges between elite engineering universities", "RETOLD",
            "it has promoted exchange between the engineering universities of both countries", "始终致力于推动中俄工科大学交流", "содействует обменам между инженерными университетами двух стран" },
        { "innovated cooperation models", "RETOLD",
            "tried new forms of cooperation", "不断创新合作模式", "ищет новые формы сотрудничества" },
        { "opening and intercommunication of high-quality education resources", "RETOLD",
            "helped to open good educational resources to one another", "促进优质教育资源开放互通", "взаимной открытости качественных образовательных ресурсов" },
        { "connotative and sustainable development of universities and the association", "RETOLD",
            "the universities and the Association alike may grow in substance and last", "推动各高校和联盟实现内涵式、可持续发展", "ради содержательного и устойчивого развития вузов и самой Ассоциации" },
        { "Translated: Jiang Shaofei", "RETOLD",
            "Jiang Shaofei", "Jiang Shaofei", "Jiang Shaofei" },
        { "Reviewed: Xu Xiaoyan", "RETOLD",
            "Xu Xiaoyan", "Xu Xiaoyan", "Xu Xiaoyan" },
        { "Prev:UPC Newly Approved 17", "RETOLD",
            "UPC Newly Approved 17 National and Provincial First-class Undergraduate Majors", "UPC Newly Approved 17 National and Provincial First-class Undergraduate Majors", "UPC Newly Approved 17 National and Provincial First-class Undergraduate Majors" },
        { "Next:NSFC Reported", "RETOLD",
            "NSFC Reported the New Progress in AI Recognition", "NSFC Reported the New Progress in AI Recognition", "NSFC Reported the New Progress in AI Recognition" },
    };

    [Theory]
    [MemberData(nameof(Facts))]
    public async Task Fact_of_the_news_page_stands_on_a_page_in_every_language(string said, string path, string english, string chinese, string russian)
    {
        var source = await File.ReadAllTextAsync(Repository.Shared("data", "news-page.txt"), TestContext.Current.CancellationToken);

        Assert.Contains(said, source, StringComparison.Ordinal);
        foreach (var (language, shown) in new[] { ("en", english), ("zh", chinese), ("ru", russian) })
        {
            var page = await site.Visit().PageAsync($"/{language}{(path == "RETOLD" ? Retold[language] : path)}");
            // Words alone: where lines end and which spaces keep together is no matter here
            var words = string.Join(' ', page.QuerySelector("main")!.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            Assert.Contains(shown, words, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    [InlineData("ru")]
    public async Task Tour_lists_every_sentence_and_every_link_of_it_works(string language)
    {
        var administrator = await site.SignInAsync("administrator");
        var page = await administrator.PageAsync($"/{language}/demo/tour");
        var stops = page.QuerySelectorAll(".tour > li");

        Assert.Equal(TourStops.Sentences.Concat(TourStops.Behind).Select(stop => stop.Name), stops.Select(stop => stop.Id));
        Assert.All(stops, stop => Assert.NotEqual("", stop.QuerySelector(".says")!.TextContent.Trim()));
        Assert.All(stops, stop => Assert.NotEmpty(stop.QuerySelectorAll("a")));
        foreach (var path in stops.SelectMany(stop => stop.QuerySelectorAll("a")).Select(link => link.GetAttribute("href")!).Distinct())
        {
            using var response = await administrator.GetAsync(path);
            // The article's address bears the slug of one language; the others lead on
            var target = (int)response.StatusCode == 301 ? response.Headers.Location!.OriginalString : path;
            await administrator.PageAsync(target);
        }
    }
}
