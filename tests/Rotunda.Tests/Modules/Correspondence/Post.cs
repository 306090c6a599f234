using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data.Outbox;
using Rotunda.Data.Values;
using Rotunda.Modules.Correspondence.Circulars;
using Rotunda.Modules.Shared.Mail;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Correspondence;

/// <summary>What the tests of circulars do over and over: write, send, read the letters that were queued.</summary>
internal sealed class Post(Site site)
{
    /// <summary>A draft to UPC and Gubkin in three languages that asks for yes or no by tomorrow; given fields replace these.</summary>
    public Task<Guid> DraftAsync(Visitor secretary, params (string Name, string Value)[] fields) => DraftWithAsync(secretary, [], fields);

    /// <summary>The same with attachments.</summary>
    public async Task<Guid> DraftWithAsync(Visitor secretary, (string Name, byte[] Content)[] files, params (string Name, string Value)[] fields)
    {
        var names = fields.Select(field => field.Name).ToHashSet(StringComparer.Ordinal);
        (string Name, string Value)[] usual =
        [
            ("Subject.en", "Question"), ("Text.en", "First paragraph.\n\nSecond."), ("Subject.zh", "问题"), ("Text.zh", "正文。"), ("Subject.ru", "Вопрос"), ("Text.ru", "Текст."),
            ("Audience", "Selection"), ("Institutions", "upc"), ("Institutions", "gubkin"), ("Role", "liaison"), ("AnswerKind", "YesNo"),
            ("DueDay", "2026-11-23"), ("DueTime", "18:00"), ("Zone", "Asia/Shanghai"),
        ];
        var sent = usual.Where(field => !names.Contains(field.Name)).Concat(fields);
        using var response = files.Length == 0 ? await secretary.PostAsync("/en/desk/circulars/draft", sent) : await secretary.UploadAsync("/en/desk/circulars/draft", sent, files.Select(file => ("Files", file.Name, file.Content)));
        Assert.True(response.StatusCode == HttpStatusCode.Found, await response.Content.ReadAsStringAsync());
        return Guid.Parse(response.Headers.Location!.ToString().Split('/')[^1]);
    }

    /// <summary>Sends a draft, and returns the letters by receiver.</summary>
    public async Task<Dictionary<string, Letter>> SendAsync(Visitor secretary, Guid id)
    {
        var before = (await LettersAsync()).Count;
        using var sent = await secretary.PostAsync($"/en/desk/circulars/{id}", [], "form.send");
        Assert.True(sent.StatusCode == HttpStatusCode.Found, await sent.Content.ReadAsStringAsync());
        // The site may write others of its own accord meanwhile, such as a digest
        return (await LettersAsync()).Skip(before).Where(letter => letter.Text.Contains("/answer/", StringComparison.Ordinal)).ToDictionary(letter => letter.To, StringComparer.Ordinal);
    }

    /// <summary>All letters in the order in which they were queued.</summary>
    public async Task<List<Letter>> LettersAsync()
    {
        await using var db = site.Db();
        var messages = await db.Set<OutboxMessage>().AsNoTracking().Where(message => message.Kind == MailQueue.Kind).OrderBy(message => message.Id).ToListAsync();
        return [.. messages.Select(message => JsonSerializer.Deserialize<Letter>(message.Json, StoredJson.Options)!)];
    }

    /// <summary>Sends a file as an answer.</summary>
    public static Task<HttpResponseMessage> UploadAsync(Visitor visitor, string path, byte[] content, string name) => visitor.UploadAsync(path, [], [("file", name, content)]);

    /// <summary>Path of the link in a letter.</summary>
    public static string LinkIn(Letter letter) => new Uri(letter.Text.Split('\n').Single(line => line.Contains("/answer/", StringComparison.Ordinal))).PathAndQuery;

    public async Task<CircularReceiver> ReceiverAsync(Guid circular, string institution)
    {
        await using var db = site.Db();
        return await db.CircularReceivers.AsNoTracking().SingleAsync(row => row.CircularId == circular && row.Institution!.Code == institution);
    }

    public const string Upc = "liaison-upc@demonstration.invalid";
    public const string Gubkin = "liaison-gubkin@demonstration.invalid";
}

