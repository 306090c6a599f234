using Rotunda.Modules.Shared.Languages;

namespace Rotunda.Testing;

/// <summary>The languages of the program, for tests without a site.</summary>
public static class TestLanguages
{
    public static SiteLanguages Site { get; } = SiteLanguages.Load(Repository.PathOf("src", "Rotunda", "Languages"));

    public static Language English => Of("en");

    public static Language Chinese => Of("zh");

    public static Language Russian => Of("ru");

    public static Language Of(string code) => Site.Find(code)!;

    public static Texts TextsOf(string code) => Site.TextsOf(Of(code));
}
