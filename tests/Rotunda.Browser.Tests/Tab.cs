using System.Text.RegularExpressions;
using System.Threading.Channels;
using Microsoft.Playwright;
using Xunit;

namespace Rotunda.Browser.Tests;

/// <summary>A browser without a memory, with one page open, that listens to everything that goes wrong.</summary>
public sealed class Tab
{
    private readonly List<string> _complaints = [];
    private readonly string _address;
    private int _awaited;

    internal Tab(IBrowserContext context, IPage page, string address)
    {
        (Context, Page, _address) = (context, page, address);
        page.Console += (_, message) =>
        {
            // A form that comes back with its faults, or with what somebody else stored, is said there too
            var isAnswer = message.Text.Contains("status of 422", StringComparison.Ordinal) || message.Text.Contains("status of 409", StringComparison.Ordinal);
            // The page of an error that a test asks for is said there as well
            isAnswer |= _awaited >= 400 && message.Text.Contains($"status of {_awaited}", StringComparison.Ordinal);
            if (message.Type is "error" or "warning" && !isAnswer && !(LosesConnection && message.Text.Contains("net::ERR_", StringComparison.Ordinal))) Complain($"{message.Type}: {message.Text}");
        };
        page.PageError += (_, error) => Complain($"script: {error}");
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(address, StringComparison.Ordinal)) Complain($"another host: {request.Url}");
        };
    }

    public IBrowserContext Context { get; }

    public IPage Page { get; }

    /// <summary>True where a test takes the connection away: what the browser says of that is no complaint.</summary>
    public bool LosesConnection { get; set; }

    /// <summary>Errors of the console and of scripts, breaches of the content policy, requests to other hosts.</summary>
    public IReadOnlyList<string> Complaints
    {
        get
        {
            lock (_complaints) return [.. _complaints];
        }
    }

    /// <summary>Path and query of the page that is open.</summary>
    public string Path => new Uri(Page.Url).PathAndQuery;

    /// <summary>Opens a page, which must answer with the status.</summary>
    public async Task GoAsync(string path, int status = 200)
    {
        _awaited = status;
        var response = await Page.GotoAsync(_address + path);
        Assert.True(response!.Status == status || (status == 200 && response.Ok), $"{path} answered {response.Status}.");
    }

    /// <summary>Enters a role by the demonstration's button.</summary>
    /// <param name="role">The text of the button, or its beginning.</param>
    public async Task EnterAsync(string role)
    {
        await GoAsync("/en/demo");
        await Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^" + Regex.Escape(role), RegexOptions.None, TimeSpan.FromSeconds(1)) }).ClickAsync();
        await Page.WaitForURLAsync("**/desk");
    }

    /// <summary>Waits until a condition holds in the page, half a minute at most. The page's policy forbids what Playwright's own waiting does.</summary>
    public Task UntilAsync(string condition) => Page.EvaluateAsync(
        $"() => new Promise((done, fail) => {{ const end = performance.now() + 30000; const look = () => ({condition}) ? done() : performance.now() > end ? fail(new Error('Half a minute passed')) : requestAnimationFrame(look); look(); }})");

    /// <summary>Lets requests reach the server, and keeps its answers back until they are released.</summary>
    public async Task<Delay> DelayAsync(string pattern)
    {
        var delay = new Delay();
        await Page.RouteAsync(pattern, async route =>
        {
            var answer = await route.FetchAsync();
            delay.Reach();
            await delay.Released;
            await route.FulfillAsync(new RouteFulfillOptions { Response = answer });
        });
        return delay;
    }

    /// <summary>Evaluates a script that finds what should not be, one line for each.</summary>
    public async Task<IReadOnlyList<string>> FindAsync(string script) => await Page.EvaluateAsync<string[]>(script);

    private void Complain(string complaint)
    {
        lock (_complaints) _complaints.Add(complaint);
    }
}

/// <summary>Answers of the server that are kept back.</summary>
public sealed class Delay
{
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<bool> _reached = Channel.CreateUnbounded<bool>();

    internal Task Released => _release.Task;

    internal void Reach() => _reached.Writer.TryWrite(true);

    /// <summary>Waits until the server has answered so many requests, half a minute at most.</summary>
    public async Task ReachedAsync(int count)
    {
        for (var i = 0; i < count; i++) await _reached.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    public void Release() => _release.TrySetResult();
}
