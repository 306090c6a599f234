using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Alliance.Registry.Records;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Languages;

namespace Rotunda.Modules.Alliance.Memberships;

/// <summary>Memberships as records of tables; their form hangs below the institution.</summary>
internal sealed class MembershipRecords(SiteLanguages languages) : RecordKind<Membership>
{
    public override string Code => "memberships";

    public override string SubjectKind => MembershipOperations.SubjectKind;

    public override string TitleKey => "record.memberships";

    public override string AddKey => "membership.add";

    public override RecordGroup Group => RecordGroup.Members;

    public override string ListPath(IEditable row, RegistryIndex index) => "/desk/institutions/" + index.CodeOf(((Membership)row).InstitutionId);

    public override string DeskPath(IEditable row, RegistryIndex index) => $"{ListPath(row, index)}/memberships/{((Membership)row).Id}";

    public override (string SubjectKind, Guid Id)? Above(IEditable row) => (InstitutionOperations.SubjectKind, ((Membership)row).InstitutionId);

    public override FieldFault Twice => new("from", "fault.same-membership");

    public override bool HasPages => false;

    public override bool IsTable => true;

    public override IReadOnlyList<RecordField> Fields(RegistryIndex index) =>
    [
        new("institution", "term.holder") { Options = index.InstitutionOptions, IsCode = true },
        new("status", "members.filter.status") { Options = RecordField.Of<MembershipStatus>(status => status.TextKey()) },
        new("from", "membership.from") { MaxLength = 60 },
        new("to", "membership.to") { MaxLength = 60 },
        new("attested", "membership.attested") { MaxLength = 500 },
        .. RecordField.ForEach(languages, "note", "field.note", 1000),
    ];

    public override Guid IdOf(IEditable row) => ((Membership)row).Id;

    public override List<Citation> CitationsOf(IEditable row) => ((Membership)row).Citations;

    public override void Cite(IEditable row, List<Citation> citations) => ((Membership)row).Citations = citations;

    public override IEditable New(RecordValues values) => new Membership { Id = RowId.New() };

    public override string KeyOf(IReadOnlyDictionary<string, string> values) => $"{values["institution"]} {values["status"]} {values["from"]}";

    public override Guid? GroupOf(IEditable row) => ((Membership)row).InstitutionId;

    public override FieldFault? Clash(IEditable row, IEnumerable<IEditable> others) =>
        MembershipOverlap.With((Membership)row, others.Cast<Membership>()) is null ? null : new FieldFault("from", "fault.overlap");

    protected override IQueryable<Membership> Sorted(IQueryable<Membership> rows) => rows.OrderBy(row => row.Institution!.Code).ThenBy(row => row.From).ThenBy(row => row.Id);

    protected override Dictionary<string, string> Read(Membership row, RegistryIndex index)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["institution"] = index.CodeOf(row.InstitutionId),
            ["status"] = row.Status.ToString(),
            ["from"] = RecordValues.Written(row.From),
            ["to"] = RecordValues.Written(row.To, isEnd: true),
            ["attested"] = string.Join(", ", row.Attested),
        };
        RecordValues.Put(values, "note", row.Note, languages.All.Select(language => language.Code));
        return values;
    }

    protected override void Write(Membership row, RecordValues values)
    {
        var ((from, to), attested, note) = (values.Span("from", "to"), values.Dates("attested"), values.Texts("note"));
        if (!values.AreSound) return;
        (row.InstitutionId, row.Status, row.From, row.To, row.Attested, row.Note) = (values.Institution("institution"), values.Choice<MembershipStatus>("status"), from, to, attested, note);
    }

    protected override string LabelOf(Membership row, RegistryIndex index, Texts texts) =>
        texts.Format("field.in-language", ("field", index.Find(row.InstitutionId)?.Option.Label(texts)), ("language", texts[row.Status.TextKey()]));
}
