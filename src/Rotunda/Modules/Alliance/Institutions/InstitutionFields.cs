using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;
using Rotunda.Data.Values;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Text;

namespace Rotunda.Modules.Alliance.Institutions;

/// <summary>A field of an institution that people edit, as text; the registry's forms and the proposals of liaison officers share it.</summary>
/// <param name="Name">The name in forms, proposals and audit entries, such as <c>name.ru</c>.</param>
/// <param name="TextKey">The key of its label.</param>
/// <param name="Language">The language of the value, for fields that have one for each.</param>
/// <param name="MaxLength">In characters.</param>
/// <param name="IsProposable">True when a liaison officer may propose a change of it.</param>
/// <param name="Read">The present value; empty for none.</param>
/// <param name="Write">Puts a cleaned value in; returns the key of what is wrong with it, or null.</param>
public sealed record InstitutionField(
    string Name, string TextKey, Language? Language, int MaxLength, bool IsProposable, Func<Institution, string> Read, Func<Institution, string, string?> Write)
{
    /// <summary>Cleans and writes a value.</summary>
    /// <returns>What is wrong with it, or null.</returns>
    public FieldFault? Set(Institution institution, string value)
    {
        var cleaned = TextCleaning.Clean(value);
        if (cleaned.Length > MaxLength) return new FieldFault(Name, "fault.too-long", MaxLength.ToString(CultureInfo.InvariantCulture));
        return Write(institution, cleaned) is { } key ? new FieldFault(Name, key) : null;
    }
}

/// <summary>The fields of an institution on a site with its languages.</summary>
public sealed partial class InstitutionFields
{
    public InstitutionFields(SiteLanguages languages)
    {
        All = [
            .. languages.All.Select(language => new InstitutionField(
                $"name.{language.Code}", "field.name", language, 300, IsProposable: true, institution => institution.Name[language.Code] ?? "", (institution, value) => SetName(institution, language, value))),
            new InstitutionField("abbreviation", "member.abbreviation", null, 40, IsProposable: true, institution => institution.Abbreviation ?? "", (institution, value) => Done(institution.Abbreviation = Optional(value))),
            .. languages.All.Select(language => new InstitutionField(
                $"city.{language.Code}", "member.city", language, 80, IsProposable: true,
                institution => institution.City[language.Code] ?? "", (institution, value) => Done(institution.City = institution.City.With(language.Code, value)))),
            new InstitutionField("latitude", "field.latitude", null, 12, IsProposable: true, institution => Written(institution.Latitude), (institution, value) => SetDegrees(value, 90, degrees => institution.Latitude = degrees)),
            new InstitutionField("longitude", "field.longitude", null, 12, IsProposable: true, institution => Written(institution.Longitude), (institution, value) => SetDegrees(value, 180, degrees => institution.Longitude = degrees)),
            new InstitutionField("zone", "field.zone", null, 64, IsProposable: true, institution => institution.Zone, SetZone),
            new InstitutionField("domain", "member.website", null, 253, IsProposable: true, institution => institution.Domain ?? "", SetDomain),
            new InstitutionField("ror", "field.ror", null, 9, IsProposable: true, institution => institution.RorId ?? "", SetRor),
            .. languages.All.Select(language => new InstitutionField(
                $"note.{language.Code}", "field.note", language, 1000, IsProposable: false,
                institution => institution.Note[language.Code] ?? "", (institution, value) => Done(institution.Note = institution.Note.With(language.Code, value)))),
        ];
    }

    public IReadOnlyList<InstitutionField> All { get; }

    public InstitutionField? Find(string name) => All.FirstOrDefault(field => field.Name == name);

    private static string? SetName(Institution institution, Language language, string value)
    {
        if (value.Length == 0 && institution.Name.Languages.All(code => code == language.Code)) return "fault.last-name";
        if (value != (institution.Name[language.Code] ?? "")) institution.SetName(language, value);
        return null;
    }

    private static string? SetDegrees(string value, double most, Action<double?> set)
    {
        double? degrees = null;
        // A comma is how Russian keyboards write the point
        if (value.Length > 0)
        {
            if (!double.TryParse(value.Replace(',', '.'), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                || Math.Abs(number) > most) return "fault.degrees";
            degrees = number;
        }

        set(degrees);
        return null;
    }

    private static string? SetZone(Institution institution, string value)
    {
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(value) is null) return "fault.zone";
        return Done(institution.Zone = value);
    }

    private static string? SetDomain(Institution institution, string value)
    {
        if (value.Length > 0 && !Domain().IsMatch(value)) return "fault.domain";
        return Done(institution.Domain = Optional(value));
    }

    private static string? SetRor(Institution institution, string value)
    {
        if (value.Length > 0 && !Ror().IsMatch(value)) return "fault.ror";
        return Done(institution.RorId = Optional(value));
    }

    private static string Written(double? degrees) => degrees?.ToString("0.####", CultureInfo.InvariantCulture) ?? "";

    private static string? Optional(string value) => value.Length == 0 ? null : value;

    /// <summary>A value that was written is always right.</summary>
    private static string? Done(object? written)
    {
        _ = written;
        return null;
    }

    [GeneratedRegex("^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,63}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Domain();

    /// <summary>A leading zero, six characters of Crockford's base 32 in lower case, two check digits (ROR documentation, identifier format).</summary>
    [GeneratedRegex("^0[a-hj-km-np-tv-z0-9]{6}[0-9]{2}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Ror();
}
