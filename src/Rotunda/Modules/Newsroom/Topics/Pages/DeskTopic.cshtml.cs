using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Newsroom.Topics.Pages;

/// <summary>Adds a category or tag, or names and moves one.</summary>
[Requires(TopicActs.EditName)]
[NeverCached]
public sealed class DeskTopicModel(RotundaDb db, TopicOperations operations, SiteLanguages languages) : FormPage
{
    private const string New = "new";

    private Func<string, string?> _typed = _ => null;

    public Topic? Stored { get; private set; }

    public TopicKind Kind { get; private set; }

    public string? Code { get; private set; }

    public int Version { get; private set; }

    public IReadOnlyList<Language> Languages => languages.All;

    public string Order => _typed("Order") ?? (Stored?.Order ?? 50).ToString(CultureInfo.InvariantCulture);

    public FormField NameIn(Language language) => FieldOf($"Name.{language.Code}", T.Format("topics.name-in", ("language", language.Name)), Stored?.Name[language.Code], language, null);

    public FormField SlugIn(Language language) => FieldOf($"Slug.{language.Code}", T.Format("topics.slug-in", ("language", language.Name)), Stored?.Slug[language.Code], null, T["topics.slug-hint"]);

    public async Task<IActionResult> OnGetAsync(string code, string? kind, CancellationToken cancellationToken) =>
        await LoadAsync(code, kind, cancellationToken) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync([FromRoute] string code, string? kind, int version, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(code, kind, cancellationToken)) return NotFound();
        _typed = name => Request.Form.TryGetValue(name, out var values) ? values[0] ?? "" : null;
        Code = _typed("Code") ?? "";
        var wish = new TopicWish(
            Kind, Code, version, languages.All.ToDictionary(language => language.Code, language => _typed($"Name.{language.Code}") ?? ""),
            languages.All.ToDictionary(language => language.Code, language => _typed($"Slug.{language.Code}") ?? ""), _typed("Order") ?? "");
        var outcome = Stored is null ? await operations.AddAsync(Reader.Viewer, wish, cancellationToken) : await operations.EditAsync(Reader.Viewer, code, wish, cancellationToken);
        return await AfterAsync(outcome, code, kind, version, cancellationToken);
    }

    public async Task<IActionResult> OnPostRemoveAsync(string code, int version, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(code, null, cancellationToken)) return NotFound();
        return await AfterAsync(await operations.RemoveAsync(Reader.Viewer, code, version, cancellationToken), code, null, version, cancellationToken);
    }

    private async Task<IActionResult> AfterAsync(Outcome outcome, string code, string? kind, int version, CancellationToken cancellationToken)
    {
        switch (outcome)
        {
            case Outcome.Done:
                return Redirect(Reader.To("/desk/topics"));
            case Outcome.Invalid invalid:
                Version = version;
                return Show(invalid.Faults);
            case Outcome.Conflict:
                db.ChangeTracker.Clear();
                return await LoadAsync(code, kind, cancellationToken) ? ShowConflict() : NotFound();
            case Outcome.Missing:
                return NotFound();
            default:
                return Forbid();
        }
    }

    private FormField FieldOf(string name, string label, string? stored, Language? language, string? hint) => new(name, label, _typed(name) ?? stored ?? "", FaultOf(name))
    {
        MaxLength = 80, Language = language?.Tag, Hint = hint, Stored = IsConflict && _typed(name) is { } typed && typed != (stored ?? "") ? stored ?? "" : null,
    };

    private async Task<bool> LoadAsync(string code, string? kind, CancellationToken cancellationToken)
    {
        IsUnlisted = true;
        if (code == New)
        {
            if (TopicKinds.Parse(kind) is not { } wanted) return false;
            (Kind, Title) = (wanted, T[wanted == TopicKind.Category ? "topics.new-category" : "topics.new-tag"]);
            return true;
        }

        if (await db.Topics.AsNoTracking().SingleOrDefaultAsync(topic => topic.Code == code, cancellationToken) is not { } stored) return false;
        (Stored, Kind, Version, Title) = (stored, stored.Kind, stored.Version, stored.Name.Plain(Reader.Language));
        return true;
    }
}
