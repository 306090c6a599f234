using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Shared.Mail;
using Rotunda.Modules.Translation.Naming;
using Rotunda.Modules.Translation.Tasks;
using Rotunda.Testing;
using Rotunda.Tests.Modules.Accounts;
using Rotunda.Tests.Modules.Newsroom;
using Xunit;

namespace Rotunda.Tests.Modules.Translation.Tasks;

/// <summary>Once a day, from seven in the own zone and in the own language, whoever has work waiting hears of it.</summary>
public abstract class DigestTests(Site site)
{
    private readonly NewsroomSteps _steps = new(site);

    [Fact]
    public async Task Digest_comes_once_a_day_from_seven_in_the_readers_language_and_zone_and_never_without_work()
    {
        var editor = await _steps.SignInAsync("editor", "editor");
        var article = await _steps.BeginAsync(editor, "Ректоры соберутся в Казани");
        await _steps.AskAsync(editor, article, "en");
        var (russian, chinese, early, off, idle) = (
            await TranslatorAsync("ru", "ru", "Europe/Moscow"), await TranslatorAsync("zh", "zh", "Asia/Shanghai"), await TranslatorAsync("early", "en", "America/Los_Angeles"),
            await TranslatorAsync("off", "en", null), await TranslatorAsync("idle", "en", null, "pair:zh-ru"));
        await using (var db = site.Db())
        {
            var account = await db.Accounts.Where(row => row.Email == off).Select(row => row.Id).SingleAsync(TestContext.Current.CancellationToken);
            db.Add(new CreditName { AccountId = account, Names = Rotunda.Data.Values.LocalizedText.Empty, TakesNoDigest = true });
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        // Noon by UTC: four in the morning in Los Angeles
        await SendAsync();
        await SendAsync();

        var inRussian = Assert.Single(await Letters.ToAsync(site, russian));
        Assert.Equal(("ru", "Переводы, которые ждут вас, 22 ноября 2026 г."), (inRussian.LanguageCode, inRussian.Subject.Replace('\u00A0', ' ')));
        Assert.Contains("Свободные\n", inRussian.Text, StringComparison.Ordinal);
        Assert.Contains("\n– Ректоры соберутся в Казани (русский → английский)", Plain(inRussian), StringComparison.Ordinal);
        var inChinese = Assert.Single(await Letters.ToAsync(site, chinese));
        Assert.Equal("zh", inChinese.LanguageCode);
        Assert.Contains("待认领\n", inChinese.Text, StringComparison.Ordinal);
        Assert.Contains("\n– Ректоры соберутся в Казани", inChinese.Text, StringComparison.Ordinal);
        foreach (var nobody in new[] { early, off, idle }) Assert.Empty(await Letters.ToAsync(site, nobody));

        // The sun reaches Los Angeles; the next day all hear again
        site.Clock.Advance(Duration.FromHours(3));
        try
        {
            await SendAsync();
            Assert.Equal((1, 1), ((await Letters.ToAsync(site, early)).Count, (await Letters.ToAsync(site, russian)).Count));
            site.Clock.Advance(Duration.FromHours(24));
            await SendAsync();
            Assert.Equal((2, 2), ((await Letters.ToAsync(site, early)).Count, (await Letters.ToAsync(site, russian)).Count));
        }
        finally
        {
            site.Clock.Advance(Instant.FromUtc(2026, 11, 22, 12, 0) - site.Clock.GetCurrentInstant());
        }
    }

    [Fact]
    public async Task Digest_names_the_due_moment_in_the_readers_zone()
    {
        var editor = await _steps.SignInAsync("editor", "editor");
        var article = await _steps.BeginAsync(editor, "Срок перевода");
        await _steps.AskAsync(editor, article, "en");
        await using (var db = site.Db())
            await db.TranslationTasks.Where(task => task.TextId == article.TextId).ExecuteUpdateAsync(set => set.SetProperty(task => task.TranslateBy, Instant.FromUtc(2026, 11, 24, 21, 30)), TestContext.Current.CancellationToken);
        var email = await TranslatorAsync("due", "en", "Asia/Vladivostok");

        await SendAsync();

        var line = Plain(Assert.Single(await Letters.ToAsync(site, email))).Split('\n').Single(row => row.Contains("Срок перевода", StringComparison.Ordinal));
        Assert.Contains("25 November 2026", line, StringComparison.Ordinal);
        Assert.Contains("07:30", line, StringComparison.Ordinal);
    }

    private static string Plain(Letter letter) => letter.Text.Replace('\u00A0', ' ');

    private async Task SendAsync() => await site.Services.GetRequiredService<DigestLoop>().SendAsync(TestContext.Current.CancellationToken);

    private async Task<string> TranslatorAsync(string name, string language, string? zone, string pair = "pair:ru-en")
    {
        var email = $"{name}-{Rotunda.Data.RowId.New():N}@example.org";
        await site.SignInAsAsync(email, "translator", pair);
        await using var db = site.Db();
        await db.Set<Account>().Where(row => row.Email == email).ExecuteUpdateAsync(set => set.SetProperty(row => row.LanguageCode, language).SetProperty(row => row.Zone, zone), TestContext.Current.CancellationToken);
        return email;
    }
}

public sealed class DigestTestsOnSqlite(CrowdSqliteSite site) : DigestTests(site), IClassFixture<CrowdSqliteSite>;

public sealed class DigestTestsOnPostgres(CrowdPostgresSite site) : DigestTests(site), IClassFixture<CrowdPostgresSite>;
