namespace Rotunda.Modules.Alliance.Registry.Tables;

/// <summary>The words for separators and for what becomes of a line.</summary>
public static class TableWords
{
    /// <summary>The separators as forms send them, with the keys of their names.</summary>
    public static IReadOnlyList<(string Value, string TextKey)> Separators { get; } = [("comma", "import.comma"), ("semicolon", "import.semicolon"), ("tab", "import.tab")];

    /// <summary>A separator as forms send it.</summary>
    public static string? WordOf(string? separator) => separator switch { "," => "comma", ";" => "semicolon", "\t" => "tab", _ => null };

    public static string TextKeyOf(string separator) => separator switch { "," => "import.comma", ";" => "import.semicolon", _ => "import.tab" };

    /// <summary>What a form sent; anything that it does not offer counts as left open.</summary>
    public static TableReading ReadingOf(string? encoding, string? separator, string? sheet) => new(
        TableEncodings.Names.FirstOrDefault(name => name == encoding), separator switch { "comma" => ",", "semicolon" => ";", "tab" => "\t", _ => null },
        sheet is { Length: > 0 and <= 100 } ? sheet : null);

    public static string TextKey(this LineState state) => state switch
    {
        LineState.Added => "import.state-added",
        LineState.Changed => "import.state-changed",
        LineState.Unchanged => "import.state-unchanged",
        _ => "import.state-faulty",
    };
}
