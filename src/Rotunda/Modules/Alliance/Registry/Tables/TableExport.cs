using Rotunda.Data;
using Rotunda.Modules.Alliance.Registry.Records;
using Rotunda.Modules.Shared.Languages;

namespace Rotunda.Modules.Alliance.Registry.Tables;

/// <summary>Makes tables of records with headings and words in the reader's language.</summary>
public sealed class TableExport(RotundaDb db, RegistryIndexes indexes, SiteLanguages languages)
{
    /// <summary>The headings, and below them every record unless only a template is wanted.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<string>>> RowsAsync(RecordKind kind, Texts texts, bool isTemplate, CancellationToken cancellationToken)
    {
        var index = await indexes.ReadAsync(kind, cancellationToken);
        var columns = new TableColumns(kind, index, languages).All;
        var rows = new List<IReadOnlyList<string>> { columns.Select(column => column.LabelFor(texts)).ToList() };
        if (isTemplate) return rows;
        foreach (var record in await kind.AllAsync(db, isTracked: false, cancellationToken))
        {
            var values = kind.Read(record, index);
            rows.Add([.. columns.Select(column => values.TryGetValue(column.Name, out var value) ? column.ToCell(value, texts) : kind.IdOf(record).ToString())]);
        }

        return rows;
    }
}
