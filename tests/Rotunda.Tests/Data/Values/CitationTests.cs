using Rotunda.Data.Values;
using Xunit;

namespace Rotunda.Tests.Data.Values;

public sealed class CitationTests
{
    [Theory]
    [InlineData("https://example.org/a?b=1#c", "https://example.org/a?b=1#c")]
    [InlineData("http://example.org", "http://example.org/")]
    [InlineData("HTTPS://example.org/", "https://example.org/")]
    [InlineData("javascript:alert(1)", null)]
    [InlineData("data:text/html,x", null)]
    [InlineData("file:///etc/passwd", null)]
    [InlineData("ftp://example.org/", null)]
    [InlineData("//example.org/", null)]
    [InlineData("/etc/passwd", null)]
    [InlineData("minutes of the working meeting", null)]
    [InlineData("", null)]
    public void Only_web_addresses_become_links(string source, string? expected) => Assert.Equal(expected, new Citation(source).Address?.AbsoluteUri);
}
