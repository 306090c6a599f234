using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Data;

/// <summary>The process is killed again and again while several people write at once: nothing acknowledged is ever lost.</summary>
/// <remarks><c>ROTUNDA_POWER_CUTS=100</c> asks for more rounds than an ordinary run takes.</remarks>
public abstract class ManyPowerCutsTests
{
    private const int OrdinaryRounds = 3;

    // One institution for each writer
    private static readonly string[] Writers = ["hit", "upc", "nuaa"];

    [Fact]
    public async Task Nothing_acknowledged_is_lost_whenever_the_process_dies()
    {
        var rounds = PowerCuts.Most(OrdinaryRounds);
        var store = await PrepareAsync();
        var last = new ConcurrentDictionary<string, int>(Writers.Select(code => KeyValuePair.Create(code, 0)));
        var acknowledged = 0;
        for (var round = 0; round < rounds; round++)
        {
            using var program = await ChildProgram.ServeAsync(store[1], store[2..]);
            var secretary = await PowerCutTests.SignInAsync(program);
            foreach (var code in Writers)
            {
                var stored = await StoredAsync(secretary, code);
                // What was under way at the cut may have been stored without its answer arriving
                Assert.True(stored == last[code] || stored == last[code] + 1, $"Round {round}: {code} holds {stored}, {last[code]} was acknowledged.");
                last[code] = stored;
            }

            // All are signed in before the first may set off the cut
            var officers = await Task.WhenAll(Writers.Select(async code => (Code: code, Visitor: await PowerCutTests.SignInAsync(program))));
            // From the first write on to the eleventh, the same in every run
            var left = 1 + (round * 7 % 11);
            using var cut = new SemaphoreSlim(0, 1);
            var killing = Task.Run(async () =>
            {
                await cut.WaitAsync();
                await program.KillAsync();
            });
            var counts = await Task.WhenAll(officers.Select(officer => WriteAsync(officer.Visitor, officer.Code)));
            await killing;
            acknowledged += counts.Sum();

            async Task<int> WriteAsync(Visitor writer, string code)
            {
                var count = 0;
                try
                {
                    while (true)
                    {
                        using var saved = await writer.PostAsync(PathOf(code), [("field.abbreviation", $"W{last[code] + 1}"), ("Ground.Source", "test")]);
                        Assert.Equal(HttpStatusCode.Found, saved.StatusCode);
                        last[code]++;
                        count++;
                        // The kill runs beside the writes that follow, so that it falls into them
                        if (Interlocked.Decrement(ref left) == 0) cut.Release();
                    }
                }
                catch (Exception gone) when (gone is HttpRequestException or IOException && Volatile.Read(ref left) <= 0)
                {
                    return count;
                }
            }
        }

        var verified = await ChildProgram.RunAsync(["verify", .. store]);

        Assert.Equal((0, ""), (verified.ExitCode, verified.Error));
        Assert.True(acknowledged >= rounds, $"{acknowledged} writes in {rounds} rounds are too few to show anything.");
        TestContext.Current.SendDiagnosticMessage($"{rounds} cuts, {acknowledged} acknowledged writes: {verified.Output}");
    }

    /// <summary>Makes a demonstration that no other process holds.</summary>
    /// <returns>The arguments that name it.</returns>
    protected abstract Task<string[]> PrepareAsync();

    private static string PathOf(string code) => $"/en/desk/institutions/{code}";

    /// <summary>The number of the last change that the database holds; 0 before the first.</summary>
    private static async Task<int> StoredAsync(Visitor secretary, string code)
    {
        var value = (await secretary.PageAsync(PathOf(code))).QuerySelector("#f-field-abbreviation")!.GetAttribute("value") ?? "";
        return value.StartsWith('W') && int.TryParse(value[1..], CultureInfo.InvariantCulture, out var number) ? number : 0;
    }
}

public sealed class ManyPowerCutsTestsOnSqlite(SqliteSite site) : ManyPowerCutsTests, IClassFixture<SqliteSite>, IDisposable
{
    private string? _folder;

    public void Dispose()
    {
        if (_folder is not null) Directory.Delete(_folder, recursive: true);
    }

    protected override async Task<string[]> PrepareAsync() => ["--data", _folder = await PowerCutTests.CopyAsync(site)];
}

/// <summary>The program is killed, not the server: what it had acknowledged was committed there, and what it had begun is undone there.</summary>
public sealed class ManyPowerCutsTestsOnPostgres : ManyPowerCutsTests, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rotunda-cut-").FullName;
    private readonly string _connection = PostgresCluster.Require().CreateDatabase();

    public void Dispose()
    {
        PostgresCluster.Require().DropDatabase(_connection);
        Directory.Delete(_folder, recursive: true);
    }

    protected override async Task<string[]> PrepareAsync()
    {
        string[] store = ["--data", _folder, "--db", _connection];
        var made = await ChildProgram.RunAsync(["demo", .. store]);
        Assert.True(made.ExitCode == 0, made.Error);
        return store;
    }
}
