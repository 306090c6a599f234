using System.Globalization;
using Rotunda.Data.Values;
using Rotunda.Modules.Shared;

namespace Rotunda.Modules.Alliance.Institutions;

/// <summary>Members of one side in one city, as a point of the map.</summary>
/// <param name="X">From the left, in units of the view box.</param>
/// <param name="Y">From the top, in units of the view box.</param>
/// <param name="SideIndex">0 for the first side, which is drawn round; the others are drawn square.</param>
/// <param name="City">The city in the reader's language.</param>
/// <param name="Names">The institutions.</param>
/// <param name="LabelX">Where the city's name begins or ends; null where it would cover another one.</param>
/// <param name="LabelY">The baseline of the city's name.</param>
/// <param name="LabelAnchor"><c>start</c>, <c>middle</c> or <c>end</c>: what of the name lies at <paramref name="LabelX"/>.</param>
public sealed record MapPoint(double X, double Y, int SideIndex, Localized City, IReadOnlyList<string> Names, double? LabelX, double LabelY, string LabelAnchor);

/// <summary>A line of the graticule with its label.</summary>
public sealed record MapLine(double Position, string Label);

/// <summary>A band of fifteen degrees around the meridian of an offset from UTC; zones on the ground follow borders, not meridians.</summary>
public sealed record MapBand(double X, double Width, string Label, bool IsShaded);

/// <summary>The part of the earth that a map shows, in degrees.</summary>
public sealed record MapExtent(double West, double East, double South, double North);

/// <summary>Points by city on a graticule; no borders, no countries.</summary>
public sealed class MemberMap
{
    private const double UnitsPerDegree = 8;

    /// <summary>A degree of latitude is drawn longer than one of longitude, as on a map that is true at 47° north.</summary>
    private const double Stretch = 1.47;

    private const double Margin = 6;
    private const double LabelHeight = 13;

    /// <summary>From the middle of a line of text down to its baseline.</summary>
    private const double Baseline = 4;

    private const double LetterWidth = 6.6;
    private const double WideLetterWidth = 12;

    private readonly double _west;
    private readonly double _north;

    private MemberMap(MapExtent extent)
    {
        var (west, east, south, north) = (extent.West - Margin, extent.East + Margin, extent.South - Margin / 2, extent.North + Margin / 2);
        (_west, _north) = (west, north);
        Width = (east - west) * UnitsPerDegree;
        Height = (north - south) * UnitsPerDegree * Stretch;
        Meridians = [.. Steps(west, east, 15).Select(degree => new MapLine(X(degree), $"{degree}°"))];
        Parallels = [.. Steps(south, north, 10).Select(degree => new MapLine(Y(degree), $"{degree}°"))];
        Bands = [.. Steps(west - 7.5, east + 7.5, 15).Select(degree =>
        {
            var (left, right) = (Math.Max(X(degree - 7.5), 0), Math.Min(X(degree + 7.5), Width));
            return new MapBand(left, right - left, string.Create(CultureInfo.InvariantCulture, $"UTC+{degree / 15}"), degree / 15 % 2 == 0);
        }).Where(band => band.Width > 1)];
    }

    public double Width { get; }

    public double Height { get; }

    public IReadOnlyList<MapLine> Meridians { get; }

    public IReadOnlyList<MapLine> Parallels { get; }

    public IReadOnlyList<MapBand> Bands { get; }

    public IReadOnlyList<MapPoint> Points { get; private set; } = [];

    /// <summary>The sides that are drawn, for the legend.</summary>
    public IReadOnlyList<Association.Side> Sides { get; private set; } = [];

    /// <summary>A map of the members with coordinates; null when there are none.</summary>
    /// <param name="list">The members; a side's mark follows its place in the association's order.</param>
    /// <param name="reader">In whose language cities are named.</param>
    /// <param name="extent">What the map shows at least; null for just the members.</param>
    public static MemberMap? Of(MemberList list, Reader reader, MapExtent? extent = null)
    {
        var cities = list.Sides
            .SelectMany(side => side.Members.Select(member => (Member: member, Side: side.Side.Order)))
            .Where(pair => pair.Member.Institution is { Latitude: not null, Longitude: not null })
            .GroupBy(pair => (pair.Side, pair.Member.Institution.Latitude, pair.Member.Institution.Longitude))
            .OrderByDescending(city => city.Count()).ThenBy(city => city.Key.Longitude)
            .ToList();
        if (cities.Count == 0) return null;
        var map = new MemberMap(extent ?? new MapExtent(
            cities.Min(city => city.Key.Longitude!.Value), cities.Max(city => city.Key.Longitude!.Value),
            cities.Min(city => city.Key.Latitude!.Value), cities.Max(city => city.Key.Latitude!.Value)));
        var taken = cities.Select(city => Around(map.X(city.Key.Longitude!.Value), map.Y(city.Key.Latitude!.Value))).ToList();
        map.Sides = [.. list.Sides.Select(side => side.Side)];
        map.Points = [.. cities.Select(city => map.PointOf(city.Key, [.. city.Select(pair => pair.Member)], taken, reader))];
        return map;
    }

    private MapPoint PointOf((int Side, double? Latitude, double? Longitude) place, List<MemberLine> members, List<Box> taken, Reader reader)
    {
        var (x, y) = (X(place.Longitude!.Value), Y(place.Latitude!.Value));
        var city = members[0].Institution.City.In(reader.Language) ?? new Localized("", reader.Language.Code, IsFallback: false);
        var width = city.Text.Sum(letter => letter > '\u2E80' ? WideLetterWidth : LetterWidth);
        // Beside the point where there is room, else below or above it
        (double X, double Left, double Middle, string Anchor)[] places =
        [
            (x + 7, x + 7, y, "start"), (x - 7, x - 7 - width, y, "end"), (x, x - width / 2, y + LabelHeight, "middle"), (x, x - width / 2, y - LabelHeight, "middle"),
        ];
        foreach (var (labelX, left, middle, anchor) in places)
        {
            var box = new Box(left, middle - LabelHeight / 2, left + width, middle + LabelHeight / 2);
            if (box.Left < 0 || box.Right > Width || taken.Exists(box.Touches)) continue;
            taken.Add(box);
            return Point(labelX, middle + Baseline, anchor);
        }

        return Point(null, y, "start");

        MapPoint Point(double? labelX, double labelY, string anchor) => new(x, y, place.Side, city, [.. members.Select(member => member.Name.Text)], labelX, labelY, anchor);
    }

    private double X(double longitude) => (longitude - _west) * UnitsPerDegree;

    private double Y(double latitude) => (_north - latitude) * UnitsPerDegree * Stretch;

    private static Box Around(double x, double y) => new(x - 5, y - 5, x + 5, y + 5);

    private static IEnumerable<int> Steps(double from, double to, int step)
    {
        for (var degree = (int)Math.Ceiling(from / step) * step; degree <= to; degree += step) yield return degree;
    }

    private sealed record Box(double Left, double Top, double Right, double Bottom)
    {
        public bool Touches(Box other) => Left < other.Right && other.Left < Right && Top < other.Bottom && other.Top < Bottom;
    }
}
