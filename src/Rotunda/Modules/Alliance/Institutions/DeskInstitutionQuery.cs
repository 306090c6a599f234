using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Memberships;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Text;

namespace Rotunda.Modules.Alliance.Institutions;

/// <summary>An institution in the registry's working list.</summary>
public sealed record DeskInstitution(string Code, Localized Name, LocalizedText Side, string StatusKey, string? Abbreviation, int Version);

/// <summary>Reads the registry's working list, a page at a time.</summary>
public sealed class DeskInstitutionQuery(RotundaDb db, ISearchFilter search)
{
    public const int PageSize = 50;

    private sealed record Row(string Code, LocalizedText? Side, string? Abbreviation, int Version, LocalizedText Name, MembershipStatus? Status);

    /// <summary>Institutions in the order of the reader's language, those without a name in it last, as the search finds them; a constant number of queries.</summary>
    public async Task<(IReadOnlyList<DeskInstitution> Rows, int Total)> PageAsync(Reader viewing, string name, int page, CancellationToken cancellationToken)
    {
        // What is worked out inside a query is compiled anew each time it is asked
        var reader = viewing.Language;
        var (code, before) = (reader.Code, (page - 1) * PageSize);
        var query = db.Institutions.AsNoTracking();
        if (Folding.Fold(name).Length > 0)
        {
            var all = await query.Select(institution => new { institution.Code, institution.Abbreviation, Names = institution.Names.Select(row => row.Text).ToList() }).ToListAsync(cancellationToken);
            var codes = search.Among(all, row => [row.Code, row.Abbreviation ?? "", .. row.Names], name).Select(row => row.Code).ToList();
            query = query.Where(institution => codes.Contains(institution.Code));
        }

        var total = await query.CountAsync(cancellationToken);
        var rows = await query
            .OrderBy(institution => institution.Names.Any(row => row.Kind == NameKind.Official && row.Language == code) ? 0 : 1)
            .ThenBy(institution => institution.Names.Where(row => row.Kind == NameKind.Official && row.Language == code).Select(row => row.SortKey).FirstOrDefault())
            .ThenBy(institution => institution.Code)
            .Skip(before).Take(PageSize)
            .Select(institution => new Row(
                institution.Code, db.Set<Association.Side>().Where(side => side.Code == institution.SideCode).Select(side => side.Name).FirstOrDefault(), institution.Abbreviation, institution.Version, institution.Name,
                institution.Memberships.Where(row => row.To == null).OrderByDescending(row => row.From).Select(row => (MembershipStatus?)row.Status).FirstOrDefault()))
            .ToListAsync(cancellationToken);
        return ([.. rows.Select(row =>
        {
            var name = row.Name.In(reader) ?? new Localized(row.Code, code, IsFallback: false);
            return new DeskInstitution(row.Code, name, row.Side ?? LocalizedText.Empty, row.Status?.TextKey() ?? "status.none", row.Abbreviation, row.Version);
        })], total);
    }
}
