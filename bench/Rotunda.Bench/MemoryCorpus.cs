namespace Rotunda.Bench;

/// <summary>Segments as a newsroom writes them: always the same number gives the same segment, and words have the long tail that real ones have.</summary>
internal static class MemoryCorpus
{
    private static readonly Dictionary<string, (string[] Words, string Space, string End)> Languages = new()
    {
        ["en"] = ("university conference students programme research forum agreement laboratory russian chinese technical institute delegation ceremony scholarship seminar engineering energy materials aerospace green line president rector joint summer school exchange master doctoral competition project innovation centre railway ocean petroleum mining architecture telecommunications cooperation opening signing visit session resolution member observer chair unit secretariat archive report photo interview".Split(' '), " ", "."),
        ["ru"] = ("университет конференция студенты программа исследование форум соглашение лаборатория российский китайский технический институт делегация церемония стипендия семинар инженерный энергетика материалы аэрокосмический зелёная линия президент ректор совместный летняя школа обмен магистратура докторантура конкурс проект инновация центр железнодорожный океан нефтегазовый горный архитектура связь сотрудничество открытие подписание визит заседание решение член наблюдатель председатель секретариат архив отчёт фотография интервью".Split(' '), " ", "."),
        ["zh"] = ("大学 会议 学生 项目 研究 论坛 协议 实验室 俄罗斯 中国 技术 学院 代表团 仪式 奖学金 研讨会 工程 能源 材料 航天 绿色 校长 联合 暑期 学校 交流 硕士 博士 竞赛 创新 中心 铁路 海洋 石油 矿业 建筑 通信 合作 开幕 签署 访问 决议 成员 观察员 主席 秘书处 档案 报告 照片 采访".Split(' '), "", "。"),
    };

    public static IEnumerable<string> Segments(string language, int count)
    {
        for (var number = 0; number < count; number++) yield return Segment(language, number);
    }

    /// <summary>A segment with one word gone and another in place of one.</summary>
    public static string Changed(string segment, int number)
    {
        var cut = segment.Length / 3;
        return segment[..cut] + segment[(cut + 1 + (number % 4))..] + (number % 3 == 0 ? " 2024" : "");
    }

    private static string Segment(string language, int number)
    {
        var (words, space, end) = Languages[language];
        var state = ((ulong)number * 0x9E3779B97F4A7C15UL) + 0xD1B54A32D192ED03UL;
        var length = 6 + (int)(Next(ref state) % 18);
        var parts = new List<string>(length + 1);
        for (var i = 0; i < length; i++)
        {
            // Squared, so that few words are common and many are rare; one in six is a name that hardly comes again
            var place = Next(ref state) % 1000 / 1000.0;
            parts.Add(i % 6 == 5 ? NameOf(language, Next(ref state) % 20_000) : words[(int)(place * place * words.Length)]);
        }

        parts.Add((1990 + (Next(ref state) % 35)).ToString(System.Globalization.CultureInfo.InvariantCulture));
        return string.Join(space, parts) + end;
    }

    private static string NameOf(string language, ulong number) => language switch
    {
        "zh" => $"{(char)(0x4E00 + (number % 4000))}{(char)(0x5E00 + (number / 7 % 3000))}",
        "ru" => $"{"бвгдзклмнпрст"[(int)(number % 13)]}{"аеиоу"[(int)(number / 13 % 5)]}{"бвгдзклмнпрст"[(int)(number / 65 % 13)]}{"аеиоу"[(int)(number / 845 % 5)]}{"бвгдзклмнпрст"[(int)(number / 4225 % 13)]}ск",
        _ => $"{"bcdfgklmnprst"[(int)(number % 13)]}{"aeiou"[(int)(number / 13 % 5)]}{"bcdfgklmnprst"[(int)(number / 65 % 13)]}{"aeiou"[(int)(number / 845 % 5)]}{"bcdfgklmnprst"[(int)(number / 4225 % 13)]}ton",
    };

    private static ulong Next(ref ulong state)
    {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        return state;
    }
}
