using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Languages;

namespace Rotunda.Modules.Alliance.Institutions;

/// <summary>Labels and form values of an institution's fields.</summary>
public static class InstitutionLabels
{
    private const string Prefix = "field.";

    /// <summary>The label of a field; where it has one value for each language, with the language's own name.</summary>
    public static string Of(InstitutionField field, Texts texts) =>
        field.Language is { } language ? texts.Format("field.in-language", ("field", texts[field.TextKey]), ("language", language.Name)) : texts[field.TextKey];

    /// <summary>The name of a field in forms.</summary>
    public static string InForm(InstitutionField field) => Prefix + field.Name;

    /// <summary>Faults under the names that the fields have in forms, so that the summary's links reach them.</summary>
    public static IReadOnlyList<FieldFault> InForm(IReadOnlyList<FieldFault> faults, InstitutionFields fields) =>
        [.. faults.Select(fault => fields.Find(fault.Field) is { } field ? fault with { Field = InForm(field) } : fault)];

    /// <summary>The values of the fields that a form sent.</summary>
    public static IReadOnlyDictionary<string, string> ValuesOf(IFormCollection form, InstitutionFields fields) =>
        fields.All.Where(field => form.ContainsKey(Prefix + field.Name)).ToDictionary(field => field.Name, field => form[Prefix + field.Name].ToString());
}
