using FsCheck;
using FsCheck.Fluent;
using Rotunda.Modules.Newsroom.OldAddresses;
using Xunit;

namespace Rotunda.Tests.Modules.Newsroom;

/// <summary>Old addresses lead to this site and to nowhere else, whatever somebody types.</summary>
public sealed class SitePathTests
{
    private static readonly string[] Pieces = ["/", "//", "\\", "http:", "https://evil.example", "@", ":", "%2f", "%5c", ".", "..", "?", "#", "javascript:", "a", "institution:upc", "\t", "\n", " ", "年会", "%00", "zh", "&", "="];

    public static TheoryData<string, string?> OldAddresses => new()
    {
        { "/info/1022/1931.htm", "/info/1022/1931.htm" },
        { "/index.php?id=5&lang=ru", "/index.php?id=5&lang=ru" },
        { "https://english.example.edu.cn/info/1.htm", "/info/1.htm" },
        { "HTTP://old.example/a?b#c", "/a?b" },
        { "/年会.htm", "/%E5%B9%B4%E4%BC%9A.htm" },
        { "/a/../b", "/b" },
        { "/", null },
        { "https://old.example", null },
        { "info/1.htm", null },
        { "//old.example/a", null },
        { "ftp://old.example/a", null },
        { "/a b", null },
        { "", null },
    };

    public static TheoryData<string, string?> Targets => new()
    {
        { "/zh/news/2022", "/zh/news/2022" },
        { "/members/upc#history", "/members/upc#history" },
        { "institution:upc", "institution:upc" },
        { "edition:2016-yekaterinburg", "edition:2016-yekaterinburg" },
        { "//evil.example", null },
        { "/\\evil.example", null },
        { "\\\\evil.example", null },
        { "https://evil.example", null },
        { "javascript:alert(1)", null },
        { "javascript:alert", "javascript:alert" },
        { "mailto:x@y", null },
        { "/\t/evil.example", null },
        { "/.//evil.example", null },
        { "/a/..//evil.example", null },
        { "relative", null },
        { "", null },
    };

    [Theory]
    [MemberData(nameof(OldAddresses))]
    public void Old_address_is_written_in_one_way(string typed, string? expected) => Assert.Equal(expected, SitePaths.Old(typed));

    [Theory]
    [MemberData(nameof(Targets))]
    public void Target_is_a_page_of_this_site_or_nothing(string typed, string? expected) => Assert.Equal(expected, SitePaths.Target(typed));

    [Fact]
    public void No_target_leaves_the_site_and_none_changes_when_read_again() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(5000),
        Prop.ForAll(Typed(), typed =>
        {
            if (SitePaths.Target(typed) is not { } target) return true;
            if (target[0] != '/') return SitePaths.Target(target) == target && !target.Contains('/', StringComparison.Ordinal);
            // As a browser on the site reads a Location
            var reached = new Uri(new Uri("https://site.example/old/page?x"), target);
            return reached is { Host: "site.example", Scheme: "https", UserInfo: "" } && SitePaths.Target(target) == target;
        }));

    [Fact]
    public void An_old_address_is_found_however_it_was_written() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(5000), Prop.ForAll(Typed(), typed => SitePaths.Old(typed) is not { } old || SitePaths.Old(old) == old));

    private static Arbitrary<string> Typed() => Gen.Choose(1, 7).SelectMany(count => Gen.Elements(Pieces).ListOf(count)).Select(string.Concat).ToArbitrary();
}
