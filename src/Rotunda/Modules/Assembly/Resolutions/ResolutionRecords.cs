using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Registry.Records;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Languages;

namespace Rotunda.Modules.Assembly.Resolutions;

/// <summary>Resolutions as records of the registry.</summary>
internal sealed partial class ResolutionRecords(SiteLanguages languages) : RecordKind<Resolution>
{
    public override string Code => "resolutions";

    public override string SubjectKind => "resolution";

    public override string TitleKey => "resolutions.title";

    public override string AddKey => "record.add-resolution";

    public override RecordGroup Group => RecordGroup.Activities;

    public override FieldFault Twice => new("number", "fault.resolution-twice");

    public override IReadOnlyList<string> RefersTo => ["edition"];

    public override IReadOnlyList<RecordField> Fields(RegistryIndex index) =>
    [
        new("number", "record.resolution-number") { MaxLength = 20, IsFixed = true, HintKey = "record.resolution-number-hint" },
        .. RecordField.ForEach(languages, "title", "record.title"),
        new("date", "resolution.date") { MaxLength = 60, HintKey = "date.hint" },
        new("body", "resolution.body") { Options = index.BodyOptions, IsCode = true, IsRequired = false },
        new("edition", "resolution.edition") { Options = index.OptionsOf("edition"), IsCode = true, IsRequired = false },
        .. RecordField.ForEach(languages, "adoption", "resolution.adoption", 200),
        .. RecordField.ForEach(languages, "text", "record.text", 4000),
    ];

    public override Guid IdOf(IEditable row) => ((Resolution)row).Id;

    public override List<Citation> CitationsOf(IEditable row) => ((Resolution)row).Citations;

    public override void Cite(IEditable row, List<Citation> citations) => ((Resolution)row).Citations = citations;

    public override IEditable New(RecordValues values)
    {
        if (!Number().IsMatch(values.Text("number"))) values.Fault("number", "fault.resolution-number");
        return new Resolution { Id = RowId.New(), Number = values.Text("number"), Title = LocalizedText.Empty };
    }

    public override string NoteOf(IEditable row, RegistryIndex index, Texts texts) => ((Resolution)row).Number;

    public override string PublicPath(IEditable row, RegistryIndex index) => "/resolutions/" + ((Resolution)row).Number;

    public override Reference? ReferenceOf(IEditable row) => new("resolution", ((Resolution)row).Number);

    public override IReadOnlyList<RecordLink> Links(IEditable row, RegistryIndex index) =>
        [new("record.add-effect", string.Create(CultureInfo.InvariantCulture, $"/desk/registry/effects/new?resolution={((Resolution)row).Number}&order={((Resolution)row).Effects.Count}"))];

    protected override IEnumerable<(string TextKey, Func<CancellationToken, Task<int>> Count)> UsesOf(RotundaDb db, Resolution row) =>
        [("use.effects", stop => db.ResolutionEffects.CountAsync(effect => effect.ResolutionId == row.Id, stop))];

    protected override IQueryable<Resolution> Rows(RotundaDb db) => db.Resolutions.Include(row => row.Effects);

    protected override IQueryable<Resolution> Sorted(IQueryable<Resolution> rows) => rows.OrderByDescending(row => row.Date).ThenByDescending(row => row.Number);

    protected override Dictionary<string, string> Read(Resolution row, RegistryIndex index)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["number"] = row.Number,
            ["date"] = RecordValues.Written(row.Date),
            ["body"] = row.BodyCode ?? "",
            ["edition"] = row.EditionCode ?? "",
        };
        foreach (var (name, text) in new[] { ("title", row.Title), ("adoption", row.Adoption), ("text", row.Text) }) RecordValues.Put(values, name, text, languages.All.Select(language => language.Code));
        return values;
    }

    protected override void Write(Resolution row, RecordValues values)
    {
        var (title, adoption, text, date) = (values.Texts("title", isRequired: true), values.Texts("adoption"), values.Texts("text"), values.Date("date") ?? PartialDate.Unknown);
        if (!values.AreSound) return;
        (row.Title, row.Adoption, row.Text, row.Date) = (title, adoption, text, date);
        (row.BodyCode, row.EditionCode) = (values.Optional("body"), values.Optional("edition"));
    }

    protected override string LabelOf(Resolution row, RegistryIndex index, Texts texts) => row.Title.Plain(texts.Language);

    [GeneratedRegex(@"^[12]\d{3}-[1-9]\d{0,3}\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Number();
}

/// <summary>What resolutions changed, as records; each names one thing of the site.</summary>
internal sealed class EffectRecords(SiteLanguages languages) : RecordKind<ResolutionEffect>
{
    private const int MostOrder = 999;

    public override string Code => "effects";

    public override string SubjectKind => "effect";

    public override string TitleKey => "record.effects";

    public override string AddKey => "record.add-effect";

    public override RecordGroup Group => RecordGroup.Activities;

    public override FieldFault Twice => new("order", "fault.record-twice");

    public override IReadOnlyList<string> RefersTo => ["resolution"];

    public override IReadOnlyList<RecordField> Fields(RegistryIndex index) =>
    [
        new("resolution", "record.resolution") { Options = index.OptionsOf("resolution"), IsCode = true },
        new("institution", "term.holder") { Options = index.InstitutionOptions, IsCode = true, IsRequired = false, HintKey = "record.effect-hint" },
        new("body", "record.body") { Options = index.BodyOptions, IsCode = true, IsRequired = false },
        .. RecordField.ForEach(languages, "text", "record.effect-text"),
        new("order", "record.order") { MaxLength = 3, HintKey = "record.order-hint" },
    ];

    public override Guid IdOf(IEditable row) => ((ResolutionEffect)row).Id;

    public override List<Citation> CitationsOf(IEditable row) => ((ResolutionEffect)row).Citations;

    public override void Cite(IEditable row, List<Citation> citations) => ((ResolutionEffect)row).Citations = citations;

    public override IEditable New(RecordValues values) => new ResolutionEffect { Id = RowId.New(), SubjectKind = "", SubjectCode = "", Text = LocalizedText.Empty };

    public override string NoteOf(IEditable row, RegistryIndex index, Texts texts) => index.CodeOf(((ResolutionEffect)row).ResolutionId);

    public override string PublicPath(IEditable row, RegistryIndex index) => "/resolutions/" + index.CodeOf(((ResolutionEffect)row).ResolutionId);

    protected override IQueryable<ResolutionEffect> Sorted(IQueryable<ResolutionEffect> rows) =>
        rows.OrderByDescending(row => row.Resolution!.Date).ThenBy(row => row.ResolutionId).ThenBy(row => row.Order).ThenBy(row => row.Id);

    protected override Dictionary<string, string> Read(ResolutionEffect row, RegistryIndex index)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["resolution"] = index.CodeOf(row.ResolutionId),
            ["institution"] = row.SubjectKind == "institution" ? row.SubjectCode : "",
            ["body"] = row.SubjectKind == "body" ? row.SubjectCode : "",
            ["order"] = row.Order.ToString(CultureInfo.InvariantCulture),
        };
        RecordValues.Put(values, "text", row.Text, languages.All.Select(language => language.Code));
        return values;
    }

    protected override void Write(ResolutionEffect row, RecordValues values)
    {
        var (text, order) = (values.Texts("text", isRequired: true), values.Number("order", MostOrder) ?? 0);
        var (institution, body) = (values.Optional("institution"), values.Optional("body"));
        if ((institution is null) == (body is null)) values.Fault("institution", "fault.effect-subject");
        if (!values.AreSound) return;
        (row.ResolutionId, row.Order, row.Text) = (values.Index.Other("resolution", values.Text("resolution"))!.Id, order, text);
        (row.SubjectKind, row.SubjectCode) = institution is not null ? ("institution", institution) : ("body", body!);
    }

    protected override string LabelOf(ResolutionEffect row, RegistryIndex index, Texts texts) => string.Join(
        " · ", (row.SubjectKind == "institution" ? index.Institution(row.SubjectCode) : index.Body(row.SubjectCode))?.Option.Label(texts) ?? row.SubjectCode, row.Text.Plain(texts.Language));
}

/// <summary>The numbers of resolutions, for the records that belong to one.</summary>
internal sealed class ResolutionCodes : IIndexedCodes
{
    public string Kind => "resolution";

    public async Task<IReadOnlyList<IndexEntry>> ReadAsync(RotundaDb db, CancellationToken cancellationToken) =>
        await db.Resolutions.AsNoTracking().OrderByDescending(row => row.Date).ThenBy(row => row.Number).Select(row => new IndexEntry(row.Id, row.Number, row.Title, null, null)).ToListAsync(cancellationToken);
}
