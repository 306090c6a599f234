using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Data.Files;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Registry.Records;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Languages;

namespace Rotunda.Modules.Alliance.Documents;

/// <summary>Documents as records; a new file takes the place of the present one, which is kept as a version. Tables hold what is known of a document, not its files.</summary>
internal sealed class DocumentRecords(FileStore files, IClock clock, SiteLanguages languages) : RecordKind<AssociationDocument>
{
    public override string Code => "documents";

    public override string SubjectKind => "document";

    public override string TitleKey => "documents.title";

    public override string AddKey => "record.add-document";

    public override RecordGroup Group => RecordGroup.Activities;

    public override FieldFault Twice => new("code", "fault.code-taken");

    public override bool TakesFile => true;

    public override bool IsTable => true;

    public override bool NeedsId => false;

    public override IReadOnlyList<RecordField> Fields(RegistryIndex index) =>
    [
        new("code", "record.code") { MaxLength = 40, IsFixed = true, HintKey = "record.code-hint" },
        .. RecordField.ForEach(languages, "title", "record.title"),
        new("kind", "record.kind") { Options = RecordField.Of<DocumentKind>(kind => kind.TextKey()) },
        new("visibility", "record.visibility") { Options = RecordField.Of<DocumentVisibility>(visibility => visibility == DocumentVisibility.Public ? "record.visible-public" : "document.members-only") },
        new("date", "record.date") { MaxLength = 60, HintKey = "date.hint" },
        new("languages", "record.languages") { MaxLength = 60, HintKey = "record.languages-hint" },
        .. RecordField.ForEach(languages, "note", "field.note", 1000),
    ];

    public override Guid IdOf(IEditable row) => ((AssociationDocument)row).Id;

    public override List<Citation> CitationsOf(IEditable row) => ((AssociationDocument)row).Citations;

    public override void Cite(IEditable row, List<Citation> citations) => ((AssociationDocument)row).Citations = citations;

    public override IEditable New(RecordValues values) => new AssociationDocument { Id = RowId.New(), Code = values.NewCode("code"), Title = LocalizedText.Empty };

    public override string KeyOf(IReadOnlyDictionary<string, string> values) => values["code"];

    public override string NoteOf(IEditable row, RegistryIndex index, Texts texts) => texts[((AssociationDocument)row).Kind.TextKey()];

    public override string PublicPath(IEditable row, RegistryIndex index) => "/documents#" + ((AssociationDocument)row).Code;

    public override async Task AttachAsync(RotundaDb db, IEditable row, RecordUpload upload, RecordValues values, List<FieldChange> changes, CancellationToken cancellationToken)
    {
        var document = (AssociationDocument)row;
        if (upload.Content.Length > DocumentContent.Largest || DocumentContent.TypeOf(upload.Content) is not { } type)
        {
            values.Fault("file", upload.Content.Length > DocumentContent.Largest ? "fault.file-large" : "fault.file-kind", "20");
            return;
        }

        var file = await files.PutAsync(db, upload.Content, type.MediaType, cancellationToken);
        var name = DocumentContent.NameOf(upload.FileName, document.Code, type.Ending);
        if (document.FileHash == file.Hash) return;
        if (document is { FileHash: { } hash, FileName: { } before })
        {
            var version = new DocumentVersion
            {
                Id = RowId.New(), DocumentId = document.Id, Number = document.Versions.Select(known => known.Number).DefaultIfEmpty().Max() + 1,
                FileHash = hash, FileName = before, ReplacedAt = clock.GetCurrentInstant(),
            };
            db.Add(version);
        }

        changes.Add(new FieldChange("file", document.FileName, $"{name} · SHA-256 {file.Hash}"));
        (document.FileHash, document.FileName) = (file.Hash, name);
    }

    protected override IQueryable<AssociationDocument> Rows(RotundaDb db) => db.Documents.Include(row => row.Versions);

    protected override IQueryable<AssociationDocument> Sorted(IQueryable<AssociationDocument> rows) => rows.OrderBy(row => row.Code);

    protected override Dictionary<string, string> Read(AssociationDocument row, RegistryIndex index)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["code"] = row.Code,
            ["kind"] = row.Kind.ToString(),
            ["visibility"] = row.Visibility.ToString(),
            ["date"] = RecordValues.Written(row.Date),
            ["languages"] = string.Join(", ", row.AuthoritativeLanguages),
        };
        foreach (var (name, text) in new[] { ("title", row.Title), ("note", row.Note) }) RecordValues.Put(values, name, text, languages.All.Select(language => language.Code));
        return values;
    }

    protected override void Write(AssociationDocument row, RecordValues values)
    {
        var (title, note, date) = (values.Texts("title", isRequired: true), values.Texts("note"), values.Date("date") ?? PartialDate.Unknown);
        var authoritative = values.Text("languages").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).ToList();
        foreach (var unknown in authoritative.Where(code => languages.Find(code)?.Code != code && !row.AuthoritativeLanguages.Contains(code))) values.Fault("languages", "fault.language-unknown", unknown);
        if (!values.AreSound) return;
        (row.Title, row.Note, row.Date, row.AuthoritativeLanguages) = (title, note, date, authoritative);
        (row.Kind, row.Visibility) = (values.Choice<DocumentKind>("kind"), values.Choice<DocumentVisibility>("visibility"));
    }

    protected override string LabelOf(AssociationDocument row, RegistryIndex index, Texts texts) => row.Title.Plain(texts.Language);
}
