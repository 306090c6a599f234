using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Correspondence.Circulars.Pages;

/// <summary>The secretariat's circulars: drafts, open ones, closed ones.</summary>
[Requires(CorrespondenceActs.SendName)]
[NeverCached]
public sealed class DeskCircularsModel(CircularQueries circulars) : FormPage
{
    public IReadOnlyList<CircularRow> Rows { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Title = T["queue.circulars"];
        Rows = await circulars.AllAsync(cancellationToken);
    }

    /// <summary>Drafts, open and closed ones have a word each.</summary>
    public static string StateOf(CircularRow row) => row switch
    {
        { SentAt: null } => "circular.state-draft",
        { ClosedAt: null } => "circular.state-open",
        _ => "circular.state-closed",
    };
}
