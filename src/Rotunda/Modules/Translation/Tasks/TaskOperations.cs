using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Translation.Texts;

namespace Rotunda.Modules.Translation.Tasks;

/// <summary>Who shall bring a text into a language.</summary>
/// <param name="FromLanguage">From which language; empty for the source language.</param>
/// <param name="TranslatorId">Null leaves it free to take.</param>
/// <param name="ReviewerId">Null leaves it free to take.</param>
/// <param name="TranslateBy">Null for no day.</param>
/// <param name="ReviewBy">Null for no day.</param>
public sealed record TaskWish(string FromLanguage = "", Guid? TranslatorId = null, Guid? ReviewerId = null, Instant? TranslateBy = null, Instant? ReviewBy = null);

/// <summary>The only code that writes the work on languages: asking for it, taking it, handing it on.</summary>
public sealed class TaskOperations(RotundaDb db, Permissions permissions, SiteLanguages languages, IEnumerable<ITextHolder> holders, AuditTrail audit, WorkSignal signal, IClock clock)
{
    /// <summary>Asks for a translation, or changes who does it until when.</summary>
    /// <param name="viewer">An editor.</param>
    /// <param name="textId">The text.</param>
    /// <param name="language">The language that it is to be brought into.</param>
    /// <param name="version">The version that the form showed; 0 where there was no such work.</param>
    /// <param name="wish">Who and until when.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    public async Task<Outcome> AssignAsync(Viewer viewer, Guid textId, string language, int version, TaskWish wish, CancellationToken cancellationToken)
    {
        if (!permissions.May(viewer, TranslationActs.Assign)) return new Outcome.Refused();
        if (await db.Texts.AsNoTracking().Where(text => text.Id == textId).Select(text => text.SourceLanguage).SingleOrDefaultAsync(cancellationToken) is not { } source) return new Outcome.Missing();
        var from = wish.FromLanguage.Length > 0 ? wish.FromLanguage : source;
        var faults = new List<FieldFault>();
        if (languages.Find(language)?.Code != language || language == source) faults.Add(new FieldFault("Language", "fault.account-language"));
        if (languages.Find(from)?.Code != from || from == language) faults.Add(new FieldFault("FromLanguage", "fault.account-language"));
        if (wish.TranslatorId is { } translator && !await HoldsAsync(translator, TranslationRoles.Translator, TranslationActs.Pair(from, language), cancellationToken)) faults.Add(new FieldFault("TranslatorId", "fault.task-translator"));
        if (wish.ReviewerId is { } reviewer && !await HoldsAsync(reviewer, TranslationRoles.TextReviewer, TranslationActs.Language(language), cancellationToken)) faults.Add(new FieldFault("ReviewerId", "fault.task-reviewer"));
        if (faults.Count > 0) return new Outcome.Invalid(faults);
        var task = await db.TranslationTasks.SingleOrDefaultAsync(row => row.TextId == textId && row.Language == language, cancellationToken);
        if ((task?.Version ?? 0) != version) return new Outcome.Conflict();
        if (task is null)
        {
            task = new TranslationTask { TextId = textId, Language = language, FromLanguage = from, CreatedAt = clock.GetCurrentInstant() };
            db.Add(task);
            await TellAsync(task, cancellationToken);
        }

        (task.FromLanguage, task.TranslatorId, task.ReviewerId, task.TranslateBy, task.ReviewBy) = (from, wish.TranslatorId, wish.ReviewerId, wish.TranslateBy, wish.ReviewBy);
        audit.Record(db, viewer, "text.assign", SegmentOperations.SubjectKind, textId.ToString(), [new FieldChange("language", null, language)]);
        return await SaveAsync(cancellationToken);
    }

    /// <summary>Takes free work: translating for a translator of the pair, reviewing for a reviewer of the language.</summary>
    public Task<Outcome> TakeAsync(Viewer viewer, Guid textId, string language, int version, CancellationToken cancellationToken) =>
        ChangeAsync(viewer, "text.take", textId, language, version, task =>
        {
            if (viewer.AccountId is not { } account) return new Outcome.Refused();
            if (task.Stage == TaskStage.Reviewing)
            {
                if (!permissions.May(viewer, TranslationActs.Approve, TranslationActs.Language(language))) return new Outcome.Refused();
                if (task.ReviewerId is not null) return new Outcome.Conflict();
                task.ReviewerId = account;
                return null;
            }

            if (!permissions.May(viewer, TranslationActs.Translate, TranslationActs.Pair(task.FromLanguage, language))) return new Outcome.Refused();
            if (task.TranslatorId is not null) return new Outcome.Conflict();
            task.TranslatorId = account;
            return null;
        }, cancellationToken);

    /// <summary>Gives own work back: it is free to take again.</summary>
    public Task<Outcome> ReleaseAsync(Viewer viewer, Guid textId, string language, int version, CancellationToken cancellationToken) =>
        ChangeAsync(viewer, "text.release", textId, language, version, task =>
        {
            var account = viewer.AccountId;
            if (account is null || (task.TranslatorId != account && task.ReviewerId != account)) return new Outcome.Refused();
            if (task.Stage == TaskStage.Reviewing && task.ReviewerId == account) task.ReviewerId = null;
            else if (task.TranslatorId == account) task.TranslatorId = null;
            else task.ReviewerId = null;
            return null;
        }, cancellationToken);

    /// <summary>
    /// Hands a translation on to review. Every segment must have a text that its maker calls done; where the source says nothing, such as of a picture that only adorns,
    /// and of pictures that are described elsewhere, nothing is asked.
    /// </summary>
    public async Task<Outcome> SubmitAsync(Viewer viewer, Guid textId, string language, int version, CancellationToken cancellationToken)
    {
        var waiting =
            from segment in db.Segments
            where segment.TextId == textId && (segment.BlockId == null || db.Set<Block>().Any(block => block.Id == segment.BlockId && (block.OnlyIn == null || block.OnlyIn == language)))
                && segment.Texts.Any(text => text.Language == language || db.Set<TranslatedText>().Any(whole => whole.Id == textId && whole.SourceLanguage == text.Language))
                && !segment.Texts.Any(text => text.Language == language && text.State != TranslationState.Initial)
            select segment;
        var pictures = await (
            from segment in waiting
            where segment.Field == SegmentField.Alternative && !segment.Texts.Any(text => text.Language == language)
            join block in db.Blocks on segment.BlockId equals block.Id
            select block).AsNoTracking().ToListAsync(cancellationToken);
        var open = await waiting.CountAsync(cancellationToken) - (await holders.DescribedAsync(db, pictures, language, cancellationToken)).Count;
        return await ChangeAsync(viewer, "text.submit", textId, language, version, task =>
        {
            if (!permissions.May(viewer, TranslationActs.Translate, TranslationActs.Pair(task.FromLanguage, language))) return new Outcome.Refused();
            if (open > 0) return new Outcome.Invalid([new FieldFault("Submit", "fault.segments-open", open.ToString(System.Globalization.CultureInfo.InvariantCulture))]);
            task.Stage = TaskStage.Reviewing;
            return null;
        }, cancellationToken);
    }

    /// <summary>Hands a translation back to the translator.</summary>
    public Task<Outcome> ReturnAsync(Viewer viewer, Guid textId, string language, int version, CancellationToken cancellationToken) =>
        ChangeAsync(viewer, "text.return", textId, language, version, task =>
        {
            if (!permissions.May(viewer, TranslationActs.Approve, TranslationActs.Language(language)) && !permissions.May(viewer, TranslationActs.Assign)) return new Outcome.Refused();
            task.Stage = TaskStage.Translating;
            return null;
        }, cancellationToken);

    private async Task<Outcome> ChangeAsync(Viewer viewer, string action, Guid textId, string language, int version, Func<TranslationTask, Outcome?> change, CancellationToken cancellationToken)
    {
        if (await db.TranslationTasks.SingleOrDefaultAsync(row => row.TextId == textId && row.Language == language, cancellationToken) is not { } task) return new Outcome.Missing();
        if (task.Version != version) return new Outcome.Conflict();
        var stage = task.Stage;
        if (change(task) is { } ended) return ended;
        if (task.Stage != stage) await TellAsync(task, cancellationToken);
        audit.Record(db, viewer, action, SegmentOperations.SubjectKind, textId.ToString(), [new FieldChange("language", null, language)]);
        return await SaveAsync(cancellationToken);
    }

    private async Task TellAsync(TranslationTask task, CancellationToken cancellationToken)
    {
        foreach (var holder in holders) await holder.StageChangedAsync(db, task.TextId, task.Language, task.Stage, cancellationToken);
    }

    private async Task<bool> HoldsAsync(Guid account, string role, string scope, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        return await db.Accounts.AnyAsync(row => row.Id == account && row.DisabledAt == null && row.Grants.Any(grant => grant.Role == role && grant.Scope == scope && (grant.ExpiresAt == null || grant.ExpiresAt > now)), cancellationToken);
    }

    private async Task<Outcome> SaveAsync(CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            signal.Raise();
            return new Outcome.Done();
        }
        catch (DbUpdateException error) when (error is DbUpdateConcurrencyException || error.IsUniqueViolation())
        {
            return new Outcome.Conflict();
        }
    }
}
