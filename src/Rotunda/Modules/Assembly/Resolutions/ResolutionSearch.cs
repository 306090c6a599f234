using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Assembly.Resolutions;

/// <summary>The register of resolutions: what each says and what it changed.</summary>
internal sealed class ResolutionSearch : ISearchSource
{
    public string Kind => "resolution";

    public string TextKey => "search.kind.resolution";

    public int Order => 50;

    public async Task<IReadOnlyList<SearchItem>> ItemsAsync(RotundaDb db, IReadOnlyCollection<string>? codes, CancellationToken cancellationToken)
    {
        var rows = await db.Resolutions.AsNoTracking().Where(row => codes == null || codes.Contains(row.Number)).Include(row => row.Effects.OrderBy(effect => effect.Order))
            .OrderBy(row => row.Number).ToListAsync(cancellationToken);
        return [.. rows.Select(row => new SearchItem(
            row.Number, [.. row.Title.Languages.Select(language => new SearchText(language, $"/{language}/resolutions/{row.Number}", row.Title[language]!, BodyOf(row, language), [row.Number]))],
            row.Date.Earliest?.Year,
            [.. row.Effects.Where(effect => effect.SubjectKind == "institution").Select(effect => effect.SubjectCode).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]))];
    }

    private static string BodyOf(Resolution row, string language) =>
        string.Join('\n', new[] { row.Text[language], row.Adoption[language] }.Concat(row.Effects.Select(effect => effect.Text[language])).Where(text => !string.IsNullOrEmpty(text)));
}
