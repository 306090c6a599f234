using System.CommandLine;
using System.Text.Json;
using Rotunda.CommandLine;
using Rotunda.Data.Settings;
using Rotunda.Data.Values;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Languages;

namespace Rotunda.Modules.Accounts.Providers;

/// <summary>Sign-in providers at the command line. Secrets come from standard input: what stands in a command line, everybody on the machine can read.</summary>
internal static class ProviderCommands
{
    private static readonly Argument<string> Code = new("code") { Description = "The short name of the provider in addresses." };

    public static Command Providers(ProgramOptions options)
    {
        var command = new Command("providers", "Lists, sets up, tries and removes providers with which people sign in. A program that serves sees changes within a second or two.");
        command.Add(List(options));
        command.Add(Put(options));
        command.Add(Try(options));
        command.Add(Remove(options));
        return command;
    }

    private static Command List(ProgramOptions options)
    {
        var command = new Command("list", "Lists the providers.");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var app = await options.OpenAsync(parsed, mayMigrate: false, cancellationToken);
            var rows = (await app.Services.GetRequiredService<SettingsStore>().GetAsync<ProviderSettings>(cancellationToken)).Providers
                .Select(provider => new { provider.Code, provider.Name, provider.Issuer, provider.ClientId, provider.HasSecondStep, provider.MatchesAddresses, provider.IsPrivateAllowed, callback = ProviderHandler.CallbackOf(provider.Code) }).ToList();
            if (options.IsJson(parsed)) Console.WriteLine(JsonSerializer.Serialize(rows, StoredJson.Options));
            else foreach (var row in rows) Console.WriteLine($"{row.Code}  {row.Issuer}  {row.ClientId}  {row.callback}");
            return 0;
        });
        return command;
    }

    private static Command Put(ProgramOptions options)
    {
        var issuer = new Option<string>("--issuer") { Description = "The issuer as the provider writes it.", Required = true };
        var client = new Option<string>("--client-id") { Description = "The name under which the provider knows this site.", Required = true };
        var names = new Option<string[]>("--name") { Description = "What the button says, such as zh=哈工大统一认证; once for each language.", Required = true };
        var step = new Option<bool>("--second-step") { Description = "The provider always asks for a second step itself." };
        var matches = new Option<bool>("--match-addresses") { Description = "An address that the provider confirmed finds the account with that address." };
        var inside = new Option<bool>("--private") { Description = "The provider may stand at a private address, and without TLS." };
        var command = new Command("set", "Sets a provider up or changes it. The client secret is read from the first line of standard input; an empty line keeps the stored one.") { Code, issuer, client, names, step, matches, inside };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var app = await options.OpenAsync(parsed, mayMigrate: false, cancellationToken);
            await using var scope = app.Services.CreateAsyncScope();
            var languages = scope.ServiceProvider.GetRequiredService<SiteLanguages>();
            var pairs = (parsed.GetValue(names) ?? []).Select(text => text.Split('=', 2)).ToList();
            if (pairs.Find(pair => pair.Length != 2 || languages.Find(pair[0]) is null) is { } faulty)
            {
                await Console.Error.WriteLineAsync($"--name {string.Join('=', faulty)}: a name is written LANGUAGE=NAME, with a language of the site.");
                return RotundaCommands.Faulty;
            }

            var secret = await Console.In.ReadLineAsync(cancellationToken) ?? "";
            var name = LocalizedText.Of(pairs.Select(pair => (languages.Find(pair[0])!.Code, (string?)pair[1])).ToArray());
            var wish = new ProviderWish(parsed.GetValue(Code)!, name, parsed.GetValue(issuer)!, parsed.GetValue(client)!, secret, parsed.GetValue(step), parsed.GetValue(matches), parsed.GetValue(inside));
            return await EndAsync(await scope.ServiceProvider.GetRequiredService<ProviderOperations>().PutAsync(Viewer.Program, ProviderOperations.Cleaned(wish), cancellationToken), languages);
        });
        return command;
    }

    private static Command Try(ProgramOptions options)
    {
        var command = new Command("try", "Asks a provider for what it publishes of itself.") { Code };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var app = await options.OpenAsync(parsed, mayMigrate: false, cancellationToken);
            await using var scope = app.Services.CreateAsyncScope();
            if ((await scope.ServiceProvider.GetRequiredService<SettingsStore>().GetAsync<ProviderSettings>(cancellationToken)).Find(parsed.GetValue(Code)) is null)
                return await EndAsync(new Outcome.Missing(), scope.ServiceProvider.GetRequiredService<SiteLanguages>());
            if (await scope.ServiceProvider.GetRequiredService<ProviderOperations>().TryAsync(Viewer.Program, parsed.GetValue(Code)!, cancellationToken) is not { } reason) return 0;
            await Console.Error.WriteLineAsync(reason);
            return RotundaCommands.Faulty;
        });
        return command;
    }

    private static Command Remove(ProgramOptions options)
    {
        var command = new Command("remove", "Removes a provider and ends the sessions that it began.") { Code };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var app = await options.OpenAsync(parsed, mayMigrate: false, cancellationToken);
            await using var scope = app.Services.CreateAsyncScope();
            return await EndAsync(
                await scope.ServiceProvider.GetRequiredService<ProviderOperations>().RemoveAsync(Viewer.Program, parsed.GetValue(Code)!, cancellationToken), scope.ServiceProvider.GetRequiredService<SiteLanguages>());
        });
        return command;
    }

    private static async Task<int> EndAsync(Outcome outcome, SiteLanguages languages)
    {
        if (outcome is Outcome.Done) return 0;
        var texts = languages.TextsOf(languages.Default);
        await Console.Error.WriteLineAsync(outcome switch
        {
            Outcome.Invalid invalid => string.Join('\n', invalid.Faults.Select(fault => texts.Format(fault.TextKey, ("value", fault.Value)))),
            Outcome.Missing => "There is no such provider.",
            _ => "Somebody else changed the providers at the same moment; nothing was stored.",
        });
        return RotundaCommands.Faulty;
    }
}
