using Rotunda.Data;

namespace Rotunda.Modules.Shared.Contributions;

/// <summary>A module whose rows name things of other modules, so that nothing is removed from the registry that something still names.</summary>
public interface IReferrer
{
    /// <summary>The key of the words for some of these rows, with their number.</summary>
    string TextKey { get; }

    /// <summary>How many rows name the thing; 0 for a kind of thing that none ever names.</summary>
    Task<int> CountAsync(RotundaDb db, Reference about, CancellationToken cancellationToken);
}
