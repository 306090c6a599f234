using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Handover;
using Rotunda.Modules.Alliance.Registry.Records;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Languages;

namespace Rotunda.Modules.Alliance.Leadership;

/// <summary>Seats of bodies as records; their terms have forms of their own.</summary>
internal sealed class SeatRecords : RecordKind<Seat>
{
    public override string Code => "seats";

    public override string SubjectKind => "seat";

    public override string TitleKey => "record.seats";

    public override string AddKey => "record.add-seat";

    public override RecordGroup Group => RecordGroup.Bodies;

    protected override IEnumerable<(string TextKey, Func<CancellationToken, Task<int>> Count)> UsesOf(RotundaDb db, Seat row) =>
    [
        ("use.terms", stop => db.Terms.CountAsync(term => term.SeatId == row.Id, stop)),
        ("use.handovers", stop => db.Handovers.CountAsync(handover => handover.SeatId == row.Id, stop)),
    ];

    public override FieldFault Twice => new("kind", "fault.seat-twice");

    public override bool IsTable => true;

    public override IReadOnlyList<RecordField> Fields(RegistryIndex index) =>
    [
        new("body", "record.body") { Options = index.BodyOptions, IsCode = true },
        new("side", "members.filter.side") { Options = index.SideOptions, IsCode = true },
        new("kind", "record.kind") { Options = RecordField.Of<SeatKind>(kind => kind.TextKey()) },
    ];

    public override Guid IdOf(IEditable row) => ((Seat)row).Id;

    public override List<Citation> CitationsOf(IEditable row) => ((Seat)row).Citations;

    public override void Cite(IEditable row, List<Citation> citations) => ((Seat)row).Citations = citations;

    public override IEditable New(RecordValues values) => new Seat { Id = RowId.New(), SideCode = values.Text("side") };

    public override string KeyOf(IReadOnlyDictionary<string, string> values) => SeatCodes.CodeOf(values["body"], values["side"], values["kind"]);

    public override Guid? GroupOf(IEditable row) => ((Seat)row).BodyId;

    public override FieldFault? Clash(IEditable row, IEnumerable<IEditable> others) =>
        others.Cast<Seat>().Any(other => other.Id != ((Seat)row).Id && (other.BodyId, other.SideCode, other.Kind) == (((Seat)row).BodyId, ((Seat)row).SideCode, ((Seat)row).Kind)) ? Twice : null;

    public override string NoteOf(IEditable row, RegistryIndex index, Texts texts) => index.Find(((Seat)row).BodyId)?.Name.Plain(texts.Language) ?? "";

    public override string PublicPath(IEditable row, RegistryIndex index) => "/bodies/" + index.CodeOf(((Seat)row).BodyId);

    public override IReadOnlyList<RecordLink> Links(IEditable row, RegistryIndex index) => [new("term.add", $"/desk/terms/new?seat={((Seat)row).Id}")];

    protected override IQueryable<Seat> Sorted(IQueryable<Seat> rows) => rows.OrderBy(row => row.BodyId).ThenBy(row => row.Kind).ThenBy(row => row.SideCode);

    protected override Dictionary<string, string> Read(Seat row, RegistryIndex index) =>
        new(StringComparer.Ordinal) { ["body"] = index.CodeOf(row.BodyId), ["side"] = row.SideCode, ["kind"] = row.Kind.ToString() };

    protected override void Write(Seat row, RecordValues values)
    {
        if (!values.AreSound) return;
        (row.BodyId, row.SideCode, row.Kind) = (values.Body("body")!.Value, values.Text("side"), values.Choice<SeatKind>("kind"));
    }

    protected override string LabelOf(Seat row, RegistryIndex index, Texts texts) =>
        texts.Format("field.in-language", ("field", texts[row.Kind.TextKey()]), ("language", index.SideOptions.FirstOrDefault(side => side.Value == row.SideCode)?.Label(texts)));
}

/// <summary>The codes of seats, by which tables name the seat of a term: body, side and kind.</summary>
internal sealed class SeatCodes : IIndexedCodes
{
    public const string OfSeats = "seat";

    public string Kind => OfSeats;

    public static string CodeOf(string body, string side, string kind) => $"{body}/{side}/{kind}";

    /// <summary>Body, side and kind of a seat's code.</summary>
    public static (string Body, string Side, string Kind) PartsOf(string code) => code.Split('/') is [var body, var side, var kind] ? (body, side, kind) : ("", "", "");

    public async Task<IReadOnlyList<IndexEntry>> ReadAsync(RotundaDb db, CancellationToken cancellationToken)
    {
        var seats = await db.Seats.AsNoTracking().OrderBy(seat => seat.Id).Select(seat => new { seat.Id, Body = seat.Body!.Code, seat.SideCode, seat.Kind }).ToListAsync(cancellationToken);
        return [.. seats.Select(seat => new IndexEntry(seat.Id, CodeOf(seat.Body, seat.SideCode, seat.Kind.ToString()), LocalizedText.Empty))];
    }
}
