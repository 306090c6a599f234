using System.Text.Json;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using Rotunda.Data.Files;
using Rotunda.Data.Outbox;
using Rotunda.Data.Settings;
using Rotunda.Data.Values;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Shared.Mail;

/// <summary>Hands letters to the mail server that the settings name. In a demonstration without one they are kept and go nowhere.</summary>
public sealed class MailSender(SettingsStore settings, FileStore files, SiteLanguages languages, IEnumerable<IMailingList> lists) : IOutboxConsumer
{
    public const string ConsumerName = "mail";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public string Name => ConsumerName;

    public bool Wants(string kind) => kind == MailQueue.Kind;

    public async Task DeliverAsync(Guid delivery, string kind, string json, CancellationToken cancellationToken)
    {
        var letter = JsonSerializer.Deserialize<Letter>(json, StoredJson.Options) ?? throw new InvalidOperationException("The letter is empty.");
        var mail = await settings.GetAsync<MailSettings>(cancellationToken);
        if (mail.Server is null && (await settings.GetAsync<SiteSettings>(cancellationToken)).IsDemonstration) return;
        try
        {
            await SendAsync(mail, delivery, letter, cancellationToken);
        }
        catch (SmtpCommandException refusal) when (letter.Mailing is not null && refusal.ErrorCode == SmtpErrorCode.RecipientNotAccepted && (int)refusal.StatusCode >= 500)
        {
            // Another attempt would be refused too: the list is told instead
            foreach (var list in lists.Where(list => list.Name == letter.Mailing.Name)) await list.RefusedAsync(letter.Mailing.Receiver, cancellationToken);
        }
    }

    /// <summary>Sends a letter now.</summary>
    /// <param name="mail">By which server.</param>
    /// <param name="id">Becomes the Message-ID, so that a second attempt after a lost answer is the same mail.</param>
    /// <param name="letter">What.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>What the server answered when it took the letter.</returns>
    /// <exception cref="InvalidOperationException">No server is set.</exception>
    /// <exception cref="Exception">The server cannot be reached or refuses; the message says why.</exception>
    public async Task<string> SendAsync(MailSettings mail, Guid id, Letter letter, CancellationToken cancellationToken)
    {
        if (MailSettings.Parse(mail.Server) is not { } server || mail.From is null) throw new InvalidOperationException("No mail server is set: rotunda setup --mail-server.");
        using var message = await MessageAsync(mail.From, id, letter, cancellationToken);
        using var client = new SmtpClient { Timeout = (int)Patience.TotalMilliseconds };
        await client.ConnectAsync(server.Host, server.Port, server.IsTls ? SecureSocketOptions.SslOnConnect : SecureSocketOptions.StartTlsWhenAvailable, cancellationToken);
        if (server.Credentials is { } credentials) await client.AuthenticateAsync(credentials, cancellationToken);
        var answer = await client.SendAsync(message, cancellationToken);
        await client.DisconnectAsync(quit: true, cancellationToken);
        return answer;
    }

    private async Task<MimeMessage> MessageAsync(string from, Guid id, Letter letter, CancellationToken cancellationToken)
    {
        var sender = MailboxAddress.Parse(from);
        var message = new MimeMessage { Subject = letter.Subject, MessageId = $"{id:N}@{sender.Domain}" };
        message.From.Add(sender);
        message.To.Add(MailboxAddress.Parse(letter.To));
        message.Headers[HeaderId.ContentLanguage] = languages.Find(letter.LanguageCode)?.Tag ?? letter.LanguageCode;
        // No answer of a machine on holiday
        message.Headers[HeaderId.AutoSubmitted] = "auto-generated";
        if (letter.Mailing is { } mailing)
        {
            message.Headers[HeaderId.ListId] = $"<{mailing.Name}.{sender.Domain}>";
            message.Headers[HeaderId.ListUnsubscribe] = $"<{mailing.Unsubscribe}>";
            message.Headers[HeaderId.ListUnsubscribePost] = "List-Unsubscribe=One-Click";
            message.Headers[HeaderId.Precedence] = "bulk";
        }

        var body = new BodyBuilder { TextBody = letter.Text };
        foreach (var file in letter.Attachments ?? [])
        {
            await using var content = File.OpenRead(files.PathOf(file.Hash));
            await body.Attachments.AddAsync(file.Name, content, ContentType.Parse(file.MediaType), cancellationToken);
        }

        message.Body = body.ToMessageBody();
        return message;
    }
}
