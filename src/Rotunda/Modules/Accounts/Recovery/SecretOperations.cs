using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Modules.Accounts.Attempts;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Mail;

namespace Rotunda.Modules.Accounts.Recovery;

/// <summary>Makes the links and codes that are mailed, and finds the row behind one while it is good.</summary>
public sealed class SecretOperations(RotundaDb db, SecretAttempts attempts, MailQueue mail, SiteLanguages languages, IClock clock)
{
    /// <summary>How long a link and its code are good.</summary>
    public static readonly Duration Validity = Duration.FromMinutes(30);

    /// <summary>At most this many mails to an account in an hour for one purpose.</summary>
    public const int MostInAnHour = 3;

    /// <summary>After this many wrong codes neither code nor link is good any more.</summary>
    public const int MostAttempts = 5;

    private const int TokenBytes = 16;

    /// <summary>True when the account had its mails of this hour already.</summary>
    public async Task<bool> IsSpentAsync(Guid accountId, string purpose, CancellationToken cancellationToken)
    {
        var since = clock.GetCurrentInstant() - Duration.FromHours(1);
        return await db.MailedSecrets.CountAsync(row => row.AccountId == accountId && row.Purpose == purpose && row.CreatedAt > since, cancellationToken) >= MostInAnHour;
    }

    /// <summary>Adds a secret and the letter that carries it to the context; the calling operation saves both.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="purpose">One of <see cref="SecretPurposes"/>.</param>
    /// <param name="newEmail">The address to be confirmed, which then gets the letter; null for the account's own.</param>
    /// <param name="linkBase">The address of the page without the token, such as <c>https://asrtu.example/zh/account/reset/new</c>; null for a letter with the code alone.</param>
    public void Add(Account account, string purpose, string? newEmail, string? linkBase)
    {
        var (id, token, code, now) = (RowId.New(), RandomNumberGenerator.GetBytes(TokenBytes), RandomNumberGenerator.GetInt32(100_000_000).ToString("D8", CultureInfo.InvariantCulture), clock.GetCurrentInstant());
        db.Add(new MailedSecret
        {
            Id = id, AccountId = account.Id, Purpose = purpose, TokenHash = SHA256.HashData(token), CodeHash = HashOf(id, code), NewEmail = newEmail, CreatedAt = now, ExpiresAt = now + Validity,
        });
        var texts = TextsFor(account);
        var shown = $"{code[..4]} {code[4..]}";
        var text = linkBase is null
            ? texts.Format("mail." + purpose + ".code", ("code", shown), ("minutes", (int)Validity.TotalMinutes))
            : texts.Format("mail." + purpose + ".link", ("link", $"{linkBase}/{WebEncoders.Base64UrlEncode(token)}"), ("code", shown), ("minutes", (int)Validity.TotalMinutes));
        mail.Add(db, new Letter(newEmail ?? account.Email!, account.LanguageCode, texts["mail." + purpose + ".subject"], text, IsSecret: true));
    }

    /// <summary>Adds a letter without a secret, such as a notice that something was changed.</summary>
    public void Notify(Account account, string to, string subjectKey, string textKey)
    {
        var texts = TextsFor(account);
        mail.Add(db, new Letter(to, account.LanguageCode, texts[subjectKey], texts[textKey]));
    }

    /// <summary>The secret behind a link while it is good, else null.</summary>
    public async Task<MailedSecret?> ByTokenAsync(string? token, string purpose, CancellationToken cancellationToken)
    {
        if (!TryDecode(token, out var bytes)) return null;
        var (hash, now) = (SHA256.HashData(bytes), clock.GetCurrentInstant());
        return await db.MailedSecrets.SingleOrDefaultAsync(
            row => row.TokenHash == hash && row.Purpose == purpose && row.UsedAt == null && row.ExpiresAt > now && row.Attempts < MostAttempts, cancellationToken);
    }

    /// <summary>The latest good secret of an account when the code is right. Every try counts, and costs the same whether there is an account or not.</summary>
    public async Task<MailedSecret?> ByCodeAsync(Guid accountId, string purpose, string code, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var secret = await db.MailedSecrets.Where(row => row.AccountId == accountId && row.Purpose == purpose && row.UsedAt == null && row.ExpiresAt > now)
            .OrderByDescending(row => row.CreatedAt).ThenByDescending(row => row.Id).Select(row => new { row.Id, row.CodeHash }).FirstOrDefaultAsync(cancellationToken);
        var id = secret?.Id ?? Guid.Empty;
        // Counted before it is compared: many tries at one moment get no more than their number
        var counted = await db.MailedSecrets.Where(row => row.Id == id && row.Attempts < MostAttempts)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Attempts, row => row.Attempts + 1), cancellationToken);
        // Without a secret something else is written: waiting for the disk would tell who asked for one
        if (counted == 0) await attempts.WriteNothingAsync(cancellationToken);
        var isRight = CryptographicOperations.FixedTimeEquals(HashOf(id, new string([.. code.Where(char.IsAsciiDigit)])), secret?.CodeHash ?? []);
        // Read whole only now: making an object of a row takes a time that could be measured
        return counted == 1 && isRight ? await db.MailedSecrets.SingleAsync(row => row.Id == id, cancellationToken) : null;
    }

    /// <summary>Marks every open secret of an account as used; the calling operation saves them with its change.</summary>
    /// <param name="accountId">Whose.</param>
    /// <param name="taken">The secret by which the operation came; where somebody else used it since it was read, the save is a conflict.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async Task UseUpAsync(Guid accountId, MailedSecret? taken, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        if (taken is not null) taken.UsedAt = now;
        foreach (var secret in await db.MailedSecrets.Where(row => row.AccountId == accountId && row.UsedAt == null).ToListAsync(cancellationToken)) secret.UsedAt = now;
    }

    private Texts TextsFor(Account account) => languages.TextsOf(languages.Find(account.LanguageCode) ?? languages.Default);

    private static byte[] HashOf(Guid id, string code) => SHA256.HashData([.. id.ToByteArray(), .. Encoding.ASCII.GetBytes(code)]);

    private static bool TryDecode(string? token, out byte[] bytes)
    {
        try
        {
            bytes = token is { Length: <= 64 } ? WebEncoders.Base64UrlDecode(token) : [];
        }
        catch (FormatException)
        {
            bytes = [];
        }

        return bytes.Length == TokenBytes;
    }
}
