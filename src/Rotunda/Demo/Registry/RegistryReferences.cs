namespace Rotunda.Demo.Registry;

/// <summary>What holds between the parts of a registry file: an id is given once, and the codes of sides, bodies and editions lead somewhere.</summary>
internal static class RegistryReferences
{
    /// <summary>The id of the association itself among the bodies.</summary>
    public const string Association = "asrtu";

    /// <summary>Notes every fault at its place.</summary>
    public static void Check(JsonPlace root, RegistryFile file)
    {
        Once(root["universities"].List().Select(place => place["id"]));
        Once(root["sides"].List().Select(place => place["code"]));
        Once(root["documents"].List().Select(place => place["id"]));
        Once(root["bodies"].List().Concat(root["subAlliances"].List().Where(place => !place["names"].IsNull)).Select(place => place["id"]), Association);
        Numbers(root["conferences"]);
        Programmes(root["programmes"]);
        foreach (var list in root["programmes"].List().Select(place => place["universities"])
            .Concat(root["conferences"].List().Select(place => place["hosts"]))
            .Concat(root["subAlliances"].List().SelectMany(place => new[] { place["coLeads"], place["secretariats"] }))) Once(list.List());

        var sides = file.Sides.Select(side => side.Code).ToHashSet(StringComparer.Ordinal);
        var bodies = file.Bodies.Select(body => body.Code).Append(Association).ToHashSet(StringComparer.Ordinal);
        var editions = file.Editions.Select(edition => edition.Code).ToHashSet(StringComparer.Ordinal);
        Known(root["chairTerms"].List().Select(place => place["side"]), sides, "side has the code");
        Known(root["appointments"].List().Concat(root["decisions"].List()).Select(place => place["body"]), bodies, "body has the id");
        Known(root["decisions"].List().Select(place => place["edition"]), editions, "conference has the code");
        var institutions = file.Institutions.Select(institution => institution.Code).ToHashSet(StringComparer.Ordinal);
        foreach (var place in root["decisions"].List().SelectMany(row => row["effects"].List()).Select(effect => effect["of"]))
            if (place.Written() is { } subject && !IsSubject(subject)) place.Fault($"«{subject}» is not known; write institution: or body: and an id of this file");
        foreach (var twice in file.Terms.Where(term => term.Number is not null).CountBy(term => (term.Kind, term.Side, term.Number)).Where(pair => pair.Value > 1))
            root["chairTerms"].Fault($"two terms of the seat {twice.Key.Kind} of {twice.Key.Side} have the number {twice.Key.Number}");

        bool IsSubject(string subject) => Modules.Shared.Contributions.Reference.TryParse(subject, out var reference)
            && (reference.Kind == "institution" ? institutions.Contains(reference.Code) : reference.Kind == "body" && bodies.Contains(reference.Code));
    }

    /// <summary>A conference is counted once.</summary>
    private static void Numbers(JsonPlace conferences)
    {
        var seen = new HashSet<int>();
        foreach (var place in conferences.List().Select(row => row["number"]))
            if (place.Element.ValueKind == System.Text.Json.JsonValueKind.Number && place.Element.TryGetInt32(out var number) && !seen.Add(number)) place.Fault($"«{number}» stands twice");
    }

    private static void Once(IEnumerable<JsonPlace> places, params IEnumerable<string> taken)
    {
        var seen = taken.ToHashSet(StringComparer.Ordinal);
        foreach (var place in places)
            if (place.Written() is { } code && !seen.Add(code)) place.Fault($"«{code}» stands twice");
    }

    /// <summary>A programme without an id gets one from its name.</summary>
    private static void Programmes(JsonPlace programmes)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var place in programmes.List())
        {
            var code = place["id"].Written() ?? (place["name"].Written() is { } name ? RegistryFileReader.CodeFrom(name) : null);
            if (code is not null && !seen.Add(code)) (place["id"].IsAbsent ? place : place["id"]).Fault($"«{code}» stands twice");
        }
    }

    private static void Known(IEnumerable<JsonPlace> places, HashSet<string> codes, string what)
    {
        foreach (var place in places)
            if (place.Written() is { } code && !codes.Contains(code)) place.Fault($"no {what} «{code}»");
    }
}
