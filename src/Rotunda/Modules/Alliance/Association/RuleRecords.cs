using System.Globalization;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Registry.Records;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Languages;

namespace Rotunda.Modules.Alliance.Association;

/// <summary>The rules of governance as records: the sentences on the page about the association, each with its source.</summary>
internal sealed class RuleRecords(SiteLanguages languages) : RecordKind<GovernanceRule>
{
    private const int MostOrder = 999;
    private const int LongestInList = 90;

    public override string Code => "rules";

    public override string SubjectKind => "rule";

    public override string TitleKey => "about.rules";

    public override string AddKey => "record.add-rule";

    public override RecordGroup Group => RecordGroup.Association;

    public override FieldFault Twice => new("order", "fault.record-twice");

    public override IReadOnlyList<RecordField> Fields(RegistryIndex index) =>
    [
        .. RecordField.ForEach(languages, "text", "record.rule-text", 1000),
        new("order", "record.order") { MaxLength = 3, HintKey = "record.order-hint" },
    ];

    public override Guid IdOf(IEditable row) => ((GovernanceRule)row).Id;

    public override List<Citation> CitationsOf(IEditable row) => ((GovernanceRule)row).Citations;

    public override void Cite(IEditable row, List<Citation> citations) => ((GovernanceRule)row).Citations = citations;

    public override IEditable New(RecordValues values) => new GovernanceRule { Id = RowId.New(), Text = LocalizedText.Empty };

    public override string PublicPath(IEditable row, RegistryIndex index) => "/about";

    protected override IQueryable<GovernanceRule> Sorted(IQueryable<GovernanceRule> rows) => rows.OrderBy(row => row.Order).ThenBy(row => row.Id);

    protected override Dictionary<string, string> Read(GovernanceRule row, RegistryIndex index)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal) { ["order"] = row.Order.ToString(CultureInfo.InvariantCulture) };
        RecordValues.Put(values, "text", row.Text, languages.All.Select(language => language.Code));
        return values;
    }

    protected override void Write(GovernanceRule row, RecordValues values)
    {
        var (text, order) = (values.Texts("text", isRequired: true), values.Number("order", MostOrder) ?? 0);
        if (values.AreSound) (row.Text, row.Order) = (text, order);
    }

    protected override string LabelOf(GovernanceRule row, RegistryIndex index, Texts texts) =>
        row.Text.Plain(texts.Language) is { Length: > LongestInList } text ? text[..LongestInList].TrimEnd() + "…" : row.Text.Plain(texts.Language);
}
