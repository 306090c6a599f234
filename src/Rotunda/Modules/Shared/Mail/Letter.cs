using Rotunda.Data;
using Rotunda.Data.Outbox;

namespace Rotunda.Modules.Shared.Mail;

/// <summary>A mail to one person, in that person's language.</summary>
/// <param name="To">The mail address.</param>
/// <param name="LanguageCode">The language that it is written in.</param>
/// <param name="Subject">One line.</param>
/// <param name="Text">Plain text; lines of any length, paragraphs parted by an empty line. Addresses stand on lines of their own.</param>
/// <param name="Attachments">Files of the store; null for none.</param>
/// <param name="IsSecret">True when the text opens something, such as a link that sets a password: the desk then shows no text.</param>
/// <param name="Mailing">What it belongs to where it goes to many; null for a letter to one person.</param>
public sealed record Letter(string To, string LanguageCode, string Subject, string Text, IReadOnlyList<LetterFile>? Attachments = null, bool IsSecret = false, Mailing? Mailing = null);

/// <summary>A list of receivers that a letter goes to, and how one of them leaves it.</summary>
/// <param name="Name">The name of the list, such as <c>newsletter</c>.</param>
/// <param name="Receiver">What the list calls this receiver; told to <see cref="IMailingList"/> when the mail server refuses the address.</param>
/// <param name="Unsubscribe">The address that takes one POST to leave (RFC 8058).</param>
public sealed record Mailing(string Name, string Receiver, string Unsubscribe);

/// <summary>A list of receivers. It hears which of them the mail server does not take, so that nobody writes to them for ever.</summary>
public interface IMailingList
{
    string Name { get; }

    /// <summary>The server refused a receiver for good.</summary>
    Task RefusedAsync(string receiver, CancellationToken cancellationToken);
}

/// <summary>A file that goes with a letter.</summary>
/// <param name="Hash">Its name in the file store.</param>
/// <param name="Name">As the receiver sees it.</param>
/// <param name="MediaType">As it was verified.</param>
public sealed record LetterFile(string Hash, string Name, string MediaType);

/// <summary>Puts letters into the transaction of an operation. They are sent after its commit, each until the mail server took it.</summary>
public sealed class MailQueue(OutboxWriter outbox)
{
    /// <summary>The kind of the outbox message of a letter.</summary>
    public const string Kind = "mail.send";

    /// <summary>Adds a letter to the context. The operation raises <see cref="WorkSignal"/> after its commit.</summary>
    public void Add(RotundaDb db, Letter letter) => outbox.Add(db, Kind, letter);
}
