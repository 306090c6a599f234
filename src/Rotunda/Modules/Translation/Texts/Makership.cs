using Rotunda.Text;

namespace Rotunda.Modules.Translation.Texts;

/// <summary>Whose words a segment holds: what credits and the rule of four eyes stand on.</summary>
public static class Makership
{
    /// <summary>Below this likeness a new wording keeps nothing of the old one; in percent.</summary>
    public const int Surviving = 50;

    /// <summary>The makers of a wording that follows another: whoever wrote the new one, and those whose words survive in it.</summary>
    /// <param name="makers">The makers so far.</param>
    /// <param name="before">The wording so far.</param>
    /// <param name="after">The new wording.</param>
    /// <param name="maker">Who wrote it; null for a text that came without an account.</param>
    public static List<Guid> After(IReadOnlyList<Guid> makers, string before, string after, Guid? maker)
    {
        var survivors = before.Length > 0 && Similarity.Percent(before, after) >= Surviving ? makers : [];
        return [.. survivors.Where(id => id != maker), .. maker is { } latest ? new[] { latest } : []];
    }
}
