using Deque.AxeCore.Commons;

namespace Rotunda.Browser.Tests;

/// <summary>Runs axe, the accessibility checker, in a page.</summary>
internal static class Axe
{
    private static readonly Lazy<string> Script = new(() => new BundledAxeScriptProvider().GetScript());

    /// <summary>Every rule of WCAG 2.2 to level AA and of best practice.</summary>
    public static Task<IReadOnlyList<string>> FindAsync(Tab tab) => RunAsync(tab,
        """{ resultTypes: ["violations"], runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], rules: { "target-size": { enabled: true } } }""");

    /// <summary>Some rules only. Contrast is the dearest of all, and no matter of language.</summary>
    public static Task<IReadOnlyList<string>> FindAsync(Tab tab, params string[] rules) =>
        RunAsync(tab, $$"""{ resultTypes: ["violations"], runOnly: { type: "rule", values: ["{{string.Join("\", \"", rules)}}"] } }""");

    private static async Task<IReadOnlyList<string>> RunAsync(Tab tab, string options)
    {
        if (!await tab.Page.EvaluateAsync<bool>("() => 'axe' in window")) await tab.Page.EvaluateAsync(Script.Value);
        return await tab.FindAsync($$"""
            async () => (await axe.run(document, {{options}})).violations.flatMap(rule =>
              rule.nodes.map(node => `${location.pathname}: ${rule.id}: ${node.target.join(" ")}: ${node.failureSummary.replace(/\s+/g, " ")}`))
            """);
    }
}
