using Microsoft.EntityFrameworkCore;
using Rotunda.Data;

namespace Rotunda.Modules.Translation.Texts;

/// <summary>The text that a translation is made from, where it reads differently now from what the writer saw.</summary>
internal static class EarlierSources
{
    /// <summary>The language that a wish is made from: the one that it names, else that of the translation which is there, else the source language.</summary>
    public static string OriginOf(Segment segment, string source, string language, SegmentWish wish) =>
        wish.FromLanguage ?? (segment.In(language)?.FromLanguage is { } earlier && wish.FromText is null ? earlier : source);

    /// <summary>True when the writer saw another text than the one that stands in the language of origin now.</summary>
    public static bool HasMoved(Segment segment, string source, string language, SegmentWish wish) =>
        wish is { FromHash: { } seen, FromText: null } && segment.In(OriginOf(segment, source, language, wish))?.Hash.AsSpan().SequenceEqual(seen) != true;

    /// <summary>The words that writers saw before their source was changed, as far as the translation or the record still knows them; one query, where there are any.</summary>
    public static async Task<Dictionary<Guid, string>> FindAsync(
        RotundaDb db, IReadOnlyList<TextWish> moved, IReadOnlyDictionary<Guid, Segment> segments, IReadOnlyDictionary<Guid, string> sources, string language, CancellationToken cancellationToken)
    {
        var found = new Dictionary<Guid, string>();
        // Who only goes on typing keeps the stamp that is there
        var asked = moved.Select(wish => (wish.Wish, Segment: segments[wish.Wish.SegmentId], Origin: OriginOf(segments[wish.Wish.SegmentId], sources[wish.TextId], language, wish.Wish)))
            .Where(wish => !(wish.Wish.State == TranslationState.Initial && wish.Segment.In(language)?.FromLanguage == wish.Origin)).ToList();
        foreach (var (wish, segment, origin) in asked)
            if (segment.In(language) is { FromHash: { } hash, FromText: { } words } present && present.FromLanguage == origin && hash.AsSpan().SequenceEqual(wish.FromHash)) found[segment.Id] = words;
        var ids = asked.Select(wish => wish.Segment.Id).Where(id => !found.ContainsKey(id)).ToList();
        if (ids.Count == 0) return found;
        var record = (await db.TextChanges.AsNoTracking().Where(change => ids.Contains(change.SegmentId)).Select(change => new { change.SegmentId, change.Language, change.Hash, change.Text }).ToListAsync(cancellationToken)).ToLookup(change => change.SegmentId);
        foreach (var (wish, segment, origin) in asked.Where(wish => !found.ContainsKey(wish.Segment.Id)))
            if (record[segment.Id].FirstOrDefault(change => change.Language == origin && change.Hash.AsSpan().SequenceEqual(wish.FromHash)) is { } known) found[segment.Id] = known.Text;
        return found;
    }
}
