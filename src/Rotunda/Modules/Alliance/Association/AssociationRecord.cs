using System.Net.Mail;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Settings;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Registry.Records;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Languages;

namespace Rotunda.Modules.Alliance.Association;

/// <summary>What the association is called and says of itself, as the one record of its kind; stored as a group of settings.</summary>
internal sealed partial class AssociationRecord(SiteLanguages languages) : RecordKind
{
    /// <summary>A line that stands for no text, so that the lines of the languages keep together.</summary>
    private const string NoText = "—";

    /// <summary>There is one association, and it has one id.</summary>
    private static readonly Guid Only = new("01900000-0000-7000-8000-000000000001");

    public override string Code => "association";

    public override string SubjectKind => "association";

    public override string TitleKey => "record.association";

    public override string AddKey => "record.association";

    public override RecordGroup Group => RecordGroup.Association;

    public override bool IsSingle => true;

    public override FieldFault Twice => new("", "fault.record-twice");

    public override IReadOnlyList<RecordField> Fields(RegistryIndex index) =>
    [
        .. RecordField.ForEach(languages, "name", "field.name"),
        .. RecordField.ForEach(languages, "abbreviation", "member.abbreviation", 40),
        new("other", "about.other-names") { MaxLength = 400, IsLong = true, IsRequired = false, HintKey = "record.lines-hint" },
        new("founded", "record.founded") { MaxLength = 60, IsRequired = false, HintKey = "date.hint" },
        .. RecordField.ForEach(languages, "founded-at", "record.founded-at", 200),
        .. RecordField.ForEach(languages, "headquarters", "about.headquarters", 300),
        .. RecordField.ForEach(languages, "legal-form", "about.legal-form", 500),
        .. languages.All.Select(language => new RecordField($"framework.{language.Code}", "about.framework") { Language = language, MaxLength = 2000, IsLong = true, IsRequired = false, HintKey = "record.framework-hint" }),
        new("earlier-site", "record.earlier-site") { MaxLength = 253, IsRequired = false },
        new("email", "record.contact-email") { MaxLength = 256, IsRequired = false, HintKey = "record.contact-hint" },
        new("phone", "record.contact-phone") { MaxLength = 40, IsRequired = false },
        .. languages.All.Select(language => new RecordField($"address.{language.Code}", "record.contact-address") { Language = language, MaxLength = 500, IsLong = true, IsRequired = false }),
    ];

    public override async Task<(IReadOnlyList<IEditable> Rows, int Total)> PageAsync(RotundaDb db, int page, int size, CancellationToken cancellationToken)
    {
        var rows = await AllAsync(db, isTracked: false, cancellationToken);
        return (rows, rows.Count);
    }

    public override async Task<IEditable?> FindAsync(RotundaDb db, Guid id, bool isTracked, CancellationToken cancellationToken) =>
        id == Only && await AllAsync(db, isTracked, cancellationToken) is [var row, ..] ? row : null;

    public override async Task<IReadOnlyList<IEditable>> SomeAsync(RotundaDb db, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) =>
        ids.Contains(Only) ? await AllAsync(db, isTracked: false, cancellationToken) : [];

    public override async Task<IReadOnlyList<IEditable>> AllAsync(RotundaDb db, bool isTracked, CancellationToken cancellationToken)
    {
        var rows = isTracked ? db.Set<SettingsRow>().AsTracking() : db.Set<SettingsRow>().AsNoTracking();
        return await rows.Where(row => row.Group == AssociationSettings.Group).ToListAsync(cancellationToken);
    }

    public override Guid IdOf(IEditable row) => Only;

    public override List<Citation> CitationsOf(IEditable row) => [.. SettingsOf(row).Citations];

    public override void Cite(IEditable row, List<Citation> citations) => Put(row, SettingsOf(row) with { Citations = citations });

    public override IEditable New(RecordValues values) => new SettingsRow { Group = AssociationSettings.Group, Json = JsonSerializer.Serialize(AssociationSettings.Default, StoredJson.Options) };

    public override string PublicPath(IEditable row, RegistryIndex index) => "/about";

    public override bool IsLasting(IEditable row) => true;

    public override Task<IReadOnlyList<RecordUse>> UsesAsync(RotundaDb db, IEditable row, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<RecordUse>>([]);

    public override Dictionary<string, string> Read(IEditable row, RegistryIndex index)
    {
        var association = SettingsOf(row);
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["other"] = string.Join('\n', association.OtherAbbreviations),
            ["founded"] = RecordValues.Written(association.Founded),
            ["earlier-site"] = association.EarlierSite ?? "",
            ["email"] = association.ContactEmail ?? "",
            ["phone"] = association.ContactPhone ?? "",
        };
        var codes = languages.All.Select(language => language.Code).ToList();
        foreach (var (name, text) in new[] { ("name", association.Name), ("abbreviation", association.Abbreviation), ("founded-at", association.FoundedAt), ("headquarters", association.Headquarters), ("legal-form", association.LegalForm), ("address", association.ContactAddress) })
            RecordValues.Put(values, name, text, codes);
        foreach (var code in codes)
        {
            var lines = association.Framework.Select(item => item[code] ?? NoText).ToList();
            values["framework." + code] = string.Join('\n', lines.Take(lines.FindLastIndex(line => line != NoText) + 1));
        }

        return values;
    }

    public override void Write(IEditable row, RecordValues values)
    {
        var (name, founded) = (values.Texts("name", isRequired: true), values.Date("founded") ?? PartialDate.Unknown);
        var (email, site) = (values.Optional("email"), values.Optional("earlier-site"));
        if (email is not null && (!MailAddress.TryCreate(email, out var address) || address.Address != email)) values.Fault("email", "fault.email");
        if (values.Optional("phone") is { } phone && !Phone().IsMatch(phone)) values.Fault("phone", "fault.phone");
        if (site is not null && Uri.CheckHostName(site) != UriHostNameType.Dns) values.Fault("earlier-site", "fault.domain");
        if (!values.AreSound) return;
        Put(row, SettingsOf(row) with
        {
            Name = Kept(SettingsOf(row).Name, name),
            Abbreviation = Kept(SettingsOf(row).Abbreviation, values.Texts("abbreviation")),
            OtherAbbreviations = [.. values.Lines("other")],
            Founded = founded,
            FoundedAt = Kept(SettingsOf(row).FoundedAt, values.Texts("founded-at")),
            Headquarters = Kept(SettingsOf(row).Headquarters, values.Texts("headquarters")),
            LegalForm = Kept(SettingsOf(row).LegalForm, values.Texts("legal-form")),
            Framework = FrameworkOf(values),
            EarlierSite = site,
            ContactEmail = email,
            ContactPhone = values.Optional("phone"),
            ContactAddress = Kept(SettingsOf(row).ContactAddress, values.Texts("address")),
        });
    }

    public override string LabelOf(IEditable row, RegistryIndex index, Texts texts) => SettingsOf(row).Name.Plain(texts.Language);

    /// <summary>The nth line of each language is one framework.</summary>
    private List<LocalizedText> FrameworkOf(RecordValues values)
    {
        var lines = languages.All.ToDictionary(language => language.Code, language => values.Lines("framework." + language.Code));
        return [.. Enumerable.Range(0, lines.Values.Max(list => list.Count))
            .Select(place => LocalizedText.Of(lines.Where(pair => place < pair.Value.Count && pair.Value[place] is not (NoText or "-")).Select(pair => KeyValuePair.Create(pair.Key, pair.Value[place]))))
            .Where(text => !text.IsEmpty)];
    }

    /// <summary>New texts, beside those of languages that the site does not offer now.</summary>
    private LocalizedText Kept(LocalizedText before, LocalizedText typed) =>
        before.Languages.Where(code => languages.All.All(language => language.Code != code)).Aggregate(typed, (text, code) => text.With(code, before[code]));

    private static AssociationSettings SettingsOf(IEditable row) => JsonSerializer.Deserialize<AssociationSettings>(((SettingsRow)row).Json, StoredJson.Options) ?? AssociationSettings.Default;

    private static void Put(IEditable row, AssociationSettings association) => ((SettingsRow)row).Json = JsonSerializer.Serialize(association, StoredJson.Options);

    [GeneratedRegex(@"^\+?[0-9 ()\-.]{5,40}\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Phone();
}
