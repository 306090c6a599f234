using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Conferences.Editions.Pages;

/// <summary>The editions of the annual conference and other events, latest first.</summary>
[Public]
public sealed class ConferencesModel(EditionQueries editions, InstitutionQueries institutions) : SitePage
{
    private IReadOnlyDictionary<string, Localized> _names = new Dictionary<string, Localized>();

    public IReadOnlyList<Edition> Editions { get; private set; } = [];

    public Localized NameOf(string code) => _names[code];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        (Title, Description) = (T["conferences.title"], T["conferences.deck"]);
        Walk(new Crumb(Title, null));
        Editions = await editions.AllAsync(cancellationToken);
        _names = await institutions.NamesAsync([.. Editions.SelectMany(edition => edition.Hosts).Select(host => host.InstitutionCode).Distinct()], Reader, cancellationToken);
    }
}
