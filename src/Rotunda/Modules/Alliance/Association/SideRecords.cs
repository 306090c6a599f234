using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Applications;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Alliance.Leadership;
using Rotunda.Modules.Alliance.Registry.Records;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Languages;

namespace Rotunda.Modules.Alliance.Association;

/// <summary>The sides as records: what they are called and in which order they stand.</summary>
internal sealed partial class SideRecords(SiteLanguages languages) : RecordKind<Side>
{
    private const int MostOrder = 99;

    public override string Code => "sides";

    public override string SubjectKind => "side";

    public override string TitleKey => "record.sides";

    public override string AddKey => "record.add-side";

    public override RecordGroup Group => RecordGroup.Association;

    public override FieldFault Twice => new("code", "fault.code-taken");

    public override IReadOnlyList<RecordField> Fields(RegistryIndex index) =>
    [
        new("code", "record.side-code") { MaxLength = 8, IsFixed = true, HintKey = "record.side-code-hint" },
        .. RecordField.ForEach(languages, "name", "field.name", 120),
        new("order", "record.order") { MaxLength = 2, HintKey = "record.order-hint" },
    ];

    public override Guid IdOf(IEditable row) => ((Side)row).Id;

    public override List<Citation> CitationsOf(IEditable row) => ((Side)row).Citations;

    public override void Cite(IEditable row, List<Citation> citations) => ((Side)row).Citations = citations;

    public override IEditable New(RecordValues values)
    {
        if (!SideCode().IsMatch(values.Text("code"))) values.Fault("code", "fault.side-code");
        return new Side { Id = RowId.New(), Code = values.Text("code"), Name = LocalizedText.Empty };
    }

    public override string NoteOf(IEditable row, RegistryIndex index, Texts texts) => ((Side)row).Code;

    public override string PublicPath(IEditable row, RegistryIndex index) => "/leadership";

    public override Reference? ReferenceOf(IEditable row) => new("side", ((Side)row).Code);

    protected override IEnumerable<(string TextKey, Func<CancellationToken, Task<int>> Count)> UsesOf(RotundaDb db, Side row) =>
    [
        ("use.institutions", stop => db.Institutions.CountAsync(institution => institution.SideCode == row.Code, stop)),
        ("use.seats", stop => db.Seats.CountAsync(seat => seat.SideCode == row.Code, stop)),
        ("use.applications", stop => db.Applications.CountAsync(application => application.SideCode == row.Code || application.Keys.Any(key => key.SideCode == row.Code), stop)),
    ];

    protected override IQueryable<Side> Sorted(IQueryable<Side> rows) => rows.OrderBy(row => row.Order).ThenBy(row => row.Code);

    protected override Dictionary<string, string> Read(Side row, RegistryIndex index)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal) { ["code"] = row.Code, ["order"] = row.Order.ToString(CultureInfo.InvariantCulture) };
        RecordValues.Put(values, "name", row.Name, languages.All.Select(language => language.Code));
        return values;
    }

    protected override void Write(Side row, RecordValues values)
    {
        var (name, order) = (values.Texts("name", isRequired: true), values.Number("order", MostOrder) ?? 0);
        if (values.AreSound) (row.Name, row.Order) = (name, order);
    }

    protected override string LabelOf(Side row, RegistryIndex index, Texts texts) => row.Name.Plain(texts.Language);

    [GeneratedRegex(@"^[A-Z]{2,8}\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SideCode();
}
