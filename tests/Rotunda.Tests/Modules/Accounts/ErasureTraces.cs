using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Data.Files;
using Rotunda.Data.Jobs;
using Rotunda.Data.Outbox;
using Rotunda.Data.Values;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Accounts.Invitations;
using Rotunda.Modules.Accounts.Recovery;
using Rotunda.Modules.Accounts.Sessions;
using Rotunda.Modules.Correspondence.Circulars;
using Rotunda.Modules.Correspondence.Directory;
using Rotunda.Modules.Media.Attachments;
using Rotunda.Modules.Media.Images;
using Rotunda.Modules.Newsroom.Articles;
using Rotunda.Modules.Newsroom.Newsletters;
using Rotunda.Modules.Newsroom.OldSite;
using Rotunda.Modules.Newsroom.Previews;
using Rotunda.Modules.Newsroom.Submissions;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Translation.Comments;
using Rotunda.Modules.Translation.Desk;
using Rotunda.Modules.Translation.Handouts;
using Rotunda.Modules.Translation.Naming;
using Rotunda.Modules.Translation.Tasks;
using Rotunda.Modules.Translation.Texts;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Accounts;

/// <summary>Leaves a trace of a person in every table of which the walk over the pages left none.</summary>
internal sealed class ErasureTraces(Site site)
{
    public async Task LeaveAsync(Guid id, string email, string name)
    {
        await using var db = site.Db();
        var now = site.Clock.GetCurrentInstant();
        await AccountAsync(db, id, email, name, now);
        await TextsAsync(db, id, now);
        await NewsAsync(db, id, email, name, now);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    private static async Task AccountAsync(RotundaDb db, Guid id, string email, string name, Instant now)
    {
        await db.Accounts.Where(row => row.Id == id).ExecuteUpdateAsync(set => set.SetProperty(row => row.PhoneNumber, "+7 erasova"), TestContext.Current.CancellationToken);
        await db.AccountSessions.Where(row => row.AccountId == id).ExecuteUpdateAsync(set => set.SetProperty(row => row.Browser, "Erasova's browser").SetProperty(row => row.Network, "erasova"), TestContext.Current.CancellationToken);
        await db.OfficerContacts.Where(row => row.AccountId == id).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.Phone, "+7 erasova").SetProperty(row => row.Messenger, "telegram").SetProperty(row => row.MessengerId, "@erasova"), TestContext.Current.CancellationToken);
        await db.Set<IdentityUserLogin<Guid>>().Where(row => row.UserId == id).ExecuteUpdateAsync(set => set.SetProperty(row => row.ProviderKey, "erasova").SetProperty(row => row.ProviderDisplayName, name), TestContext.Current.CancellationToken);
        db.Add(new IdentityUserToken<Guid> { UserId = id, LoginProvider = "x", Name = "y", Value = name });
        db.Add(new IdentityUserClaim<Guid> { UserId = id, ClaimType = "x", ClaimValue = name });
        db.Add(new IdentityUserPasskey<Guid>
        {
            UserId = id, CredentialId = [1, 2, 3],
            Data = new IdentityPasskeyData { Name = name, PublicKey = [1], AttestationObject = [1], ClientDataJson = [1] },
        });
        db.Add(new MailedSecret { Id = RowId.New(), AccountId = id, Purpose = SecretPurposes.Email, TokenHash = [7], CodeHash = [8], NewEmail = "new." + email, CreatedAt = now, ExpiresAt = now });
        db.Add(new Invitation { Id = RowId.New(), TokenHash = [9], Email = "somebody@lost.example", Role = Roles.Member, Scope = "", LanguageCode = "en", CreatedAt = now, CreatedBy = id, ExpiresAt = now });
        db.Add(new Job { Id = RowId.New(), Kind = "erasure-test", Arguments = "{}", State = JobState.Done, CreatedAt = now, CreatedBy = id });
        // What a mail server says about an address stands beside the letter
        var message = await db.Set<OutboxMessage>().Where(row => row.Json.Contains(email)).OrderBy(row => row.Id).Select(row => row.Id).FirstAsync(TestContext.Current.CancellationToken);
        await db.Set<OutboxDelivery>().Where(row => row.MessageId == message).ExecuteUpdateAsync(set => set.SetProperty(row => row.Error, $"550 no such user {email}"), TestContext.Current.CancellationToken);
    }

    private static async Task TextsAsync(RotundaDb db, Guid id, Instant now)
    {
        var segment = await db.Segments.Where(row => row.Field == SegmentField.Title && row.Texts.Any(text => text.ApprovedHash != null)).OrderBy(row => row.Id).FirstAsync(TestContext.Current.CancellationToken);
        var text = segment.TextId;
        var words = await db.SegmentTexts.Where(row => row.SegmentId == segment.Id && row.ApprovedHash != null).FirstAsync(TestContext.Current.CancellationToken);
        words.Makers = [.. words.Makers, id];
        await db.SegmentTexts.Where(row => row.ApprovedHash != null && row.SegmentId != segment.Id).OrderBy(row => row.SegmentId).Take(1).ExecuteUpdateAsync(set => set.SetProperty(row => row.ApprovedBy, id), TestContext.Current.CancellationToken);
        await db.Texts.Where(row => row.Id == text).ExecuteUpdateAsync(set => set.SetProperty(row => row.AuthorId, id), TestContext.Current.CancellationToken);
        db.Add(new CreditName { AccountId = id, Names = LocalizedText.Of(("en", "Zh. Erasova")), IsHidden = true });
        db.Add(new DigestMark { AccountId = id, LastOn = new LocalDate(2026, 11, 1) });
        db.Add(new TextPresence { TextId = text, Language = "en", AccountId = id, SeenAt = now });
        db.Add(new SourceAutosave { TextId = text, AccountId = id, At = now, Title = "t", Deck = "", Description = "", Markdown = "m" });
        db.Add(new SegmentComment { Id = RowId.New(), TextId = text, SegmentId = segment.Id, Language = "en", AccountId = id, At = now, Text = "words" });
        db.Add(new TextChange { Id = RowId.New(), TextId = text, SegmentId = segment.Id, Language = "en", Kind = ChangeKind.Written, AccountId = id, At = now, Text = "words", Hash = SegmentText.HashOf("words") });
        var revision = await db.TextRevisions.OrderBy(row => row.Id).FirstAsync(TestContext.Current.CancellationToken);
        revision.PublishedBy = id;
        db.Add(new ReplacedSource { Id = RowId.New(), TextId = text, Schema = FrozenText.Schema, Content = "{}", At = now, ReplacedBy = id });
        db.Add(new RevisionCredit { RevisionId = revision.Id, Kind = CreditKind.Editor, AccountId = id });
        db.Add(new Handout { Id = RowId.New(), SourceLanguage = "en", TargetLanguage = "ru", Texts = [text], Segments = 1, At = now, AccountId = id });
        var file = await db.Set<StoredFile>().Select(row => row.Hash).FirstAsync(TestContext.Current.CancellationToken);
        db.Add(new ReturnDraft { Id = RowId.New(), AccountId = id, FileName = "back.xlf", FileHash = file, SentAt = now });
        db.Add(new Attachment { Id = RowId.New(), Name = "programme.pdf", Hash = file, MediaType = "application/pdf", Length = 1, UploadedBy = id, UploaderName = "Zh. Erasova", UploadedAt = now });
        var task = await db.TranslationTasks.OrderBy(row => row.TextId).ThenBy(row => row.Language).FirstAsync(TestContext.Current.CancellationToken);
        (task.TranslatorId, task.ReviewerId) = (id, id);
    }

    private static async Task NewsAsync(RotundaDb db, Guid id, string email, string name, Instant now)
    {
        var institution = await db.Set<Rotunda.Modules.Alliance.Institutions.Institution>().Where(row => row.Code == "upc").Select(row => row.Id).SingleAsync(TestContext.Current.CancellationToken);
        var decided = New(SubmissionState.Declined, null, "somebody else", "");
        (decided.DecidedBy, decided.DecidedAt, decided.Reason) = (name, now, "not ours");
        var taken = New(SubmissionState.Taken, id, name, $"Ask me, {name}");
        (taken.DecidedBy, taken.DecidedAt) = ("somebody else", now);
        db.AddRange(decided, taken, New(SubmissionState.Sent, id, name, ""));
        var entry = await db.AuditEntries.Where(row => row.ActorId == id).OrderBy(row => row.Id).FirstAsync(TestContext.Current.CancellationToken);
        db.Add(new AuditEntry { Id = RowId.New(), At = now, ActorId = id, Action = SubmissionOperations.Declined, SubjectKind = SubmissionOperations.SubjectKind, SubjectId = decided.Id.ToString(), PayloadHash = entry.PayloadHash });
        db.Add(new PageUpload { Id = RowId.New(), AccountId = id, Publisher = "p", Pages = [new UploadedPage("a.html", [1])], SentAt = now });
        var article = await db.Articles.OrderBy(row => row.Id).Select(row => row.Id).FirstAsync(TestContext.Current.CancellationToken);
        db.Add(new PreviewLink { Id = RowId.New(), ArticleId = article, Language = "en", TokenHash = [5], CreatedBy = id, CreatedAt = now, ExpiresAt = now });
        db.Add(new Subscription { Id = RowId.New(), Email = email, EmailKey = email, LanguageCode = "en", Languages = ["en"], State = SubscriptionState.Confirmed, AskedAt = now, ConfirmedAt = now });
        await db.Images.OrderBy(row => row.Id).Take(1).ExecuteUpdateAsync(set => set.SetProperty(row => row.UploadedBy, id).SetProperty(row => row.UploaderName, name), TestContext.Current.CancellationToken);

        NewsSubmission New(SubmissionState state, Guid? sender, string senderName, string message) => new()
        {
            Id = RowId.New(), InstitutionId = institution, AccountId = sender, SenderName = senderName, Language = "en", Title = "t", Text = "m", Message = message, SentAt = now, State = state,
        };
    }
}
