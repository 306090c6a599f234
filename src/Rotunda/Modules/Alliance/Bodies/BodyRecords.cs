using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Leadership;
using Rotunda.Modules.Alliance.Registry.Records;
using Rotunda.Modules.Alliance.Totals;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Languages;

namespace Rotunda.Modules.Alliance.Bodies;

/// <summary>Bodies as records: the association, its organs and sub-alliances.</summary>
internal sealed class BodyRecords(SiteLanguages languages) : RecordKind<Body>
{
    private const int MostOrder = 9999;

    public override string Code => "bodies";

    public override string SubjectKind => "body";

    public override string TitleKey => "bodies.title";

    public override string AddKey => "record.add-body";

    public override RecordGroup Group => RecordGroup.Bodies;

    public override Reference? ReferenceOf(IEditable row) => new("body", ((Body)row).Code);

    /// <summary>The association itself is the root of everything.</summary>
    public override bool IsLasting(IEditable row) => ((Body)row).Kind == BodyKind.Association;

    protected override IEnumerable<(string TextKey, Func<CancellationToken, Task<int>> Count)> UsesOf(RotundaDb db, Body row) =>
    [
        ("use.bodies", stop => db.Bodies.CountAsync(other => other.ParentId == row.Id, stop)),
        ("use.body-members", stop => db.Set<BodyMember>().CountAsync(member => member.BodyId == row.Id, stop)),
        ("use.seats", stop => db.Seats.CountAsync(seat => seat.BodyId == row.Id, stop)),
        ("use.people", stop => db.Set<Appointment>().CountAsync(appointment => appointment.BodyId == row.Id, stop)),
        ("use.totals", stop => db.DeclaredTotals.CountAsync(total => total.BodyId == row.Id, stop)),
    ];

    public override FieldFault Twice => new("code", "fault.code-taken");

    public override bool IsTable => true;

    public override bool NeedsId => false;

    public override IReadOnlyList<RecordField> Fields(RegistryIndex index) =>
    [
        new("code", "record.code") { MaxLength = 40, IsFixed = true, HintKey = "record.code-hint" },
        .. RecordField.ForEach(languages, "name", "field.name"),
        .. RecordField.ForEach(languages, "short", "record.short-name", 80),
        new("kind", "record.kind") { Options = RecordField.Of<BodyKind>(kind => kind.TextKey()) },
        new("parent", "record.parent") { Options = index.BodyOptions, IsCode = true, IsRequired = false },
        new("order", "record.order") { MaxLength = 4, HintKey = "record.order-hint" },
        new("founded", "record.founded") { MaxLength = 60, HintKey = "date.hint" },
        .. RecordField.ForEach(languages, "about", "record.about", 2000),
    ];

    public override Guid IdOf(IEditable row) => ((Body)row).Id;

    public override List<Citation> CitationsOf(IEditable row) => ((Body)row).Citations;

    public override void Cite(IEditable row, List<Citation> citations) => ((Body)row).Citations = citations;

    public override IEditable New(RecordValues values) => new Body { Id = RowId.New(), Code = values.NewCode("code"), Name = LocalizedText.Empty };

    public override string KeyOf(IReadOnlyDictionary<string, string> values) => values["code"];

    /// <summary>All bodies are one tree.</summary>
    public override Guid? GroupOf(IEditable row) => Guid.Empty;

    /// <summary>Two lines of a table may each be sound and close a circle together.</summary>
    public override FieldFault? Clash(IEditable row, IEnumerable<IEditable> others)
    {
        var (body, known) = ((Body)row, others.Cast<Body>().ToList());
        var above = body.ParentId;
        for (var steps = 0; above is not null && steps <= known.Count; steps++)
        {
            if (above == body.Id) return new FieldFault("parent", "fault.body-circle");
            above = known.Find(other => other.Id == above)?.ParentId;
        }

        return null;
    }

    public override string NoteOf(IEditable row, RegistryIndex index, Texts texts) => texts[((Body)row).Kind.TextKey()];

    public override string PublicPath(IEditable row, RegistryIndex index) => "/bodies/" + ((Body)row).Code;

    public override IReadOnlyList<RecordLink> Links(IEditable row, RegistryIndex index) =>
    [
        new("record.add-body-member", "/desk/registry/body-members/new?body=" + ((Body)row).Code),
        new("record.add-seat", "/desk/registry/seats/new?body=" + ((Body)row).Code),
        new("record.add-person", "/desk/registry/people/new?body=" + ((Body)row).Code),
        new("record.add-total", "/desk/registry/totals/new?body=" + ((Body)row).Code),
    ];

    protected override IQueryable<Body> Sorted(IQueryable<Body> rows) => rows.OrderBy(row => row.Order).ThenBy(row => row.Code);

    protected override Dictionary<string, string> Read(Body row, RegistryIndex index)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["code"] = row.Code,
            ["kind"] = row.Kind.ToString(),
            ["parent"] = index.CodeOf(row.ParentId),
            ["order"] = row.Order.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["founded"] = RecordValues.Written(row.Founded),
        };
        foreach (var (name, text) in new[] { ("name", row.Name), ("short", row.ShortName), ("about", row.About) }) RecordValues.Put(values, name, text, languages.All.Select(language => language.Code));
        return values;
    }

    protected override void Write(Body row, RecordValues values)
    {
        var (name, shortName, about) = (values.Texts("name", isRequired: true), values.Texts("short"), values.Texts("about"));
        var (kind, parent, founded, order) = (values.Choice<BodyKind>("kind"), values.Body("parent"), values.Date("founded"), values.Number("order", MostOrder) ?? 0);
        // One root, and every other body hangs below it
        var isRoot = row.Version > 0 && row.Kind == BodyKind.Association;
        if (kind == BodyKind.Association != isRoot || parent is null != isRoot) values.Fault("parent", "fault.body-parent");
        for (var above = values.Index.Find(parent); above is not null; above = values.Index.Find(above.ParentId))
            if (above.Id == row.Id) values.Fault("parent", "fault.body-circle");
        if (!values.AreSound) return;
        (row.Name, row.ShortName, row.About, row.Kind, row.ParentId, row.Founded, row.Order) = (name, shortName, about, kind, parent, founded ?? PartialDate.Unknown, order);
    }

    protected override string LabelOf(Body row, RegistryIndex index, Texts texts) => row.Name.Plain(texts.Language);
}

/// <summary>Institutions in bodies as records.</summary>
internal sealed class BodyMemberRecords : RecordKind<BodyMember>
{
    public override string Code => "body-members";

    public override string SubjectKind => "body-member";

    public override string TitleKey => "record.body-members";

    public override string AddKey => "record.add-body-member";

    public override RecordGroup Group => RecordGroup.Bodies;

    public override FieldFault Twice => new("institution", "fault.body-member-twice");

    public override bool IsTable => true;

    public override IReadOnlyList<RecordField> Fields(RegistryIndex index) =>
    [
        new("body", "record.body") { Options = index.BodyOptions, IsCode = true },
        new("institution", "term.holder") { Options = index.InstitutionOptions, IsCode = true },
        new("founder", "record.founder") { IsFlag = true },
        new("from", "membership.from") { MaxLength = 60, HintKey = "date.hint" },
        new("to", "membership.to") { MaxLength = 60, HintKey = "date.hint-end" },
    ];

    public override Guid IdOf(IEditable row) => ((BodyMember)row).Id;

    public override List<Citation> CitationsOf(IEditable row) => ((BodyMember)row).Citations;

    public override void Cite(IEditable row, List<Citation> citations) => ((BodyMember)row).Citations = citations;

    public override IEditable New(RecordValues values) => new BodyMember { Id = RowId.New() };

    public override string KeyOf(IReadOnlyDictionary<string, string> values) => $"{values["body"]} {values["institution"]}";

    public override Guid? GroupOf(IEditable row) => ((BodyMember)row).BodyId;

    public override FieldFault? Clash(IEditable row, IEnumerable<IEditable> others) =>
        others.Cast<BodyMember>().Any(other => other.Id != ((BodyMember)row).Id && other.BodyId == ((BodyMember)row).BodyId && other.InstitutionId == ((BodyMember)row).InstitutionId) ? Twice : null;

    public override string NoteOf(IEditable row, RegistryIndex index, Texts texts) => index.Find(((BodyMember)row).BodyId)?.Name.Plain(texts.Language) ?? "";

    public override string PublicPath(IEditable row, RegistryIndex index) => "/bodies/" + index.CodeOf(((BodyMember)row).BodyId);

    protected override IQueryable<BodyMember> Sorted(IQueryable<BodyMember> rows) => rows.OrderBy(row => row.BodyId).ThenBy(row => row.Id);

    protected override Dictionary<string, string> Read(BodyMember row, RegistryIndex index) => new(StringComparer.Ordinal)
    {
        ["body"] = index.CodeOf(row.BodyId),
        ["institution"] = index.CodeOf(row.InstitutionId),
        ["founder"] = row.IsFounder ? "true" : "",
        ["from"] = RecordValues.Written(row.From),
        ["to"] = RecordValues.Written(row.To, isEnd: true),
    };

    protected override void Write(BodyMember row, RecordValues values)
    {
        var (from, to) = values.Span("from", "to");
        if (values.Body("body") is { } id && values.Index.Find(id) is { ParentId: null }) values.Fault("body", "fault.body-members-root");
        if (!values.AreSound) return;
        (row.BodyId, row.InstitutionId, row.IsFounder, row.From, row.To) = (values.Body("body")!.Value, values.Institution("institution"), values.Flag("founder"), from, to);
    }

    protected override string LabelOf(BodyMember row, RegistryIndex index, Texts texts) => index.Find(row.InstitutionId)?.Option.Label(texts) ?? "";
}
