using System.CommandLine;
using System.Net.Mail;
using System.Net.Sockets;
using System.Text.Json;
using MailKit;
using MailKit.Security;
using Rotunda.Data;
using Rotunda.Data.Settings;
using Rotunda.Data.Values;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Mail;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.CommandLine.Setup;

/// <summary>The commands with which an administrator begins.</summary>
internal static class SetupCommands
{
    /// <summary>A password on the command line stands in the list of processes; in the environment it does not.</summary>
    private const string MailServerVariable = "ROTUNDA_MAIL_SERVER";

    public static Command Setup(ProgramOptions options)
    {
        var admin = new Option<string?>("--admin") { Description = "The mail address of the first administrator; an invitation link is printed." };
        var name = new Option<string[]>("--name") { Description = "The association's name in a language, such as \"en=Association of Universities\"; once for each language." };
        var language = new Option<string[]>("--language") { Description = "A language that the site offers, such as zh; in order, the first is the default." };
        var side = new Option<string[]>("--side") { Description = "A side with its names, such as \"CN;en=Chinese side;zh=中方;ru=китайская сторона\"; once for each side." };
        var address = new Option<string?>("--public-address") { Description = "Where readers reach the site, such as https://association.example." };
        var server = new Option<string?>("--mail-server") { Description = $"smtps://user:password@host:465, smtp://host:587, or none. Also from {MailServerVariable}.", DefaultValueFactory = _ => Environment.GetEnvironmentVariable(MailServerVariable) };
        var from = new Option<string?>("--mail-from") { Description = "The address that stands as sender." };
        var command = new Command("setup", "Sets up a site: first administrator, languages, sides, address, mail. Asks on a terminal when no option is given; doing it again changes only what differs.")
        {
            admin, name, language, side, address, server, from,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var answers = new SetupAnswers
            {
                Admin = parsed.GetValue(admin), Names = parsed.GetValue(name) ?? [], Languages = parsed.GetValue(language) ?? [], Sides = parsed.GetValue(side) ?? [],
                PublicAddress = parsed.GetValue(address), MailServer = parsed.GetValue(server), MailFrom = parsed.GetValue(from),
            };
            await using var app = await options.OpenAsync(parsed, mayMigrate: true, cancellationToken, offersAll: true);
            var languages = app.Services.GetRequiredService<SiteLanguages>();
            await using var scope = app.Services.CreateAsyncScope();
            var operations = ActivatorUtilities.CreateInstance<SetupOperations>(scope.ServiceProvider);
            if (answers.IsEmpty && !Console.IsInputRedirected)
            {
                var asked = await SetupQuestions.AskAsync(app.Services.GetRequiredService<SettingsStore>(), languages, needsAdmin: !await operations.HasAdministratorAsync(cancellationToken), cancellationToken);
                if (asked is null) return await ReportAsync(options.IsJson(parsed), null, ["The questions were not answered to their end."]);
                answers = asked;
            }

            var (wish, faults) = SetupWish.Read(answers, languages);
            SetupResult? result = null;
            if (faults.Count == 0) (_, result, faults) = await operations.ApplyAsync(Viewer.Program, wish, cancellationToken);
            return await ReportAsync(options.IsJson(parsed), result, faults);
        });
        return command;
    }

    public static Command MailTest(ProgramOptions options)
    {
        var to = new Argument<string>("address") { Description = "Who receives the test." };
        var language = new Option<string?>("--language") { Description = "The language of the mail." };
        var command = new Command("mail-test", "Sends a mail now and says what the server answered.") { to, language };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var address = parsed.GetValue(to)!;
            await using var app = await options.OpenAsync(parsed, mayMigrate: false, cancellationToken);
            var languages = app.Services.GetRequiredService<SiteLanguages>();
            var texts = languages.TextsOf(languages.Find(parsed.GetValue(language)) ?? languages.Default);
            var site = (await app.Services.GetRequiredService<SettingsStore>().GetAsync<SiteSettings>(cancellationToken)).PublicAddress;
            var letter = new Letter(address, texts.Language.Code, texts["mail.test.subject"], $"{texts["mail.test.text"]}\n\n{site ?? Environment.MachineName}\n");
            var (sent, answer) = MailAddress.TryCreate(address, out var parsedAddress) && parsedAddress.Address == address
                ? await TrySendAsync(app.Services, letter, cancellationToken)
                : (false, $"«{address}» is no mail address.");
            if (options.IsJson(parsed)) Console.WriteLine(JsonSerializer.Serialize(new { sent, answer }, StoredJson.Options));
            else await (sent ? Console.Out : Console.Error).WriteLineAsync(sent ? $"The server took the mail: {answer}" : $"The mail was not sent: {answer}");
            return sent ? 0 : RotundaCommands.Faulty;
        });
        return command;
    }

    private static async Task<(bool Sent, string Answer)> TrySendAsync(IServiceProvider services, Letter letter, CancellationToken cancellationToken)
    {
        try
        {
            var mail = await services.GetRequiredService<SettingsStore>().GetAsync<MailSettings>(cancellationToken);
            return (true, await services.GetRequiredService<MailSender>().SendAsync(mail, RowId.New(), letter, cancellationToken));
        }
        catch (Exception error) when (error is ProtocolException or CommandException or AuthenticationException or SslHandshakeException or IOException or SocketException or TimeoutException or InvalidOperationException)
        {
            return (false, error.Message);
        }
    }

    private static async Task<int> ReportAsync(bool isJson, SetupResult? result, IReadOnlyList<string> faults)
    {
        if (isJson)
        {
            Console.WriteLine(JsonSerializer.Serialize(
                new { done = result is not null, changed = result?.Changed ?? [], invitation = result?.Invitation, notes = result?.Notes ?? [], faults }, StoredJson.Options));
        }
        else if (result is null)
        {
            foreach (var fault in faults.Append("Nothing was changed.")) await Console.Error.WriteLineAsync(fault);
        }
        else
        {
            foreach (var note in result.Notes) await Console.Error.WriteLineAsync(note);
            await Console.Error.WriteLineAsync(result.Changed.Count == 0 ? "The settings stood so already." : $"Set: {string.Join(", ", result.Changed)}. A site that runs takes it in a moment, other languages when it is started again.");
            if (result.Invitation is not { } link) return 0;
            await Console.Error.WriteLineAsync("The administrator's invitation, good once and for 14 days:");
            Console.WriteLine(link);
        }

        return result is null ? RotundaCommands.Faulty : 0;
    }
}
