using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Correspondence.Circulars.Pages;

/// <summary>The circulars that an officer received.</summary>
[Requires(CorrespondenceActs.AnswerName)]
[NeverCached]
public sealed class InboxModel(CircularQueries circulars) : SitePage
{
    public IReadOnlyList<ReceivedRow> Rows { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Title = T["queue.received"];
        Rows = await circulars.ReceivedAsync(Reader.Viewer, cancellationToken);
    }
}
