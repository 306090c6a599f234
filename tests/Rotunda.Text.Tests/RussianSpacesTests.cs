using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Rotunda.Text.Tests;

/// <summary>Bound spaces stand where a Russian typesetter puts them, and nothing else changes.</summary>
public sealed class RussianSpacesTests
{
    [Theory]
    [InlineData("прошла в Москве", "прошла в~Москве")]
    [InlineData("В 2013 г. и позже", "В~2013~г. и~позже")]
    [InlineData("на 2023–2024 гг.", "на 2023–2024~гг.")]
    [InlineData("МГТУ имени Н. Э. Баумана", "МГТУ имени Н.~Э.~Баумана")]
    [InlineData("более 50 студентов, 22 вуза", "более 50 студентов, 22 вуза")]
    [InlineData("решение № 5", "решение №~5")]
    [InlineData("Ассоциация — это союз", "Ассоциация~— это союз")]
    [InlineData("он не был ни там, ни здесь", "он не~был ни~там, ни~здесь")]
    [InlineData("с «Зелёным» подсоюзом и [вузом](institution:upc)", "с~«Зелёным» подсоюзом и~[вузом](institution:upc)")]
    [InlineData("слово, кто-то и он", "слово, кто-то и~он")]
    [InlineData("10 минут, 3 мин, 5 гектаров", "10 минут, 3~мин, 5 гектаров")]
    public void Spaces_are_bound_where_a_typesetter_binds_them(string typed, string expected) => Assert.Equal(expected.Replace('~', '\u00A0'), RussianSpaces.Bind(typed));

    [Fact]
    public void Only_spaces_change_and_only_once() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(2000),
        Prop.ForAll(Gen.Elements("в", "и", " ", "\u00A0", "не", "г.", "2022", "А.", "—", "№", "слово", "-", "(", "[", "\n", "Ё.").ListOf().Select(string.Concat).ToArbitrary(), text =>
        {
            var bound = RussianSpaces.Bind(text);
            return bound.Replace('\u00A0', ' ') == text.Replace('\u00A0', ' ') && RussianSpaces.Bind(bound) == bound;
        }));
}
