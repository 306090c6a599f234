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
public sealed record Letter(string To, string LanguageCode, string Subject, string Text, IReadOnlyList<LetterFile>? Attachments = null, bool IsSecret = false);

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
