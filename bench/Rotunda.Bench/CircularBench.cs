using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rotunda.Data;
using Rotunda.Data.Outbox;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Correspondence.Circulars;
using Rotunda.Modules.Shared.Access;

namespace Rotunda.Bench;

/// <summary>
/// A circular to 500 officers over HTTP, as a secretary sends it: the draft is stored, the mails are queued, the page with all receivers is
/// shown. Beside it, the same number of outbox messages with their deliveries alone.
/// </summary>
public static partial class CircularBench
{
    private const int Officers = 500;
    private const double Seconds = 1.0;
    private const int Rounds = 5;

    /// <param name="folder">A data folder with a demonstration, which is written to.</param>
    public static async Task<int> RunAsync(string folder)
    {
        await using var app = await HostedSite.StartAsync(StoreLocation.At(folder, null));
        await AddOfficersAsync(app.Services);
        var address = app.Address;
        var cookies = new CookieContainer();
        cookies.SetCookies(new Uri(address), (await Web.SignInAsync(address, "secretar")).Replace("; ", ",", StringComparison.Ordinal));
        using var client = Web.Client(cookies);

        var (whole, alone) = (new List<double>(), new List<double>());
        var receivers = 0;
        // The first round warms up
        for (var round = 0; round <= Rounds; round++)
        {
            var clock = Stopwatch.StartNew();
            var sent = await CircularAsync(client, address);
            if (round > 0) whole.Add(clock.Elapsed.TotalSeconds);
            receivers = await CountAsync(app.Services, sent);
            clock.Restart();
            await QueueAsync(app.Services);
            if (round > 0) alone.Add(clock.Elapsed.TotalSeconds);
        }

        if (receivers < Officers) throw new InvalidOperationException($"Only {receivers} officers received the circular.");
        var (circular, queue) = (whole.Order().ElementAt(Rounds / 2), alone.Order().ElementAt(Rounds / 2));
        Console.WriteLine("| circular | receivers | draft, queue and page, s | slowest, s | the same number of mails queued alone, s | ratio | floor |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---|");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| sent over HTTP | {receivers} | {circular:F2} | {whole.Max():F2} | {queue:F2} | {circular / queue:F1} | ≤ {Seconds:F0} s |"));
        return circular <= Seconds ? 0 : 1;
    }

    /// <returns>The id of the circular, whose page was shown last.</returns>
    private static async Task<Guid> CircularAsync(HttpClient client, string address)
    {
        var draft = $"{address}/en/desk/circulars/draft";
        var path = await SubmitAsync(client, draft, draft, await client.GetStringAsync(new Uri(draft)),
            ("Subject.en", "A question"), ("Text.en", "The same text for everyone.\n\nIn two paragraphs."), ("Subject.zh", "问题"), ("Text.zh", "正文。"), ("Subject.ru", "Вопрос"), ("Text.ru", "Текст."),
            ("Audience", "Selection"), ("Institutions", "upc"), ("Role", Roles.Liaison), ("AnswerKind", "YesNo"), ("DueDay", "2099-12-31"), ("DueTime", "18:00"), ("Zone", "Asia/Shanghai"), ("version", "0"));
        var page = await client.GetStringAsync(new Uri(address + path));
        var done = await SubmitAsync(client, $"{address}{path}?handler=Send", address + path, page, ("version", Version().Match(page).Groups[1].Value));
        await client.GetStringAsync(new Uri(address + done));
        return Guid.Parse(path.Split('/')[^1]);
    }

    private static async Task<string> SubmitAsync(HttpClient client, string target, string page, string html, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))
            .Append(KeyValuePair.Create("__RequestVerificationToken", Token().Match(html).Groups[1].Value)));
        using var response = await client.PostAsync(new Uri(target), form);
        return response.StatusCode == HttpStatusCode.Found ? response.Headers.Location!.ToString()
            : throw new InvalidOperationException($"{page} answered {response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
    }

    /// <summary>The page shows the first of them.</summary>
    private static async Task<int> CountAsync(IServiceProvider services, Guid circular)
    {
        await using var scope = services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<RotundaDb>().Set<CircularOfficer>().CountAsync(row => row.Receiver!.CircularId == circular);
    }

    private static async Task QueueAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var (db, outbox) = (scope.ServiceProvider.GetRequiredService<RotundaDb>(), scope.ServiceProvider.GetRequiredService<OutboxWriter>());
        for (var number = 0; number < Officers; number++) outbox.Add(db, "mail.send", new { To = $"{number}@bench.invalid", LanguageCode = "en", Subject = "A question", Text = new string('x', 400) });
        await db.SaveChangesAsync();
    }

    private static async Task AddOfficersAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<RotundaDb>();
        if (await db.RoleGrants.CountAsync() > Officers) return;
        var now = scope.ServiceProvider.GetRequiredService<NodaTime.IClock>().GetCurrentInstant();
        for (var number = 0; number < Officers; number++)
        {
            var email = $"officer{number}@bench.invalid";
            db.Add(new Account
            {
                Id = RowId.New(), UserName = email, NormalizedUserName = email.ToUpperInvariant(), Email = email, NormalizedEmail = email.ToUpperInvariant(), DisplayName = $"Officer {number}",
                LanguageCode = (number % 3) switch { 0 => "en", 1 => "zh", _ => "ru" }, CreatedAt = now,
                Grants = [new RoleGrant { Id = RowId.New(), Role = Roles.Liaison, Scope = "institution:upc", GrantedAt = now }],
            });
        }

        await db.SaveChangesAsync();
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Token();

    [GeneratedRegex("name=\"version\" value=\"([0-9]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Version();
}
