using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Modules.Newsroom.Articles;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;

namespace Rotunda.Modules.Newsroom.Previews;

/// <summary>Makes, finds and revokes links to unpublished texts.</summary>
public sealed class PreviewOperations(RotundaDb db, Permissions permissions, AuditTrail audit, WorkSignal signal, IClock clock)
{
    /// <summary>How long links may live, in days.</summary>
    public static IReadOnlyList<int> Lives { get; } = [1, 7, 30];

    private const int TokenBytes = 24;

    /// <summary>Makes a link.</summary>
    /// <returns>The token, shown once and stored nowhere.</returns>
    public async Task<(Outcome Outcome, string? Token)> MakeAsync(Viewer viewer, Guid articleId, string language, int days, CancellationToken cancellationToken)
    {
        if (!permissions.May(viewer, NewsroomActs.Publish)) return (new Outcome.Refused(), null);
        if (!Lives.Contains(days)) return (new Outcome.Invalid([new FieldFault("Days", "fault.preview-days")]), null);
        if (!await db.ArticleVersions.AnyAsync(version => version.ArticleId == articleId && version.Language == language, cancellationToken)) return (new Outcome.Missing(), null);
        var (token, now) = (RandomNumberGenerator.GetBytes(TokenBytes), clock.GetCurrentInstant());
        db.Add(new PreviewLink { Id = RowId.New(), ArticleId = articleId, Language = language, TokenHash = SHA256.HashData(token), CreatedBy = viewer.AccountId, CreatedAt = now, ExpiresAt = now + Duration.FromDays(days) });
        audit.Record(db, viewer, "article.preview-link", ArticleOperations.SubjectKind, articleId.ToString(), [new FieldChange("language", null, language)]);
        await db.SaveChangesAsync(cancellationToken);
        signal.Raise();
        return (new Outcome.Done(), Base64Url.EncodeToString(token));
    }

    public async Task<Outcome> RevokeAsync(Viewer viewer, Guid articleId, Guid id, CancellationToken cancellationToken)
    {
        if (!permissions.May(viewer, NewsroomActs.Publish)) return new Outcome.Refused();
        if (await db.PreviewLinks.SingleOrDefaultAsync(link => link.Id == id && link.ArticleId == articleId, cancellationToken) is not { } link) return new Outcome.Missing();
        if (link.RevokedAt is not null) return new Outcome.Done();
        link.RevokedAt = clock.GetCurrentInstant();
        audit.Record(db, viewer, "article.preview-revoke", ArticleOperations.SubjectKind, articleId.ToString(), [new FieldChange("language", link.Language, null)]);
        await db.SaveChangesAsync(cancellationToken);
        signal.Raise();
        return new Outcome.Done();
    }

    /// <summary>The link behind a token, with its article and text; null for one that is wrong, revoked or over: nobody can tell which.</summary>
    public async Task<PreviewLink?> FindAsync(string token, CancellationToken cancellationToken)
    {
        if (token.Length != Base64Url.GetEncodedLength(TokenBytes) || !Base64Url.IsValid(token)) return null;
        var (hash, now) = (SHA256.HashData(Base64Url.DecodeFromChars(token)), clock.GetCurrentInstant());
        return await db.PreviewLinks.AsNoTracking().AsSplitQuery().Include(link => link.Article!.Text!.Blocks).Include(link => link.Article!.Text!.Segments).ThenInclude(segment => segment.Texts)
            .SingleOrDefaultAsync(link => link.TokenHash == hash && link.RevokedAt == null && link.ExpiresAt > now, cancellationToken);
    }
}
