using Microsoft.Playwright;
using Rotunda.Browser.Tests;
using Xunit;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace Rotunda.Browser.Tests;

/// <summary>One Chromium for all tests of the process: the one that the machine has installed.</summary>
public sealed class Chromium : IAsyncLifetime
{
    /// <summary>The same engine without windows takes half of the time where it is installed.</summary>
    private static readonly string[] Names = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private Lazy<Task<IBrowser>>? _largeText;

    public async ValueTask InitializeAsync()
    {
        if (Find() is not { } program) return;
        _playwright = await Playwright.CreateAsync();
        _browser = await LaunchAsync(program);
        _largeText = new Lazy<Task<IBrowser>>(() => LaunchAsync(program, "--blink-settings=defaultFontSize=32"));
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        if (_largeText is { IsValueCreated: true }) await (await _largeText.Value).DisposeAsync();
        _playwright?.Dispose();
    }

    /// <summary>The browser; the test is skipped where none is installed.</summary>
    public IBrowser Require()
    {
        Assert.SkipWhen(_browser is null, "Chromium is not installed; ./test installs it where it may.");
        return _browser!;
    }

    /// <summary>The same browser set to text of twice the size, as people with weak eyes set it.</summary>
    public async Task<IBrowser> RequireLargeTextAsync()
    {
        Require();
        return await _largeText!.Value;
    }

    /// <summary>A new browser without a memory on a site: a desktop in English, in light colours, unless the options say otherwise.</summary>
    /// <param name="address">The site by the name that passkeys accept; addresses in figures they refuse.</param>
    /// <param name="options">What differs.</param>
    /// <param name="isTextLarge">With text of twice the size.</param>
    public async Task<Tab> OpenAsync(string address, BrowserNewContextOptions? options = null, bool isTextLarge = false)
    {
        options ??= new BrowserNewContextOptions();
        options.Locale ??= "en-GB";
        options.TimezoneId ??= "Asia/Shanghai";
        options.ViewportSize ??= new ViewportSize { Width = 1440, Height = 900 };
        options.ReducedMotion ??= ReducedMotion.Reduce;
        var context = await (isTextLarge ? await RequireLargeTextAsync() : Require()).NewContextAsync(options);
        context.SetDefaultTimeout(20_000);
        return new Tab(context, await context.NewPageAsync(), address);
    }

    private Task<IBrowser> LaunchAsync(string program, params string[] more) =>
        _playwright!.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = program,
            Headless = true,
            Args = [.. more, "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--lang=en-GB"],
        });

    private static string? Find() =>
        (from name in Names
         from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
         let path = Path.Combine(folder, name)
         where File.Exists(path)
         select path).FirstOrDefault();
}
