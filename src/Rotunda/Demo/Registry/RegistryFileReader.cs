using System.Text.Json;
using System.Text.RegularExpressions;
using NodaTime;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Bodies;
using Rotunda.Modules.Alliance.Documents;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Alliance.Leadership;
using Rotunda.Modules.Alliance.Memberships;
using Rotunda.Modules.Alliance.Totals;

namespace Rotunda.Demo.Registry;

/// <summary>Reads a registry file and names every faulty place; it stores nothing.</summary>
internal sealed partial class RegistryFileReader(IReadOnlyCollection<string> languages)
{
    private readonly List<ImportFault> _faults = [];
    private readonly HashSet<string> _institutions = new(StringComparer.Ordinal);
    private readonly List<TermRecord> _terms = [];
    private readonly List<(string Institution, string Body, PartialDate From, IReadOnlyList<Citation> Citations)> _coFounders = [];

    /// <summary>The file, or the faults that keep it out.</summary>
    public static (RegistryFile? File, IReadOnlyList<ImportFault> Faults) Read(string json, IReadOnlyCollection<string> languages)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowTrailingCommas = false, MaxDepth = 32 });
            var reader = new RegistryFileReader(languages);
            var file = reader.Read(new JsonPlace(document.RootElement, "", reader._faults));
            if (file is not null) RegistryReferences.Check(new JsonPlace(document.RootElement, "", reader._faults), file);
            return reader._faults.Count == 0 ? (file, []) : (null, reader._faults);
        }
        catch (JsonException error)
        {
            return (null, [new ImportFault($"line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}", "is not JSON: " + error.Message.Split(" LineNumber")[0])]);
        }
    }

    private RegistryFile? Read(JsonPlace root)
    {
        if (!root.IsObject()) return null;
        var universities = root["universities"].Items(required: true).ToList();
        foreach (var place in universities)
        {
            if (Code(place["id"]) is { } code) _institutions.Add(code);
        }

        var rules = root["governanceFacts"].Items().ToList();
        var association = Association(root["association"]);
        var institutions = universities.Select(Institution).OfType<InstitutionRecord>().ToList();
        var terms = Terms(root["chairTerms"]);
        var conferences = new EditionReader(Institutions, Citations).Read(root["conferences"]);
        return new RegistryFile(
            association,
            Sides(root["sides"], institutions),
            [.. rules.Select(place => place["fact"].Text(required: true) ?? "")],
            [.. rules.Select(place => Citations(place).FirstOrDefault() ?? new Citation(""))],
            institutions,
            Bodies(root),
            terms,
            [.. root["memberCounts"].Items().Select(Total)],
            conferences,
            Resolutions(root["decisions"]),
            [.. root["programmes"].Items().Select(Programme).OfType<ProgrammeRecord>()],
            [.. root["documents"].Items().Select(Document).OfType<DocumentRecord>()],
            [.. root["appointments"].Items().Select(Appointment).OfType<AppointmentRecord>()]);
    }

    private AssociationRecord Association(JsonPlace place)
    {
        if (!place.IsObject()) return new AssociationRecord(LocalizedText.Empty, LocalizedText.Empty, [], PartialDate.Unknown, null, null, null, [], null, []);
        return new AssociationRecord(
            Texts(place["names"], required: true), Texts(place["short"]), place["altEn"].Text(longest: 40) is { } other ? [other] : [],
            place["founded"].Date(), place["foundedAt"].Text(), place["headquarters"].Text(), Domain(place["website"]),
            [.. place["framework"].Items().Select(item => item.Text(required: true)).OfType<string>()], place["legalForm"].Text(), Citations(place));
    }

    private List<SideRecord> Sides(JsonPlace place, List<InstitutionRecord> institutions)
    {
        var named = place.Items().Select(side => new SideRecord(side["code"].Text(required: true, longest: 8) ?? "", Texts(side["names"], required: true))).ToList();
        var missing = institutions.Select(institution => institution.Side).Distinct().Where(code => named.All(side => side.Code != code));
        return [.. named, .. missing.Select(code => new SideRecord(code, LocalizedText.Of((languages.First(), code))))];
    }

    private InstitutionRecord? Institution(JsonPlace place)
    {
        if (!place.IsObject()) return null;
        var code = place["id"].Text() ?? "";
        var side = place["side"].Text(required: true, longest: 8);
        if (side is not null && !SideCode().IsMatch(side)) place["side"].Fault($"«{side}» is not a side: two to eight capital letters");
        var country = place["country"].Text(required: true, longest: 90);
        var match = Country().Match(country ?? "");
        if (country is not null && !match.Success) place["country"].Fault($"«{country}» is not a country: two capital letters, and a territory in brackets where there is one");
        var zone = place["ianaTimeZone"].Text(required: true, longest: 64);
        if (zone is not null && DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is null) place["ianaTimeZone"].Fault($"«{zone}» is not an IANA time zone");
        var coordinates = place["coordinates"];
        if (!coordinates.IsAbsent) coordinates.IsObject();
        var (latitude, longitude) = (coordinates["latitude"].Number(-90, 90), coordinates["longitude"].Number(-180, 180));
        if ((latitude is null) != (longitude is null)) coordinates.Fault("needs both latitude and longitude");
        return new InstitutionRecord(
            code, side ?? "", place["abbr"].Text(longest: 40), match.Groups["code"].Value, match.Groups["territory"] is { Success: true } territory ? territory.Value : null,
            Texts(place["city"]), zone ?? "", Domain(place["website"]), latitude, longitude, place["note"].Text(), Names(place), Sources(place["websiteSource"], null),
            Memberships(place, code, side ?? ""));
    }

    private List<NameRecord> Names(JsonPlace place)
    {
        var names = new List<NameRecord>();
        if (!place["nameConfidence"].IsAbsent) place["nameConfidence"].IsObject();
        foreach (var (language, name) in place["names"].Members())
        {
            if (!Known(language, name) || name.Text(longest: 300) is not { } text) continue;
            names.Add(new NameRecord(language, NameKind.Official, text, Sources(place["nameSource"], Level(place["nameConfidence"][language]))));
        }

        if (names.Count == 0) place["names"].Fault("needs a name in at least one language");
        if (place["formerNames"].Text(longest: 300) is { } former) names.Add(new NameRecord(languages.First(), NameKind.Former, former, Sources(place["nameSource"], null)));
        foreach (var alias in place["aliases"].Items())
        {
            if (alias["language"].Text(required: true, longest: 12) is { } language && Known(language, alias["language"]) && alias["text"].Text(required: true, longest: 300) is { } text)
                names.Add(new NameRecord(language, NameKind.Alias, text, Sources(place["nameSource"], null)));
        }

        return names;
    }

    private List<MembershipRecord> Memberships(JsonPlace place, string code, string side)
    {
        var memberships = new List<MembershipRecord>();
        foreach (var row in place["membership"].Items())
        {
            if (!row.IsObject()) continue;
            var status = row["status"].Text(longest: 120);
            var joined = row["joined"].Date();
            if (status is null or "full" or "observer")
            {
                memberships.Add(new MembershipRecord(
                    status switch { "full" => MembershipStatus.Full, "observer" => MembershipStatus.Observer, _ => MembershipStatus.Unstated },
                    joined, null, Dates(row["attested"]), row["event"].Text(), row["note"].Text(), Citations(row)));
            }
            else if (OfficeOf(status, code, side, joined, row) is { } term)
            {
                _terms.Add(term);
            }
            else if (CoFounder().Match(status) is { Success: true } founder)
            {
                _coFounders.Add((code, founder.Groups["body"].Value, joined, Citations(row)));
            }
            else
            {
                row["status"].Fault($"«{status}» is neither full, observer, null, nor an office such as «rotating chair (7th)»");
            }
        }

        return MembershipMerge.Merge(memberships);
    }

    /// <summary>Offices that stand among the memberships are terms.</summary>
    private TermRecord? OfficeOf(string status, string code, string side, PartialDate joined, JsonPlace row)
    {
        if (PermanentChair().IsMatch(status))
            return new TermRecord(SeatKind.PermanentChair, side, null, code, null, null, joined, null, [], null, Citations(row));
        if (RotatingChair().Match(status) is not { Success: true } match) return null;
        int? number = match.Groups["number"] is { Success: true } digits ? int.Parse(digits.ValueSpan, System.Globalization.CultureInfo.InvariantCulture) : null;
        PartialDate? until = null;
        if (match.Groups["until"] is { Success: true } end && PartialDate.TryParse(end.Value, out var date)) until = date;
        var note = row["note"].Text();
        if (YearsOnly().Match(note ?? "") is { Success: true } years)
        {
            if (until is null && PartialDate.TryParse(years.Groups["to"].Value, out var last)) until = last;
            note = null;
        }

        return new TermRecord(SeatKind.RotatingChair, side, number, code, null, null, joined, until, Dates(row["attested"]), note, Citations(row));
    }

    private List<TermRecord> Terms(JsonPlace place)
    {
        foreach (var row in place.Items())
        {
            if (!row.IsObject()) continue;
            var kind = row["kind"].Text(required: true, longest: 20);
            if (kind is not null and not "permanent" and not "rotating") row["kind"].Fault($"«{kind}» is neither permanent nor rotating");
            var from = row["from"].Date();
            var to = row["to"].IsAbsent ? null : row["to"].Date();
            if (to is { IsUnknown: false } && !from.IsUnknown && to.Latest < from.Earliest) row["to"].Fault("lies before «from»");
            _terms.Add(new TermRecord(
                kind == "permanent" ? SeatKind.PermanentChair : SeatKind.RotatingChair, row["side"].Text(required: true, longest: 8) ?? "",
                row["number"].WholeNumber(1), InstitutionCode(row["university"]),
                row["plannedFrom"].IsAbsent ? null : row["plannedFrom"].Date(), row["plannedTo"].IsAbsent ? null : row["plannedTo"].Date(),
                from, to, Dates(row["attested"]), row["note"].Text(), Citations(row)));
        }

        return TermMerge.Merge(_terms);
    }

    private List<BodyRecord> Bodies(JsonPlace root)
    {
        var bodies = new List<BodyRecord>();
        foreach (var place in root["bodies"].Items())
        {
            if (Code(place["id"]) is { } code)
                bodies.Add(new BodyRecord(code, BodyKind.Organ, Texts(place["names"], required: true), Texts(place["short"]), place["founded"].Date(), place["about"].Text(), [], [], [], [], Citations(place)));
        }

        foreach (var place in root["subAlliances"].Items())
        {
            // A row with null for its names says that nothing else was found
            if (!place.IsObject() || place["names"].IsNull || Code(place["id"]) is not { } code) continue;
            var members = place["foundingMembers"].Members().ToList();
            var founders = members.Where(member => member.Name.EndsWith("_known", StringComparison.Ordinal) || !member.Name.Contains('_', StringComparison.Ordinal))
                .SelectMany(member => Institutions(member.Place)).ToList();
            var names = Texts(place["names"], required: true);
            founders.AddRange(_coFounders.Where(row => names.Languages.Any(language => names[language]!.Contains(row.Body, StringComparison.OrdinalIgnoreCase)))
                .Select(row => row.Institution));
            var totals = members.Where(member => member.Name.EndsWith("_total", StringComparison.Ordinal))
                .Select(member => (Side: member.Name[..^"_total".Length], Count: member.Place.WholeNumber(0)))
                .Concat(members.Where(member => !member.Name.Contains('_', StringComparison.Ordinal)).Select(member => (Side: member.Name, Count: (int?)member.Place.Items().Count())))
                .Where(total => total.Count is not null).Select(total => new Figure(Counted.Founders, total.Side, total.Count!.Value)).ToList();
            bodies.Add(new BodyRecord(
                code, BodyKind.SubAlliance, names, Texts(place["short"]), place["founded"].Date(), place["offices"].Text(), Institutions(place["coLeads"]),
                Institutions(place["secretariats"]), [.. founders.Distinct()], totals, Citations(place)));
        }

        return bodies;
    }

    private TotalRecord Total(JsonPlace place)
    {
        var figures = new List<Figure>();
        foreach (var (name, member) in place.Members())
        {
            var counted = name.StartsWith("full", StringComparison.Ordinal) ? Counted.Full
                : name.StartsWith("total", StringComparison.Ordinal) ? Counted.All
                : name == "observers" ? Counted.Observers : (Counted?)null;
            if (counted is null || member.IsAbsent) continue;
            if (name == "observers" && member.Element.ValueKind == JsonValueKind.String)
            {
                var parts = CountBySide().Matches(member.Text() ?? "");
                if (parts.Count == 0) member.Fault("is neither a number nor numbers by side such as «4 CN + 3 RU»");
                figures.AddRange(parts.Select(part => new Figure(Counted.Observers, part.Groups["side"].Value,
                    int.Parse(part.Groups["count"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture))));
                continue;
            }

            var side = name["full".Length..] is { Length: > 0 } and var rest && counted == Counted.Full ? rest : name.StartsWith("total", StringComparison.Ordinal) && name.Length > 5 ? name[5..] : null;
            if (member.WholeNumber(0) is { } count) figures.Add(new Figure(counted.Value, side, count));
        }

        return new TotalRecord(place["date"].Date(), figures, Citations(place));
    }

    private List<ResolutionRecord> Resolutions(JsonPlace place)
    {
        var rows = place.Items().Where(row => row.IsObject()).Select(row => (Row: row, Date: row["date"].Date())).ToList();
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var resolutions = new List<ResolutionRecord>();
        foreach (var (row, date) in rows.OrderBy(pair => pair.Date))
        {
            var year = date.Start?.Year.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "undated";
            counts[year] = counts.GetValueOrDefault(year) + 1;
            var effects = row["effects"].Items().Select(effect =>
            {
                var subject = effect["of"].Text(required: true, longest: 80);
                _ = Modules.Shared.Contributions.Reference.TryParse(subject, out var reference);
                return new EffectRecord(reference.Kind ?? "", reference.Code ?? "", effect["text"].Text(required: true) ?? "");
            }).ToList();
            resolutions.Add(new ResolutionRecord(
                $"{year}-{counts[year]}", date, row["what"].Text(required: true) ?? "", row["body"].Text(longest: 40), row["edition"].Text(longest: 40),
                row["adoption"].Text(), effects, Citations(row)));
        }

        return resolutions;
    }

    private ProgrammeRecord? Programme(JsonPlace place)
    {
        if (!place.IsObject() || place["name"].Text(required: true) is not { } name) return null;
        return new ProgrammeRecord(
            place["id"].IsAbsent ? CodeFrom(name) : Code(place["id"]) ?? "", name, place["detail"].Text(), place["note"].Text(), place["bilateral"].Flag(),
            Institutions(place["universities"]), Citations(place));
    }

    private DocumentRecord? Document(JsonPlace place)
    {
        if (!place.IsObject() || Code(place["id"]) is not { } code) return null;
        var kind = Choice(place["kind"], DocumentKind.Other);
        return new DocumentRecord(
            code, kind, Texts(place["title"], required: true), place["date"].Date(), [.. place["languages"].Items().Select(item => item.Text(required: true)).OfType<string>()],
            Choice(place["visibility"], DocumentVisibility.Public), place["note"].Text(), Citations(place));
    }

    private AppointmentRecord? Appointment(JsonPlace place)
    {
        if (!place.IsObject() || place["office"].Text(required: true) is not { } office || InstitutionCode(place["university"]) is not { } institution) return null;
        return new AppointmentRecord(office, place["position"].Text(), institution, place["body"].Text(required: true, longest: 40) ?? "", Citations(place));
    }

    private LocalizedText Texts(JsonPlace place, bool required = false)
    {
        var texts = new List<KeyValuePair<string, string>>();
        foreach (var (language, text) in place.Members())
            if (Known(language, text) && text.Text(longest: 300) is { } value) texts.Add(KeyValuePair.Create(language, value));
        if (required && texts.Count == 0) place.Fault("needs a text in at least one language");
        return LocalizedText.Of(texts);
    }

    private bool Known(string language, JsonPlace place)
    {
        if (languages.Contains(language)) return true;
        place.Fault($"«{language}» is not a language of this site ({string.Join(", ", languages)})");
        return false;
    }

    private List<string> Institutions(JsonPlace place) => [.. place.Items().Select(InstitutionCode).OfType<string>()];

    private string? InstitutionCode(JsonPlace place)
    {
        if (place.Text(longest: 40) is not { } code) return null;
        if (_institutions.Contains(code)) return code;
        place.Fault($"no university has the id «{code}»");
        return null;
    }

    private static string? Code(JsonPlace place)
    {
        if (place.Text(required: true, longest: 40) is not { } code) return null;
        if (CodePattern().IsMatch(code)) return code;
        place.Fault($"«{code}» is not an id: small letters, digits and hyphens, up to 40");
        return null;
    }

    private static string? Domain(JsonPlace place)
    {
        if (place.Text(longest: 253) is not { } domain) return null;
        if (DomainPattern().IsMatch(domain)) return domain;
        place.Fault($"«{domain}» is not a domain such as hit.edu.cn");
        return null;
    }

    private static List<PartialDate> Dates(JsonPlace place) => [.. place.Items().Select(item => item.Date()).Where(date => !date.IsUnknown)];

    private static List<Citation> Citations(JsonPlace place) => Sources(place["source"], Level(place["confidence"]));

    private static List<Citation> Sources(JsonPlace place, Confidence? confidence) => place.Text() is not { } text ? []
        : [.. text.Split(" ; ", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(source => new Citation(
            FileWithTitle().Match(source) is { Success: true } match ? char.ToUpperInvariant(match.Groups["title"].Value[0]) + match.Groups["title"].Value[1..] : source, confidence))];

    private static Confidence? Level(JsonPlace place)
    {
        if (place.Text(longest: 20) is not { } text) return null;
        if (Enum.TryParse<Confidence>(text, ignoreCase: true, out var level) && !char.IsDigit(text[0])) return level;
        place.Fault($"«{text}» is neither high, medium nor low");
        return null;
    }

    private static T Choice<T>(JsonPlace place, T otherwise) where T : struct, Enum
    {
        if (place.Text(longest: 40) is not { } text) return otherwise;
        if (Enum.TryParse<T>(text, ignoreCase: true, out var value) && !char.IsDigit(text[0])) return value;
        place.Fault($"«{text}» is none of {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}");
        return otherwise;
    }

    internal static string CodeFrom(string name) =>
        NotInCode().Replace(Rotunda.Text.Folding.Fold(name), "-").Trim('-') is { Length: > 0 } code ? code[..Math.Min(40, code.Length)].Trim('-') : "programme";

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CodePattern();

    [GeneratedRegex("[^a-z0-9]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NotInCode();

    [GeneratedRegex("^[A-Z]{2,8}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SideCode();

    [GeneratedRegex(@"^(?<code>[A-Z]{2})( \((?<territory>[^)]{1,80})\))?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Country();

    [GeneratedRegex("^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,63}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DomainPattern();

    [GeneratedRegex("^permanent chair", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PermanentChair();

    [GeneratedRegex(@"^rotating (co-)?chair \(((?<number>[0-9]{1,3})(st|nd|rd|th), )?[^)]*\)(, until (?<until>[0-9-]+))?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RotatingChair();

    [GeneratedRegex("^(?<body>.+) co-founder$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CoFounder();

    [GeneratedRegex("^(?<from>[0-9]{4})-(?<to>[0-9]{4})$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex YearsOnly();

    [GeneratedRegex("(?<count>[0-9]{1,4}) (?<side>[A-Z]{2,8})", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CountBySide();

    [GeneratedRegex(@"^\S+\.txt \((?<title>.+)\)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FileWithTitle();
}
