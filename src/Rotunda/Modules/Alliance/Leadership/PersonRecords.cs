using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Registry.Records;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Languages;

namespace Rotunda.Modules.Alliance.Leadership;

/// <summary>People in office as records: names in the scripts of the site's languages, office, institution, body and time.</summary>
internal sealed class PersonRecords(SiteLanguages languages) : RecordKind<Appointment>
{
    private const string Cyrillic = "Cyrl";

    public override string Code => "people";

    public override string SubjectKind => "appointment";

    public override string TitleKey => "record.people";

    public override string AddKey => "record.add-person";

    public override RecordGroup Group => RecordGroup.Bodies;

    public override FieldFault Twice => new("institution", "fault.record-twice");

    public override bool IsTable => true;

    public override IReadOnlyList<RecordField> Fields(RegistryIndex index) =>
    [
        .. languages.All.SelectMany(language => new RecordField[]
        {
            new($"family.{language.Code}", "record.family-name") { Language = language, MaxLength = 80 },
            new($"given.{language.Code}", "record.given-name") { Language = language, MaxLength = 80 },
        }),
        .. languages.All.Where(language => language.Script == Cyrillic).Select(language => new RecordField($"patronymic.{language.Code}", "record.patronymic") { Language = language, MaxLength = 80 }),
        new("native", "record.native-script") { Options = [.. languages.All.Select(language => new RecordOption(language.Code, _ => language.Name))], IsRequired = false, HintKey = "record.native-hint" },
        new("family-first", "record.family-first") { IsFlag = true },
        .. RecordField.ForEach(languages, "office", "record.office", 200),
        .. RecordField.ForEach(languages, "position", "record.position", 200),
        new("institution", "term.holder") { Options = index.InstitutionOptions, IsCode = true },
        new("body", "record.body") { Options = index.BodyOptions, IsCode = true },
        new("from", "membership.from") { MaxLength = 60, HintKey = "date.hint" },
        new("to", "membership.to") { MaxLength = 60, HintKey = "date.hint-end" },
    ];

    public override Guid IdOf(IEditable row) => ((Appointment)row).Id;

    public override List<Citation> CitationsOf(IEditable row) => ((Appointment)row).Citations;

    public override void Cite(IEditable row, List<Citation> citations) => ((Appointment)row).Citations = citations;

    public override IEditable New(RecordValues values) => new Appointment { Id = RowId.New(), Office = LocalizedText.Empty };

    public override string NoteOf(IEditable row, RegistryIndex index, Texts texts) =>
        string.Join(" · ", new[] { ((Appointment)row).Office.Plain(texts.Language), index.Find(((Appointment)row).InstitutionId)?.Option.Label(texts) }.Where(part => !string.IsNullOrEmpty(part)));

    public override string PublicPath(IEditable row, RegistryIndex index) => "/bodies/" + index.CodeOf(((Appointment)row).BodyId);

    public override string KeyOf(IReadOnlyDictionary<string, string> values) => string.Join('\u001F', values
        .Where(pair => pair.Key is "institution" or "body" || pair.Key.StartsWith("office.", StringComparison.Ordinal) || pair.Key.StartsWith("family.", StringComparison.Ordinal) || pair.Key.StartsWith("given.", StringComparison.Ordinal))
        .OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value));

    protected override IQueryable<Appointment> Sorted(IQueryable<Appointment> rows) => rows.OrderBy(row => row.BodyId).ThenBy(row => row.Id);

    protected override Dictionary<string, string> Read(Appointment row, RegistryIndex index)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var language in languages.All)
        {
            var form = row.Person?.Forms.GetValueOrDefault(language.Script);
            (values[$"family.{language.Code}"], values[$"given.{language.Code}"]) = (form?.Family ?? "", form?.Given ?? "");
            if (language.Script == Cyrillic) values[$"patronymic.{language.Code}"] = form?.Patronymic ?? "";
        }

        values["native"] = languages.All.FirstOrDefault(language => language.Script == row.Person?.Native)?.Code ?? "";
        values["family-first"] = row.Person is { FamilyFirst: true } ? "true" : "";
        foreach (var (name, text) in new[] { ("office", row.Office), ("position", row.Position) }) RecordValues.Put(values, name, text, languages.All.Select(language => language.Code));
        (values["institution"], values["body"]) = (index.CodeOf(row.InstitutionId), index.CodeOf(row.BodyId));
        (values["from"], values["to"]) = (RecordValues.Written(row.From), RecordValues.Written(row.To, isEnd: true));
        return values;
    }

    protected override void Write(Appointment row, RecordValues values)
    {
        var (office, position, person) = (values.Texts("office", isRequired: true), values.Texts("position"), PersonOf(row.Person, values));
        var (from, to) = values.Span("from", "to");
        if (!values.AreSound) return;
        (row.Person, row.Office, row.Position, row.From, row.To) = (person, office, position, from, to);
        (row.InstitutionId, row.BodyId) = (values.Institution("institution"), values.Body("body")!.Value);
    }

    protected override string LabelOf(Appointment row, RegistryIndex index, Texts texts) => row.Person?.Listed(texts.Language) ?? texts["record.nobody"];

    /// <summary>The name that was typed, with the forms in scripts that the site has no language for; null where none was.</summary>
    private PersonName? PersonOf(PersonName? before, RecordValues values)
    {
        var forms = (before?.Forms ?? new Dictionary<string, NameForm>(StringComparer.Ordinal)).Where(pair => languages.All.All(language => language.Script != pair.Key)).ToDictionary(StringComparer.Ordinal);
        foreach (var language in languages.All)
        {
            var (family, given) = (values.Text($"family.{language.Code}"), values.Optional($"given.{language.Code}"));
            if (family.Length > 0) forms[language.Script] = new NameForm(family, given, values.Optional($"patronymic.{language.Code}"));
            else if (given is not null) values.Fault($"family.{language.Code}", "fault.family-name");
        }

        if (forms.Count == 0) return null;
        var native = languages.Find(values.Text("native"))?.Script ?? (before is not null && forms.ContainsKey(before.Native) ? before.Native : null);
        if (native is null || !forms.ContainsKey(native)) values.Fault("native", "fault.native-script");
        return new PersonName(forms, native ?? "", values.Flag("family-first"));
    }
}
