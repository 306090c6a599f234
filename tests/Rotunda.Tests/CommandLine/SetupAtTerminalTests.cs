using Microsoft.EntityFrameworkCore;
using Rotunda.Data.Audit;
using Rotunda.Modules.Accounts.Invitations;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.CommandLine;

/// <summary>A person at a terminal sets up a site: every question comes, a wrong answer is told and asked again, giving up changes nothing.</summary>
public sealed class SetupAtTerminalTests(EmptySqliteSite site) : IClassFixture<EmptySqliteSite>
{
    private const string Admin = "Mail address of the administrator: ";
    private const string Side = "A side, such as CN;en=Chinese side;zh=中方 (empty when all are named): ";

    [Fact]
    public async Task Questions_are_asked_until_each_answer_can_stand()
    {
        await GivesUpAsync();
        using (var terminal = TerminalProgram.Start("setup", "--data", site.Location.DataFolder))
        {
            await terminal.AnswerAsync(Admin, "");
            await terminal.ExpectAsync("Nobody is administrator yet");
            await terminal.AnswerAsync(Admin, "nobody");
            await terminal.ExpectAsync("«nobody» is no mail address.");
            await terminal.AnswerAsync(Admin, "  admin@example.org ");
            await terminal.AnswerAsync("Languages in order, of en, zh, ru [en,zh,ru]: ", "zh,xx");
            await terminal.ExpectAsync("There is no language «xx»");
            await terminal.AnswerAsync("Languages in order, of en, zh, ru [en,zh,ru]: ", "zh, en");
            await terminal.AnswerAsync("Name of the association (en): ", "Association of Universities");
            await terminal.AnswerAsync("Name of the association (zh): ", "大学联盟");
            await terminal.AnswerAsync("Name of the association (ru): ", "");
            await terminal.AnswerAsync(Side, "cn");
            await terminal.ExpectAsync("«cn» is no side");
            await terminal.AnswerAsync(Side, "CN;en=Chinese side;zh=中方");
            await terminal.AnswerAsync(Side, "");
            await terminal.AnswerAsync("Public address, such as https://association.example: ", "association.example/site");
            await terminal.ExpectAsync("is no public address");
            await terminal.AnswerAsync("Public address, such as https://association.example: ", "https://association.example");
            await terminal.AnswerAsync("Mail server, such as smtps://user:password@host:465: ", "post.example");
            await terminal.ExpectAsync("The mail server is written as");
            await terminal.AnswerAsync("Mail server, such as smtps://user:password@host:465: ", "smtp://post.example:587");
            await terminal.AnswerAsync("Sender of mail: ", "");
            await terminal.ExpectAsync("A mail server needs a sender too");
            await terminal.AnswerAsync("Sender of mail: ", "office@example.org");
            await terminal.ExpectAsync("Set: public-address, mail-server, mail-from, languages, name.en, name.zh, side.en, side.zh.");
            await terminal.ExpectAsync("https://association.example/zh/account/invitation/");
            Assert.Equal(0, await terminal.EndAsync());
        }

        await StandsAsync();
        await KeepsWhatStandsAsync();
        await StandsAsync();
    }

    /// <summary>Input that ends early, as when the window is closed.</summary>
    private async Task GivesUpAsync()
    {
        using var terminal = TerminalProgram.Start("setup", "--data", site.Location.DataFolder);
        await terminal.AnswerAsync(Admin, "admin@example.org");
        await terminal.EndInputAsync("Languages in order, of en, zh, ru [en,zh,ru]: ");

        Assert.Equal(1, await terminal.EndAsync());
        Assert.Contains("Nothing was changed.", terminal.Shown, StringComparison.Ordinal);
        await using var db = site.Db();
        Assert.Equal((0, 0), (await db.Invitations.CountAsync(), await db.AuditEntries.CountAsync()));
    }

    /// <summary>The second time everything stands in brackets, and empty answers keep it.</summary>
    private async Task KeepsWhatStandsAsync()
    {
        using var terminal = TerminalProgram.Start("setup", "--data", site.Location.DataFolder);
        await terminal.AnswerAsync(Admin, "");
        await terminal.AnswerAsync("Languages in order, of en, zh, ru [zh,en]: ", "");
        foreach (var code in (string[])["en", "zh", "ru"]) await terminal.AnswerAsync($"Name of the association ({code}): ", "");
        await terminal.AnswerAsync(Side, "");
        await terminal.AnswerAsync("Public address, such as https://association.example [https://association.example]: ", "");
        await terminal.AnswerAsync("Mail server, such as smtps://user:password@host:465 [post.example]: ", "");
        await terminal.AnswerAsync("Sender of mail [office@example.org]: ", "");
        await terminal.ExpectAsync("The settings stood so already.");
        Assert.Equal(0, await terminal.EndAsync());
    }

    private async Task StandsAsync()
    {
        // The site of the test keeps settings in memory; a program that was started later reads them anew
        await using var db = site.Db();
        var invitation = await db.Invitations.AsNoTracking().SingleAsync();
        Assert.Equal(("admin@example.org", "administrator", "zh"), (invitation.Email, invitation.Role, invitation.LanguageCode));
        using var program = await ChildProgram.ServeAsync(site.Location.DataFolder);
        Assert.Contains("大学联盟", (await program.Visit().PageAsync("/zh")).Title, StringComparison.Ordinal);
    }
}
