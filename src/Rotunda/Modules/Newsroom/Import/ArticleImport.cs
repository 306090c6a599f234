using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Modules.Newsroom.Articles;
using Rotunda.Modules.Newsroom.Topics;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Web;
using Rotunda.Modules.Translation.Markdown;
using Rotunda.Modules.Translation.Rendering;
using Rotunda.Modules.Translation.Tasks;
using Rotunda.Modules.Translation.Texts;

namespace Rotunda.Modules.Newsroom.Import;

/// <summary>
/// Imports articles from a folder: one folder for each article, named by its key, with one Markdown file for each language. Blocks
/// are aligned by position, so every language has the same blocks in the same order.
/// </summary>
public sealed partial class ArticleImport(SiteLanguages languages, References references, TextPublishing publishing, AuditTrail audit, IClock clock)
{
    private HashSet<string> _topics = [];

    private sealed record Draft(string Key, MarkdownText Source, string SourceLanguage, IReadOnlyDictionary<string, MarkdownText> Texts);

    /// <summary>Adds the articles of a folder to the context; when a place is faulty, none is added.</summary>
    /// <returns>The faults, and how many articles were added. The caller saves.</returns>
    public async Task<(IReadOnlyList<MarkdownFault> Faults, int Count)> AddAsync(RotundaDb db, string folder, CancellationToken cancellationToken)
    {
        var faults = new List<MarkdownFault>();
        var drafts = new List<Draft>();
        _topics = await db.Topics.Select(topic => topic.Code).ToHashSetAsync(cancellationToken);
        var known = await db.Articles.Select(article => article.Key).ToHashSetAsync(cancellationToken);
        foreach (var path in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
        {
            if (!IsName(Path.GetFileName(path))) faults.Add(new MarkdownFault(Path.GetFileName(path), 1, "the name of a folder is small letters, digits and hyphens, up to 80"));
            else if (known.Contains(Path.GetFileName(path))) faults.Add(new MarkdownFault(Path.GetFileName(path), 1, "an article with this key exists already"));
            else if (await ReadAsync(path, faults, cancellationToken) is { } draft) drafts.Add(draft);
        }

        await CheckTogetherAsync(db, drafts, faults, cancellationToken);
        if (faults.Count > 0) return (faults, 0);
        foreach (var draft in drafts)
        {
            var article = ArticleOf(draft);
            db.Add(article);
            foreach (var version in article.Versions)
            {
                TextPublishing.ShowFirst(db, publishing.FreezeFirst(db, article.Text!, version.Language, Viewer.Program));
                if (version.Language != draft.SourceLanguage)
                    db.Add(new TranslationTask { TextId = article.Text!.Id, Language = version.Language, FromLanguage = draft.SourceLanguage, Stage = TaskStage.Done, CreatedAt = clock.GetCurrentInstant() });
            }
        }

        audit.Record(db, Viewer.Program, "article.import", "article", Path.GetFileName(folder.TrimEnd('/')), [new FieldChange("articles", null, drafts.Count.ToString(CultureInfo.InvariantCulture))]);
        return (faults, drafts.Count);
    }

    private async Task<Draft?> ReadAsync(string folder, List<MarkdownFault> faults, CancellationToken cancellationToken)
    {
        var (key, before, isUnread) = (Path.GetFileName(folder), faults.Count, false);
        var texts = new Dictionary<string, MarkdownText>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(folder, "*.md").Order(StringComparer.Ordinal))
        {
            var file = $"{key}/{Path.GetFileName(path)}";
            var language = languages.Find(Path.GetFileNameWithoutExtension(path));
            if (language is null) faults.Add(new MarkdownFault(file, 1, "its name is not a language of this site"));
            else if (Rotunda.Text.StrictUtf8.TryRead(await File.ReadAllBytesAsync(path, cancellationToken), out var markdown, out var line)) texts[language.Code] = MarkdownText.Parse(file, markdown, faults);
            else
            {
                faults.Add(new MarkdownFault(file, line, "is not UTF-8; save the file in this encoding"));
                isUnread = true;
            }
        }

        if (isUnread) return null;

        if (texts.Values.Where(text => text.Fields.GetValueOrDefault("source") == "yes").ToList() is not [var source])
        {
            faults.Add(new MarkdownFault(key, 1, "exactly one language is the source: «source: yes»"));
            return null;
        }

        Check(source, texts.Values, faults);
        return faults.Count > before ? null : new Draft(key, source, texts.First(pair => pair.Value == source).Key, texts);
    }

    private void Check(MarkdownText source, IEnumerable<MarkdownText> texts, List<MarkdownFault> faults)
    {
        if (!Filters.TryRead<ArticleKind>(source.Fields.GetValueOrDefault("kind"), out var kind) || kind is null) Fault(source, 1, "«kind» is news, page, faq, announcement or call");
        if (ArticleDates.Read(source.Fields.GetValueOrDefault("date")) is null) Fault(source, 1, "«date» is a day such as 2022-06-10, or 2022-06 or 2022 where no source states more");
        foreach (var item in List(source, "categories"))
            if (!_topics.Contains(item)) Fault(source, 1, $"«{item}» is not a category or tag");
        foreach (var item in List(source, "references"))
            if (!Reference.TryParse(item, out var reference) || references.PathOf(reference) is null) Fault(source, 1, $"nothing is of the kind of «{item}»");
        foreach (var text in texts)
        {
            if (text.Fields.GetValueOrDefault("title") is not { Length: > 0 and <= 500 }) Fault(text, 1, "«title» is missing or longer than 500 characters");
            if (text.Fields.GetValueOrDefault("deck") is { Length: > 2000 }) Fault(text, 1, "«deck» is longer than 2000 characters");
            if (!Slugs.IsOne(text.Fields.GetValueOrDefault("slug"))) Fault(text, 1, "«slug» is small letters, digits and hyphens, up to 80, and not two digits alone");
            if (text.Blocks.Count != source.Blocks.Count) Fault(text, 1, $"has {text.Blocks.Count} blocks, the source has {source.Blocks.Count}");
            foreach (var (block, original) in text.Blocks.Zip(source.Blocks))
                if ((block.Kind, block.Level, block.Target) != (original.Kind, original.Level, original.Target)) Fault(text, block.Line, $"is a {block.Kind}, the source has a {original.Kind} there");
            foreach (var block in text.Blocks)
                foreach (var reference in InlineMarkdown.ReferencesIn(block.Content))
                    if (references.PathOf(reference) is null) Fault(text, block.Line, $"nothing is of the kind of «{reference}»");
        }

        void Fault(MarkdownText text, int line, string reason) => faults.Add(new MarkdownFault(text.File, line, reason));
    }

    /// <summary>What only shows when all drafts are read: addresses that are taken, references to things that do not exist, and pictures and files that are not stored.</summary>
    private async Task CheckTogetherAsync(RotundaDb db, List<Draft> drafts, List<MarkdownFault> faults, CancellationToken cancellationToken)
    {
        var taken = (await db.ArticleVersions.Select(version => new { version.Language, version.Year, version.Slug }).ToListAsync(cancellationToken))
            .Select(version => (version.Language, version.Year, version.Slug)).ToHashSet();
        foreach (var draft in drafts)
        {
            var year = ArticleDates.Read(draft.Source.Fields["date"])!.Value.Date.Year;
            foreach (var (language, text) in draft.Texts)
                if (!taken.Add((language, year, text.Fields["slug"]))) faults.Add(new MarkdownFault(text.File, 1, $"the address {year}/{text.Fields["slug"]} is taken"));
            // All languages show what the source shows
            if (await StoredTargets.UnknownAsync(db, draft.Source.Blocks.Select(block => (block.Kind, block.Target)), cancellationToken) is { } nowhere)
                faults.Add(new MarkdownFault(draft.Source.File, draft.Source.Blocks.First(block => block.Target == nowhere).Line, $"«{nowhere}» is not in the library of this site"));
        }

        var reader = new Reader(languages.Default, languages.TextsOf(languages.Default), Viewer.Program);
        var stated = drafts.SelectMany(draft => ReferencesOf(draft)).Distinct().ToList();
        var resolved = await references.ResolveAsync(stated.Select(item => item.Reference), reader, cancellationToken);
        faults.AddRange(stated.Where(item => !resolved.ContainsKey(item.Reference)).Select(item => new MarkdownFault(item.File, item.Line, $"«{item.Reference}» does not exist")));
    }

    private static IEnumerable<(string File, int Line, Reference Reference)> ReferencesOf(Draft draft)
    {
        foreach (var item in List(draft.Source, "references"))
            if (Reference.TryParse(item, out var reference)) yield return (draft.Source.File, 1, reference);
        foreach (var text in draft.Texts.Values)
        {
            foreach (var block in text.Blocks)
                foreach (var reference in InlineMarkdown.ReferencesIn(block.Content)) yield return (text.File, block.Line, reference);
        }
    }

    private Article ArticleOf(Draft draft)
    {
        var (fields, now) = (draft.Source.Fields, clock.GetCurrentInstant());
        var (date, precision) = ArticleDates.Read(fields["date"])!.Value;
        var article = new Article
        {
            Id = RowId.New(),
            Key = draft.Key,
            Kind = Enum.Parse<ArticleKind>(fields["kind"], ignoreCase: true),
            Date = date,
            DatePrecision = precision,
            Text = TextOf(draft),
            Categories = [.. List(draft.Source, "categories").Distinct(StringComparer.Ordinal).Select(category => new ArticleCategory { Category = category })],
            Sources = List(draft.Source, "sources"),
            Origin = OriginOf(draft),
        };
        foreach (var (language, text) in draft.Texts)
        {
            article.Versions.Add(new ArticleVersion
            {
                Language = language,
                Slug = text.Fields["slug"],
                Year = date.Year,
                Title = InlineMarkdown.Plain(text.Fields["title"]),
                Deck = InlineMarkdown.Plain(text.Fields.GetValueOrDefault("deck", "")),
                State = VersionState.Published,
                PublishedAt = now,
                ChangedAt = now,
            });
        }

        foreach (var item in List(draft.Source, "references").Distinct(StringComparer.Ordinal))
            if (Reference.TryParse(item, out var reference)) article.References.Add(new ArticleReference { Kind = reference.Kind, Code = reference.Code });
        return article;
    }

    private static TranslatedText TextOf(Draft draft)
    {
        var text = new TranslatedText { Id = RowId.New(), SourceLanguage = draft.SourceLanguage };
        foreach (var (field, name) in new[] { (SegmentField.Title, "title"), (SegmentField.Deck, "deck"), (SegmentField.Description, "description") })
        {
            if (draft.Source.Fields.ContainsKey(name))
                text.Segments.Add(SegmentOf(draft, field, null, markdown => markdown.Fields.GetValueOrDefault(name)));
        }

        for (var i = 0; i < draft.Source.Blocks.Count; i++)
        {
            var (order, source) = (i, draft.Source.Blocks[i]);
            var block = new Block { Id = RowId.New(), Order = order, Kind = source.Kind, Level = source.Level, Target = source.Target };
            text.Blocks.Add(block);
            if (source.Content.Length > 0) text.Segments.Add(SegmentOf(draft, SegmentField.Content, block.Id, markdown => Filled(markdown.Blocks[order].Content)));
            if (source.Kind == BlockKind.Image) text.Segments.Add(SegmentOf(draft, SegmentField.Alternative, block.Id, markdown => Filled(markdown.Blocks[order].Alternative)));
        }

        return text;

        static string? Filled(string? words) => words is { Length: > 0 } ? words : null;
    }

    private static Segment SegmentOf(Draft draft, SegmentField field, Guid? blockId, Func<MarkdownText, string?> content)
    {
        var segment = new Segment { Id = RowId.New(), BlockId = blockId, Field = field };
        if (content(draft.Source) is not { } words) return segment;
        var source = SegmentText.Source(draft.SourceLanguage, words);
        segment.Texts.Add(source);
        foreach (var (language, markdown) in draft.Texts)
        {
            if (language != draft.SourceLanguage && content(markdown) is { } translation)
                segment.Texts.Add(SegmentText.TranslationOf(source, language, translation, TranslationState.Final));
        }

        return segment;
    }

    private static ArticleOrigin? OriginOf(Draft draft)
    {
        if (!draft.Source.Fields.TryGetValue("origin-publisher", out var publisher)) return null;
        return new ArticleOrigin(publisher, Field("origin-title") ?? "", Field("origin-previous"), Field("origin-next"), Field("translated-by"), Field("reviewed-by"), Field("author"));

        string? Field(string name) => draft.Source.Fields.GetValueOrDefault(name);
    }

    private static List<string> List(MarkdownText text, string name) =>
        [.. (text.Fields.GetValueOrDefault(name) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    private static bool IsName(string? text) => text is { Length: <= 80 } && Slug().IsMatch(text);

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*\\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Slug();
}
