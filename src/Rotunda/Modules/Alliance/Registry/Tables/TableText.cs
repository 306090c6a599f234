namespace Rotunda.Modules.Alliance.Registry.Tables;

/// <summary>Keeps spreadsheets from taking a text for a formula: such a text leaves with an apostrophe before it and loses that on its way back.</summary>
public static class TableText
{
    private const char Mark = '\'';

    /// <summary>What spreadsheets may run. The mark itself is among them, so that a text that begins with one comes back whole.</summary>
    private const string Dangerous = "=+-@\t\r'";

    /// <summary>As it stands in an exported table.</summary>
    public static string Defuse(string text) => text.Length > 0 && Dangerous.Contains(text[0], StringComparison.Ordinal) ? Mark + text : text;

    /// <summary>As it was before.</summary>
    public static string Restore(string cell) => cell.Length > 1 && cell[0] == Mark && Dangerous.Contains(cell[1], StringComparison.Ordinal) ? cell[1..] : cell;
}
