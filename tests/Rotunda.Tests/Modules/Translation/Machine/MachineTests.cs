using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Rotunda.Data.Settings;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Translation.Machine;
using Rotunda.Modules.Translation.Texts;
using Rotunda.Testing;
using Rotunda.Tests.Modules.Translation.Handouts;
using Xunit;

namespace Rotunda.Tests.Modules.Translation.Machine;

/// <summary>A small server with the interface of LibreTranslate, on loopback.</summary>
public sealed class SmallMachine : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SmallMachine(WebApplication app) => _app = app;

    public string Address => _app.Urls.First();

    public List<JsonElement> Asked { get; } = [];

    public static async Task<SmallMachine> StartAsync(Func<HttpContext, IReadOnlyList<string>, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var machine = new SmallMachine(app);
        app.MapPost("/translate", async context =>
        {
            var question = await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.Body);
            machine.Asked.Add(question);
            await answer(context, [.. question.GetProperty("q").EnumerateArray().Select(text => text.GetString()!)]);
        });
        await app.StartAsync();
        return machine;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}

/// <summary>What a machine proposes is marked, begins at the beginning, and is asked for only where it may be.</summary>
public abstract class MachineTests(Site site)
{
    private static readonly Viewer Administrator = new(null, "administrator", [new Grant(Roles.Administrator, null)]);

    [Fact]
    public async Task What_it_proposes_is_marked_and_not_approved()
    {
        await using var machine = await SmallMachine.StartAsync((context, texts) => context.Response.WriteAsJsonAsync(new { translatedText = texts.Select(text => text.Replace("Наука", "科学", StringComparison.Ordinal).Replace("мир", "和平", StringComparison.Ordinal).Replace(" и ", "与", StringComparison.Ordinal)) }));
        var text = await SmallText.AddAsync(site, "Наука и мир", "*Наука* и <мир> & [мир](institution:upc)");
        await text.PutAsync(site, SmallText.Other, 0, "人的译文");
        await SetAsync(new MachineSettings(true, machine.Address, "secret", MayBePrivate: true, 10));

        var answer = await ProposeAsync(SmallText.Translator, text);

        Assert.Equal((1, ""), answer);
        Assert.Equal("人的译文", (await text.ReadAsync(site, 0))!.Text);
        var proposed = await text.ReadAsync(site, 1);
        Assert.Equal((SegmentOrigin.Machine, TranslationState.Initial, false), (proposed!.Origin, proposed.State, proposed.IsApproved));
        Assert.Empty(proposed.Makers);
        Assert.Equal("*科学*与<和平> & [和平](institution:upc)", proposed.Text.Replace("\\", "", StringComparison.Ordinal));
        Assert.Equal(("ru", "zh", "html", "secret"), (machine.Asked[0].GetProperty("source").GetString(), machine.Asked[0].GetProperty("target").GetString(), machine.Asked[0].GetProperty("format").GetString(), machine.Asked[0].GetProperty("api_key").GetString()));
    }

    [Fact]
    public async Task It_is_off_until_somebody_turns_it_on_and_stays_out_of_the_own_network()
    {
        await using var machine = await SmallMachine.StartAsync((context, texts) => context.Response.WriteAsJsonAsync(new { translatedText = texts }));
        var text = await SmallText.AddAsync(site, "Слово о машине");

        await SetAsync(MachineSettings.Default);
        var off = await ProposeAsync(SmallText.Translator, text);
        await SetAsync(new MachineSettings(true, machine.Address, "", MayBePrivate: false, 10));
        var refused = await ProposeAsync(SmallText.Translator, text);
        var stranger = await ProposeAsync(SmallText.Stranger, text);

        Assert.Equal((0, "off"), off);
        Assert.Equal(0, refused!.Value.Item1);
        Assert.StartsWith("The address is not one of the public network.", refused.Value.Item2, StringComparison.Ordinal);
        Assert.Null(stranger);
        Assert.Empty(machine.Asked);
        Assert.Null(await text.ReadAsync(site, 0));
    }

    [Fact]
    public async Task A_machine_that_fails_leaves_everything_as_it_was()
    {
        var text = await SmallText.AddAsync(site, "Слово без ответа");
        foreach (var (answer, fault) in new (Func<HttpContext, IReadOnlyList<string>, Task>, string)[]
        {
            (async (context, _) => await Task.Delay(Timeout.Infinite, context.RequestAborted), "no answer in time"),
            ((context, _) => context.Response.WriteAsync(new string(' ', 2_000_000)), "too large"),
            ((context, _) => context.Response.WriteAsync("{\"translatedText\": [1]}"), "no translation in the answer"),
            ((context, _) => context.Response.WriteAsync("<html>"), "no translation in the answer"),
            ((context, _) => { context.Response.StatusCode = 429; return Task.CompletedTask; }, "HTTP 429"),
            ((context, _) => { context.Response.Redirect("http://169.254.169.254/"); return Task.CompletedTask; }, "HTTP 302"),
        })
        {
            await using var machine = await SmallMachine.StartAsync(answer);
            await SetAsync(new MachineSettings(true, machine.Address, "", MayBePrivate: true, 1));

            Assert.Equal((0, fault), await ProposeAsync(SmallText.Translator, text));
            Assert.Null(await text.ReadAsync(site, 0));
        }
    }

    [Fact]
    public async Task Only_an_administrator_sets_it_and_the_key_is_not_shown()
    {
        await SetAsync(new MachineSettings(true, "https://translate.example.org", "very-secret", MayBePrivate: false, 10));
        var administrator = await site.SignInAsAsync("machine-admin@example.org", "administrator");
        var editor = await site.SignInAsAsync("machine-editor@example.org", "editor");

        var page = await administrator.PageAsync("/en/desk/machine");

        Assert.DoesNotContain("very-secret", page.DocumentElement.OuterHtml, StringComparison.Ordinal);
        await editor.PageAsync("/en/desk/machine", HttpStatusCode.Forbidden);
    }

    private async Task SetAsync(MachineSettings wish)
    {
        await using var scope = site.Services.CreateAsyncScope();
        Assert.IsType<Outcome.Done>(await scope.ServiceProvider.GetRequiredService<MachineOperations>().SetAsync(Administrator, wish, CancellationToken.None));
        Assert.Equal(wish.Address, (await site.Services.GetRequiredService<SettingsStore>().GetAsync<MachineSettings>(CancellationToken.None)).Address);
    }

    private async Task<(int, string)?> ProposeAsync(Viewer viewer, SmallText text)
    {
        await using var scope = site.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<MachineOperations>().ProposeAsync(viewer, text.Id, "ru", "zh", null, CancellationToken.None);
    }
}

public sealed class MachineTestsOnSqlite(SqliteSite site) : MachineTests(site), IClassFixture<SqliteSite>;

public sealed class MachineTestsOnPostgres(PostgresSite site) : MachineTests(site), IClassFixture<PostgresSite>;

/// <summary>Which addresses lie outside.</summary>
public sealed class OutsideConnectionTests
{
    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("192.168.1.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("8.8.8.8", true)]
    [InlineData("::1", false)]
    [InlineData("::", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("::ffff:8.8.8.8", true)]
    [InlineData("64:ff9b::a00:1", false)]
    [InlineData("2002:a00:1::", false)]
    [InlineData("2001:db8::1", false)]
    [InlineData("2a00:1450:4010:c0d::65", true)]
    public void An_address_is_outside_or_not(string address, bool isPublic) => Assert.Equal(isPublic, OutsideConnection.IsPublic(IPAddress.Parse(address)));
}
