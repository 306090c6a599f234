using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Assembly.Resolutions.Pages;

/// <summary>One resolution: when, by whom, and what it changed.</summary>
[Public]
public sealed class ResolutionModel(RotundaDb db, References references, RelatedParts related) : SitePage
{
    private IReadOnlyDictionary<Reference, RelatedItem> _links = new Dictionary<Reference, RelatedItem>();

    public Resolution Resolution { get; private set; } = null!;

    public RelatedItem? Body => Resolution.BodyCode is { } code ? _links.GetValueOrDefault(new Reference("body", code)) : null;

    public RelatedItem? Edition => Resolution.EditionCode is { } code ? _links.GetValueOrDefault(new Reference("edition", code)) : null;

    public IReadOnlyList<RelatedList> Related { get; private set; } = [];

    public RelatedItem? SubjectOf(ResolutionEffect effect) => _links.GetValueOrDefault(new Reference(effect.SubjectKind, effect.SubjectCode));

    public async Task<IActionResult> OnGetAsync(string number, CancellationToken cancellationToken)
    {
        var resolution = await db.Resolutions.AsNoTracking().Include(row => row.Effects.OrderBy(effect => effect.Order).ThenBy(effect => effect.Id))
            .SingleOrDefaultAsync(row => row.Number == number, cancellationToken);
        if (resolution is null) return NotFound();
        Resolution = resolution;
        (Title, Description) = (resolution.Title.Plain(Reader.Language), resolution.Text.Plain(Reader.Language));
        Walk(new Crumb(T["resolutions.title"], Reader.To("/resolutions")), new Crumb(T.Format("resolution.number", ("number", number)), null));
        var wanted = resolution.Effects.Select(effect => new Reference(effect.SubjectKind, effect.SubjectCode)).ToList();
        if (resolution.BodyCode is { } body) wanted.Add(new Reference("body", body));
        if (resolution.EditionCode is { } edition) wanted.Add(new Reference("edition", edition));
        _links = await references.ResolveAsync(wanted, Reader, cancellationToken);
        Related = await related.AboutAsync(new Reference("resolution", number), Reader, cancellationToken);
        return Page();
    }
}
