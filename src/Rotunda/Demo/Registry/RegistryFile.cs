using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Bodies;
using Rotunda.Modules.Alliance.Documents;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Alliance.Leadership;
using Rotunda.Modules.Alliance.Memberships;
using Rotunda.Modules.Alliance.Totals;
using Rotunda.Modules.Conferences.Editions;

namespace Rotunda.Demo.Registry;

// The content of a registry file (the JSON shape of asrtu.json) after reading: everything resolved, nothing stored yet.
// Free texts are still in the words of the file; the import looks their languages up in the catalogues beside it.

internal sealed record RegistryFile(
    AssociationRecord Association,
    IReadOnlyList<SideRecord> Sides,
    IReadOnlyList<string> Rules,
    IReadOnlyList<Citation> RuleSources,
    IReadOnlyList<InstitutionRecord> Institutions,
    IReadOnlyList<BodyRecord> Bodies,
    IReadOnlyList<TermRecord> Terms,
    IReadOnlyList<TotalRecord> Totals,
    IReadOnlyList<EditionRecord> Editions,
    IReadOnlyList<ResolutionRecord> Resolutions,
    IReadOnlyList<ProgrammeRecord> Programmes,
    IReadOnlyList<DocumentRecord> Documents,
    IReadOnlyList<AppointmentRecord> Appointments);

internal sealed record AssociationRecord(
    LocalizedText Name, LocalizedText Abbreviation, IReadOnlyList<string> OtherAbbreviations, PartialDate Founded, string? FoundedAt,
    string? Headquarters, string? Website, IReadOnlyList<string> Framework, string? LegalForm, IReadOnlyList<Citation> Citations);

internal sealed record SideRecord(string Code, LocalizedText Name);

internal sealed record NameRecord(string Language, NameKind Kind, string Text, IReadOnlyList<Citation> Citations);

internal sealed record InstitutionRecord(
    string Code, string Side, string? Abbreviation, string Country, string? Territory, LocalizedText City, string Zone, string? Domain,
    double? Latitude, double? Longitude, string? Note, IReadOnlyList<NameRecord> Names, IReadOnlyList<Citation> Citations,
    IReadOnlyList<MembershipRecord> Memberships);

internal sealed record MembershipRecord(
    MembershipStatus Status, PartialDate From, PartialDate? To, IReadOnlyList<PartialDate> Attested, string? Event, string? Note, IReadOnlyList<Citation> Citations);

internal sealed record BodyRecord(
    string Code, BodyKind Kind, LocalizedText Name, LocalizedText ShortName, PartialDate Founded, string? About, IReadOnlyList<string> Leads,
    IReadOnlyList<string> Secretariats, IReadOnlyList<string> Founders, IReadOnlyList<Figure> FounderTotals, IReadOnlyList<Citation> Citations);

internal sealed record TermRecord(
    SeatKind Kind, string Side, int? Number, string? Institution, PartialDate? PlannedFrom, PartialDate? PlannedTo, PartialDate From, PartialDate? To,
    IReadOnlyList<PartialDate> Attested, string? Note, IReadOnlyList<Citation> Citations);

internal sealed record TotalRecord(PartialDate Date, IReadOnlyList<Figure> Figures, IReadOnlyList<Citation> Citations);

internal sealed record SessionRecord(SessionKind Kind, string Name, string? Theme, string? Undertaker, IReadOnlyList<string> Participation);

internal sealed record EditionRecord(
    string Code, EditionKind Kind, int? Number, string Name, PartialDate Held, string? Place, bool IsOnline, IReadOnlyList<string> Hosts, string? Theme,
    string? Participation, string? Note, IReadOnlyList<SessionRecord> Sessions, IReadOnlyList<string> Announcements, IReadOnlyList<Citation> Citations);

internal sealed record EffectRecord(string SubjectKind, string SubjectCode, string Text);

internal sealed record ResolutionRecord(
    string Number, PartialDate Date, string What, string? Body, string? Edition, string? Adoption, IReadOnlyList<EffectRecord> Effects, IReadOnlyList<Citation> Citations);

internal sealed record ProgrammeRecord(
    string Code, string Name, string? Detail, string? Note, bool IsBilateral, IReadOnlyList<string> Institutions, IReadOnlyList<Citation> Citations);

internal sealed record DocumentRecord(
    string Code, DocumentKind Kind, LocalizedText Title, PartialDate Date, IReadOnlyList<string> Languages, DocumentVisibility Visibility, string? Note,
    IReadOnlyList<Citation> Citations);

internal sealed record AppointmentRecord(string Office, string? Position, string Institution, string Body, IReadOnlyList<Citation> Citations);
