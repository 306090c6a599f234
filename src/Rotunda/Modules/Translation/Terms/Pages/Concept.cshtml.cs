using Microsoft.AspNetCore.Mvc;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Translation.Terms.Pages;

/// <summary>An entry of the termbase. Whoever may not write it reads it.</summary>
[Requires(LanguageToolActs.UseName)]
[NeverCached]
public sealed class ConceptModel(TermQueries terms, TermOperations operations, Permissions permissions, SiteLanguages languages) : FormPage
{
    private static readonly (string Name, string TextKey, string? HintKey)[] Parts =
        [("Preferred", "terms.preferred", null), ("Admitted", "terms.admitted", "terms.lines"), ("Forms", "terms.forms", "terms.forms-hint"), ("Forbidden", "terms.forbidden", "terms.lines"), ("Note", "terms.note", null)];

    private TermConcept? _stored;
    private ConceptWish _wish = new("", new Dictionary<string, WordsWish>());

    public IReadOnlyList<Language> Languages => languages.All;

    public bool IsNew => _stored is null;

    public bool MayEdit { get; private set; }

    public int Version { get; private set; }

    public FormField Subject => new("Subject", T["terms.subject"], _wish.Subject, FaultOf("Subject")) { MaxLength = TermConfiguration.LongestWord, Stored = IsConflict ? _stored?.Subject : null };

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, cancellationToken)) return NotFound();
        if (_stored is not null) (_wish, Version) = (WishOf(_stored), _stored.Version);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id, int version, CancellationToken cancellationToken)
    {
        var wish = Typed();
        var (outcome, _) = await operations.SaveAsync(Reader.Viewer, id == "new" ? null : Guid.TryParse(id, out var row) ? row : Guid.Empty, version, wish, cancellationToken);
        if (outcome is Outcome.Done) return Redirect(Reader.To("/desk/termbase?saved=true"));
        if (outcome is Outcome.Refused) return Forbid();
        if (!await LoadAsync(id, cancellationToken)) return NotFound();
        (_wish, Version) = (wish, outcome is Outcome.Conflict ? _stored?.Version ?? 0 : version);
        return outcome is Outcome.Invalid invalid ? Show(invalid.Faults) : ShowConflict();
    }

    public async Task<IActionResult> OnPostRemoveAsync(string id, int version, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(id, out var row)) return NotFound();
        switch (await operations.RemoveAsync(Reader.Viewer, row, version, cancellationToken))
        {
            case Outcome.Done:
                return Redirect(Reader.To("/desk/termbase?saved=true"));
            case Outcome.Refused:
                return Forbid();
            case Outcome.Missing:
                return NotFound();
            default:
                await LoadAsync(id, cancellationToken);
                if (_stored is not null) (_wish, Version) = (WishOf(_stored), _stored.Version);
                return ShowConflict();
        }
    }

    /// <summary>The fields of a language.</summary>
    public IEnumerable<FormField> FieldsOf(Language language)
    {
        var (typed, stored) = (_wish.Words.GetValueOrDefault(language.Code, WordsWish.Empty), _stored is null ? WordsWish.Empty : WishOf(_stored).Words[language.Code]);
        return Parts.Select(part => new FormField($"{language.Code}.{part.Name}", T[part.TextKey], ValueOf(typed, part.Name), FaultOf($"{language.Code}.{part.Name}"))
        {
            Language = language.Tag, IsLong = part.Name != "Preferred", MaxLength = part.Name is "Preferred" ? TermConfiguration.LongestWord : 4000, Hint = part.HintKey is null ? null : T[part.HintKey],
            Stored = IsConflict ? ValueOf(stored, part.Name) : null,
        });
    }

    private static string ValueOf(WordsWish words, string name) => name switch { "Preferred" => words.Preferred, "Admitted" => words.Admitted, "Forms" => words.Forms, "Forbidden" => words.Forbidden, _ => words.Note };

    private ConceptWish WishOf(TermConcept concept) => new(concept.Subject, languages.All.ToDictionary(language => language.Code, language => new WordsWish(
        Lines(concept, WordUse.Preferred, language), Lines(concept, WordUse.Admitted, language), Lines(concept, WordUse.Form, language), Lines(concept, WordUse.Forbidden, language), concept.Notes[language.Code] ?? ""), StringComparer.Ordinal));

    private static string Lines(TermConcept concept, WordUse use, Language language) => string.Join('\n', concept.In(language.Code, use));

    private ConceptWish Typed() => new(Request.Form["Subject"].ToString(), languages.All.ToDictionary(language => language.Code, language => new WordsWish(
        Field(language, "Preferred"), Field(language, "Admitted"), Field(language, "Forms"), Field(language, "Forbidden"), Field(language, "Note")), StringComparer.Ordinal));

    private string Field(Language language, string name) => Request.Form[$"{language.Code}.{name}"].ToString();

    private async Task<bool> LoadAsync(string id, CancellationToken cancellationToken)
    {
        MayEdit = permissions.MaySomewhere(Reader.Viewer, LanguageToolActs.EditTerms);
        _stored = Guid.TryParse(id, out var row) ? await terms.FindAsync(row, cancellationToken) : null;
        (Title, IsUnlisted) = (_stored?.In(Reader.Language.Code, WordUse.Preferred).FirstOrDefault() ?? _stored?.Words.FirstOrDefault()?.Text ?? T["terms.add"], true);
        return _stored is not null || (id == "new" && MayEdit);
    }
}
