using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Translation.Naming.Pages;

/// <summary>How a person wants to be named under texts, and whether mails come.</summary>
[Requires(TranslationActs.ReadName)]
[NeverCached]
public sealed class CreditsModel(RotundaDb db, CreditOperations operations, SiteLanguages languages) : FormPage
{
    public IReadOnlyList<Language> Languages => languages.All;

    public Dictionary<string, string> Names { get; private set; } = [];

    public bool IsHidden { get; private set; }

    public bool TakesNoDigest { get; private set; }

    public int Version { get; private set; }

    public bool IsSaved => Request.Query.ContainsKey("saved");

    public Task OnGetAsync(CancellationToken cancellationToken) => LoadAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(int version, bool hidden, bool quiet, CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        Names = languages.All.ToDictionary(language => language.Code, language => Request.Form["Name." + language.Code].ToString(), StringComparer.Ordinal);
        (IsHidden, TakesNoDigest) = (hidden, quiet);
        return await operations.SaveAsync(Reader.Viewer, new CreditWish(Names, hidden, quiet, version), cancellationToken) switch
        {
            Outcome.Done => Redirect(Reader.To("/account/credits?saved")),
            Outcome.Invalid invalid => Show(invalid.Faults),
            Outcome.Conflict => ShowConflict(),
            _ => Forbid(),
        };
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        (Title, IsUnlisted) = (T["credits.title"], true);
        Walk(new Crumb(T["account.title"], Reader.To("/account")), new Crumb(Title, null));
        var row = await db.CreditNames.AsNoTracking().SingleOrDefaultAsync(name => name.AccountId == Reader.Viewer.AccountId, cancellationToken);
        Names = languages.All.ToDictionary(language => language.Code, language => row?.Names[language.Code] ?? "", StringComparer.Ordinal);
        (IsHidden, TakesNoDigest, Version) = (row?.IsHidden ?? false, row?.TakesNoDigest ?? false, row?.Version ?? 0);
    }
}
