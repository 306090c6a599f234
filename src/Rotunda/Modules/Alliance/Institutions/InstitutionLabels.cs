using Rotunda.Modules.Shared.Languages;

namespace Rotunda.Modules.Alliance.Institutions;

/// <summary>Labels and form values of an institution's fields.</summary>
public static class InstitutionLabels
{
    private const string Prefix = "field.";

    /// <summary>The label of a field; where it has one value for each language, with the language's own name.</summary>
    public static string Of(InstitutionField field, Texts texts) =>
        field.Language is { } language ? texts.Format("field.in-language", ("field", texts[field.TextKey]), ("language", language.Name)) : texts[field.TextKey];

    /// <summary>The values of the fields that a form sent.</summary>
    public static IReadOnlyDictionary<string, string> ValuesOf(IFormCollection form, InstitutionFields fields) =>
        fields.All.Where(field => form.ContainsKey(Prefix + field.Name)).ToDictionary(field => field.Name, field => form[Prefix + field.Name].ToString());
}
