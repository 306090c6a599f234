using System.Security.Cryptography;
using System.Text;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Modules.Alliance.Registry.Records;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Text;

namespace Rotunda.Modules.Alliance.Registry.Tables;

public enum LineState
{
    Added,
    Changed,
    Unchanged,
    Faulty,
}

/// <summary>What a line of a table would do.</summary>
/// <param name="Number">The line in the file.</param>
/// <param name="State">What would become of it.</param>
/// <param name="Label">What its record is called.</param>
/// <param name="Changes">What differs from what is stored.</param>
/// <param name="Faults">What cannot stand, by field.</param>
public sealed record PlannedLine(int Number, LineState State, string Label, IReadOnlyList<FieldChange> Changes, IReadOnlyList<FieldFault> Faults)
{
    /// <summary>The changed record; null for a faulty line.</summary>
    internal IEditable? Row { get; init; }
}

/// <summary>What a table would do to the registry.</summary>
/// <param name="Lines">In the order of the file.</param>
/// <param name="Ignored">Headings that mean nothing here.</param>
/// <param name="Fingerprint">Differs when the plan does.</param>
public sealed record TablePlan(IReadOnlyList<PlannedLine> Lines, IReadOnlyList<string> Ignored, string Fingerprint)
{
    public int Count(LineState state) => Lines.Count(line => line.State == state);
}

/// <summary>The columns of a table of records, with their headings in the languages of the site.</summary>
public sealed class TableColumns(RecordKind kind, RegistryIndex index, SiteLanguages languages)
{
    private const string Id = "id";

    /// <summary>All columns in order; the id comes first where rows need one.</summary>
    public IReadOnlyList<RecordField> All { get; } = [.. kind.NeedsId ? [new RecordField(Id, "import.id") { IsRequired = false }] : Array.Empty<RecordField>(), .. kind.Fields(index)];

    private Dictionary<string, RecordField>? _byHeading;

    /// <summary>The column of a heading in whichever language, or of its technical name; null for none.</summary>
    public RecordField? Find(string heading) => (_byHeading ??= Headings()).GetValueOrDefault(Folding.Fold(heading));

    private Dictionary<string, RecordField> Headings()
    {
        var headings = new Dictionary<string, RecordField>(StringComparer.Ordinal);
        foreach (var field in All)
            foreach (var heading in languages.All.Select(language => field.LabelFor(languages.TextsOf(language))).Append(field.Name))
                headings.TryAdd(Folding.Fold(heading), field);
        return headings;
    }
}

/// <summary>Works out line by line what a table would do; the rows it hands out are changed, and the caller stores or discards them.</summary>
public sealed class TablePlanner(RotundaDb db, RegistryIndexes indexes, SiteLanguages languages)
{
    private const string Id = "id";

    /// <summary>The plan, or what is wrong with the table as a whole. Rows are read in a constant number of queries.</summary>
    public async Task<(TablePlan? Plan, FieldFault? Fault)> PlanAsync(RecordKind kind, TableContent content, Texts texts, bool isTracked, CancellationToken cancellationToken)
    {
        var index = await indexes.ReadAsync(kind, cancellationToken);
        var columns = new TableColumns(kind, index, languages);
        var headings = content.Rows[0].Cells.Select((cell, place) => (Cell: cell.Trim(), Place: place)).Where(pair => pair.Cell.Length > 0).ToList();
        var found = headings.Select(pair => (Field: columns.Find(pair.Cell), pair.Cell, pair.Place)).ToList();
        var known = found.Where(column => column.Field is not null).Select(column => (Field: column.Field!, column.Place)).ToList();
        if (known.Count == 0) return (null, new FieldFault("File", "fault.import-headings"));
        if (known.GroupBy(column => column.Field.Name).FirstOrDefault(group => group.Count() > 1) is { } twice) return (null, new FieldFault("File", "fault.import-column-twice", twice.First().Field.LabelFor(texts)));
        var needed = known.Exists(column => column.Field.Name == Id) ? null : columns.All.Where(field => field.IsFixed || (kind.NeedsId && field is { IsRequired: true, Options: not null }))
            .FirstOrDefault(field => !known.Exists(column => column.Field.Name == field.Name));
        if (needed is not null) return (null, new FieldFault("File", "fault.import-column", needed.LabelFor(texts)));
        var state = new Run(kind, index, kind.Fields(index), await kind.AllAsync(db, isTracked, cancellationToken), [.. languages.All.Select(languages.TextsOf)], texts);
        var lines = content.Rows.Skip(1).Select(row => state.Plan(row, known)).ToList();
        return (new TablePlan(lines, [.. found.Where(column => column.Field is null).Select(column => column.Cell)], FingerprintOf(lines)), null);
    }

    private static string FingerprintOf(List<PlannedLine> lines)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var line in lines)
            hash.AppendData(Encoding.UTF8.GetBytes($"{line.Number} {line.State} {string.Join('\u001F', line.Changes)} {string.Join('\u001F', line.Faults)}\n"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>What is known while the lines are gone through.</summary>
    private sealed class Run(RecordKind kind, RegistryIndex index, IReadOnlyList<RecordField> fields, IReadOnlyList<IEditable> rows, IReadOnlyList<Texts> all, Texts texts)
    {
        private readonly Dictionary<Guid, (IEditable Row, Dictionary<string, string> Values)> _byId = rows.ToDictionary(kind.IdOf, row => (row, kind.Read(row, index)));
        private readonly Dictionary<string, int> _seen = new(StringComparer.Ordinal);
        private readonly Dictionary<Guid, List<IEditable>> _groups = rows.Where(row => kind.GroupOf(row) is not null).GroupBy(row => kind.GroupOf(row)!.Value).ToDictionary(group => group.Key, group => group.ToList());
        private Dictionary<string, Guid>? _byKey;

        private Dictionary<string, Guid> ByKey => _byKey ??= _byId.GroupBy(pair => kind.KeyOf(pair.Value.Values), pair => pair.Key, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);

        public PlannedLine Plan(TableRow line, IReadOnlyList<(RecordField Field, int Place)> columns)
        {
            var typed = columns.ToDictionary(column => column.Field.Name, column => CellOf(line, column.Place, column.Field), StringComparer.Ordinal);
            var values = RecordValues.Of(fields, NoValues, typed, index);
            Guid? id = null;
            if (typed.GetValueOrDefault(Id) is { Length: > 0 } written)
            {
                if (!Guid.TryParse(written, out var guid) || !_byId.ContainsKey(guid)) return Faulty(line, written, [new FieldFault(Id, "fault.import-id")]);
                id = guid;
            }
            else if (ByKey.TryGetValue(kind.KeyOf(values.All), out var same))
            {
                id = same;
            }

            var stored = id is { } known ? _byId[known].Values : NoValues;
            if (id is not null) values = RecordValues.Of(fields, stored, typed, index);
            foreach (var field in fields.Where(field => field.IsFixed && id is not null && typed.GetValueOrDefault(field.Name) is { Length: > 0 } given && TextCleaning.Clean(given) != stored[field.Name]))
                values.Fault(field.Name, "fault.import-fixed", stored[field.Name]);
            var row = id is { } place ? _byId[place].Row : kind.New(values);
            var sameAs = _seen.TryGetValue(id?.ToString() ?? kind.KeyOf(values.All), out var before) ? before : (int?)null;
            if (sameAs is { } first) values.Fault("", "fault.import-duplicate", first.ToString(System.Globalization.CultureInfo.InvariantCulture));
            else _seen[id?.ToString() ?? kind.KeyOf(values.All)] = line.Number;
            kind.Write(row, values);
            if (values.AreSound && ClashOf(row, id is null) is { } clash)
            {
                values.Fault(clash.Field, clash.TextKey, clash.Value);
                if (id is not null) kind.Write(row, RecordValues.Of(fields, stored, stored, index));
            }

            if (!values.AreSound) return Faulty(line, LabelOf(typed), values.Faults);
            var changes = RecordChanges.Between(stored, kind.Read(row, index));
            var label = kind.LabelOf(row, index, texts);
            return new PlannedLine(line.Number, id is null ? LineState.Added : changes.Count > 0 ? LineState.Changed : LineState.Unchanged, label, changes, []) { Row = row };
        }

        private static readonly Dictionary<string, string> NoValues = new(StringComparer.Ordinal);

        private FieldFault? ClashOf(IEditable row, bool isNew)
        {
            if (kind.GroupOf(row) is not { } group) return null;
            if (!_groups.TryGetValue(group, out var others)) _groups[group] = others = [];
            var clash = kind.Clash(row, others);
            if (clash is null && (isNew || !others.Contains(row))) others.Add(row);
            return clash;
        }

        private static PlannedLine Faulty(TableRow line, string label, IReadOnlyList<FieldFault> faults) => new(line.Number, LineState.Faulty, label, [], [.. faults]);

        private static string LabelOf(Dictionary<string, string> typed) => string.Join(" · ", typed.Where(pair => pair.Key != Id && pair.Value.Length > 0).Take(3).Select(pair => pair.Value.Length > 60 ? pair.Value[..60] + "…" : pair.Value));

        private string CellOf(TableRow line, int place, RecordField field) =>
            field.FromCell(TableText.Restore((place < line.Cells.Count ? line.Cells[place] : "").Trim(' ', '\u00A0')), all);
    }
}
