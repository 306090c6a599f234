namespace Rotunda.Modules.Media.Files;

/// <summary>A module whose texts hold stored files: says whether one does, so that none is taken out of a library that a text names.</summary>
public interface IFileUses
{
    /// <summary>True when a text, or an earlier revision that can be put back, names the file.</summary>
    Task<bool> NamesAsync(string hash, CancellationToken cancellationToken);
}
