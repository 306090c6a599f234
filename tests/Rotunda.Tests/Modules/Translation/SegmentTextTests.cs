using Rotunda.Modules.Translation.Texts;
using Xunit;

namespace Rotunda.Tests.Modules.Translation;

/// <summary>A translation is stale when the words that it was made from have changed, and only then.</summary>
public sealed class SegmentTextTests
{
    private static readonly SegmentText Source = SegmentText.Source("zh", "第五届年会");

    [Fact]
    public void Translation_of_unchanged_words_is_not_stale()
    {
        var translation = SegmentText.TranslationOf(Source, "ru", "Пятая конференция", TranslationState.Final);

        Assert.False(translation.IsStale(Source));
        Assert.False(translation.IsStale(SegmentText.Source("zh", "第五届年会")));
        Assert.Equal(("zh", "第五届年会"), (translation.FromLanguage, translation.FromText));
    }

    [Theory]
    [InlineData("第六届年会")]
    [InlineData("第五届年会 ")]
    [InlineData("")]
    public void Translation_of_changed_words_is_stale(string changed) =>
        Assert.True(SegmentText.TranslationOf(Source, "ru", "Пятая конференция", TranslationState.Final).IsStale(SegmentText.Source("zh", changed)));

    [Fact]
    public void Translation_of_words_that_were_taken_away_is_stale() =>
        Assert.True(SegmentText.TranslationOf(Source, "ru", "Пятая конференция", TranslationState.Final).IsStale(null));

    [Fact]
    public void Source_is_never_stale()
    {
        Assert.False(Source.IsStale(null));
        Assert.False(Source.IsStale(Source));
    }

    [Fact]
    public void Translation_of_a_translation_follows_its_own_origin()
    {
        var english = SegmentText.TranslationOf(Source, "en", "Fifth conference", TranslationState.Final);
        var russian = SegmentText.TranslationOf(english, "ru", "Пятая конференция", TranslationState.Translated);

        Assert.False(russian.IsStale(english));
        Assert.True(russian.IsStale(SegmentText.TranslationOf(Source, "en", "Fifth annual conference", TranslationState.Final)));
    }
}
