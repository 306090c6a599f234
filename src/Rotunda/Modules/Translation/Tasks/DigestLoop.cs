using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Leases;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Mail;
using Rotunda.Modules.Shared.Time;
using Rotunda.Modules.Translation.Naming;

namespace Rotunda.Modules.Translation.Tasks;

/// <summary>
/// Tells translators and reviewers once a day what waits for them, in their language and from seven o'clock in their zone. Nothing is
/// sent where nothing waits. The day of the last mail is stored with the mail, so that no node sends it twice.
/// </summary>
internal sealed class DigestLoop(IServiceScopeFactory scopes, NodeLeases leases, IClock clock, WorkSignal signal, TimeProvider time, ILogger<DigestLoop> logger) : BackgroundLoop(signal, time, logger)
{
    private const string LeaseName = "translation-digest";
    private const int Hour = 7;
    private const int MostTitles = 20;

    private static readonly Duration Interval = Duration.FromMinutes(10);

    private Instant? _next;

    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        // Readers come first after a start
        _next ??= now + Interval;
        if (now < _next) return;
        _next = now + Interval;
        if (await leases.TryTakeAsync(LeaseName, Interval, cancellationToken)) await SendAsync(cancellationToken);
    }

    /// <summary>Sends what is due now.</summary>
    /// <returns>How many mails went into the outbox.</returns>
    internal async Task<int> SendAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var (db, languages, mail, permissions, queries) = (
            services.GetRequiredService<RotundaDb>(), services.GetRequiredService<SiteLanguages>(), services.GetRequiredService<MailQueue>(), services.GetRequiredService<Permissions>(), services.GetRequiredService<TaskQueries>());
        var now = clock.GetCurrentInstant();
        string[] roles = [TranslationRoles.Translator, TranslationRoles.TextReviewer];
        var people = await db.Accounts.AsNoTracking().Include(account => account.Grants)
            .Where(account => account.DisabledAt == null && account.Email != null && account.Grants.Any(grant => roles.Contains(grant.Role))
                && !db.Set<CreditName>().Any(name => name.AccountId == account.Id && name.TakesNoDigest)).ToListAsync(cancellationToken);
        var marks = await db.Set<DigestMark>().AsNoTracking().ToDictionaryAsync(mark => mark.AccountId, cancellationToken);
        var sent = 0;
        foreach (var account in people)
        {
            var local = now.InZone(DateTimeZoneProviders.Tzdb.GetZoneOrNull(account.Zone ?? "") ?? DateTimeZone.Utc);
            var mark = marks.GetValueOrDefault(account.Id);
            if (local.Hour < Hour || mark?.LastOn >= local.Date) continue;
            var viewer = new Viewer(account.Id, account.DisplayName, [.. account.Grants.Where(grant => grant.HoldsAt(now)).Select(grant => new Grant(grant.Role, grant.Scope.Length > 0 ? grant.Scope : null))]);
            var language = languages.Find(account.LanguageCode) ?? languages.Default;
            var queues = await queries.QueuesAsync(viewer, language.Code, cancellationToken);
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            if (!await ClaimAsync(db, account.Id, local.Date, cancellationToken)) continue;
            if (queues.Mine.Count + queues.Free.Count + queues.Stale.Count > 0)
            {
                mail.Add(db, new Letter(account.Email!, language.Code, languages.TextsOf(language).Format("digest.subject", ("date", languages.TextsOf(language).Day(local.Date))), TextOf(queues, languages.TextsOf(language), local.Zone)));
                sent++;
            }

            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        return sent;
    }

    /// <summary>Notes the day in the transaction of the letter; false when another run, which may have begun before the lease changed hands, was first.</summary>
    private static async Task<bool> ClaimAsync(RotundaDb db, Guid account, LocalDate day, CancellationToken cancellationToken)
    {
        var mark = db.Set<DigestMark>().Where(row => row.AccountId == account);
        if (await mark.Where(row => row.LastOn < day).ExecuteUpdateAsync(set => set.SetProperty(row => row.LastOn, day), cancellationToken) == 1) return true;
        if (await mark.AnyAsync(cancellationToken)) return false;
        try
        {
            db.Add(new DigestMark { AccountId = account, LastOn = day });
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException error) when (error.IsUniqueViolation())
        {
            return false;
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }

    private static string TextOf(TaskQueues queues, Shared.Languages.Texts texts, DateTimeZone zone)
    {
        var paragraphs = new List<string>();
        var due = queues.Due.ToHashSet();
        // What is due stands at the top and is not said again below
        foreach (var (key, rows) in new[] { ("task.due-soon", queues.Due), ("task.mine", Rest(queues.Mine)), ("task.free", Rest(queues.Free)), ("task.stale", Rest(queues.Stale)) })
        {
            if (rows.Count == 0) continue;
            var lines = rows.Take(MostTitles).Select(row => $"– {row.Title} ({texts.NameOf(row.FromLanguage)} → {texts.NameOf(row.Language)})" + (row.DueAt is { } due ? " · " + texts.Format("task.due", ("time", Moment(due))) : ""));
            paragraphs.Add(texts[key] + "\n" + string.Join('\n', lines) + (rows.Count > MostTitles ? "\n" + texts.Count("digest.more", rows.Count - MostTitles) : ""));
        }

        paragraphs.Add(texts["digest.off"]);
        return string.Join("\n\n", paragraphs);

        IReadOnlyList<TaskRow> Rest(IReadOnlyList<TaskRow> all) => [.. all.Where(row => !due.Contains(row))];

        string Moment(Instant at) => $"{texts.At(texts.Day(at.InZone(zone).Date), at.InZone(zone).TimeOfDay)} {texts.ZoneName(zone, at)}";
    }
}
