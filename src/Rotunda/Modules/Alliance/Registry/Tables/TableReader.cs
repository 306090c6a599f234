using System.Globalization;
using System.IO.Compression;
using CsvHelper;
using ExcelDataReader;
using Rotunda.Modules.Shared;

namespace Rotunda.Modules.Alliance.Registry.Tables;

/// <summary>A line of a table.</summary>
/// <param name="Number">The line of the file or the row of the sheet on which it begins, from 1.</param>
/// <param name="Cells">As texts.</param>
public sealed record TableRow(int Number, IReadOnlyList<string> Cells);

/// <summary>What was read of a file.</summary>
/// <param name="Rows">The headings, then the lines; blank ones left out.</param>
/// <param name="Encoding">As which it was read; null for XLSX.</param>
/// <param name="Separator">By which it was split; null for XLSX.</param>
/// <param name="Sheet">From which sheet; null for CSV.</param>
/// <param name="Sheets">The sheets that there are.</param>
public sealed record TableContent(IReadOnlyList<TableRow> Rows, string? Encoding, string? Separator, string? Sheet, IReadOnlyList<string> Sheets);

/// <summary>How to read a file, where somebody said so; null to recognise it.</summary>
public sealed record TableReading(string? Encoding = null, string? Separator = null, string? Sheet = null);

/// <summary>Reads CSV and XLSX that strangers made, within bounds.</summary>
public static class TableReader
{
    /// <summary>Lines below the headings.</summary>
    public const int MostLines = 10_000;

    /// <summary>Of a file, in bytes.</summary>
    public const int Largest = 8 * 1024 * 1024;

    private const int MostColumns = 100;
    private const int LongestCell = 32_767;
    private const int MostParts = 1000;
    private const long LargestUnpacked = 96L * 1024 * 1024;

    private static readonly string[] Separators = [",", ";", "\t"];

    /// <summary>The table, or what is wrong with the file as a whole.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="reading">How to read it.</param>
    /// <param name="isHeading">Knows the headings of the table.</param>
    public static (TableContent? Content, FieldFault? Fault) Read(byte[] bytes, TableReading reading, Func<string, bool> isHeading)
    {
        if (bytes.Length == 0) return (null, Fault("fault.import-empty"));
        // A workbook of the time before 2007, or one behind a password
        if (bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]) || bytes.AsSpan().StartsWith("%PDF"u8)) return (null, Fault("fault.import-kind"));
        var (content, fault) = bytes.AsSpan().StartsWith("PK\u0003\u0004"u8) ? ReadWorkbook(bytes, reading.Sheet) : ReadText(bytes, reading, isHeading);
        if (content is null) return (null, fault);
        if (content.Rows.Count == 0) return (null, Fault("fault.import-empty"));
        if (content.Rows.Count == 1) return (null, Fault(content.Rows[0].Cells.Any(cell => isHeading(cell)) ? "fault.import-no-lines" : "fault.import-headings"));
        return content.Rows.Count > MostLines + 1 ? (null, Fault("fault.import-too-long", MostLines)) : (content, null);
    }

    private static (TableContent?, FieldFault?) ReadText(byte[] bytes, TableReading reading, Func<string, bool> isHeading)
    {
        if (TableEncodings.Read(bytes, reading.Encoding, text => Separators.Max(separator => HeadingsOf(text, separator[0]))) is not { } read)
            return (null, reading.Encoding is null ? Fault("fault.import-kind") : new FieldFault("File", "fault.import-encoding", reading.Encoding));
        var separator = reading.Separator ?? Separators.MaxBy(candidate => (HeadingsOf(read.Text, candidate[0]), ColumnsOf(read.Text, candidate[0])))!;
        var rows = new List<TableRow>();
        return Split(read.Text, separator[0], rows, MostLines + 2) is { } fault ? (null, fault) : (new TableContent(rows, read.Name, separator, null, []), null);

        int HeadingsOf(string text, char by) => First(text, by).Count(isHeading);
        static int ColumnsOf(string text, char by) => (text.AsSpan().IndexOf('\n') is var end and >= 0 ? text.AsSpan(0, end) : text.AsSpan()).Count(by);
    }

    private static IReadOnlyList<string> First(string text, char separator)
    {
        var rows = new List<TableRow>();
        return Split(text, separator, rows, 1) is null && rows.Count > 0 ? rows[0].Cells : [];
    }

    /// <summary>Splits a text by RFC 4180, whichever the line ends; cells in quotation marks may hold separators and line breaks.</summary>
    private static FieldFault? Split(string text, char separator, List<TableRow> rows, int most)
    {
        FieldFault? fault = null;
        var options = new CsvReaderOptions
        {
            Separator = separator, HasHeader = false, DetectSeparatorHint = false, TrackLineNumbers = true,
            // Of all that is odd with quotation marks only one that is never closed is a fault: it takes the rest of the file for one cell.
            // Of a record the first oddity alone is told, so that one over several lines may hide such a mark
            OnMalformedRecord = record => fault ??= record.Reason == CsvMalformedReason.UnterminatedQuote || record.RawRecord.AsSpan().IndexOfAny('\r', '\n') >= 0 ? Fault("fault.import-quotes", (int)record.LineNumber) : null,
        };
        using var reader = CsvReader.Create(new StringReader(text), options);
        while (rows.Count < most && reader.Read() && fault is null)
        {
            var line = (int)reader.LineNumber;
            if (reader.FieldCount > MostColumns) return Fault("fault.import-too-wide", MostColumns);
            var cells = new string[reader.FieldCount];
            for (var column = 0; column < cells.Length; column++) cells[column] = reader.GetString(column);
            if (Array.Exists(cells, cell => cell.Length > LongestCell)) return Fault("fault.import-cell", line);
            if (Array.Exists(cells, cell => !string.IsNullOrWhiteSpace(cell))) rows.Add(new TableRow(line, cells));
        }

        return fault;
    }

    private static (TableContent?, FieldFault?) ReadWorkbook(byte[] bytes, string? wanted)
    {
        try
        {
            if (!IsBounded(bytes)) return (null, Fault("fault.import-bomb"));
            using var stream = new MemoryStream(bytes, writable: false);
            using var reader = ExcelReaderFactory.CreateOpenXmlReader(stream);
            return ReadSheets(reader, wanted);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // A stranger's file may break the library in any way; whichever it is, the answer to the sender is the same
            return (null, Fault("fault.import-unreadable"));
        }
    }

    private static (TableContent?, FieldFault?) ReadSheets(IExcelDataReader reader, string? wanted)
    {
        var (sheets, rows) = (new List<string>(), new List<TableRow>());
        string? taken = null;
        do
        {
            sheets.Add(reader.Name);
            if (taken is not null || (wanted is not null && reader.Name != wanted)) continue;
            taken = reader.Name;
            if (reader.MergeCells is { Length: > 0 } merged) return (null, new FieldFault("File", "fault.import-merged", string.Join(", ", merged.Take(5).Select(Named))));
            if (reader.FieldCount > MostColumns) return (null, Fault("fault.import-too-wide", MostColumns));
            for (var number = 1; reader.Read() && rows.Count < MostLines + 2; number++)
            {
                if (number > 10 * MostLines) return (null, Fault("fault.import-too-long", MostLines));
                var cells = Enumerable.Range(0, reader.FieldCount).Select(column => TextOf(reader.GetValue(column))).ToList();
                if (cells.Exists(cell => cell.Length > LongestCell)) return (null, Fault("fault.import-cell", number));
                if (cells.Exists(cell => !string.IsNullOrWhiteSpace(cell))) rows.Add(new TableRow(number, cells));
            }
        }
        while (reader.NextResult());

        return (new TableContent(rows, null, null, taken, sheets), null);
    }

    private static string Named(CellRange range) => $"{Column(range.FromColumn)}{range.FromRow + 1}:{Column(range.ToColumn)}{range.ToRow + 1}";

    private static string Column(int index) => index < 26 ? ((char)('A' + index)).ToString() : Column((index / 26) - 1) + (char)('A' + (index % 26));

    /// <summary>Days without their midnight, numbers without a separator of thousands; what a formula last gave, never the formula.</summary>
    private static string TextOf(object? value) => value switch
    {
        null => "",
        string text => text,
        DateTime { TimeOfDay.Ticks: 0 } day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>Unpacks everything once and counts, since what an archive says of its own sizes may lie.</summary>
    private static bool IsBounded(byte[] bytes)
    {
        using var archive = new ZipArchive(new MemoryStream(bytes, writable: false), ZipArchiveMode.Read);
        if (archive.Entries.Count > MostParts) return false;
        var (buffer, total) = (new byte[81920], 0L);
        foreach (var entry in archive.Entries)
        {
            using var part = entry.Open();
            while (part.Read(buffer, 0, buffer.Length) is var read and > 0)
                if ((total += read) > LargestUnpacked) return false;
        }

        return true;
    }

    private static FieldFault Fault(string textKey, int? value = null) => new("File", textKey, value?.ToString(CultureInfo.InvariantCulture));
}
