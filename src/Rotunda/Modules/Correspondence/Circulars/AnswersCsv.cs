using System.Globalization;
using System.Text;
using NodaTime;
using Rotunda.Data.Values;
using Rotunda.Modules.Shared;

namespace Rotunda.Modules.Correspondence.Circulars;

/// <summary>The answers to a circular as comma-separated values (RFC 4180) in UTF-8 with a byte order mark, as spreadsheets expect them.</summary>
public static class AnswersCsv
{
    /// <summary>A heading and a line for each institution, in the reader's language; times in the zone of the circular.</summary>
    public static byte[] Of(Circular circular, Reader reader)
    {
        var (texts, zone) = (reader.Texts, DateTimeZoneProviders.Tzdb.GetZoneOrNull(circular.Zone) ?? DateTimeZone.Utc);
        var csv = new StringBuilder();
        Line(texts["circular.institution"], texts["members.filter.side"], texts["circular.answered-by-whom"], texts["circular.read"], texts["circular.answered"], texts["circular.late"], texts["circular.answer"], texts["circular.comment"], texts["circular.file"]);
        foreach (var receiver in circular.Receivers)
        {
            Line(
                receiver.Institution!.NameFor(reader.Language).Text, receiver.Institution.SideCode, receiver.AnsweredBy ?? "", Time(receiver.ReadAt), Time(receiver.AnsweredAt),
                receiver.IsLate ? texts["circular.late"] : "", ChoiceOf(circular, receiver, reader)?.Text ?? "", receiver.Words ?? "", receiver.FileName ?? "");
        }

        return [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(csv.ToString())];

        void Line(params ReadOnlySpan<string> cells)
        {
            for (var index = 0; index < cells.Length; index++) csv.Append(index == 0 ? "" : ",").Append(Cell(cells[index]));
            csv.Append("\r\n");
        }

        string Time(Instant? at) => at is { } instant ? instant.InZone(zone).LocalDateTime.ToString("uuuu-MM-dd HH:mm", CultureInfo.InvariantCulture) : "";
    }

    /// <summary>The chosen answer in words; null where none was chosen.</summary>
    public static Localized? ChoiceOf(Circular circular, CircularReceiver receiver, Reader reader) => ChoiceOf(circular, receiver.Choice, reader);

    /// <summary>A choice in words; null where it stands for none.</summary>
    public static Localized? ChoiceOf(Circular circular, int? choice, Reader reader) => (circular.AnswerKind, choice) switch
    {
        (AnswerKind.YesNo, { } yes) => new Localized(reader.Texts[yes == 1 ? "answer.yes" : "answer.no"], reader.Language.Code, IsFallback: false),
        (AnswerKind.Choice, { } place) when place < circular.Options.Count => circular.Options[place].In(reader.Language),
        _ => null,
    };

    /// <summary>A cell in quotation marks; what a spreadsheet would run as a formula begins with an apostrophe.</summary>
    internal static string Cell(string text)
    {
        var first = text.AsSpan().TrimStart(" \r\n\t");
        var isFormula = first.Length > 0 && "=+-@\uFF1D\uFF0B\uFF0D\uFF20".Contains(first[0], StringComparison.Ordinal);
        return $"\"{(isFormula ? "'" : "")}{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
