using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NodaTime.Text;
using Rotunda.Data;
using Rotunda.Modules.Newsroom.Articles;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Newsroom.Addresses.Pages;

/// <summary>The address of an article in each language, and those that it had.</summary>
[Requires(AddressActs.EditName)]
[NeverCached]
public sealed class DeskAddressModel(RotundaDb db, AddressOperations operations, AddressQueries addresses, SiteLanguages languages) : FormPage
{
    private Func<string, string?> _typed = _ => null;

    public Article Article { get; private set; } = null!;

    public IReadOnlyList<ArticleVersion> Versions => [.. languages.All.SelectMany(language => Article.Versions.Where(version => version.Language == language.Code))];

    public IReadOnlyList<FormerAddress> Former { get; private set; } = [];

    public bool IsSaved { get; private set; }

    public FormField DateField => FieldOf("Date", T["address.date"], LocalDatePattern.Iso.Format(Article.Date), "date", T["address.date-hint"]);

    public FormField SlugField(ArticleVersion version) =>
        FieldOf($"Slug.{version.Language}", T.Format("topics.slug-in", ("language", languages.Find(version.Language)?.Name ?? version.Language)), version.Slug, "text", FormattableString.Invariant($"/{version.Language}/news/{version.Year}/…"));

    public async Task<IActionResult> OnGetAsync(string key, bool saved, CancellationToken cancellationToken)
    {
        IsSaved = saved;
        return await LoadAsync(key, cancellationToken) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(string key, int version, CancellationToken cancellationToken)
    {
        _typed = name => Request.Form.TryGetValue(name, out var values) ? values[0] ?? "" : null;
        var slugs = languages.All.Where(language => _typed($"Slug.{language.Code}") is not null).ToDictionary(language => language.Code, language => _typed($"Slug.{language.Code}")!);
        var outcome = await operations.MoveAsync(Reader.Viewer, key, version, _typed("Date") ?? "", slugs, cancellationToken);
        if (outcome is Outcome.Done) return Redirect(Reader.To($"/desk/addresses/article/{key}?saved=true"));
        if (outcome is Outcome.Refused) return Forbid();
        db.ChangeTracker.Clear();
        if (!await LoadAsync(key, cancellationToken)) return NotFound();
        return outcome is Outcome.Invalid invalid ? Show(invalid.Faults) : ShowConflict();
    }

    private FormField FieldOf(string name, string label, string stored, string type, string hint) => new(name, label, _typed(name) ?? stored, FaultOf(name))
    {
        Type = type, MaxLength = Slugs.Longest, Hint = hint, IsRequired = true, Stored = IsConflict && _typed(name) is { } typed && typed != stored ? stored : null,
    };

    private async Task<bool> LoadAsync(string key, CancellationToken cancellationToken)
    {
        if (await db.Articles.AsNoTracking().Include(row => row.Versions).SingleOrDefaultAsync(row => row.Key == key && row.Kind == ArticleKind.News, cancellationToken) is not { } article) return false;
        var title = article.Versions.Find(version => version.Language == Reader.Language.Choose(article.Versions.Select(row => row.Language)));
        (Article, IsUnlisted, Title) = (article, true, title?.Title ?? key);
        Former = await addresses.OfAsync(article.Id, cancellationToken);
        return true;
    }
}
