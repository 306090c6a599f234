using Rotunda.Data.Values;

namespace Rotunda.Modules.Newsroom.Topics;

/// <summary>The categories with which an empty database begins; an association renames, adds and removes as it likes.</summary>
internal static class FirstTopics
{
    public static IReadOnlyList<Topic> All { get; } =
    [
        Category(1, "conference", ("Conference", "conference"), ("年会", "nianhui"), ("Конференция", "konferentsiya")),
        Category(2, "governance", ("Governance", "governance"), ("联盟治理", "lianmeng-zhili"), ("Управление", "upravlenie")),
        Category(3, "members", ("Members", "members"), ("成员院校", "chengyuan-yuanxiao"), ("Участники", "uchastniki")),
        Category(4, "sub-alliance", ("Sub-alliance", "sub-alliance"), ("子联盟", "zi-lianmeng"), ("Подсоюз", "podsoyuz")),
        Category(5, "students", ("Students", "students"), ("学生", "xuesheng"), ("Студенты", "studenty")),
        Category(6, "research", ("Research", "research"), ("科研", "keyan"), ("Наука", "nauka")),
    ];

    private static Topic Category(byte number, string code, (string Name, string Slug) english, (string Name, string Slug) chinese, (string Name, string Slug) russian) => new()
    {
        Id = new Guid(0x70C1C000, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, number),
        Kind = TopicKind.Category,
        Code = code,
        Name = LocalizedText.Of(("en", english.Name), ("zh", chinese.Name), ("ru", russian.Name)),
        Slug = LocalizedText.Of(("en", english.Slug), ("zh", chinese.Slug), ("ru", russian.Slug)),
        Order = number,
        Version = 1,
    };
}
