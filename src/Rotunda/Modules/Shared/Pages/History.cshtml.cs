using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Shared.Pages;

/// <summary>What happened, year by year, from the facts that modules keep.</summary>
[Public]
public sealed class HistoryModel(IEnumerable<IHistorySource> sources) : SitePage
{
    public IReadOnlyList<HistoryItem> Items { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        (Title, Description) = (T["history.title"], T["history.deck"]);
        Walk(new Crumb(T["nav.about"], Reader.To("/about")), new Crumb(Title, null));
        var items = new List<HistoryItem>();
        foreach (var source in sources) items.AddRange(await source.ItemsAsync(Reader, cancellationToken));
        Items = [.. items.Where(item => !item.Date.IsUnknown).OrderBy(item => item.Date.Start!.Value.Year).ThenBy(item => item.Date)];
    }
}
