using System.Text;

namespace Rotunda.Modules.Translation.Markdown;

/// <summary>The cells of a row of a table, as a segment holds them: parted by <c>|</c>, a bar inside a cell behind a backslash.</summary>
public static class TableCells
{
    /// <summary>The cells of a row, trimmed; bars at its ends are not counted.</summary>
    public static IReadOnlyList<string> Split(string row)
    {
        var (cells, cell) = (new List<string>(), new StringBuilder());
        for (var i = 0; i < row.Length; i++)
        {
            if (row[i] == '\\' && i + 1 < row.Length)
            {
                cell.Append(row[i]).Append(row[++i]);
            }
            else if (row[i] == '|')
            {
                cells.Add(cell.ToString().Trim());
                cell.Clear();
            }
            else
            {
                cell.Append(row[i]);
            }
        }

        cells.Add(cell.ToString().Trim());
        if (cells.Count > 1 && cells[0].Length == 0 && row.AsSpan().TrimStart().StartsWith("|")) cells.RemoveAt(0);
        if (cells.Count > 1 && cells[^1].Length == 0 && row.AsSpan().TrimEnd().EndsWith("|")) cells.RemoveAt(cells.Count - 1);
        return cells;
    }

    /// <summary>The row of some cells.</summary>
    public static string Join(IEnumerable<string> cells)
    {
        var row = string.Join(" | ", cells);
        return row.StartsWith(' ') || row.EndsWith(' ') || row.Length == 0 ? "| " + row + " |" : row;
    }
}
