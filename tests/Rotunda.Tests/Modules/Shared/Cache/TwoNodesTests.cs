using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using NodaTime;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Shared.Cache;

/// <summary>Two programs on one PostgreSQL database: what one changes, the other shows.</summary>
public sealed class TwoNodesTests(PostgresSite site) : IClassFixture<PostgresSite>
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task Change_on_one_node_is_soon_on_the_other()
    {
        await using var other = RotundaApp.Build(site.Location, "http://127.0.0.1:0", Configure);
        await other.StartAsync(TestContext.Current.CancellationToken);
#pragma warning disable RS0030 // a test asks the second node on loopback
        using var reader = new HttpClient { BaseAddress = new Uri(other.Urls.First()) };
#pragma warning restore RS0030
        // Kept by the second node, and still kept when it was asked again
        var before = await reader.GetStringAsync("/ru/members/nuaa", TestContext.Current.CancellationToken);
        Assert.Equal(before, await reader.GetStringAsync("/ru/members/nuaa", TestContext.Current.CancellationToken));
        Assert.DoesNotContain("Второй узел", before, StringComparison.Ordinal);
        var secretary = await site.SignInAsync("secretariat");

        using var saved = await secretary.PostAsync("/en/desk/institutions/nuaa", [("field.name.ru", "Второй узел"), ("Ground.Source", "https://example.org/letter")]);

        var patience = Stopwatch.StartNew();
        string seen;
        do seen = await reader.GetStringAsync("/ru/members/nuaa", TestContext.Current.CancellationToken);
        while (!seen.Contains("Второй узел", StringComparison.Ordinal) && patience.Elapsed < Deadline);
        Assert.Contains("Второй узел", seen, StringComparison.Ordinal);
        await other.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Session_of_one_node_holds_on_the_other()
    {
        await using var other = RotundaApp.Build(site.Location, "http://127.0.0.1:0", Configure);
        await other.StartAsync(TestContext.Current.CancellationToken);
        var secretary = await site.SignInAsync("secretariat");
        using var request = new HttpRequestMessage(HttpMethod.Get, other.Urls.First() + "/en/desk/institutions");

        // Cookies belong to a host, not to a port: the visitor sends the same ones
        using var response = await secretary.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(System.Net.HttpStatusCode.OK, response.StatusCode);
        await other.StopAsync(TestContext.Current.CancellationToken);
    }

    private void Configure(WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        builder.Services.Replace(ServiceDescriptor.Singleton<IClock>(site.Clock));
    }
}
