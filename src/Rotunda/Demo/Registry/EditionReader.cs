using System.Text.Json;
using System.Text.RegularExpressions;
using Rotunda.Data.Values;
using Rotunda.Modules.Conferences.Editions;

namespace Rotunda.Demo.Registry;

/// <summary>Reads the conferences of a registry file and gives each a code for its address.</summary>
internal sealed partial class EditionReader(Func<JsonPlace, List<string>> institutions, Func<JsonPlace, List<Citation>> citations)
{
    private const int LongestCode = 40;

    public List<EditionRecord> Read(JsonPlace place)
    {
        var editions = place.Items().Where(row => row.IsObject()).Select(Edition).ToList();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        // The year belongs to the numbered conference, else to the first event of the year; the others add their city
        var order = editions.Select((edition, index) => (edition, index)).OrderByDescending(pair => pair.edition.Number is not null).ThenBy(pair => pair.index);
        foreach (var (edition, index) in order.ToList())
        {
            var year = edition.Held.Start?.Year.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "undated";
            var city = NotInCode().Replace(Rotunda.Text.Folding.Fold((edition.Place ?? "online").Split(',', '(')[0]), "-").Trim('-');
            var alone = edition.Number is not null || editions.Count(other => other.Held.Start?.Year == edition.Held.Start?.Year) == 1;
            var code = alone && taken.Add(year) ? year : CodeOf(year, city, "");
            for (var copy = 2; code != year && !taken.Add(code); copy++) code = CodeOf(year, city, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"-{copy}"));
            editions[index] = edition with { Code = code };
        }

        return editions;
    }

    /// <summary>A long place is cut; one without Latin letters is called an event.</summary>
    private static string CodeOf(string year, string city, string copy)
    {
        var name = city.Length == 0 ? "event" : city;
        return $"{year}-{name[..Math.Min(name.Length, LongestCode - year.Length - 1 - copy.Length)].Trim('-')}{copy}";
    }

    private EditionRecord Edition(JsonPlace row)
    {
        var name = row["kind"].Text(required: true) ?? "";
        var number = row["number"].WholeNumber(1);
        var place = row["place"].Text();
        var isOnline = place?.StartsWith("online", StringComparison.Ordinal) ?? false;
        var sessions = row["sessions"].Items().Select(Session).OfType<SessionRecord>().ToList();
        return new EditionRecord(
            "", Kind(row["category"], name, number), number, name, row["date"].Date(), place is "online" ? null : place, isOnline, institutions(row["hosts"]),
            row["theme"].Text(), row["participation"].Text(), row["note"].Text(), sessions,
            [.. row["decided"].Items().Select(item => item.Text(required: true)).OfType<string>()], citations(row));
    }

    private static EditionKind Kind(JsonPlace category, string name, int? number)
    {
        if (category.Text(longest: 40) is { } text)
        {
            if (Enum.TryParse<EditionKind>(text, ignoreCase: true, out var kind) && !char.IsDigit(text[0])) return kind;
            category.Fault($"«{text}» is none of {string.Join(", ", Enum.GetNames<EditionKind>()).ToLowerInvariant()}");
        }

        return number is not null ? EditionKind.AnnualConference
            : name.StartsWith("founding", StringComparison.OrdinalIgnoreCase) ? EditionKind.Founding
            : name.Contains("planned", StringComparison.OrdinalIgnoreCase) ? EditionKind.Planned
            : name.Contains("camp", StringComparison.OrdinalIgnoreCase) ? EditionKind.StudentCamp
            : EditionKind.Gathering;
    }

    private SessionRecord? Session(JsonPlace place)
    {
        if (place.Element.ValueKind == JsonValueKind.String) return place.Text() is { } text ? new SessionRecord(KindOf(text), text, null, null, []) : null;
        if (!place.IsObject() || place["kind"].Text(required: true) is not { } name) return null;
        var participation = place["participation"].IsAbsent ? []
            : place["participation"].Element.ValueKind == JsonValueKind.String ? [place["participation"].Text()]
            : place["participation"].Members().Select(member => member.Place.Text()).ToList();
        var undertaker = place["undertaker"].IsAbsent ? null : institutions(Wrap(place["undertaker"])).FirstOrDefault();
        return new SessionRecord(KindOf(name), name, place["theme"].Text(), undertaker, [.. participation.OfType<string>()]);
    }

    // One institution where the list of institutions is expected
    private static JsonPlace Wrap(JsonPlace place)
    {
        var list = JsonSerializer.SerializeToElement(new[] { place.Element });
        return new JsonPlace(list, place.Path, place.Faults);
    }

    private static SessionKind KindOf(string name)
    {
        return Has("opening") ? SessionKind.OpeningCeremony
            : Has("president", "rector") ? SessionKind.PresidentsForum
            : Has("working meeting", "executive board", "coordinators") ? SessionKind.WorkingMeeting
            : Has("student", "youth", "postgraduate", "world cup", "camp") ? SessionKind.StudentEvent
            : Has("seminar", "symposium", "conference", "forum", "congress") ? SessionKind.AcademicSeminar
            : SessionKind.Other;

        bool Has(params string[] words) => words.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));
    }

    [GeneratedRegex("[^a-z0-9]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NotInCode();
}
