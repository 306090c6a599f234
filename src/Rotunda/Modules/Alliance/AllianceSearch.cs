using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Bodies;
using Rotunda.Modules.Alliance.Documents;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Alliance.Leadership;
using Rotunda.Modules.Alliance.Programmes;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Languages;

namespace Rotunda.Modules.Alliance;

/// <summary>Institutions, by every name in every script: whoever types «Бауманка», «鲍曼» or «BMSTU» finds one and the same.</summary>
internal sealed class InstitutionSearch(SiteLanguages languages) : ISearchSource
{
    public string Kind => "institution";

    public bool IsCalledByName => true;

    public string TextKey => "search.kind.institution";

    public int Order => 10;

    public async Task<IReadOnlyList<SearchItem>> ItemsAsync(RotundaDb db, IReadOnlyCollection<string>? codes, CancellationToken cancellationToken)
    {
        var rows = await db.Institutions.AsNoTracking().Where(row => codes == null || codes.Contains(row.Code)).Include(row => row.Names).OrderBy(row => row.Code).ToListAsync(cancellationToken);
        return [.. rows.Select(row => new SearchItem(
            row.Code, [.. languages.All.Select(language => TextOf(row, language))], Institutions: [row.Code]))];
    }

    private static SearchText TextOf(Institution row, Language language)
    {
        var title = row.NameFor(language).Text;
        var names = row.Names.Select(name => name.Text).Append(row.Abbreviation ?? "").Where(name => name.Length > 0 && name != title).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return new SearchText(
            language.Code, $"/{language.Code}/members/{row.Code}", title,
            string.Join('\n', new[] { row.City.Plain(language), row.Domain, row.Note[language.Code] }.Where(text => !string.IsNullOrEmpty(text))), [.. names]);
    }
}

/// <summary>People whom a source names in an office of the association, under the institution for which they stand.</summary>
internal sealed class PersonSearch(SiteLanguages languages) : ISearchSource
{
    public string Kind => "person";

    public bool IsCalledByName => true;

    public string TextKey => "search.kind.person";

    public int Order => 30;

    public async Task<IReadOnlyList<SearchItem>> ItemsAsync(RotundaDb db, IReadOnlyCollection<string>? codes, CancellationToken cancellationToken)
    {
        var ids = codes?.Select(code => Guid.TryParse(code, out var id) ? id : Guid.Empty).ToList();
        var rows = await db.Appointments.AsNoTracking().Where(row => row.To == null && (ids == null || ids.Contains(row.Id)))
            .Include(row => row.Institution).Include(row => row.Body).OrderBy(row => row.Id).ToListAsync(cancellationToken);
        return [.. rows.Where(row => row.Person is not null).Select(row => new SearchItem(
            row.Id.ToString(), [.. languages.All.Select(language => TextOf(row, row.Person!, language))], Institutions: [row.Institution!.Code]))];
    }

    private static SearchText TextOf(Appointment row, PersonName person, Language language)
    {
        var forms = person.Forms.OrderBy(pair => pair.Key, StringComparer.Ordinal).SelectMany(pair => new[]
        {
            string.Join(' ', new[] { pair.Value.Family, pair.Value.Given, pair.Value.Patronymic }.Where(part => !string.IsNullOrEmpty(part))),
            pair.Key == "Hans" ? pair.Value.Family + pair.Value.Given : "",
        });
        return new SearchText(
            language.Code, $"/{language.Code}/members/{row.Institution!.Code}", person.Display(language),
            string.Join('\n', new[] { row.Office.Plain(language), row.Position.Plain(language), row.Institution.NameFor(language).Text, row.Body!.Name.Plain(language) }.Where(text => text.Length > 0)),
            [.. forms.Where(form => form.Length > 0).Distinct(StringComparer.Ordinal)]);
    }
}

/// <summary>The association, its organs and its sub-alliances.</summary>
internal sealed class BodySearch : ISearchSource
{
    public string Kind => "body";

    public bool IsCalledByName => true;

    public string TextKey => "search.kind.body";

    public int Order => 20;

    public async Task<IReadOnlyList<SearchItem>> ItemsAsync(RotundaDb db, IReadOnlyCollection<string>? codes, CancellationToken cancellationToken)
    {
        var rows = await db.Bodies.AsNoTracking().Where(row => codes == null || codes.Contains(row.Code)).Include(row => row.Members).ThenInclude(member => member.Institution)
            .OrderBy(row => row.Code).ToListAsync(cancellationToken);
        return [.. rows.Select(row => new SearchItem(
            row.Code,
            [.. row.Name.Languages.Select(language => new SearchText(
                language, $"/{language}/bodies/{row.Code}", row.Name[language]!, row.About[language] ?? "", [.. row.ShortName.Languages.Select(other => row.ShortName[other]!).Distinct(StringComparer.Ordinal)]))],
            row.Founded.Earliest?.Year, [.. row.Members.Select(member => member.Institution!.Code).Order(StringComparer.Ordinal)]))];
    }
}

/// <summary>Joint programmes.</summary>
internal sealed class ProgrammeSearch : ISearchSource
{
    public string Kind => "programme";

    public string TextKey => "search.kind.programme";

    public int Order => 60;

    public async Task<IReadOnlyList<SearchItem>> ItemsAsync(RotundaDb db, IReadOnlyCollection<string>? codes, CancellationToken cancellationToken)
    {
        var rows = await db.Programmes.AsNoTracking().Where(row => codes == null || codes.Contains(row.Code)).Include(row => row.Institutions).OrderBy(row => row.Code).ToListAsync(cancellationToken);
        return [.. rows.Select(row => new SearchItem(
            row.Code, [.. row.Name.Languages.Select(language => new SearchText(language, $"/{language}/programmes/{row.Code}", row.Name[language]!, row.About[language] ?? ""))],
            Institutions: [.. row.Institutions.Select(institution => institution.Code).Order(StringComparer.Ordinal)]))];
    }
}

/// <summary>Founding and governing documents; those for members are found by members alone.</summary>
internal sealed class DocumentSearch : ISearchSource
{
    public string Kind => "document";

    public string TextKey => "search.kind.document";

    public int Order => 70;

    public async Task<IReadOnlyList<SearchItem>> ItemsAsync(RotundaDb db, IReadOnlyCollection<string>? codes, CancellationToken cancellationToken)
    {
        var rows = await db.Documents.AsNoTracking().Where(row => codes == null || codes.Contains(row.Code)).OrderBy(row => row.Code).ToListAsync(cancellationToken);
        return [.. rows.Select(row => new SearchItem(
            row.Code, [.. row.Title.Languages.Select(language => new SearchText(language, $"/{language}/documents#{row.Code}", row.Title[language]!, row.Note[language] ?? ""))],
            row.Date.Earliest?.Year, Requires: row.Visibility == DocumentVisibility.Public ? null : AllianceActs.ReadMembersDocuments))];
    }
}
