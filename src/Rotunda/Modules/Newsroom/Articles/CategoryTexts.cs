using System.Collections.Frozen;

namespace Rotunda.Modules.Newsroom.Articles;

/// <summary>The categories of news and the words for them.</summary>
public static class CategoryTexts
{
    private static readonly FrozenDictionary<string, string> Keys = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["conference"] = "category.conference",
        ["governance"] = "category.governance",
        ["members"] = "category.members",
        ["sub-alliance"] = "category.sub-alliance",
        ["students"] = "category.students",
        ["research"] = "category.research",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static bool IsKnown(string category) => Keys.ContainsKey(category);

    public static IEnumerable<string> All => Keys.Keys.Order(StringComparer.Ordinal);

    /// <summary>The key of a known category's name.</summary>
    public static string TextKey(string category) => Keys[category];
}
