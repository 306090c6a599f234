using Microsoft.AspNetCore.Mvc;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Conferences.Editions.Pages;

/// <summary>One edition: its parts with their undertakers, what was announced, who took part.</summary>
[Public]
public sealed class EditionModel(EditionQueries editions, InstitutionQueries institutions, RelatedParts related) : SitePage
{
    private IReadOnlyDictionary<string, Localized> _names = new Dictionary<string, Localized>();

    public Edition Edition { get; private set; } = null!;

    public IReadOnlyList<RelatedList> Related { get; private set; } = [];

    public Localized NameOf(string code) => _names[code];

    public async Task<IActionResult> OnGetAsync(string code, CancellationToken cancellationToken)
    {
        if (await editions.FindAsync(code, cancellationToken) is not { } edition) return NotFound();
        Edition = edition;
        (Title, Description) = (edition.Name.Plain(Reader.Language), edition.Theme.Plain(Reader.Language));
        Walk(new Crumb(T["conferences.title"], Reader.To("/conferences")), new Crumb(Title, null));
        var codes = edition.Hosts.Select(host => host.InstitutionCode).Concat(edition.Sessions.Select(session => session.UndertakerCode).OfType<string>());
        _names = await institutions.NamesAsync([.. codes.Distinct()], Reader, cancellationToken);
        Related = await related.AboutAsync(new Reference("edition", code), Reader, cancellationToken);
        return Page();
    }
}
