using System.Globalization;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Registry.Records;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Languages;

namespace Rotunda.Modules.Alliance.Totals;

/// <summary>Declared totals as records: a field for each thing that is counted, on each side and on all sides together.</summary>
internal sealed class TotalRecords : RecordKind<DeclaredTotal>
{
    private const string AllSides = "all";
    private const int Most = 100_000;

    public override string Code => "totals";

    public override string SubjectKind => "total";

    public override string TitleKey => "record.totals";

    public override string AddKey => "record.add-total";

    public override RecordGroup Group => RecordGroup.Members;

    public override FieldFault Twice => new("date", "fault.record-twice");

    public override IReadOnlyList<RecordField> Fields(RegistryIndex index) =>
    [
        new("body", "record.body") { Options = index.BodyOptions, IsCode = true },
        new("date", "record.date") { MaxLength = 60, HintKey = "date.hint" },
        .. Enum.GetValues<Counted>().SelectMany(counted => index.Sides.Select(side => new RecordField(NameOf(counted, side.Code), KeyOf(counted)) { Part = side.Name, MaxLength = 6 })
            .Prepend(new RecordField(NameOf(counted, AllSides), KeyOf(counted)) { MaxLength = 6 })),
    ];

    public override Guid IdOf(IEditable row) => ((DeclaredTotal)row).Id;

    public override List<Citation> CitationsOf(IEditable row) => ((DeclaredTotal)row).Citations;

    public override void Cite(IEditable row, List<Citation> citations) => ((DeclaredTotal)row).Citations = citations;

    public override IEditable New(RecordValues values) => new DeclaredTotal { Id = RowId.New() };

    public override string NoteOf(IEditable row, RegistryIndex index, Texts texts) => ((DeclaredTotal)row).Date.ToString();

    public override string PublicPath(IEditable row, RegistryIndex index) => "/bodies/" + index.CodeOf(((DeclaredTotal)row).BodyId);

    protected override IQueryable<DeclaredTotal> Sorted(IQueryable<DeclaredTotal> rows) => rows.OrderBy(row => row.Date).ThenBy(row => row.Id);

    protected override Dictionary<string, string> Read(DeclaredTotal row, RegistryIndex index)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal) { ["body"] = index.CodeOf(row.BodyId), ["date"] = RecordValues.Written(row.Date) };
        foreach (var field in Fields(index).Where(field => !values.ContainsKey(field.Name))) values[field.Name] = "";
        foreach (var figure in row.Figures) values[NameOf(figure.Counted, figure.Side ?? AllSides)] = figure.Count.ToString(CultureInfo.InvariantCulture);
        return values;
    }

    protected override void Write(DeclaredTotal row, RecordValues values)
    {
        if (values.Date("date") is not { IsUnknown: false } date)
        {
            if (values.Text("date").Length == 0) values.Fault("date", "fault.date-needed");
            return;
        }

        var figures = new List<Figure>();
        foreach (var counted in Enum.GetValues<Counted>())
            foreach (var side in values.Index.Sides.Select(side => side.Code).Prepend(AllSides))
                if (values.Number(NameOf(counted, side), Most) is { } count) figures.Add(new Figure(counted, side == AllSides ? null : side, count));
        if (figures.Count == 0 && values.AreSound) values.Fault(NameOf(Counted.Full, AllSides), "fault.no-figure");
        if (!values.AreSound) return;
        (row.BodyId, row.Date, row.Figures) = (values.Body("body")!.Value, date, figures);
    }

    protected override string LabelOf(DeclaredTotal row, RegistryIndex index, Texts texts) => index.Find(row.BodyId)?.Name.Plain(texts.Language) ?? "";

    private static string NameOf(Counted counted, string side) => $"figure-{counted.ToString().ToLowerInvariant()}.{side}";

    private static string KeyOf(Counted counted) => counted switch
    {
        Counted.Full => "record.figure-full",
        Counted.Observers => "record.figure-observers",
        Counted.Founders => "record.figure-founders",
        _ => "record.figure-all",
    };
}
