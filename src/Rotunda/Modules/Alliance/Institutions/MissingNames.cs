using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Languages;

namespace Rotunda.Modules.Alliance.Institutions;

/// <summary>An institution without an official name in a language.</summary>
public sealed record NameGap(string Code, Localized Name, Language Missing);

/// <summary>Finds the names that are still to be completed.</summary>
public sealed class MissingNames(RotundaDb db, SiteLanguages languages)
{
    public async Task<IReadOnlyList<NameGap>> AllAsync(Reader reader, CancellationToken cancellationToken)
    {
        var count = languages.All.Count;
        var institutions = await db.Institutions.AsNoTracking()
            .Where(row => row.Names.Count(name => name.Kind == NameKind.Official) < count).ToListAsync(cancellationToken);
        return [.. languages.All.SelectMany(language => institutions
            .Where(row => row.Name[language.Code] is null)
            .OrderBy(row => row.Code, StringComparer.Ordinal)
            .Select(row => new NameGap(row.Code, row.NameFor(reader.Language), language)))];
    }
}

/// <summary>How many names are missing, on the desk's rail.</summary>
internal sealed class NamesQueue(SiteLanguages languages) : IDeskQueue
{
    public string TextKey => "queue.names";

    public string Path => "/desk/names";

    public int Order => 20;

    public Act Requires => AllianceActs.EditRegistry;

    private static readonly PreparedQuery<int, int> s_count = new((db, languages) =>
        db.Set<Institution>().GroupBy(row => 1).Select(all => (all.Count() * languages) - db.Set<InstitutionName>().Count(name => name.Kind == NameKind.Official)));

    public async Task<int> CountAsync(RotundaDb db, Viewer viewer, CancellationToken cancellationToken) => (await s_count.ListAsync(db, languages.All.Count, cancellationToken)).SingleOrDefault();
}
