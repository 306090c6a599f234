using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Media.Images;

/// <summary>A place where a picture stands.</summary>
/// <param name="Hash">Of the picture.</param>
/// <param name="Place">The page, with what it is called.</param>
public sealed record ImageUse(string Hash, RelatedItem Place);

/// <summary>A module whose texts show pictures: says where, so that none is taken away that somebody sees.</summary>
public interface IImageUses
{
    /// <summary>The places of these pictures, in a constant number of queries.</summary>
    Task<IReadOnlyList<ImageUse>> UsesAsync(IReadOnlyCollection<string> hashes, Reader reader, CancellationToken cancellationToken);

    /// <summary>True when a text shows the picture to everyone, false when one shows it to this viewer, null when none does.</summary>
    Task<bool?> IsShownAsync(string hash, Viewer viewer, CancellationToken cancellationToken);
}
