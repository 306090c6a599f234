using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Data.Settings;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Shared.Operating;

/// <summary>The settings of the site as a form has them; all as text.</summary>
public sealed record SiteWish(string PublicAddress, string AccentLight, string AccentDark);

/// <summary>The only code that changes the settings of the site from the desk.</summary>
public sealed class SiteOperations(RotundaDb db, SettingsStore settings, Permissions permissions, AuditTrail audit, Publication publication)
{
    /// <summary>The version of the settings as they are stored; 0 while nobody set any.</summary>
    public Task<int> VersionAsync(CancellationToken cancellationToken) =>
        db.Set<SettingsRow>().AsNoTracking().Where(row => row.Group == SiteSettings.Group).Select(row => row.Version).FirstOrDefaultAsync(cancellationToken);

    /// <summary>Stores what a form has that showed a version.</summary>
    public async Task<Outcome> SaveAsync(Viewer viewer, int version, SiteWish wish, CancellationToken cancellationToken)
    {
        if (!permissions.May(viewer, SiteActs.Operate)) return new Outcome.Refused();
        if (await VersionAsync(cancellationToken) != version) return new Outcome.Conflict();
        var before = await settings.GetAsync<SiteSettings>(cancellationToken);
        var faults = new List<FieldFault>();
        var address = wish.PublicAddress.Trim() is { Length: > 0 } typed ? SiteSettings.AddressOf(typed) : null;
        if (address is null && wish.PublicAddress.Trim().Length > 0) faults.Add(new FieldFault("PublicAddress", "fault.public-address"));
        var accent = AccentOf(wish, faults);
        if (faults.Count > 0) return new Outcome.Invalid(faults);
        var after = before with { PublicAddress = address, Accent = accent };
        var changes = new List<FieldChange>();
        if (after.PublicAddress != before.PublicAddress) changes.Add(new FieldChange("public-address", before.PublicAddress, after.PublicAddress));
        if (after.Accent != before.Accent) changes.Add(new FieldChange("accent", Written(before.Accent), Written(after.Accent)));
        if (changes.Count == 0) return new Outcome.Done();
        await SettingsStore.PutAsync(db, after, cancellationToken);
        audit.Record(db, viewer, "site.edit", "site", "settings", changes);
        return await publication.TrySaveAsync(db, cancellationToken);
    }

    /// <summary>Both colours, or none for the colours of the program.</summary>
    private static Accent? AccentOf(SiteWish wish, List<FieldFault> faults)
    {
        if (wish.AccentLight.Trim().Length == 0 && wish.AccentDark.Trim().Length == 0) return null;
        var (light, dark) = (ColourOf("AccentLight", wish.AccentLight, isDark: false, faults), ColourOf("AccentDark", wish.AccentDark, isDark: true, faults));
        return light is not null && dark is not null ? new Accent(light, dark) : null;
    }

    private static string? ColourOf(string field, string text, bool isDark, List<FieldFault> faults)
    {
        if (Accent.Read(text) is not { } colour)
        {
            faults.Add(new FieldFault(field, "fault.colour"));
            return null;
        }

        var contrast = Accent.ContrastOf(colour, isDark);
        if (contrast >= Accent.LeastContrast) return colour;
        faults.Add(new FieldFault(field, "fault.contrast", contrast.ToString("0.0", System.Globalization.CultureInfo.InvariantCulture)));
        return null;
    }

    private static string? Written(Accent? accent) => accent is null ? null : $"#{accent.Light} #{accent.Dark}";
}
