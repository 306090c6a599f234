using System.Globalization;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Registry.Records;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Languages;

namespace Rotunda.Modules.Alliance.Leadership;

/// <summary>Terms as records of tables, which are removed like any other record where they were entered by mistake; their form hangs below the seat.</summary>
internal sealed class TermRecords(SiteLanguages languages) : RecordKind<Term>
{
    private const int MostNumber = 999;

    public override string Code => "terms";

    public override string SubjectKind => TermOperations.SubjectKind;

    public override string TitleKey => "record.terms";

    public override string AddKey => "term.add";

    public override RecordGroup Group => RecordGroup.Bodies;

    public override FieldFault Twice => new("number", "fault.same-term");

    public override bool HasPages => false;

    public override bool IsTable => true;

    public override IReadOnlyList<string> RefersTo => [SeatCodes.OfSeats];

    public override IReadOnlyList<RecordField> Fields(RegistryIndex index) =>
    [
        new("body", "record.body") { Options = index.BodyOptions, IsCode = true, IsFixed = true },
        new("side", "members.filter.side") { Options = index.SideOptions, IsCode = true, IsFixed = true },
        new("seat", "term.seat") { Options = RecordField.Of<SeatKind>(kind => kind.TextKey()), IsFixed = true },
        new("number", "term.number-label") { MaxLength = 3, IsRequired = false },
        new("institution", "term.holder") { Options = index.InstitutionOptions, IsCode = true, IsRequired = false },
        new("planned-from", "term.planned-from") { MaxLength = 60, IsRequired = false },
        new("planned-to", "term.planned-to") { MaxLength = 60, IsRequired = false },
        new("from", "membership.from") { MaxLength = 60 },
        new("to", "membership.to") { MaxLength = 60, IsRequired = false },
        new("attested", "membership.attested") { MaxLength = 500, IsRequired = false },
        .. RecordField.ForEach(languages, "note", "field.note", 1000),
    ];

    public override Guid IdOf(IEditable row) => ((Term)row).Id;

    public override List<Citation> CitationsOf(IEditable row) => ((Term)row).Citations;

    public override void Cite(IEditable row, List<Citation> citations) => ((Term)row).Citations = citations;

    public override IEditable New(RecordValues values)
    {
        var seat = values.Index.Other(SeatCodes.OfSeats, SeatCodes.CodeOf(values.Text("body"), values.Text("side"), values.Text("seat")));
        if (seat is null && values.AreSound) values.Fault("seat", "fault.seat-unknown");
        return new Term { Id = RowId.New(), SeatId = seat?.Id ?? Guid.Empty };
    }

    /// <summary>The number within its seat; what bears none is told apart by its holder and its beginning.</summary>
    public override string KeyOf(IReadOnlyDictionary<string, string> values) =>
        SeatCodes.CodeOf(values["body"], values["side"], values["seat"]) + (values["number"].Length > 0 ? " " + values["number"] : $" · {values["institution"]} {values["from"]}");

    public override Guid? GroupOf(IEditable row) => ((Term)row).SeatId;

    public override FieldFault? Clash(IEditable row, IEnumerable<IEditable> others) =>
        ((Term)row).Number is { } number && others.Cast<Term>().Any(other => other.Id != ((Term)row).Id && other.Number == number) ? Twice : null;

    public override string DeskPath(IEditable row, RegistryIndex index) => "/desk/terms/" + ((Term)row).Id;

    public override string ListPath(IEditable row, RegistryIndex index) => "/desk/terms";

    protected override IQueryable<Term> Sorted(IQueryable<Term> rows) => rows.OrderBy(row => row.SeatId).ThenBy(row => row.From).ThenBy(row => row.Id);

    protected override Dictionary<string, string> Read(Term row, RegistryIndex index)
    {
        var seat = SeatCodes.PartsOf(index.CodeOf(row.SeatId));
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["body"] = seat.Body,
            ["side"] = seat.Side,
            ["seat"] = seat.Kind,
            ["number"] = row.Number?.ToString(CultureInfo.InvariantCulture) ?? "",
            ["institution"] = index.CodeOf(row.InstitutionId),
            ["planned-from"] = RecordValues.Written(row.PlannedFrom),
            ["planned-to"] = RecordValues.Written(row.PlannedTo, isEnd: true),
            ["from"] = RecordValues.Written(row.From),
            ["to"] = RecordValues.Written(row.To, isEnd: true),
            ["attested"] = string.Join(", ", row.Attested),
        };
        RecordValues.Put(values, "note", row.Note, languages.All.Select(language => language.Code));
        return values;
    }

    protected override void Write(Term row, RecordValues values)
    {
        var ((from, to), attested, note, number) = (values.Span("from", "to"), values.Dates("attested"), values.Texts("note"), values.Number("number", MostNumber));
        var (plannedFrom, plannedTo) = (values.Date("planned-from"), values.Date("planned-to"));
        if (number == 0) values.Fault("number", "fault.number");
        if (!values.AreSound) return;
        (row.Number, row.InstitutionId) = (number, values.Index.Institution(values.Text("institution"))?.Id);
        (row.PlannedFrom, row.PlannedTo, row.From, row.To, row.Attested, row.Note) = (plannedFrom, plannedTo, from, to, attested, note);
    }

    protected override string LabelOf(Term row, RegistryIndex index, Texts texts)
    {
        var (_, side, kind) = SeatCodes.PartsOf(index.CodeOf(row.SeatId));
        return string.Join(
            " · ", index.Find(row.InstitutionId)?.Option.Label(texts) ?? texts["term.no-holder"], Enum.TryParse<SeatKind>(kind, out var seat) ? texts[seat.TextKey()] : kind,
            index.SideOptions.FirstOrDefault(option => option.Value == side)?.Label(texts));
    }
}
