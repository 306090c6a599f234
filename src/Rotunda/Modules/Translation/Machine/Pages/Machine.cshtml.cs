using Microsoft.AspNetCore.Mvc;
using Rotunda.Data.Settings;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Translation.Machine.Pages;

/// <summary>Whether a machine may propose translations, and which.</summary>
[Requires(LanguageToolActs.SetMachineName)]
[NeverCached]
public sealed class MachineModel(MachineOperations operations, SettingsStore settings) : FormPage
{
    public MachineSettings Wish { get; private set; } = MachineSettings.Default;

    public bool HasKey { get; private set; }

    public bool IsSaved { get; private set; }

    public async Task OnGetAsync(bool saved, CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        IsSaved = saved;
    }

    public async Task<IActionResult> OnPostAsync(bool isOn, string? address, string? key, bool mayBePrivate, int seconds, CancellationToken cancellationToken)
    {
        var wish = new MachineSettings(isOn, (address ?? "").Trim(), (key ?? "").Trim(), mayBePrivate, seconds);
        var outcome = await operations.SetAsync(Reader.Viewer, wish, cancellationToken);
        if (outcome is Outcome.Done) return Redirect(Reader.To("/desk/machine?saved=true"));
        if (outcome is Outcome.Refused) return Forbid();
        await LoadAsync(cancellationToken);
        Wish = wish;
        return outcome is Outcome.Invalid invalid ? Show(invalid.Faults) : ShowConflict();
    }

    public FormField FieldOf(string name, string key, string value) => new(name, T[key], value, FaultOf(name));

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        (Title, IsUnlisted) = (T["nav.machine"], true);
        Wish = await settings.GetAsync<MachineSettings>(cancellationToken);
        HasKey = Wish.Key.Length > 0;
    }
}
