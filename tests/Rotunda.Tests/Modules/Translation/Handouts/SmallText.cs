using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rotunda.Data;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Translation;
using Rotunda.Modules.Translation.Texts;
using Rotunda.Testing;

namespace Rotunda.Tests.Modules.Translation.Handouts;

/// <summary>A text in Russian with a title and paragraphs, and people who work on it.</summary>
internal sealed class SmallText
{
    private SmallText(Guid id, IReadOnlyList<Guid> segments) => (Id, Segments) = (id, segments);

    public Guid Id { get; }

    /// <summary>The title, then the paragraphs.</summary>
    public IReadOnlyList<Guid> Segments { get; }

    public static Viewer Translator { get; } = new(RowId.New(), "translator", [new Grant(TranslationRoles.Translator, TranslationActs.Pair("ru", "zh"))]);

    public static Viewer Other { get; } = new(RowId.New(), "other translator", [new Grant(TranslationRoles.Translator, TranslationActs.Pair("ru", "zh"))]);

    public static Viewer Reviewer { get; } = new(RowId.New(), "reviewer", [new Grant(TranslationRoles.TextReviewer, TranslationActs.Language("zh"))]);

    public static Viewer Stranger { get; } = new(RowId.New(), "stranger", [new Grant(TranslationRoles.Translator, TranslationActs.Pair("en", "ru"))]);

    public static Viewer Editor { get; } = new(RowId.New(), "editor", [new Grant(TranslationRoles.Editor, null)]);

    public static async Task<SmallText> AddAsync(Site site, params string[] texts)
    {
        await using var db = site.Db();
        // A job that one of them asked for looks the account up
        foreach (var viewer in new[] { Translator, Other, Reviewer, Stranger, Editor })
        {
            var (id, email) = (viewer.AccountId!.Value, viewer.Name.Replace(' ', '-') + "@small-text.example");
            if (await db.Accounts.AnyAsync(row => row.Id == id)) continue;
            var account = new Account { Id = id, UserName = email, NormalizedUserName = email.ToUpperInvariant(), Email = email, NormalizedEmail = email.ToUpperInvariant(), DisplayName = viewer.Name, LanguageCode = "en", CreatedAt = site.Clock.GetCurrentInstant() };
            account.Grants.AddRange(viewer.Grants.Select(grant => new RoleGrant { Id = RowId.New(), Role = grant.Role, Scope = grant.Scope ?? "", GrantedAt = site.Clock.GetCurrentInstant() }));
            db.Add(account);
        }

        var text = new TranslatedText { Id = RowId.New(), SourceLanguage = "ru" };
        for (var i = 0; i < texts.Length; i++)
        {
            var block = i == 0 ? null : new Block { Id = RowId.New(), TextId = text.Id, Order = i - 1, Kind = BlockKind.Paragraph };
            if (block is not null) text.Blocks.Add(block);
            var segment = new Segment { Id = RowId.New(), TextId = text.Id, BlockId = block?.Id, Field = block is null ? SegmentField.Title : SegmentField.Content };
            segment.Texts.Add(SegmentText.Source("ru", texts[i]));
            text.Segments.Add(segment);
        }

        db.Add(text);
        await db.SaveChangesAsync();
        return new SmallText(text.Id, [.. text.Segments.Select(segment => segment.Id)]);
    }

    public async Task<IReadOnlyList<SegmentAnswer>> PutAsync(Site site, Viewer viewer, int segment, string text, byte[]? seen = null)
    {
        await using var scope = site.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<SegmentOperations>().PutAsync(viewer, Id, "zh", [new SegmentWish(Segments[segment], text) { Base = seen }], isAutosave: false, CancellationToken.None);
    }

    public async Task ApproveAsync(Site site, Viewer viewer, params int[] segments)
    {
        await using var scope = site.Services.CreateAsyncScope();
        var seen = new Dictionary<Guid, SeenSegment>();
        foreach (var segment in segments) seen[Segments[segment]] = new SeenSegment((await ReadAsync(site, segment))!.Hash);
        await scope.ServiceProvider.GetRequiredService<SegmentOperations>().ApproveAsync(viewer, Id, "zh", seen, null, CancellationToken.None);
    }

    public async Task<SegmentText?> ReadAsync(Site site, int segment, string language = "zh")
    {
        await using var db = site.Db();
        var id = Segments[segment];
        return await db.Set<SegmentText>().AsNoTracking().SingleOrDefaultAsync(text => text.SegmentId == id && text.Language == language);
    }

    /// <summary>Its author changes a segment.</summary>
    public async Task ChangeSourceAsync(Site site, int segment, string text)
    {
        await using var db = site.Db();
        var id = Segments[segment];
        await db.Set<SegmentText>().Where(row => row.SegmentId == id && row.Language == "ru").ExecuteUpdateAsync(set => set.SetProperty(row => row.Text, text).SetProperty(row => row.Hash, SegmentText.HashOf(text)));
    }
}
