using Microsoft.Playwright;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Browser.Tests;

/// <summary>Tests in a real browser. Whatever a test looks at, no page that it opened may complain.</summary>
public abstract class BrowserTests(Chromium chromium, Site site) : IAsyncLifetime
{
    private readonly List<Tab> _tabs = [];

    /// <summary>The site by the name that passkeys accept; addresses in figures they refuse.</summary>
    protected string Address { get; } = site.Address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

    protected Site Site => site;

    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var tab in _tabs) await tab.Context.CloseAsync();
        Nothing([.. _tabs.SelectMany(tab => tab.Complaints)]);
        GC.SuppressFinalize(this);
    }

    /// <summary>Nothing was found; the message says what was.</summary>
    protected static void Nothing(IReadOnlyCollection<string> found) => Assert.True(found.Count == 0, string.Join('\n', found));

    /// <summary>A new browser without a memory: a desktop in English, in light colours, unless the options say otherwise.</summary>
    protected async Task<Tab> OpenAsync(BrowserNewContextOptions? options = null, bool isTextLarge = false)
    {
        var tab = await chromium.OpenAsync(Address, options, isTextLarge);
        lock (_tabs) _tabs.Add(tab);
        return tab;
    }
}
