using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Translation.Texts;

namespace Rotunda.Modules.Translation.Desk;

/// <summary>Notes who has a text open, so that two people in one text hear of each other. Not audited: nothing is changed.</summary>
public sealed class PresenceOperations(RotundaDb db, IClock clock)
{
    /// <summary>Signs of life are written at most this often.</summary>
    private static readonly Duration Step = Duration.FromSeconds(15);

    /// <summary>Notes that the viewer has a text open.</summary>
    /// <returns>False where there is no such text.</returns>
    public async Task<bool> SeenAsync(Viewer viewer, Guid textId, string language, CancellationToken cancellationToken)
    {
        if (viewer.AccountId is not { } account) return true;
        var now = clock.GetCurrentInstant();
        var before = now - Step;
        var present = await db.Set<TextPresence>().Where(row => row.TextId == textId && row.Language == language && row.AccountId == account).Select(row => (Instant?)row.SeenAt).SingleOrDefaultAsync(cancellationToken);
        if (present >= before) return true;
        if (present is not null)
        {
            await db.Set<TextPresence>().Where(row => row.TextId == textId && row.Language == language && row.AccountId == account).ExecuteUpdateAsync(set => set.SetProperty(row => row.SeenAt, now), cancellationToken);
            return true;
        }

        if (!await db.Set<TranslatedText>().AnyAsync(text => text.Id == textId, cancellationToken)) return false;
        db.Add(new TextPresence { TextId = textId, Language = language, AccountId = account, SeenAt = now });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException error) when (error.IsUniqueViolation())
        {
            // The same person opened the text twice at once; one sign is enough
        }

        db.ChangeTracker.Clear();
        return true;
    }

    /// <summary>The names of those who have a text open besides the viewer.</summary>
    public async Task<IReadOnlyList<string>> OtherNamesAsync(Viewer viewer, Guid textId, string language, CancellationToken cancellationToken)
    {
        var ids = await OthersAsync(viewer, textId, language, cancellationToken);
        return ids.Count == 0 ? [] : await db.Accounts.AsNoTracking().Where(account => ids.Contains(account.Id) && account.UserName != null).OrderBy(account => account.DisplayName).Select(account => account.DisplayName).ToListAsync(cancellationToken);
    }

    /// <summary>Who else has a text open.</summary>
    public async Task<IReadOnlyList<Guid>> OthersAsync(Viewer viewer, Guid textId, string language, CancellationToken cancellationToken) =>
        await db.PresentBeside(viewer, textId, language, clock.GetCurrentInstant()).ToListAsync(cancellationToken);
}
