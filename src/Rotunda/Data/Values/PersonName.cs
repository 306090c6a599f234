using Rotunda.Modules.Shared.Languages;

namespace Rotunda.Data.Values;

/// <summary>A name in one script.</summary>
/// <param name="Family">The family name, or the only name of a person who has one.</param>
/// <param name="Given">The given name, where there is one.</param>
/// <param name="Patronymic">The patronymic, where there is one and it is used in this script.</param>
public sealed record NameForm(string Family, string? Given = null, string? Patronymic = null);

/// <summary>A person's name: as it is written at home, in Latin letters, and in other scripts where someone recorded them.</summary>
/// <param name="Forms">By ISO 15924 script code: <c>Hans</c>, <c>Cyrl</c>, <c>Latn</c>. At least one.</param>
/// <param name="Native">The script in which the person writes the name.</param>
/// <param name="FamilyFirst">True where custom puts the family name first in every script, as in Chinese names.</param>
public sealed record PersonName(IReadOnlyDictionary<string, NameForm> Forms, string Native, bool FamilyFirst)
{
    /// <summary>The form for a reader: in the script of the reader's language, else Latin, else as written at home.</summary>
    public NameForm FormFor(Language reader) =>
        Forms.GetValueOrDefault(reader.Script) ?? Forms.GetValueOrDefault("Latn") ?? Forms[Native];

    /// <summary>The name in running text, such as «Yao Jun», «姚军», «Иван Петрович Сидоров».</summary>
    public string Display(Language reader)
    {
        var form = FormFor(reader);
        var isHan = reader.Script == "Hans" && Forms.ContainsKey("Hans");
        var parts = FamilyFirst
            ? new[] { form.Family, form.Given }
            : [form.Given, reader.Script == "Cyrl" ? form.Patronymic : null, form.Family];
        var separator = !isHan ? " " : FamilyFirst ? "" : "·";
        return string.Join(separator, parts.Where(part => !string.IsNullOrEmpty(part)));
    }

    /// <summary>The name in a list sorted by family name: «Сидоров Иван Петрович», «Sidorov, Ivan», «姚军».</summary>
    public string Listed(Language reader)
    {
        var form = FormFor(reader);
        if (FamilyFirst || form.Given is null) return Display(reader);
        return reader.Script == "Cyrl"
            ? string.Join(' ', new[] { form.Family, form.Given, form.Patronymic }.Where(part => !string.IsNullOrEmpty(part)))
            : $"{form.Family}, {form.Given}";
    }
}
