using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Registry.Records;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Languages;

namespace Rotunda.Modules.Conferences.Editions;

/// <summary>Editions as records of the registry, with the institutions that host them.</summary>
internal sealed class EditionRecords(SiteLanguages languages) : RecordKind<Edition>
{
    private const int MostNumber = 999;

    public override string Code => "editions";

    public override string SubjectKind => "edition";

    public override string TitleKey => "conferences.title";

    public override string AddKey => "record.add-edition";

    public override RecordGroup Group => RecordGroup.Activities;

    /// <summary>The code is looked at before; what the database refuses is the number.</summary>
    public override FieldFault Twice => new("code", "fault.edition-twice");

    public override IReadOnlyList<RecordField> Fields(RegistryIndex index) =>
    [
        new("code", "record.code") { MaxLength = 40, IsFixed = true, HintKey = "record.edition-code-hint" },
        .. RecordField.ForEach(languages, "name", "record.title"),
        new("kind", "record.kind") { Options = RecordField.Of<EditionKind>(kind => kind.TextKey()) },
        new("number", "record.edition-number") { MaxLength = 3, IsRequired = false, HintKey = "record.edition-number-hint" },
        new("held", "record.held") { MaxLength = 60, HintKey = "record.held-hint" },
        new("online", "edition.online") { IsFlag = true },
        .. RecordField.ForEach(languages, "place", "edition.where", 200),
        new("zone", "field.zone") { MaxLength = 64, IsRequired = false, HintKey = "record.edition-zone-hint" },
        .. RecordField.ForEach(languages, "theme", "record.theme"),
        new("hosts", "edition.hosts") { MaxLength = 1000, IsLong = true, IsRequired = false, HintKey = "record.institutions-hint" },
        .. RecordField.ForEach(languages, "participation", "edition.participation", 1000),
        .. RecordField.ForEach(languages, "note", "field.note", 1000),
    ];

    public override Guid IdOf(IEditable row) => ((Edition)row).Id;

    public override List<Citation> CitationsOf(IEditable row) => ((Edition)row).Citations;

    public override void Cite(IEditable row, List<Citation> citations) => ((Edition)row).Citations = citations;

    public override IEditable New(RecordValues values) => new Edition { Id = RowId.New(), Code = values.NewCode("code"), Name = LocalizedText.Empty };

    public override string NoteOf(IEditable row, RegistryIndex index, Texts texts) => ((Edition)row).Code;

    public override string PublicPath(IEditable row, RegistryIndex index) => "/conferences/" + ((Edition)row).Code;

    public override Reference? ReferenceOf(IEditable row) => new("edition", ((Edition)row).Code);

    public override IReadOnlyList<RecordLink> Links(IEditable row, RegistryIndex index) =>
    [
        .. ((Edition)row).Sessions.OrderBy(session => session.Order).ThenBy(session => session.Id).Select(session => new RecordLink(session.Kind.TextKey(), "/desk/registry/sessions/" + session.Id, session.Name)),
        new("record.add-session", string.Create(CultureInfo.InvariantCulture, $"/desk/registry/sessions/new?edition={((Edition)row).Code}&order={((Edition)row).Sessions.Count}")),
        new("record.add-announcement", string.Create(CultureInfo.InvariantCulture, $"/desk/registry/announcements/new?edition={((Edition)row).Code}&order={((Edition)row).Announcements.Count}")),
    ];

    protected override IEnumerable<(string TextKey, Func<CancellationToken, Task<int>> Count)> UsesOf(RotundaDb db, Edition row) =>
    [
        ("use.sessions", stop => db.Sessions.CountAsync(session => session.EditionId == row.Id, stop)),
        ("use.announcements", stop => db.Announcements.CountAsync(announcement => announcement.EditionId == row.Id, stop)),
    ];

    protected override IQueryable<Edition> Rows(RotundaDb db) => db.Editions.Include(row => row.Hosts).Include(row => row.Sessions).Include(row => row.Announcements).AsSplitQuery();

    protected override IQueryable<Edition> Sorted(IQueryable<Edition> rows) => rows.OrderByDescending(row => row.Held).ThenBy(row => row.Code);

    protected override Dictionary<string, string> Read(Edition row, RegistryIndex index)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["code"] = row.Code,
            ["kind"] = row.Kind.ToString(),
            ["number"] = row.Number?.ToString(CultureInfo.InvariantCulture) ?? "",
            ["held"] = RecordValues.Written(row.Held),
            ["online"] = row.IsOnline ? "true" : "",
            ["zone"] = row.Zone ?? "",
            ["hosts"] = string.Join('\n', row.Hosts.OrderBy(host => host.Order).ThenBy(host => host.InstitutionCode, StringComparer.Ordinal).Select(host => host.InstitutionCode)),
        };
        foreach (var (name, text) in new[] { ("name", row.Name), ("place", row.Place), ("theme", row.Theme), ("participation", row.Participation), ("note", row.Note) })
            RecordValues.Put(values, name, text, languages.All.Select(language => language.Code));
        return values;
    }

    protected override void Write(Edition row, RecordValues values)
    {
        var (name, place, theme, participation, note) = (values.Texts("name", isRequired: true), values.Texts("place"), values.Texts("theme"), values.Texts("participation"), values.Texts("note"));
        var (number, held, zone) = (values.Number("number", MostNumber), values.Date("held") ?? PartialDate.Unknown, values.Optional("zone"));
        if (number == 0) values.Fault("number", "fault.number");
        if (zone is not null && DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is null) values.Fault("zone", "fault.zone");
        if (zone is null && row.Sessions.Exists(session => session.StartsAt is not null)) values.Fault("zone", "fault.edition-zone");
        var hosts = values.Lines("hosts").Distinct(StringComparer.Ordinal).ToList();
        foreach (var unknown in hosts.Where(code => values.Index.Institution(code) is null)) values.Fault("hosts", "fault.institution-unknown", unknown);
        if (!values.AreSound) return;
        (row.Name, row.Place, row.Theme, row.Participation, row.Note) = (name, place, theme, participation, note);
        (row.Kind, row.Number, row.Held, row.IsOnline, row.Zone) = (values.Choice<EditionKind>("kind"), number, held, values.Flag("online"), zone);
        row.Hosts.RemoveAll(host => !hosts.Contains(host.InstitutionCode));
        foreach (var (code, order) in hosts.Select((code, order) => (code, order)))
        {
            if (row.Hosts.Find(host => host.InstitutionCode == code) is { } known) known.Order = order;
            else row.Hosts.Add(new EditionHost { EditionId = row.Id, InstitutionCode = code, Order = order });
        }
    }

    protected override string LabelOf(Edition row, RegistryIndex index, Texts texts) => row.Name.Plain(texts.Language);
}

/// <summary>The codes of editions, for the records that belong to one or name one.</summary>
internal sealed class EditionCodes : IIndexedCodes
{
    public string Kind => "edition";

    public async Task<IReadOnlyList<IndexEntry>> ReadAsync(RotundaDb db, CancellationToken cancellationToken) =>
        await db.Editions.AsNoTracking().OrderByDescending(row => row.Held).ThenBy(row => row.Code).Select(row => new IndexEntry(row.Id, row.Code, row.Name, null, row.Zone)).ToListAsync(cancellationToken);
}

/// <summary>Editions that an institution hosts or in which it undertakes a session.</summary>
internal sealed class EditionReferrer : IReferrer
{
    public string TextKey => "use.editions";

    public async Task<int> CountAsync(RotundaDb db, Reference about, CancellationToken cancellationToken) => about.Kind == "institution"
        ? await db.Editions.CountAsync(edition => edition.Hosts.Any(host => host.InstitutionCode == about.Code) || edition.Sessions.Any(session => session.UndertakerCode == about.Code), cancellationToken) : 0;
}
