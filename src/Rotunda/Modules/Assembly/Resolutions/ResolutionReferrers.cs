using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Settings;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Assembly.Resolutions;

/// <summary>Resolutions that a body adopted, that were adopted at an edition, or that changed something.</summary>
internal sealed class ResolutionReferrer : IReferrer
{
    public string TextKey => "use.resolutions";

    public async Task<int> CountAsync(RotundaDb db, Reference about, CancellationToken cancellationToken)
    {
        var (kind, code) = (about.Kind, about.Code);
        return kind is "institution" or "body" or "edition" or "programme"
            ? await db.Resolutions.CountAsync(
                row => (kind == "edition" && row.EditionCode == code) || (kind == "body" && row.BodyCode == code) || row.Effects.Any(effect => effect.SubjectKind == kind && effect.SubjectCode == code), cancellationToken)
            : 0;
    }
}

/// <summary>Facts of the registry, of whichever kind, that cite a resolution as their ground.</summary>
internal sealed class CitationReferrer : IReferrer
{
    public string TextKey => "use.citations";

    /// <remarks>Citations are stored as JSON in a column of each kind of fact; which tables have one, the model says.</remarks>
    public async Task<int> CountAsync(RotundaDb db, Reference about, CancellationToken cancellationToken)
    {
        if (about.Kind != "resolution") return 0;
        var tables = db.Model.GetEntityTypes().Where(entity => entity.FindProperty("Citations") is not null)
            .Select(entity => $"SELECT \"Citations\" AS \"Json\" FROM \"{entity.GetTableName()}\"")
            .Append($"SELECT \"Json\" FROM \"{db.Model.FindEntityType(typeof(SettingsRow))!.GetTableName()}\"");
        // The number holds digits and a hyphen alone, nothing that JSON or LIKE gives a meaning to
        var sql = $"SELECT CAST(COUNT(*) AS INTEGER) AS \"Value\" FROM ({string.Join(" UNION ALL ", tables)}) AS facts WHERE \"Json\" LIKE {{0}}";
        return await db.Database.SqlQueryRaw<int>(sql, $"%\"resolution\":\"{about.Code}\"%").SingleAsync(cancellationToken);
    }
}
