using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Conferences.Editions;

/// <summary>Conferences and other events, with their sessions and what was announced there.</summary>
internal sealed class EditionSearch : ISearchSource
{
    public string Kind => "edition";

    public string TextKey => "search.kind.edition";

    public int Order => 40;

    public async Task<IReadOnlyList<SearchItem>> ItemsAsync(RotundaDb db, IReadOnlyCollection<string>? codes, CancellationToken cancellationToken)
    {
        var rows = await db.Editions.AsNoTracking().AsSplitQuery().Where(row => codes == null || codes.Contains(row.Code))
            .Include(row => row.Hosts.OrderBy(host => host.Order)).Include(row => row.Sessions.OrderBy(session => session.Order)).Include(row => row.Announcements.OrderBy(announcement => announcement.Order))
            .OrderBy(row => row.Code).ToListAsync(cancellationToken);
        return [.. rows.Select(row => new SearchItem(
            row.Code, [.. row.Name.Languages.Select(language => new SearchText(language, $"/{language}/conferences/{row.Code}", row.Name[language]!, BodyOf(row, language)))],
            row.Held.Earliest?.Year,
            [.. row.Hosts.Select(host => host.InstitutionCode).Concat(row.Sessions.Select(session => session.UndertakerCode ?? "")).Where(code => code.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]))];
    }

    private static string BodyOf(Edition row, string language) => string.Join('\n', new[] { row.Theme[language], row.Place[language], row.Participation[language], row.Note[language] }
        .Concat(row.Sessions.SelectMany(session => new[] { session.Name[language], session.Theme[language] }))
        .Concat(row.Announcements.Select(announcement => announcement.Text[language])).Where(text => !string.IsNullOrEmpty(text)));
}
