using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Files;
using Rotunda.Data.Outbox;
using Rotunda.Data.Settings;
using Rotunda.Modules.Shared.Mail;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Shared.Mail;

/// <summary>Letters leave through the outbox to a real server on loopback, whole and in their language, and again after a refusal.</summary>
public abstract class MailTests(Site site)
{
    [Fact]
    public async Task A_queued_letter_arrives_with_its_attachment_and_says_its_language()
    {
        using var server = new MailServer();
        await UseAsync(server);
        var bytes = Encoding.UTF8.GetBytes("%PDF-1.7 protocol");
        string hash;
        await using (var db = site.Db())
        {
            hash = await KeepAsync(db, bytes);
            Queue(db, new Letter("officer@example.org", "zh", "关于年会的通知", "各位联络员：\n\n请查收附件。\n", [new LetterFile(hash, "纪要.pdf", "application/pdf")]));
            await db.SaveChangesAsync();
        }

        var id = await DeliverAsync("officer@example.org");

        using var letter = await MimeMessage.LoadAsync(new MemoryStream(Encoding.UTF8.GetBytes(Assert.Single(server.Taken, Said("officer@example.org")))));
        Assert.Equal(("关于年会的通知", "zh-Hans", "auto-generated"), (letter.Subject, letter.Body!.Headers[HeaderId.ContentLanguage], letter.Headers[HeaderId.AutoSubmitted]));
        Assert.Equal(("office@example.org", "officer@example.org", $"{id:N}@example.org"), (letter.From.Mailboxes.Single().Address, letter.To.Mailboxes.Single().Address, letter.MessageId));
        Assert.Contains("请查收附件。", letter.TextBody, StringComparison.Ordinal);
        var attachment = Assert.IsType<MimePart>(Assert.Single(letter.Attachments));
        using var content = new MemoryStream();
        await attachment.Content!.DecodeToAsync(content);
        Assert.Equal(("纪要.pdf", "application/pdf"), (attachment.FileName, attachment.ContentType.MimeType));
        Assert.Equal(bytes, content.ToArray());
    }

    [Fact]
    public async Task A_letter_that_the_server_refuses_is_tried_again_later_under_the_same_id()
    {
        using var server = new MailServer { Refusal = "451 4.3.0 Try again later" };
        await UseAsync(server);
        await using (var db = site.Db())
        {
            Queue(db, new Letter("refused@example.org", "ru", "Проверка", "Текст"));
            await db.SaveChangesAsync();
        }

        var id = await DeliverAsync("refused@example.org");
        var failed = await DeliveryAsync(id);
        server.Refusal = null;
        var early = await DispatchAsync();
        site.Clock.Advance(Duration.FromSeconds(5));
        await DeliverAsync("refused@example.org", id);
        var delivered = await DeliveryAsync(id);

        Assert.Null(failed.DeliveredAt);
        Assert.Contains("Try again later", failed.Error, StringComparison.Ordinal);
        Assert.True(failed.DueAt > failed.Message!.At);
        Assert.Equal(0, early);
        Assert.NotNull(delivered.DeliveredAt);
        Assert.Equal((2, null), (delivered.Attempts, delivered.Error));
        Assert.Contains($"{id:N}@example.org", Assert.Single(server.Taken, Said("refused@example.org")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_server_a_letter_waits_and_says_why()
    {
        await UseAsync(null);
        await using (var db = site.Db())
        {
            Queue(db, new Letter("nowhere@example.org", "en", "Test", "Text"));
            await db.SaveChangesAsync();
        }

        var delivery = await DeliveryAsync(await DeliverAsync("nowhere@example.org"));

        Assert.Null(delivery.DeliveredAt);
        Assert.Contains("--mail-server", delivery.Error, StringComparison.Ordinal);
    }

    /// <summary>Letters of the other tests may wait for a server and leave by this one's.</summary>
    private static Predicate<string> Said(string to) => letter => letter.Contains($"To: {to}", StringComparison.Ordinal);

    private void Queue(RotundaDb db, Letter letter) => site.Services.GetRequiredService<MailQueue>().Add(db, letter);

    private async Task<string> KeepAsync(RotundaDb db, byte[] bytes)
    {
        await using var stream = new MemoryStream(bytes);
        var file = await site.Services.GetRequiredService<FileStore>().PutAsync(db, stream, "application/pdf", CancellationToken.None);
        await db.SaveChangesAsync();
        return file.Hash;
    }

    private async Task UseAsync(MailServer? server)
    {
        await using var db = site.Db();
        await SettingsStore.PutAsync(db, new MailSettings { Server = server?.Address, From = "office@example.org" }, CancellationToken.None);
        await db.SaveChangesAsync();
        site.Services.GetRequiredService<SettingsStore>().Forget();
    }

    private Task<int> DispatchAsync() => site.Services.GetRequiredService<OutboxDispatcher>().DispatchAsync(CancellationToken.None);

    /// <summary>Waits until the letter to somebody was tried, by the site's loop or by this call.</summary>
    private async Task<Guid> DeliverAsync(string to, Guid? known = null)
    {
        var attempts = known is null ? 0 : (await DeliveryAsync(known.Value)).Attempts;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            await DispatchAsync();
            await using var db = site.Db();
            var row = await db.Set<OutboxDelivery>().AsNoTracking().Where(delivery => delivery.Message!.Json.Contains(to)).SingleAsync(patience.Token);
            if (row.Attempts > attempts && (row.DeliveredAt is not null || row.Error is not null)) return row.Id;
        }
    }

    private async Task<OutboxDelivery> DeliveryAsync(Guid id)
    {
        await using var db = site.Db();
        return await db.Set<OutboxDelivery>().AsNoTracking().Include(row => row.Message).SingleAsync(row => row.Id == id);
    }
}

public sealed class MailTestsOnSqlite(EmptySqliteSite site) : MailTests(site), IClassFixture<EmptySqliteSite>;

public sealed class MailTestsOnPostgres(EmptyPostgresSite site) : MailTests(site), IClassFixture<EmptyPostgresSite>;
