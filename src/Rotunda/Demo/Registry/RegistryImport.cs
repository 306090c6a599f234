using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Data.Settings;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Association;
using Rotunda.Modules.Alliance.Bodies;
using Rotunda.Modules.Alliance.Documents;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Alliance.Leadership;
using Rotunda.Modules.Alliance.Memberships;
using Rotunda.Modules.Alliance.Programmes;
using Rotunda.Modules.Alliance.Totals;
using Rotunda.Modules.Assembly.Resolutions;
using Rotunda.Modules.Conferences.Editions;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Languages;

namespace Rotunda.Demo.Registry;

/// <summary>Puts a registry file into an empty registry, in the transaction of the caller.</summary>
internal sealed class RegistryImport(SiteLanguages languages, AuditTrail audit)
{
    private const string AssociationCode = RegistryReferences.Association;

    /// <summary>Reads a file and adds what it says to the context; nothing is added when a place is faulty.</summary>
    /// <param name="db">A context on a database without institutions.</param>
    /// <param name="path">The JSON file.</param>
    /// <param name="textsFolder">The folder of PO catalogues for the free texts, or null.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <returns>The faults; none when the file was added. The caller saves.</returns>
    public async Task<IReadOnlyList<ImportFault>> AddAsync(RotundaDb db, string path, string? textsFolder, CancellationToken cancellationToken)
    {
        if (await db.Institutions.AnyAsync(cancellationToken))
            return [new ImportFault("(database)", "has institutions already; a registry file fills an empty registry")];
        var (file, texts, faults) = await ReadAsync(path, textsFolder, languages, cancellationToken);
        if (file is null || faults.Count > 0) return faults;
        await new Writer(db, file, texts, languages).WriteAsync(cancellationToken);
        audit.Record(db, Viewer.Program, "registry.import", "registry", Path.GetFileName(path));
        return [];
    }

    /// <summary>Reads a file and its catalogues without looking at any database.</summary>
    public static async Task<(RegistryFile? File, DataTexts Texts, IReadOnlyList<ImportFault> Faults)> ReadAsync(string path, string? textsFolder, SiteLanguages languages, CancellationToken cancellationToken)
    {
        var (file, faults) = Read(await File.ReadAllBytesAsync(path, cancellationToken), [.. languages.All.Select(language => language.Code)]);
        var (texts, more) = DataTexts.Read(textsFolder, languages.Default.Code);
        return (file, texts, [.. faults, .. more]);
    }

    /// <summary>The file as it lies on a disk, or the faults that keep it out.</summary>
    public static (RegistryFile? File, IReadOnlyList<ImportFault> Faults) Read(byte[] bytes, IReadOnlyCollection<string> languages) =>
        Rotunda.Text.StrictUtf8.TryRead(bytes, out var json, out var line) ? RegistryFileReader.Read(json, languages) : (null, [new ImportFault($"line {line}", DataTexts.NoUnicode)]);

    private sealed class Writer(RotundaDb db, RegistryFile file, DataTexts texts, SiteLanguages languages)
    {
        private readonly Dictionary<string, Institution> _institutions = new(StringComparer.Ordinal);
        private readonly Dictionary<string, Body> _bodies = new(StringComparer.Ordinal);

        public async Task WriteAsync(CancellationToken cancellationToken)
        {
            await WriteAssociationAsync(cancellationToken);
            foreach (var record in file.Institutions) WriteInstitution(record);
            foreach (var (record, index) in file.Bodies.Select((record, index) => (record, index))) WriteBody(record, index + 1);
            foreach (var record in file.Terms) SeatOf(_bodies[AssociationCode], record.Kind, record.Side).Terms.Add(TermOf(record));
            foreach (var record in file.Totals) db.Add(TotalOf(record, _bodies[AssociationCode]));
            foreach (var (record, index) in file.Programmes.Select((record, index) => (record, index))) db.Add(ProgrammeOf(record, index));
            foreach (var record in file.Documents) db.Add(DocumentOf(record));
            foreach (var record in file.Appointments) db.Add(AppointmentOf(record));
            foreach (var record in file.Editions) db.Add(EditionOf(record));
            foreach (var record in file.Resolutions) db.Add(ResolutionOf(record));
        }

        private async Task WriteAssociationAsync(CancellationToken cancellationToken)
        {
            var record = file.Association;
            await SettingsStore.PutAsync(db, new AssociationSettings
            {
                Name = record.Name,
                Abbreviation = record.Abbreviation,
                OtherAbbreviations = record.OtherAbbreviations,
                Founded = record.Founded,
                FoundedAt = texts.Of(record.FoundedAt),
                Headquarters = texts.Of(record.Headquarters),
                Framework = [.. record.Framework.Select(texts.Of)],
                LegalForm = texts.Of(record.LegalForm),
                EarlierSite = record.Website,
                Citations = record.Citations,
            }, cancellationToken);
            foreach (var (side, index) in file.Sides.Select((side, index) => (side, index)))
                db.Add(new Side { Id = RowId.New(), Code = side.Code, Order = index, Name = side.Name });
            foreach (var (rule, index) in file.Rules.Select((rule, index) => (rule, index)))
                db.Add(new GovernanceRule { Id = RowId.New(), Order = index, Text = texts.Of(rule), Citations = [file.RuleSources[index]] });
            var root = new Body
            {
                Id = RowId.New(), Code = AssociationCode, Kind = BodyKind.Association, Name = record.Name, ShortName = record.Abbreviation,
                Founded = record.Founded, Citations = [.. record.Citations],
            };
            _bodies[root.Code] = root;
            db.Add(root);
        }

        private void WriteInstitution(InstitutionRecord record)
        {
            var institution = new Institution
            {
                Id = RowId.New(),
                Code = record.Code,
                SideCode = record.Side,
                Abbreviation = record.Abbreviation,
                Country = record.Country,
                Territory = record.Territory,
                City = record.City,
                Zone = record.Zone,
                Domain = record.Domain,
                Latitude = record.Latitude,
                Longitude = record.Longitude,
                Note = texts.Of(record.Note),
                Citations = [.. record.Citations],
            };
            foreach (var name in record.Names.DistinctBy(name => (name.Language, Rotunda.Text.Folding.Fold(name.Text))))
            {
                var language = languages.Find(name.Language)!;
                if (name.Kind == NameKind.Official) institution.SetName(language, name.Text, name.Citations);
                else institution.Names.Add(InstitutionName.Of(language, name.Kind, name.Text, name.Citations));
            }

            foreach (var membership in record.Memberships)
            {
                institution.Memberships.Add(new Membership
                {
                    Id = RowId.New(),
                    Status = membership.Status,
                    From = membership.From,
                    To = membership.To,
                    Attested = [.. membership.Attested],
                    Event = texts.Of(membership.Event),
                    Note = texts.Of(membership.Note),
                    Citations = [.. membership.Citations],
                });
            }

            _institutions[record.Code] = institution;
            db.Add(institution);
        }

        private void WriteBody(BodyRecord record, int order)
        {
            var body = new Body
            {
                Id = RowId.New(),
                Code = record.Code,
                Kind = record.Kind,
                ParentId = _bodies[AssociationCode].Id,
                Order = order,
                Name = record.Name,
                ShortName = record.ShortName,
                Founded = record.Founded,
                About = texts.Of(record.About),
                Citations = [.. record.Citations],
            };
            foreach (var code in record.Founders)
            {
                body.Members.Add(new BodyMember
                {
                    Id = RowId.New(), InstitutionId = _institutions[code].Id, IsFounder = true, From = record.Founded, Citations = [.. record.Citations],
                });
            }

            _bodies[record.Code] = body;
            db.Add(body);
            foreach (var (kind, codes) in new[] { (SeatKind.Lead, record.Leads), (SeatKind.Secretariat, record.Secretariats) })
            {
                foreach (var code in codes)
                {
                    SeatOf(body, kind, _institutions[code].SideCode).Terms.Add(new Term
                    {
                        Id = RowId.New(), InstitutionId = _institutions[code].Id, From = record.Founded, Citations = [.. record.Citations],
                    });
                }
            }

            if (record.FounderTotals.Count > 0)
                db.Add(TotalOf(new TotalRecord(record.Founded, record.FounderTotals, record.Citations), body));
        }

        private static Seat SeatOf(Body body, SeatKind kind, string side)
        {
            if (body.Seats.Find(seat => seat.Kind == kind && seat.SideCode == side) is { } known) return known;
            var seat = new Seat { Id = RowId.New(), Kind = kind, SideCode = side };
            body.Seats.Add(seat);
            return seat;
        }

        private Term TermOf(TermRecord record) => new()
        {
            Id = RowId.New(),
            Number = record.Number,
            InstitutionId = record.Institution is { } code ? _institutions[code].Id : null,
            PlannedFrom = record.PlannedFrom,
            PlannedTo = record.PlannedTo,
            From = record.From,
            To = record.To,
            Attested = [.. record.Attested],
            Note = texts.Of(record.Note),
            Citations = [.. record.Citations],
        };

        private static DeclaredTotal TotalOf(TotalRecord record, Body body) => new()
        {
            Id = RowId.New(), BodyId = body.Id, Date = record.Date, Figures = [.. record.Figures], Citations = [.. record.Citations],
        };

        private Programme ProgrammeOf(ProgrammeRecord record, int order) => new()
        {
            Id = RowId.New(),
            Code = record.Code,
            Order = order,
            Name = texts.Of(record.Name),
            About = texts.Sentences(new[] { record.Detail, record.Note }.OfType<string>()),
            IsBilateral = record.IsBilateral,
            Citations = [.. record.Citations],
            Institutions = [.. record.Institutions.Select(code => _institutions[code])],
        };

        private AssociationDocument DocumentOf(DocumentRecord record) => new()
        {
            Id = RowId.New(),
            Code = record.Code,
            Kind = record.Kind,
            Title = record.Title,
            Date = record.Date,
            AuthoritativeLanguages = [.. record.Languages],
            Visibility = record.Visibility,
            Note = texts.Of(record.Note),
            Citations = [.. record.Citations],
        };

        private Appointment AppointmentOf(AppointmentRecord record) => new()
        {
            Id = RowId.New(),
            Office = texts.Of(record.Office),
            Position = texts.Of(record.Position),
            InstitutionId = _institutions[record.Institution].Id,
            BodyId = _bodies[record.Body].Id,
            From = PartialDate.Unknown,
            Citations = [.. record.Citations],
        };

        private Edition EditionOf(EditionRecord record) => new()
        {
            Id = RowId.New(),
            Code = record.Code,
            Kind = record.Kind,
            Number = record.Number,
            Name = texts.Of(record.Name),
            Held = record.Held,
            Place = texts.Of(record.Place),
            IsOnline = record.IsOnline,
            Theme = texts.Of(record.Theme),
            Participation = texts.Of(record.Participation),
            Note = texts.Of(record.Note),
            Citations = [.. record.Citations],
            Hosts = [.. record.Hosts.Select((code, index) => new EditionHost { InstitutionCode = code, Order = index })],
            Sessions = [.. record.Sessions.Select((session, index) => new Session
            {
                Id = RowId.New(),
                Order = index,
                Kind = session.Kind,
                Name = texts.Of(session.Name),
                Theme = texts.Of(session.Theme),
                UndertakerCode = session.Undertaker,
                Participation = texts.OneSentence(session.Participation),
            })],
            Announcements = [.. record.Announcements.Select((text, index) => new Announcement { Id = RowId.New(), Order = index, Text = texts.Of(text) })],
        };

        private Resolution ResolutionOf(ResolutionRecord record) => new()
        {
            Id = RowId.New(),
            Number = record.Number,
            Date = record.Date,
            BodyCode = record.Body,
            Title = texts.Of(record.What),
            Adoption = texts.Of(record.Adoption),
            EditionCode = record.Edition,
            Citations = [.. record.Citations],
            Effects = [.. record.Effects.Select((effect, index) => new ResolutionEffect
            {
                Id = RowId.New(), Order = index, SubjectKind = effect.SubjectKind, SubjectCode = effect.SubjectCode, Text = texts.Of(effect.Text),
            })],
        };
    }
}
