using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Outbox;
using Rotunda.Modules.Accounts.Identity;

namespace Rotunda.Bench;

/// <summary>
/// What the time of an answer tells of an address: a wrong password, a wrong code and a wish for a new password, for addresses with an
/// account and for addresses without one. Both are asked in pairs, each first in every other pair, so that what else the machine does meets both
/// alike; before each request the program has done what the one before left behind. The ratio of the medians stands beside the interval in which
/// it lies in 95 of 100 drawings of the same pairs; a floor is missed when the whole interval lies outside.
/// </summary>
public static partial class SecretsBench
{
    private const int Addresses = 90;
    private const int Rounds = 8;
    private const int WarmUp = 60;
    private const int Drawings = 2000;
    private const int RequestsFromOneAddress = 10;
    private const double Most = 1.1;

    public static async Task<int> RunAsync(string folder)
    {
        await using var app = await HostedSite.StartAsync(StoreLocation.At(folder, null), builder => builder.Logging.ClearProviders());
        await MakeAsync(app.Services);
        Console.WriteLine("| answer to | pairs | with an account, ms | without, ms | ratio | 95 of 100 drawings | floor |");
        Console.WriteLine("|---|---:|---:|---:|---:|---|---|");
        var holds = true;
        holds &= await CompareAsync(app, "a wrong password", "/en/account/sign-in", email => [("email", email), ("password", "wrong")]);
        holds &= await CompareAsync(app, "a wish for a new password", "/en/account/reset", email => [("email", email)]);
        // The known ones have a code by now
        holds &= await CompareAsync(app, "a wrong code", "/en/account/reset/new", email => [("email", email), ("code", "1234 5678"), ("newPassword", "a sentence of words")]);
        return holds ? 0 : 1;
    }

    private static async Task<bool> CompareAsync(HostedSite app, string name, string path, Func<string, (string, string)[]> fields)
    {
        var pairs = new List<(double Known, double Unknown)>();
        Sender? sender = null;
        for (var request = 0; request < (Addresses * Rounds) + WarmUp; request++)
        {
            // Nobody is held up by the limit for one address
            if (request % RequestsFromOneAddress == 0) sender = await Sender.OpenAsync(app.Address, path, request / RequestsFromOneAddress);
            var (with, without) = (fields($"known{request % Addresses}@bench.example"), fields($"nobody{request % Addresses}@bench.example"));
            var isKnownFirst = request % 2 == 0;
            var first = await QuietlyAsync(app.Services, sender!, isKnownFirst ? with : without);
            var second = await QuietlyAsync(app.Services, sender!, isKnownFirst ? without : with);
            // The first requests of each kind compile code
            if (request >= WarmUp) pairs.Add(isKnownFirst ? (first, second) : (second, first));
        }

        var ratio = Ratio(pairs);
        var measured = pairs.ToArray();
        var drawn = Enumerable.Range(0, Drawings).Select(_ => Ratio(RandomNumberGenerator.GetItems<(double, double)>(measured, measured.Length))).Order().ToList();
        var (low, high) = (drawn[Drawings * 25 / 1000], drawn[Drawings * 975 / 1000]);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {pairs.Count} | {Median(pairs.Select(pair => pair.Known)):F2} | {Median(pairs.Select(pair => pair.Unknown)):F2} | {ratio:F3} | {low:F3} to {high:F3} | {1 / Most:F2} to {Most:F2} |"));
        return low <= Most && high >= 1 / Most;
    }

    /// <summary>Asks when nothing waits in the background that the request before it began.</summary>
    private static async Task<double> QuietlyAsync(IServiceProvider services, Sender sender, (string, string)[] fields)
    {
        var dispatcher = services.GetRequiredService<OutboxDispatcher>();
        while (await dispatcher.DispatchAsync(CancellationToken.None) > 0)
        {
            // Letters were made of wishes; they are delivered too
        }

        return await sender.SendAsync(fields);
    }

    private static double Ratio(IReadOnlyCollection<(double Known, double Unknown)> pairs) => Median(pairs.Select(pair => pair.Known)) / Median(pairs.Select(pair => pair.Unknown));

    private static double Median(IEnumerable<double> samples)
    {
        var ordered = samples.Order().ToList();
        return ordered[ordered.Count / 2];
    }

    private static async Task MakeAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var now = services.GetRequiredService<IClock>().GetCurrentInstant();
        for (var number = 0; number < Addresses; number++)
        {
            var email = $"known{number}@bench.example";
            var account = new Account { Id = RowId.New(), UserName = email, Email = email, EmailConfirmed = true, DisplayName = email, LanguageCode = "en", CreatedAt = now };
            if (!(await accounts.CreateAsync(account, "correct horse battery")).Succeeded) throw new InvalidOperationException($"{email} could not be made.");
        }
    }

    /// <summary>A browser at an address of its own, with the form in hand.</summary>
    private sealed partial class Sender(HttpClient client, string path, string token)
    {
        public static async Task<Sender> OpenAsync(string address, string path, int number)
        {
            var from = new IPAddress([127, 2, (byte)(path.Length % 250), (byte)(number + 1)]);
#pragma warning disable RS0030 // loopback
            var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer(), ConnectCallback = (context, cancellationToken) => ConnectAsync(from, context.DnsEndPoint, cancellationToken) }) { BaseAddress = new Uri(address) };
#pragma warning restore RS0030
            return new Sender(client, path, Token().Match(await client.GetStringAsync(new Uri(path, UriKind.Relative))).Groups[1].Value);
        }

        /// <summary>Sends the form.</summary>
        /// <returns>Milliseconds until the whole answer was there.</returns>
        public async Task<double> SendAsync((string Name, string Value)[] fields)
        {
            using var form = new FormUrlEncodedContent([KeyValuePair.Create("__RequestVerificationToken", token), .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value))]);
            var began = Stopwatch.GetTimestamp();
            using var response = await client.PostAsync(new Uri(path, UriKind.Relative), form);
            await response.Content.ReadAsByteArrayAsync();
            if ((int)response.StatusCode is >= 400 and not 422) throw new InvalidOperationException($"{path} answered {response.StatusCode}.");
            return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        }

        private static async ValueTask<Stream> ConnectAsync(IPAddress from, DnsEndPoint to, CancellationToken cancellationToken)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            socket.Bind(new IPEndPoint(from, 0));
            await socket.ConnectAsync(to.Host, to.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }

        [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"", RegexOptions.None, 1000)]
        private static partial Regex Token();
    }
}
