using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Alliance.Registry.Records;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Languages;

namespace Rotunda.Modules.Alliance.Programmes;

/// <summary>Programmes as records, with the institutions that take part.</summary>
internal sealed class ProgrammeRecords(RotundaDb db, SiteLanguages languages) : RecordKind<Programme>
{
    private const int MostOrder = 9999;

    private Dictionary<string, Institution>? _institutions;

    public override string Code => "programmes";

    public override string SubjectKind => "programme";

    public override string TitleKey => "programmes.title";

    public override string AddKey => "record.add-programme";

    public override RecordGroup Group => RecordGroup.Activities;

    public override Reference? ReferenceOf(IEditable row) => new("programme", ((Programme)row).Code);

    public override FieldFault Twice => new("code", "fault.code-taken");

    public override bool IsTable => true;

    public override bool NeedsId => false;

    public override IReadOnlyList<RecordField> Fields(RegistryIndex index) =>
    [
        new("code", "record.code") { MaxLength = 40, IsFixed = true, HintKey = "record.code-hint" },
        .. RecordField.ForEach(languages, "name", "record.title"),
        new("order", "record.order") { MaxLength = 4, HintKey = "record.order-hint" },
        new("bilateral", "record.bilateral") { IsFlag = true },
        .. RecordField.ForEach(languages, "about", "record.about", 2000),
        new("institutions", "record.institutions") { MaxLength = 4000, IsLong = true, HintKey = "record.institutions-hint" },
    ];

    public override Guid IdOf(IEditable row) => ((Programme)row).Id;

    public override List<Citation> CitationsOf(IEditable row) => ((Programme)row).Citations;

    public override void Cite(IEditable row, List<Citation> citations) => ((Programme)row).Citations = citations;

    public override IEditable New(RecordValues values) => new Programme { Id = RowId.New(), Code = values.NewCode("code"), Name = LocalizedText.Empty };

    public override string KeyOf(IReadOnlyDictionary<string, string> values) => values["code"];

    public override string PublicPath(IEditable row, RegistryIndex index) => "/programmes/" + ((Programme)row).Code;

    protected override IQueryable<Programme> Rows(RotundaDb db) => db.Programmes.Include(row => row.Institutions);

    protected override IQueryable<Programme> Sorted(IQueryable<Programme> rows) => rows.OrderBy(row => row.Order).ThenBy(row => row.Code);

    protected override Dictionary<string, string> Read(Programme row, RegistryIndex index)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["code"] = row.Code,
            ["order"] = row.Order.ToString(CultureInfo.InvariantCulture),
            ["bilateral"] = row.IsBilateral ? "true" : "",
            ["institutions"] = string.Join('\n', row.Institutions.Select(institution => institution.Code).Order(StringComparer.Ordinal)),
        };
        foreach (var (name, text) in new[] { ("name", row.Name), ("about", row.About) }) RecordValues.Put(values, name, text, languages.All.Select(language => language.Code));
        return values;
    }

    protected override void Write(Programme row, RecordValues values)
    {
        var (name, about, order) = (values.Texts("name", isRequired: true), values.Texts("about"), values.Number("order", MostOrder) ?? 0);
        var codes = values.Lines("institutions").Distinct(StringComparer.Ordinal).ToList();
        foreach (var unknown in codes.Where(code => values.Index.Institution(code) is null)) values.Fault("institutions", "fault.institution-unknown", unknown);
        if (!values.AreSound) return;
        (row.Name, row.About, row.Order, row.IsBilateral) = (name, about, order, values.Flag("bilateral"));
        row.Institutions.RemoveAll(institution => !codes.Contains(institution.Code));
        var missing = codes.Except(row.Institutions.Select(institution => institution.Code), StringComparer.Ordinal).ToList();
        // Read once for all lines of a table
        if (missing.Count > 0) _institutions ??= db.Institutions.AsTracking().ToDictionary(institution => institution.Code, StringComparer.Ordinal);
        row.Institutions.AddRange(missing.Select(code => _institutions![code]));
    }

    protected override string LabelOf(Programme row, RegistryIndex index, Texts texts) => row.Name.Plain(texts.Language);
}
