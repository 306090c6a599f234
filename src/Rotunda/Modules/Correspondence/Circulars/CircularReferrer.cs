using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Correspondence.Circulars;

/// <summary>Circulars that went to an institution.</summary>
internal sealed class CircularReferrer : IReferrer
{
    public string TextKey => "use.circulars";

    public async Task<int> CountAsync(RotundaDb db, Reference about, CancellationToken cancellationToken) => about.Kind == "institution"
        ? await db.Circulars.CountAsync(circular => circular.Receivers.Any(receiver => receiver.Institution!.Code == about.Code), cancellationToken) : 0;
}
