using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Newsroom.Articles;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Translation.Comments;
using Rotunda.Modules.Translation.Markdown;
using Rotunda.Modules.Translation.Tasks;
using Rotunda.Modules.Translation.Texts;

namespace Rotunda.Demo.Seeds;

/// <summary>
/// One article of the next edition in work: Russian source, English with an approved, an unapproved and a stale segment, Chinese made
/// from the English and so waiting for it. Labelled as a demonstration.
/// </summary>
internal sealed class ArticleInWorkSeed(SourceWriting writing, IClock clock) : IDemonstrationSeeder
{
    public int Order => 60;

    public async Task SeedAsync(RotundaDb db, CancellationToken cancellationToken)
    {
        var accounts = await db.Accounts.AsNoTracking().ToDictionaryAsync(account => account.Email!.Split('@')[0], cancellationToken);
        var (editor, translator, chinese, reviewer) = (accounts["editor"], accounts["translator-en"], accounts["translator-zh"], accounts["reviewer-en"]);
        var now = clock.GetCurrentInstant();
        var viewer = new Viewer(editor.Id, editor.DisplayName, []);
        var text = writing.Create(db, RowId.New(), "ru", Draft("Форум ректоров откроется утром 10 июня и продлится два часа."), editor.Id, viewer);
        await db.SaveChangesAsync(cancellationToken);

        foreach (var (segment, english, hanzi) in text.Segments.OrderBy(segment => segment.BlockId is { } id ? text.Blocks.Single(block => block.Id == id).Order : -1).ThenBy(segment => segment.Field).Zip(Translations, (segment, words) => (segment, words.English, words.Chinese)))
        {
            if (english.Length == 0) continue;
            var made = Made(SegmentText.TranslationOf(segment.In("ru")!, "en", english, TranslationState.Translated), translator, now);
            if (segment.Field is SegmentField.Title or SegmentField.Deck || hanzi.Length > 0) (made.State, made.ApprovedBy, made.ApprovedHash, made.ApprovedAt) = (TranslationState.Final, reviewer.Id, made.Hash, now);
            Store(segment, made, translator);
            if (hanzi.Length > 0) Store(segment, Made(SegmentText.TranslationOf(made, "zh", hanzi, TranslationState.Translated), chinese, now), chinese);
        }

        // The source went on after it was translated
        await writing.RewriteAsync(db, text, Draft("Форум ректоров откроется утром 11 июня и продлится три часа."), viewer, isReturn: false, cancellationToken);
        var article = new Article { Id = RowId.New(), Key = "demonstration-forum", Kind = ArticleKind.News, TextId = text.Id, Date = now.InUtc().Date, IsDemonstration = true };
        foreach (var (language, state) in new[] { ("ru", VersionState.Draft), ("en", VersionState.InReview), ("zh", VersionState.InTranslation) })
            article.Versions.Add(new ArticleVersion { Language = language, Slug = article.Key, Year = article.Date.Year, State = state, Title = "", Deck = "" });
        db.Add(article);
        db.AddRange(
            new TranslationTask { TextId = text.Id, Language = "en", FromLanguage = "ru", Stage = TaskStage.Reviewing, TranslatorId = translator.Id, ReviewerId = reviewer.Id, ReviewBy = now + Duration.FromDays(3), CreatedAt = now },
            new TranslationTask { TextId = text.Id, Language = "zh", FromLanguage = "en", Stage = TaskStage.Translating, TranslatorId = chinese.Id, TranslateBy = now + Duration.FromDays(5), CreatedAt = now });
        var commented = text.Segments.First(segment => segment.Field == SegmentField.Content);
        db.Add(new SegmentComment { Id = RowId.New(), TextId = text.Id, SegmentId = commented.Id, Language = "en", AccountId = reviewer.Id, At = now, Text = "Is it two hours or three? The notice of the host says three." });

        void Store(Segment segment, SegmentText made, Account maker)
        {
            segment.Texts.Add(made);
            // Found through its segment first, which gives it its key
            db.ChangeTracker.DetectChanges();
            db.Entry(made).State = EntityState.Added;
            db.Add(new TextChange { Id = RowId.New(), TextId = text.Id, SegmentId = segment.Id, Language = made.Language, Kind = ChangeKind.Written, AccountId = maker.Id, At = now, Text = made.Text, Hash = made.Hash });
        }
    }

    private static readonly (string English, string Chinese)[] Translations =
    [
        ("Demonstration: the presidents’ forum of the next annual conference", "演示：下届年会校长论坛"),
        ("How the desk of the newsroom looks while three languages are in work.", "三种语言同时进行时，新闻编辑台的样子。"),
        ("The presidents’ forum opens on the morning of 10 June and lasts two hours.", "校长论坛将于6月10日上午开幕，为时两小时。"),
        ("What is discussed", "议题"),
        ("admission to joint programmes", ""),
        ("exchange of courses between members", ""),
        ("", ""),
    ];

    private static SourceDraft Draft(string opening) => new(
        "Демонстрация: форум ректоров следующей ежегодной конференции", "Как выглядит рабочее место редакции, когда в работе три языка.", "",
        [
            new MarkdownBlock(BlockKind.Paragraph, 0, opening, 1), new MarkdownBlock(BlockKind.Heading, 2, "О чём пойдёт речь", 2), new MarkdownBlock(BlockKind.ListItem, 0, "приём на совместные программы", 3),
            new MarkdownBlock(BlockKind.ListItem, 0, "обмен курсами между участниками", 4), new MarkdownBlock(BlockKind.Paragraph, 0, "Регистрация делегаций откроется весной.", 5),
        ]);

    private static SegmentText Made(SegmentText text, Account maker, Instant now)
    {
        (text.Makers, text.MadeAt) = ([maker.Id], now);
        return text;
    }
}
