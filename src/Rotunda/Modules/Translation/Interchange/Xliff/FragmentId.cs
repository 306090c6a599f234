namespace Rotunda.Modules.Translation.Interchange.Xliff;

/// <summary>A fragment identifier of XLIFF 2.1 (section 3), such as <c>#f=f1/u=u1/n=n1</c> or <c>#m1</c>.</summary>
/// <param name="File">The id of a file; null for the one in which it stands.</param>
/// <param name="Group">The id of a group.</param>
/// <param name="Unit">The id of a unit; null for the one in which it stands.</param>
/// <param name="Prefix">Of the last part: <c>n</c> note, <c>d</c> data, <c>t</c> in the target, empty for a segment or in the source, longer ones for modules and extensions; null when the last part is a container.</param>
/// <param name="Id">Of the last part.</param>
internal sealed record FragmentId(string? File, string? Group, string? Unit, string? Prefix, string Id)
{
    /// <summary>Reads one; null when it breaks the grammar or the order of its parts.</summary>
    public static FragmentId? Parse(string text)
    {
        if (!text.StartsWith('#')) return null;
        var isAbsolute = text.StartsWith("#/", StringComparison.Ordinal);
        var result = new FragmentId(null, null, null, null, "");
        var reached = 0;
        foreach (var selector in text[(isAbsolute ? 2 : 1)..].Split('/'))
        {
            var equals = selector.IndexOf('=', StringComparison.Ordinal);
            var (prefix, id) = equals < 0 ? ("", selector) : (selector[..equals], selector[(equals + 1)..]);
            if (!XliffValues.IsToken(id) || (equals >= 0 && !XliffValues.IsToken(prefix))) return null;
            var rank = prefix switch { "f" => 1, "g" => 2, "u" => 3, "" or "n" or "d" or "t" => 4, { Length: 1 } => 0, _ => 4 };
            if (rank <= reached || (isAbsolute && reached == 0 && rank != 1)) return null;
            reached = rank;
            result = rank switch
            {
                1 => result with { File = id, Id = id },
                2 => result with { Group = id, Id = id },
                3 => result with { Unit = id, Id = id },
                _ => result with { Prefix = prefix, Id = id },
            };
        }

        return result;
    }
}
