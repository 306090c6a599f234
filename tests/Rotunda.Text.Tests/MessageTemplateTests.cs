using Xunit;

namespace Rotunda.Text.Tests;

public sealed class MessageTemplateTests
{
    [Fact]
    public void Splits_into_literals_and_places()
    {
        var template = MessageTemplate.Parse("{count} of {{all}} {name}");

        Assert.Equal(["count", "name"], template.Names);
        Assert.Equal(["count", " of {all} ", "name"], template.Parts.Select(part => part.Text));
        Assert.False(template.IsLiteral);
    }

    [Fact]
    public void Text_without_places_is_literal()
    {
        Assert.Equal("plain", MessageTemplate.Parse("plain").Literal);
        Assert.True(MessageTemplate.Parse("").IsLiteral);
    }

    [Theory]
    [InlineData("{open")]
    [InlineData("{}")]
    [InlineData("closed}")]
    public void Faulty_places_are_refused(string text) => Assert.Throws<FormatException>(() => MessageTemplate.Parse(text));
}
