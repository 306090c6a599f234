using System.Net.Mail;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Modules.Newsroom.Topics;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Mail;
using Rotunda.Text;

namespace Rotunda.Modules.Newsroom.Newsletters;

/// <summary>What somebody wants to be sent.</summary>
/// <param name="LanguageCode">The language of the letters.</param>
/// <param name="Languages">The languages in which news are wanted.</param>
/// <param name="Topics">Codes of categories; none for all news.</param>
/// <param name="Frequency">How often.</param>
public sealed record SubscriptionWish(string LanguageCode, IReadOnlyCollection<string> Languages, IReadOnlyCollection<string> Topics, NewsletterFrequency Frequency);

/// <summary>What subscribers do: ask, confirm, change, leave. Only a mailbox speaks for its subscription.</summary>
public sealed class SubscriptionOperations(
    RotundaDb db, TopicQueries topics, NewsletterLetters letters, SubscriptionLinks links, SiteLanguages languages, Permissions permissions, MailQueue mail, AuditTrail audit, WorkSignal signal, IClock clock)
{
    public const string SubjectKind = "subscription";

    /// <summary>Sends a letter with a link to the address and to nowhere else. Whether the address was known shows in the letter alone.</summary>
    public async Task<Outcome> AskAsync(string email, SubscriptionWish wish, Func<string, ValueTask<string>> absolute, CancellationToken cancellationToken)
    {
        var typed = TextCleaning.Clean(email);
        var faults = new List<FieldFault>();
        if (typed.Length > 256 || !MailAddress.TryCreate(typed, out var address) || address.Address != typed) faults.Add(new FieldFault("Email", "fault.email"));
        await CheckAsync(wish, faults, cancellationToken);
        if (faults.Count > 0) return new Outcome.Invalid(faults);

        var (key, now) = (typed.ToLowerInvariant(), clock.GetCurrentInstant());
        var row = await db.Subscriptions.SingleOrDefaultAsync(candidate => candidate.EmailKey == key, cancellationToken);
        if (row is null) db.Add(row = new Subscription { Id = RowId.New(), Email = typed, EmailKey = key, LanguageCode = wish.LanguageCode, AskedAt = now, Since = now });
        if (now - row.AskedAt > Duration.FromDays(1)) (row.AskedAt, row.Asked) = (now, 0);
        // Nobody fills somebody else's mailbox with our questions
        if (row.Asked >= NewsletterRules.MostAsked) return new Outcome.Done();
        row.Asked++;
        if (row.State != SubscriptionState.Confirmed)
        {
            Set(row, wish);
            (row.State, row.Refusals) = (SubscriptionState.Unconfirmed, 0);
        }

        mail.Add(db, letters.Link(row, wish.LanguageCode, await absolute($"/{wish.LanguageCode}/newsletter/{links.TokenOf(row.Id)}")));
        audit.Record(db, Viewer.Anonymous, "subscription.ask", SubjectKind, row.Id.ToString());
        // In a conflict somebody asked at the same moment and has the letter already; the answer stays the same
        await SaveAsync(cancellationToken);
        return new Outcome.Done();
    }

    /// <summary>The subscription of a link; null for a link that is none or has lapsed.</summary>
    public async Task<Subscription?> FindAsync(string? token, CancellationToken cancellationToken)
    {
        if (links.Read(token) is not { } id) return null;
        var row = await db.Subscriptions.SingleOrDefaultAsync(candidate => candidate.Id == id, cancellationToken);
        return row is { State: SubscriptionState.Unconfirmed } && row.AskedAt + NewsletterRules.Confirmation <= clock.GetCurrentInstant() ? null : row;
    }

    /// <summary>Begins to send. A second confirmation changes nothing.</summary>
    public async Task<Outcome> ConfirmAsync(string? token, CancellationToken cancellationToken)
    {
        if (await FindAsync(token, cancellationToken) is not { } row) return new Outcome.Missing();
        if (row.State == SubscriptionState.Confirmed) return new Outcome.Done();
        var now = clock.GetCurrentInstant();
        (row.State, row.ConfirmedAt, row.Since, row.Refusals) = (SubscriptionState.Confirmed, now, now, 0);
        audit.Record(db, Viewer.Anonymous, "subscription.confirm", SubjectKind, row.Id.ToString());
        return await SaveAsync(cancellationToken);
    }

    /// <summary>Changes what is sent. Whatever the frequency was, nothing is sent twice and nothing is lost by the change.</summary>
    public async Task<Outcome> ChangeAsync(string? token, int version, SubscriptionWish wish, CancellationToken cancellationToken)
    {
        if (await FindAsync(token, cancellationToken) is not { State: SubscriptionState.Confirmed } row) return new Outcome.Missing();
        if (row.Version != version) return new Outcome.Conflict();
        var faults = new List<FieldFault>();
        await CheckAsync(wish, faults, cancellationToken);
        if (faults.Count > 0) return new Outcome.Invalid(faults);
        var now = clock.GetCurrentInstant();
        if (wish.Frequency != row.Frequency)
            row.Since = Instant.Max(row.Since, wish.Frequency == NewsletterFrequency.EachItem ? NewsletterRules.LastWeekly(now) : now - NewsletterRules.Grace);
        Set(row, wish);
        audit.Record(db, Viewer.Anonymous, "subscription.change", SubjectKind, row.Id.ToString());
        return await SaveAsync(cancellationToken);
    }

    /// <summary>Deletes the subscription. Whoever has left already has left.</summary>
    public async Task<Outcome> LeaveAsync(string? token, CancellationToken cancellationToken)
    {
        if (links.Read(token) is not { } id) return new Outcome.Missing();
        await RemoveAsync(Viewer.Anonymous, id, cancellationToken);
        return new Outcome.Done();
    }

    /// <summary>Deletes the subscription of an address, for somebody who wrote and asked for it.</summary>
    public async Task<Outcome> RemoveAsync(Viewer viewer, string email, CancellationToken cancellationToken)
    {
        if (!permissions.May(viewer, NewsletterActs.Manage)) return new Outcome.Refused();
        var key = TextCleaning.Clean(email).ToLowerInvariant();
        var id = await db.Subscriptions.Where(row => row.EmailKey == key).Select(row => (Guid?)row.Id).SingleOrDefaultAsync(cancellationToken);
        return id is { } found && await RemoveAsync(viewer, found, cancellationToken) ? new Outcome.Done() : new Outcome.Invalid([new FieldFault("Email", "newsletter.fault.unknown")]);
    }

    /// <summary>Whatever else happens to the row at the moment, it goes, and with it who was sent what.</summary>
    private async Task<bool> RemoveAsync(Viewer viewer, Guid id, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.Subscriptions.Where(row => row.Id == id).ExecuteDeleteAsync(cancellationToken) == 0) return false;
        audit.Record(db, viewer, "subscription.leave", SubjectKind, id.ToString());
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        signal.Raise();
        return true;
    }

    private async Task CheckAsync(SubscriptionWish wish, List<FieldFault> faults, CancellationToken cancellationToken)
    {
        if (wish.Languages.Count == 0 || wish.Languages.Any(code => languages.Find(code)?.Code != code)) faults.Add(new FieldFault("Languages", "newsletter.fault.languages"));
        var known = await topics.ByCodeAsync(cancellationToken);
        if (wish.Topics.Any(code => !known.TryGetValue(code, out var topic) || topic.Kind != TopicKind.Category)) faults.Add(new FieldFault("Topics", "newsletter.fault.topics"));
        if (!Enum.IsDefined(wish.Frequency)) faults.Add(new FieldFault("Frequency", "newsletter.fault.frequency"));
    }

    private static void Set(Subscription row, SubscriptionWish wish) => (row.LanguageCode, row.Languages, row.Topics, row.Frequency) =
        (wish.LanguageCode, [.. wish.Languages.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)], [.. wish.Topics.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)], wish.Frequency);

    private Task<Outcome> SaveAsync(CancellationToken cancellationToken) => db.TrySaveAsync(signal, new Outcome.Conflict(), cancellationToken);
}
