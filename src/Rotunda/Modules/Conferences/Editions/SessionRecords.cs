using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Registry.Records;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Languages;

namespace Rotunda.Modules.Conferences.Editions;

/// <summary>Sessions of editions as records; their times are written in the zone of the hosts.</summary>
internal sealed class SessionRecords(SiteLanguages languages) : RecordKind<Session>
{
    private const int MostOrder = 999;

    /// <summary>As the field of a browser for a date and a time has it.</summary>
    private static readonly LocalDateTimePattern Written = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm");

    public override string Code => "sessions";

    public override string SubjectKind => "session";

    public override string TitleKey => "record.sessions";

    public override string AddKey => "record.add-session";

    public override RecordGroup Group => RecordGroup.Activities;

    public override FieldFault Twice => new("order", "fault.record-twice");

    public override IReadOnlyList<string> RefersTo => ["edition"];

    public override IReadOnlyList<RecordField> Fields(RegistryIndex index) =>
    [
        new("edition", "record.edition") { Options = index.OptionsOf("edition"), IsCode = true },
        new("kind", "record.kind") { Options = RecordField.Of<SessionKind>(kind => kind.TextKey()) },
        .. RecordField.ForEach(languages, "name", "record.title"),
        new("order", "record.order") { MaxLength = 3, HintKey = "record.order-hint" },
        new("undertaker", "record.undertaker") { Options = index.InstitutionOptions, IsCode = true, IsRequired = false },
        new("starts", "record.starts") { MaxLength = 16, Type = "datetime-local", IsRequired = false, HintKey = "record.starts-hint" },
        new("ends", "record.ends") { MaxLength = 16, Type = "datetime-local", IsRequired = false, HintKey = "record.starts-hint" },
        .. RecordField.ForEach(languages, "theme", "record.theme"),
        .. RecordField.ForEach(languages, "participation", "edition.participation", 1000),
    ];

    public override Guid IdOf(IEditable row) => ((Session)row).Id;

    public override List<Citation> CitationsOf(IEditable row) => ((Session)row).Citations;

    public override void Cite(IEditable row, List<Citation> citations) => ((Session)row).Citations = citations;

    public override IEditable New(RecordValues values) => new Session { Id = RowId.New(), Name = LocalizedText.Empty };

    public override string NoteOf(IEditable row, RegistryIndex index, Texts texts) => index.Find(((Session)row).EditionId)?.Name.Plain(texts.Language) ?? "";

    public override string PublicPath(IEditable row, RegistryIndex index) => "/conferences/" + index.CodeOf(((Session)row).EditionId);

    protected override IQueryable<Session> Sorted(IQueryable<Session> rows) => rows.OrderByDescending(row => row.Edition!.Held).ThenBy(row => row.EditionId).ThenBy(row => row.Order).ThenBy(row => row.Id);

    protected override Dictionary<string, string> Read(Session row, RegistryIndex index)
    {
        var zone = ZoneOf(index.Find(row.EditionId));
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["edition"] = index.CodeOf(row.EditionId),
            ["kind"] = row.Kind.ToString(),
            ["order"] = row.Order.ToString(CultureInfo.InvariantCulture),
            ["undertaker"] = row.UndertakerCode ?? "",
            ["starts"] = TimeOf(row.StartsAt, zone),
            ["ends"] = TimeOf(row.EndsAt, zone),
        };
        foreach (var (name, text) in new[] { ("name", row.Name), ("theme", row.Theme), ("participation", row.Participation) })
            RecordValues.Put(values, name, text, languages.All.Select(language => language.Code));
        return values;
    }

    protected override void Write(Session row, RecordValues values)
    {
        var (name, theme, participation, order) = (values.Texts("name", isRequired: true), values.Texts("theme"), values.Texts("participation"), values.Number("order", MostOrder) ?? 0);
        var edition = values.Index.Other("edition", values.Text("edition"));
        var (starts, ends) = (InstantOf("starts", edition, values), InstantOf("ends", edition, values));
        if (values.AreSound && (starts is null) != (ends is null)) values.Fault(starts is null ? "starts" : "ends", "fault.both-times");
        if (values.AreSound && ends <= starts) values.Fault("ends", "fault.end-before-begin");
        if (!values.AreSound) return;
        (row.EditionId, row.Kind, row.Order, row.UndertakerCode) = (edition!.Id, values.Choice<SessionKind>("kind"), order, values.Optional("undertaker"));
        (row.Name, row.Theme, row.Participation, row.StartsAt, row.EndsAt) = (name, theme, participation, starts, ends);
    }

    protected override string LabelOf(Session row, RegistryIndex index, Texts texts) => row.Name.Plain(texts.Language);

    private static DateTimeZone? ZoneOf(IndexEntry? edition) => edition?.Zone is { } zone ? DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) : null;

    private static string TimeOf(Instant? at, DateTimeZone? zone) => at is { } instant ? Written.Format(instant.InZone(zone ?? DateTimeZone.Utc).LocalDateTime) : "";

    /// <summary>The instant of a time that clocks at the hosts show; the earlier one where they show it twice.</summary>
    private static Instant? InstantOf(string field, IndexEntry? edition, RecordValues values)
    {
        if (values.Text(field).Length == 0) return null;
        if (ZoneOf(edition) is not { } zone) values.Fault(field, "fault.edition-zone");
        else if (Written.Parse(values.Text(field).Replace(' ', 'T')) is { Success: true, Value: var local } && zone.MapLocal(local) is { Count: > 0 } found) return found.First().ToInstant();
        else values.Fault(field, "fault.date-time");
        return null;
    }
}

/// <summary>What was announced at editions, as records.</summary>
internal sealed class AnnouncementRecords(SiteLanguages languages) : RecordKind<Announcement>
{
    private const int MostOrder = 999;
    private const int LongestInList = 90;

    public override string Code => "announcements";

    public override string SubjectKind => "announcement";

    public override string TitleKey => "record.announcements";

    public override string AddKey => "record.add-announcement";

    public override RecordGroup Group => RecordGroup.Activities;

    public override FieldFault Twice => new("order", "fault.record-twice");

    public override IReadOnlyList<string> RefersTo => ["edition"];

    public override IReadOnlyList<RecordField> Fields(RegistryIndex index) =>
    [
        new("edition", "record.edition") { Options = index.OptionsOf("edition"), IsCode = true },
        .. RecordField.ForEach(languages, "text", "record.announced", 1000),
        new("order", "record.order") { MaxLength = 3, HintKey = "record.order-hint" },
    ];

    public override Guid IdOf(IEditable row) => ((Announcement)row).Id;

    public override List<Citation> CitationsOf(IEditable row) => ((Announcement)row).Citations;

    public override void Cite(IEditable row, List<Citation> citations) => ((Announcement)row).Citations = citations;

    public override IEditable New(RecordValues values) => new Announcement { Id = RowId.New(), Text = LocalizedText.Empty };

    public override string NoteOf(IEditable row, RegistryIndex index, Texts texts) => index.Find(((Announcement)row).EditionId)?.Name.Plain(texts.Language) ?? "";

    public override string PublicPath(IEditable row, RegistryIndex index) => "/conferences/" + index.CodeOf(((Announcement)row).EditionId);

    protected override IQueryable<Announcement> Sorted(IQueryable<Announcement> rows) => rows.OrderBy(row => row.EditionId).ThenBy(row => row.Order).ThenBy(row => row.Id);

    protected override Dictionary<string, string> Read(Announcement row, RegistryIndex index)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal) { ["edition"] = index.CodeOf(row.EditionId), ["order"] = row.Order.ToString(CultureInfo.InvariantCulture) };
        RecordValues.Put(values, "text", row.Text, languages.All.Select(language => language.Code));
        return values;
    }

    protected override void Write(Announcement row, RecordValues values)
    {
        var (text, order) = (values.Texts("text", isRequired: true), values.Number("order", MostOrder) ?? 0);
        if (values.AreSound) (row.Text, row.Order, row.EditionId) = (text, order, values.Index.Other("edition", values.Text("edition"))!.Id);
    }

    protected override string LabelOf(Announcement row, RegistryIndex index, Texts texts) =>
        row.Text.Plain(texts.Language) is { Length: > LongestInList } text ? text[..LongestInList].TrimEnd() + "…" : row.Text.Plain(texts.Language);
}
