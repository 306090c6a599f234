using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Data.Values;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Text;

namespace Rotunda.Modules.Translation.Naming;

/// <summary>How somebody wants to be named under texts.</summary>
/// <param name="Names">By language code; empty for the name of the account.</param>
/// <param name="IsHidden">Not to be named at all.</param>
/// <param name="TakesNoDigest">No daily mail.</param>
/// <param name="Version">The version that the form showed; 0 where nothing was stored.</param>
public sealed record CreditWish(IReadOnlyDictionary<string, string> Names, bool IsHidden, bool TakesNoDigest, int Version);

/// <summary>Writes how people want to be named. It holds for all texts, also those of the past: names are looked up when a page is shown.</summary>
public sealed class CreditOperations(RotundaDb db, SiteLanguages languages, AuditTrail audit, Publication publication)
{
    public const int Longest = 200;

    public async Task<Outcome> SaveAsync(Viewer viewer, CreditWish wish, CancellationToken cancellationToken)
    {
        if (viewer.AccountId is not { } account) return new Outcome.Refused();
        var row = await db.CreditNames.SingleOrDefaultAsync(name => name.AccountId == account, cancellationToken);
        if ((row?.Version ?? 0) != wish.Version) return new Outcome.Conflict();
        var cleaned = languages.All.Select(language => (language.Code, Name: TextCleaning.Clean(wish.Names.GetValueOrDefault(language.Code, "")))).ToList();
        if (cleaned.Where(pair => pair.Name.Length > Longest).Select(pair => new FieldFault("Name." + pair.Code, "fault.too-long", "200")).ToList() is { Count: > 0 } faults) return new Outcome.Invalid(faults);
        if (row is null) db.Add(row = new CreditName { AccountId = account, Names = LocalizedText.Empty });
        (row.Names, row.IsHidden, row.TakesNoDigest) = (LocalizedText.Of([.. cleaned.Select(pair => (pair.Code, (string?)pair.Name))]), wish.IsHidden, wish.TakesNoDigest);
        audit.Record(db, viewer, "account.credits", "account", account.ToString());
        return await publication.TrySaveAsync(db, new Outcome.Conflict(), cancellationToken);
    }
}
