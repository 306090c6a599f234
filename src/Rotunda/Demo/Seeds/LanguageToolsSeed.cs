using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Translation.Memory;
using Rotunda.Modules.Translation.Terms;
using Rotunda.Modules.Translation.Texts;

namespace Rotunda.Demo.Seeds;

/// <summary>
/// The translators' tools with something in them: the words of university associations and of this one in the termbase, and in the memory
/// what the demonstration's own texts say in three languages.
/// </summary>
internal sealed class LanguageToolsSeed(TermOperations terms, MemoryOperations memory) : IDemonstrationSeeder
{
    public int Order => 70;

    private static readonly (WordsWish English, WordsWish Chinese, WordsWish Russian)[] Concepts =
    [
        (Words("Association of Sino-Russian Technical Universities", admitted: "ASRTU"), Words("中俄工科大学联盟", admitted: "阿斯图", forbidden: "中俄工科大学协会"),
            Words("Ассоциация технических университетов России и Китая", admitted: "АТУРК", forbidden: "Ассоциация китайско-российских технических университетов")),
        (Words("permanent secretariat"), Words("常设秘书处"), Words("постоянный секретариат")),
        (Words("charter"), Words("章程"), Words("Устав", note: "С прописной буквы, когда речь об Уставе Ассоциации.")),
        (Words("founding meeting"), Words("成立大会"), Words("учредительное собрание")),
        (Words("Qingdao Declaration"), Words("青岛宣言"), Words("Циндаоская декларация")),
        (Words("president", admitted: "rector", note: "Rector where a Russian university is meant."), Words("校长"), Words("ректор", note: "И о руководителях китайских университетов.", forbidden: "президент университета")),
        (Words("Harbin Institute of Technology", admitted: "HIT"), Words("哈尔滨工业大学", admitted: "哈工大"), Words("Харбинский политехнический университет", admitted: "ХПУ", forbidden: "Харбинский технологический институт")),
        (Words("Bauman Moscow State Technical University", admitted: "BMSTU"), Words("莫斯科国立鲍曼技术大学"), Words("МГТУ имени Н. Э. Баумана", admitted: "МГТУ им. Н. Э. Баумана")),
    ];

    public async Task SeedAsync(RotundaDb db, CancellationToken cancellationToken)
    {
        if (await terms.BeginAsync(Viewer.Program, cancellationToken) is not Outcome.Done) throw new DemonstrationFaultException(["The termbase cannot begin."]);
        foreach (var (english, chinese, russian) in Concepts)
        {
            var wish = new ConceptWish("", new Dictionary<string, WordsWish> { ["en"] = english, ["zh"] = chinese, ["ru"] = russian });
            if ((await terms.SaveAsync(Viewer.Program, null, 0, wish, cancellationToken)).Outcome is not Outcome.Done) throw new DemonstrationFaultException([$"The term «{english.Preferred}» cannot stand."]);
        }

        var finished = await (
            from segment in db.Segments
            from text in segment.Texts
            where text.State == TranslationState.Final && text.FromText != null
            select new { segment.TextId, text.Language }).Distinct().OrderBy(row => row.TextId).ThenBy(row => row.Language).ToListAsync(cancellationToken);
        foreach (var row in finished) await memory.TakeFinalAsync(row.TextId, row.Language, cancellationToken);
    }

    private static WordsWish Words(string preferred, string admitted = "", string forbidden = "", string note = "") => new(preferred, admitted, "", forbidden, note);
}
