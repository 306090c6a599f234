using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Outbox;
using Rotunda.Data.Values;
using Rotunda.Modules.Shared.Mail;
using Rotunda.Testing;

namespace Rotunda.Tests.Modules.Accounts;

/// <summary>The letters of a site as they stand in the outbox.</summary>
internal static class Letters
{
    /// <summary>Works through what was asked for, and returns the letters to an address, oldest first.</summary>
    public static async Task<IReadOnlyList<Letter>> ToAsync(Site site, string email)
    {
        await site.DeliverAsync("accounts");
        await using var db = site.Db();
        var messages = await db.Set<OutboxMessage>().AsNoTracking().Where(message => message.Kind == MailQueue.Kind).OrderBy(message => message.Id).ToListAsync();
        return [.. messages.Select(message => JsonSerializer.Deserialize<Letter>(message.Json, StoredJson.Options)!).Where(letter => letter.To == email)];
    }

    public static string LinkIn(Letter letter) => new Uri(letter.Text.Split('\n').Single(line => line.StartsWith("http", StringComparison.Ordinal))).PathAndQuery;

    public static string CodeIn(Letter letter) => System.Text.RegularExpressions.Regex.Match(letter.Text, "[0-9]{4} [0-9]{4}", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)).Value;
}
