using NodaTime;
using Rotunda.Modules.Shared.Time;
using Xunit;

namespace Rotunda.Tests.Modules.Shared.Time;

public sealed class AsOfTests
{
    private static readonly LocalDate Today = new(2026, 11, 22);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Nothing_asked_is_today(string? on)
    {
        Assert.True(AsOf.TryRead(on, Today, out var asOf));
        Assert.Equal((Today, Today, true), (asOf.First, asOf.Last, asOf.IsToday));
    }

    [Theory]
    [InlineData("2022-06-03", "2022-06-03", "2022-06-03")]
    [InlineData("2024-02", "2024-02-01", "2024-02-29")]
    [InlineData("2022", "2022-01-01", "2022-12-31")]
    [InlineData("1900", "1900-01-01", "1900-12-31")]
    [InlineData("2036-11-22", "2036-11-22", "2036-11-22")]
    public void A_day_a_month_or_a_year_is_every_day_of_it(string on, string first, string last)
    {
        Assert.True(AsOf.TryRead(on, Today, out var asOf));
        Assert.Equal((first, last, false), (Text(asOf.First), Text(asOf.Last), asOf.IsToday));
        Assert.Equal(on, asOf.Asked!.ToString());
    }

    [Theory]
    [InlineData("1899-12-31")]
    [InlineData("1899")]
    [InlineData("2036-11-23")]
    [InlineData("2036")]
    [InlineData("9999-12")]
    [InlineData("9999-12-31")]
    [InlineData("2022-22")]
    [InlineData("2022~")]
    [InlineData("2022?")]
    [InlineData("2022/2023")]
    [InlineData("XXXX")]
    [InlineData("today")]
    [InlineData("2022-6-3")]
    [InlineData("03.06.2022")]
    [InlineData("2022-06-03 ")]
    public void Anything_else_is_refused(string on) => Assert.False(AsOf.TryRead(on, Today, out _));

    private static string Text(LocalDate day) => day.ToString("uuuu-MM-dd", null);
}
