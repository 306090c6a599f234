using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace Rotunda.Browser.Tests;

/// <summary>A browser without a memory, with one page open, that listens to everything that goes wrong.</summary>
public sealed class Tab
{
    private readonly List<string> _complaints = [];
    private readonly string _address;

    internal Tab(IBrowserContext context, IPage page, string address)
    {
        (Context, Page, _address) = (context, page, address);
        page.Console += (_, message) =>
        {
            // A form that comes back with its faults is said there too
            if (message.Type is "error" or "warning" && !message.Text.Contains("status of 422", StringComparison.Ordinal)) Complain($"{message.Type}: {message.Text}");
        };
        page.PageError += (_, error) => Complain($"script: {error}");
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(address, StringComparison.Ordinal)) Complain($"another host: {request.Url}");
        };
    }

    public IBrowserContext Context { get; }

    public IPage Page { get; }

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

    /// <summary>Opens a page, which must be there.</summary>
    public async Task GoAsync(string path)
    {
        var response = await Page.GotoAsync(_address + path);
        Assert.True(response!.Ok, $"{path} answered {response.Status}.");
    }

    /// <summary>Enters a role by the demonstration's button.</summary>
    /// <param name="role">The text of the button, or its beginning.</param>
    public async Task EnterAsync(string role)
    {
        await GoAsync("/en/demo");
        await Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^" + Regex.Escape(role), RegexOptions.None, TimeSpan.FromSeconds(1)) }).ClickAsync();
        await Page.WaitForURLAsync("**/desk");
    }

    /// <summary>Evaluates a script that finds what should not be, one line for each.</summary>
    public async Task<IReadOnlyList<string>> FindAsync(string script) => await Page.EvaluateAsync<string[]>(script);

    private void Complain(string complaint)
    {
        lock (_complaints) _complaints.Add(complaint);
    }
}
