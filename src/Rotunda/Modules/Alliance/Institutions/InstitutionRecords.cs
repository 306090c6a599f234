using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Applications;
using Rotunda.Modules.Alliance.Bodies;
using Rotunda.Modules.Alliance.Handover;
using Rotunda.Modules.Alliance.Leadership;
using Rotunda.Modules.Alliance.Memberships;
using Rotunda.Modules.Alliance.Programmes;
using Rotunda.Modules.Alliance.Proposals;
using Rotunda.Modules.Alliance.Registry.Records;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Text;

namespace Rotunda.Modules.Alliance.Institutions;

/// <summary>Institutions as records: the fields that liaison officers propose too, and side, country, further and former names.</summary>
internal sealed partial class InstitutionRecords(InstitutionFields fields, SiteLanguages languages) : RecordKind<Institution>
{
    private const int LongestName = 300;

    private static readonly (string Name, string TextKey, NameKind Kind)[] Further = [("alias", "record.aliases", NameKind.Alias), ("former", "record.former-names", NameKind.Former)];

    public override string Code => "institutions";

    public override string SubjectKind => InstitutionOperations.SubjectKind;

    public override string TitleKey => "nav.institutions";

    public override string AddKey => "record.add-institution";

    public override RecordGroup Group => RecordGroup.Members;

    public override Reference? ReferenceOf(IEditable row) => new("institution", ((Institution)row).Code);

    protected override IEnumerable<(string TextKey, Func<CancellationToken, Task<int>> Count)> UsesOf(RotundaDb db, Institution row) =>
    [
        ("use.memberships", stop => db.Memberships.CountAsync(membership => membership.InstitutionId == row.Id, stop)),
        ("use.body-members", stop => db.Set<BodyMember>().CountAsync(member => member.InstitutionId == row.Id, stop)),
        ("use.terms", stop => db.Terms.CountAsync(term => term.InstitutionId == row.Id, stop)),
        ("use.people", stop => db.Set<Appointment>().CountAsync(appointment => appointment.InstitutionId == row.Id, stop)),
        ("use.programmes", stop => db.Programmes.CountAsync(programme => programme.Institutions.Any(institution => institution.Id == row.Id), stop)),
        ("use.handovers", stop => db.Handovers.CountAsync(handover => handover.FromInstitutionId == row.Id || handover.ToInstitutionId == row.Id, stop)),
        ("use.proposals", stop => db.Set<Proposal>().CountAsync(proposal => proposal.InstitutionId == row.Id, stop)),
        ("use.applications", stop => db.Applications.CountAsync(application => application.InstitutionCode == row.Code, stop)),
    ];

    public override FieldFault Twice => new("code", "fault.code-taken");

    public override bool IsTable => true;

    public override bool NeedsId => false;

    public override IReadOnlyList<RecordField> Fields(RegistryIndex index) =>
    [
        new("code", "record.code") { MaxLength = 40, IsFixed = true, HintKey = "record.code-hint" },
        new("side", "members.filter.side") { Options = index.SideOptions, IsCode = true },
        new("country", "record.country") { MaxLength = 2, HintKey = "record.country-hint" },
        new("territory", "record.territory") { MaxLength = 80 },
        .. fields.All.Select(field => new RecordField(field.Name, field.TextKey) { Language = field.Language, MaxLength = field.MaxLength, IsLong = field.MaxLength > 500, IsRequired = false }),
        .. Further.SelectMany(further => languages.All.Select(language =>
            new RecordField($"{further.Name}.{language.Code}", further.TextKey) { Language = language, MaxLength = 2000, IsLong = true, HintKey = "record.names-hint" })),
    ];

    public override Guid IdOf(IEditable row) => ((Institution)row).Id;

    public override List<Citation> CitationsOf(IEditable row) => ((Institution)row).Citations;

    public override void Cite(IEditable row, List<Citation> citations) => ((Institution)row).Citations = citations;

    public override IEditable New(RecordValues values) => Empty(values.NewCode("code"));

    public override string NoteOf(IEditable row, RegistryIndex index, Texts texts) => ((Institution)row).SideCode;

    public override string PublicPath(IEditable row, RegistryIndex index) => "/members/" + ((Institution)row).Code;

    public override IReadOnlyList<RecordLink> Links(IEditable row, RegistryIndex index) => [new("membership.add", $"/desk/institutions/{((Institution)row).Code}/memberships/new")];

    public override string KeyOf(IReadOnlyDictionary<string, string> values) => values["code"];

    protected override IQueryable<Institution> Rows(RotundaDb db) => db.Institutions.Include(row => row.Names).AsSplitQuery();

    protected override IQueryable<Institution> Sorted(IQueryable<Institution> rows) => rows.OrderBy(row => row.Code);

    protected override Dictionary<string, string> Read(Institution row, RegistryIndex index)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal) { ["code"] = row.Code, ["side"] = row.SideCode, ["country"] = row.Country, ["territory"] = row.Territory ?? "" };
        foreach (var field in fields.All) values[field.Name] = field.Read(row);
        foreach (var (name, _, kind) in Further)
            foreach (var language in languages.All)
                values[$"{name}.{language.Code}"] = string.Join('\n', row.Names.Where(known => known.Kind == kind && known.Language == language.Code).Select(known => known.Text).Order(StringComparer.Ordinal));
        return values;
    }

    protected override void Write(Institution row, RecordValues values)
    {
        // On a copy first: a record changes whole or not at all
        var copy = Empty(row.Code);
        foreach (var name in row.Names.Where(name => languages.Find(name.Language) is not null && name.Kind == NameKind.Official)) copy.SetName(languages.Find(name.Language)!, name.Text);
        Fill(copy, values);
        if (!Country().IsMatch(values.Text("country"))) values.Fault("country", "fault.country");
        foreach (var (name, _, _) in Further)
            foreach (var field in languages.All.Select(language => $"{name}.{language.Code}").Where(field => values.Lines(field).Any(line => line.Length > LongestName)))
                values.Fault(field, "fault.too-long", "300");
        if (!values.AreSound) return;
        (row.SideCode, row.Country, row.Territory) = (values.Text("side"), values.Text("country"), values.Optional("territory"));
        Fill(row, values);
        foreach (var (name, _, kind) in Further)
            foreach (var language in languages.All) SetFurther(row, kind, language, values.Lines($"{name}.{language.Code}"));
    }

    protected override string LabelOf(Institution row, RegistryIndex index, Texts texts) => row.NameFor(texts.Language).Text;

    private static Institution Empty(string code) => new() { Id = RowId.New(), Code = code, SideCode = "", Country = "", Zone = "" };

    private void Fill(Institution row, RecordValues values)
    {
        // What is taken away comes after what is given, so that one name may take the place of another
        foreach (var field in fields.All.OrderBy(field => values.Text(field.Name).Length == 0))
            if (field.Read(row) != values.Text(field.Name) || field.Name == "zone") if (field.Set(row, values.Text(field.Name)) is { } fault) values.Fault(fault.Field, fault.TextKey, fault.Value);
        if (row.Name.IsEmpty && values.AreSound) values.Fault(fields.All[0].Name, "fault.last-name");
        if ((row.Latitude is null) != (row.Longitude is null)) values.Fault("latitude", "fault.coordinates");
    }

    /// <summary>The names of a kind in a language; one that the institution bears otherwise already is not taken twice.</summary>
    private static void SetFurther(Institution row, NameKind kind, Language language, IReadOnlyList<string> names)
    {
        var wanted = names.Select(name => (Text: name, Folded: Folding.Fold(name))).DistinctBy(pair => pair.Folded).ToList();
        row.Names.RemoveAll(name => name.Kind == kind && name.Language == language.Code && !wanted.Exists(pair => pair.Text == name.Text));
        foreach (var (text, folded) in wanted)
            if (!row.Names.Exists(name => name.Language == language.Code && name.Folded == folded)) row.Names.Add(InstitutionName.Of(language, kind, text));
    }

    [GeneratedRegex(@"^[A-Z]{2}\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Country();
}
