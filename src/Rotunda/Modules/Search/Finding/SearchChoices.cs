using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Search.Index;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Languages;

namespace Rotunda.Modules.Search.Finding;

/// <summary>The choices that were last read from the index, for each language; they hold until the index changes.</summary>
public sealed class KeptChoices
{
    internal sealed record Read(int Generation, int LastDocument, int Documents, IReadOnlyList<int> Years, IReadOnlyList<(string Code, string Name)> Institutions);

    internal ConcurrentDictionary<string, Read> Languages { get; } = new(StringComparer.Ordinal);
}

/// <summary>By what results can be narrowed down: kinds, languages, years, institutions. Of what everyone may see, so that a choice tells of nothing else.</summary>
public sealed class SearchChoices(RotundaDb db, IEnumerable<ISearchSource> sources, SiteLanguages languages, KeptChoices kept)
{
    private Reader? _reader;

    /// <summary>The kinds with their labels.</summary>
    public IReadOnlyList<(string Kind, string Label)> Kinds { get; private set; } = [];

    public IReadOnlyList<Language> Languages => languages.All;

    /// <summary>Latest first.</summary>
    public IReadOnlyList<int> Years { get; private set; } = [];

    /// <summary>Codes with names, as the reader's language sorts.</summary>
    public IReadOnlyList<(string Code, string Name)> Institutions { get; private set; } = [];

    /// <summary>One query; two more where the index has changed.</summary>
    public async Task ReadAsync(Reader reader, CancellationToken cancellationToken)
    {
        _reader = reader;
        Kinds = [.. sources.OrderBy(source => source.Order).Select(source => (source.Kind, reader.Texts[source.TextKey]))];
        // Whatever is written gets a new number, and what is taken out is counted no more. Read before the choices, which may only be newer
        var partitions = db.IndexPartitions;
        var state = await db.IndexStates.Select(row => new
        {
            row.Generation, row.LastDocument, Documents = partitions.Where(partition => partition.Generation == row.Generation && partition.Audience == "").Sum(partition => partition.Documents),
        }).SingleOrDefaultAsync(cancellationToken);
        if (state is null) return;
        if (!kept.Languages.TryGetValue(reader.Language.Code, out var read) || (read.Generation, read.LastDocument, read.Documents) != (state.Generation, state.LastDocument, state.Documents))
        {
            var (years, institutions) = await ReadAsync(reader.Language, cancellationToken);
            read = kept.Languages[reader.Language.Code] = new KeptChoices.Read(state.Generation, state.LastDocument, state.Documents, years, institutions);
        }

        (Years, Institutions) = (read.Years, read.Institutions);
    }

    private async Task<(IReadOnlyList<int> Years, IReadOnlyList<(string Code, string Name)> Institutions)> ReadAsync(Language language, CancellationToken cancellationToken)
    {
        var (open, code) = (db.IndexPartitions.Where(partition => partition.Audience == "" && db.Set<IndexState>().Any(state => state.Generation == partition.Generation)), language.Code);
        var documents = db.IndexDocuments.AsNoTracking().Where(document => open.Any(partition => partition.Id == document.PartitionId));
        var years = await documents.Where(document => document.Year != null).Select(document => document.Year!.Value).Distinct().OrderByDescending(year => year).ToListAsync(cancellationToken);
        var institutions = await documents.Where(document => document.Kind == "institution" && document.Language == code).Select(document => new { document.Code, document.Title }).ToListAsync(cancellationToken);
        return (years, [.. institutions.Select(row => (row.Code, row.Title)).OrderBy(row => Convert.ToHexString(language.SortKey(row.Title)), StringComparer.Ordinal)]);
    }

    /// <summary>False where a filter is none of the choices.</summary>
    public bool Allow(string? kind, string? language, int? year, string? institution) =>
        (kind is null || Kinds.Any(choice => choice.Kind == kind)) && (language is null || Language(language) is not null)
        && (year is null || Years.Contains(year.Value)) && (institution is null || Institutions.Any(choice => choice.Code == institution));

    public Language? Language(string code) => languages.All.FirstOrDefault(language => language.Code == code);

    public string KindLabel(string kind) => sources.FirstOrDefault(source => source.Kind == kind) is { } source && _reader is { } reader ? reader.Texts[source.TextKey] : kind;
}
