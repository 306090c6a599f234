using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Search.Index;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Languages;

namespace Rotunda.Modules.Search.Finding;

/// <summary>By what results can be narrowed down: kinds, languages, years, institutions. Of what everyone may see, so that a choice tells of nothing else.</summary>
public sealed class SearchChoices(RotundaDb db, IEnumerable<ISearchSource> sources, SiteLanguages languages)
{
    private Reader? _reader;

    /// <summary>The kinds with their labels.</summary>
    public IReadOnlyList<(string Kind, string Label)> Kinds { get; private set; } = [];

    public IReadOnlyList<Language> Languages => languages.All;

    /// <summary>Latest first.</summary>
    public IReadOnlyList<int> Years { get; private set; } = [];

    /// <summary>Codes with names, as the reader's language sorts.</summary>
    public IReadOnlyList<(string Code, string Name)> Institutions { get; private set; } = [];

    /// <summary>Two queries.</summary>
    public async Task ReadAsync(Reader reader, CancellationToken cancellationToken)
    {
        _reader = reader;
        Kinds = [.. sources.OrderBy(source => source.Order).Select(source => (source.Kind, reader.Texts[source.TextKey]))];
        var (open, code) = (db.IndexPartitions.Where(partition => partition.Audience == "" && db.Set<IndexState>().Any(state => state.Generation == partition.Generation)), reader.Language.Code);
        var documents = db.IndexDocuments.AsNoTracking().Where(document => open.Any(partition => partition.Id == document.PartitionId));
        Years = await documents.Where(document => document.Year != null).Select(document => document.Year!.Value).Distinct().OrderByDescending(year => year).ToListAsync(cancellationToken);
        var institutions = await documents.Where(document => document.Kind == "institution" && document.Language == code).Select(document => new { document.Code, document.Title }).ToListAsync(cancellationToken);
        Institutions = [.. institutions.Select(row => (row.Code, row.Title)).OrderBy(row => Convert.ToHexString(reader.Language.SortKey(row.Title)), StringComparer.Ordinal)];
    }

    /// <summary>False where a filter is none of the choices.</summary>
    public bool Allow(string? kind, string? language, int? year, string? institution) =>
        (kind is null || Kinds.Any(choice => choice.Kind == kind)) && (language is null || Language(language) is not null)
        && (year is null || Years.Contains(year.Value)) && (institution is null || Institutions.Any(choice => choice.Code == institution));

    public Language? Language(string code) => languages.All.FirstOrDefault(language => language.Code == code);

    public string KindLabel(string kind) => sources.FirstOrDefault(source => source.Kind == kind) is { } source && _reader is { } reader ? reader.Texts[source.TextKey] : kind;
}
