using FsCheck;
using FsCheck.Fluent;
using Rotunda.Modules.Translation.Texts;
using Xunit;

namespace Rotunda.Tests.Modules.Translation.Texts;

/// <summary>Staleness follows the contents along the chain of languages, whatever the order of edits.</summary>
public sealed class StalenessTests
{
    private static readonly string[] Languages = ["ru", "en", "zh", "de"];

    /// <summary>A step in the life of a segment: somebody writes a language from another.</summary>
    public sealed record Step(int To, int From, int Words);

    private static Arbitrary<Step[]> Lives => (from to in Gen.Choose(0, 3) from source in Gen.Choose(0, 3) from words in Gen.Choose(0, 3) select new Step(to, source, words)).ArrayOf().ToArbitrary();

    [Fact]
    public void Text_is_fresh_exactly_when_every_text_up_its_chain_reads_as_it_did() => Prop.ForAll(Lives, steps =>
    {
        var texts = Live(steps);
        foreach (var text in texts) Assert.Equal(Expected(text, texts, []), Staleness.Of(text, texts) == Freshness.Fresh);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Changing_a_text_and_changing_it_back_leaves_everything_as_it_was() => Prop.ForAll(Lives, steps =>
    {
        var texts = Live(steps);
        var before = texts.Select(text => Staleness.Of(text, texts)).ToList();
        var (words, hash) = (texts[0].Text, texts[0].Hash);
        (texts[0].Text, texts[0].Hash) = ("changed", SegmentText.HashOf("changed"));
        (texts[0].Text, texts[0].Hash) = (words, hash);
        Assert.Equal(before, texts.Select(text => Staleness.Of(text, texts)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Approving_and_naming_makers_stales_nothing() => Prop.ForAll(Lives, steps =>
    {
        var texts = Live(steps);
        var before = texts.Select(text => Staleness.Of(text, texts)).ToList();
        foreach (var text in texts) (text.State, text.ApprovedHash, text.Makers) = (TranslationState.Final, text.Hash, [Guid.Empty]);
        Assert.Equal(before, texts.Select(text => Staleness.Of(text, texts)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Chinese_made_from_English_waits_when_the_Russian_source_changes_and_is_fresh_when_English_keeps_its_meaning()
    {
        var russian = SegmentText.Source("ru", "Конференция пройдёт в Москве");
        var english = SegmentText.TranslationOf(russian, "en", "The conference is in Moscow", TranslationState.Final);
        var chinese = SegmentText.TranslationOf(english, "zh", "会议在莫斯科举行", TranslationState.Final);
        SegmentText[] texts = [russian, english, chinese];

        (russian.Text, russian.Hash) = ("Конференция пройдёт в Казани", SegmentText.HashOf("Конференция пройдёт в Казани"));
        Assert.Equal((Freshness.Fresh, Freshness.Stale, Freshness.StaleUpstream), (Staleness.Of(russian, texts), Staleness.Of(english, texts), Staleness.Of(chinese, texts)));

        (english.FromHash, english.FromText) = (russian.Hash, russian.Text);
        Assert.Equal((Freshness.Fresh, Freshness.Fresh), (Staleness.Of(english, texts), Staleness.Of(chinese, texts)));

        (english.Text, english.Hash) = ("The conference is in Kazan", SegmentText.HashOf("The conference is in Kazan"));
        Assert.Equal((Freshness.Fresh, Freshness.Stale), (Staleness.Of(english, texts), Staleness.Of(chinese, texts)));
    }

    private static List<SegmentText> Live(Step[] steps)
    {
        var texts = new List<SegmentText> { SegmentText.Source("ru", "слова 0") };
        foreach (var step in steps)
        {
            var (to, from) = (Languages[step.To], texts.Find(text => text.Language == Languages[step.From]));
            if (to == "ru") (texts[0].Text, texts[0].Hash) = ($"слова {step.Words}", SegmentText.HashOf($"слова {step.Words}"));
            if (to == "ru" || from is null || from.Language == to) continue;
            texts.RemoveAll(text => text.Language == to);
            texts.Add(SegmentText.TranslationOf(from, to, $"{to} {step.Words}", TranslationState.Translated));
        }

        return texts;
    }

    /// <summary>The rule as the specification says it, written without regard to how the program computes it.</summary>
    private static bool Expected(SegmentText text, List<SegmentText> texts, HashSet<string> seen)
    {
        if (text.FromLanguage is null || !seen.Add(text.Language)) return true;
        return texts.Find(candidate => candidate.Language == text.FromLanguage) is { } from && from.Text == text.FromText && Expected(from, texts, seen);
    }
}
