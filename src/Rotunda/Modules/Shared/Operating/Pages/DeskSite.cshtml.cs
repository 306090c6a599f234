using Microsoft.AspNetCore.Mvc;
using Rotunda.Data.Settings;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Shared.Operating.Pages;

/// <summary>The address under which the site is reached, and its colour.</summary>
[Requires(SiteActs.OperateName)]
[NeverCached]
public sealed class DeskSiteModel(SettingsStore settings, SiteOperations operations) : FormPage
{
    public int Version { get; private set; }

    public bool IsSaved { get; private set; }

    /// <summary>What is stored.</summary>
    public SiteSettings Stored { get; private set; } = SiteSettings.Default;

    [BindProperty]
    public string? PublicAddress { get; set; }

    [BindProperty]
    public string? AccentLight { get; set; }

    [BindProperty]
    public string? AccentDark { get; set; }

    /// <summary>A field with its words; after a conflict with what is stored now.</summary>
    public FormField Field(string name, string labelKey, string hintKey, string? value, string? stored) =>
        new(name, T[labelKey], value ?? "", FaultOf(name)) { MaxLength = 200, Hint = T[hintKey], Stored = IsConflict && (stored ?? "") != (value ?? "") ? stored ?? "" : null };

    public async Task OnGetAsync(bool saved, CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        IsSaved = saved;
        (PublicAddress, AccentLight, AccentDark) = (Stored.PublicAddress, Stored.Accent?.Light, Stored.Accent?.Dark);
    }

    public async Task<IActionResult> OnPostAsync(int version, CancellationToken cancellationToken)
    {
        var outcome = await operations.SaveAsync(Reader.Viewer, version, new SiteWish(PublicAddress ?? "", AccentLight ?? "", AccentDark ?? ""), cancellationToken);
        if (outcome is Outcome.Done) return Redirect(Reader.To("/desk/site?saved=true"));
        if (outcome is Outcome.Conflict) settings.Forget();
        await LoadAsync(cancellationToken);
        return outcome switch { Outcome.Conflict => ShowConflict(), Outcome.Invalid invalid => Show(invalid.Faults), _ => Forbid() };
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        (Title, IsUnlisted) = (T["site-settings.title"], true);
        (Stored, Version) = (await settings.GetAsync<SiteSettings>(cancellationToken), await operations.VersionAsync(cancellationToken));
    }
}
