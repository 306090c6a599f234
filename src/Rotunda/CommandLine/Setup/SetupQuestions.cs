using Rotunda.Data.Settings;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Mail;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.CommandLine.Setup;

/// <summary>The setup as questions to a person at a terminal. A wrong answer is told at once and asked again; an empty one keeps what stands in brackets.</summary>
internal sealed class SetupQuestions(SiteLanguages languages)
{
    private bool _isOver;

    /// <returns>Null when the input ended before the last question.</returns>
    public static async Task<SetupAnswers?> AskAsync(SettingsStore settings, SiteLanguages languages, bool needsAdmin, CancellationToken cancellationToken)
    {
        var (site, mail) = (await settings.GetAsync<SiteSettings>(cancellationToken), await settings.GetAsync<MailSettings>(cancellationToken));
        var offered = (await settings.GetAsync<OfferedLanguages>(cancellationToken)).Codes;
        await Console.Error.WriteLineAsync("An empty answer keeps what stands in brackets.");
        var questions = new SetupQuestions(languages);
        var answers = questions.Ask(needsAdmin, offered, site, mail);
        return questions._isOver ? null : answers;
    }

    private SetupAnswers Ask(bool needsAdmin, IReadOnlyList<string> offered, SiteSettings site, MailSettings mail)
    {
        var all = languages.All.Select(language => language.Code).ToList();
        var admin = Ask("Mail address of the administrator", null, answer => new SetupAnswers { Admin = answer }, needsAdmin ? "Nobody is administrator yet: somebody must be the first." : null);
        var chosen = Ask($"Languages in order, of {string.Join(", ", all)}", string.Join(",", offered.Count > 0 ? offered : all), answer => new SetupAnswers { Languages = [answer] });
        var names = all.Select(code => (code, Name: Ask($"Name of the association ({code})", null, answer => new SetupAnswers { Names = [$"{code}={answer}"] })))
            .Where(pair => pair.Name is not null).Select(pair => $"{pair.code}={pair.Name}").ToList();
        var sides = new List<string>();
        while (Ask("A side, such as CN;en=Chinese side;zh=中方 (empty when all are named)", null, answer => new SetupAnswers { Sides = [answer] }) is { } side) sides.Add(side);
        var address = Ask("Public address, such as https://association.example", site.PublicAddress, answer => new SetupAnswers { PublicAddress = answer });
        var server = Ask("Mail server, such as smtps://user:password@host:465", MailSettings.Parse(mail.Server)?.Host, answer => new SetupAnswers { MailServer = answer });
        var needsSender = (server ?? mail.Server) is not (null or SetupWish.None) && mail.From is null;
        var from = Ask("Sender of mail", mail.From, answer => new SetupAnswers { MailFrom = answer }, needsSender ? "A mail server needs a sender too, such as office@association.example." : null);
        return new SetupAnswers { Admin = admin, Languages = chosen is null ? [] : [chosen], Names = names, Sides = sides, PublicAddress = address, MailServer = server, MailFrom = from };
    }

    /// <param name="question">What is asked.</param>
    /// <param name="now">What an empty answer keeps.</param>
    /// <param name="alone">The answer as if it were the only one: whether it can stand.</param>
    /// <param name="missing">What is said to an empty answer, or null where it is allowed.</param>
    private string? Ask(string question, string? now, Func<string, SetupAnswers> alone, string? missing = null)
    {
        while (!_isOver)
        {
            Console.Error.Write(now is null ? $"{question}: " : $"{question} [{now}]: ");
            if (Console.ReadLine() is not { } line)
            {
                _isOver = true;
                Console.Error.WriteLine();
                return null;
            }

            var answer = string.IsNullOrWhiteSpace(line) ? null : line.Trim();
            IReadOnlyList<string> faults = answer is not null ? SetupWish.Read(alone(answer), languages).Faults : missing is null ? [] : [missing];
            if (faults.Count == 0) return answer;
            foreach (var fault in faults) Console.Error.WriteLine(fault);
        }

        return null;
    }
}
