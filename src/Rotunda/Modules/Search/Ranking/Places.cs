namespace Rotunda.Modules.Search.Ranking;

/// <summary>
/// Where terms stand in a text, as bytes: the number of words of title and names, then each term's id with its places. Places count words from 0 in the title,
/// from 1,000 in the first name, from 2,000 in the second, and from 100,000 in the body.
/// </summary>
internal static class Places
{
    public const int TitleStart = 0;

    public const int FieldLength = 1000;

    public const int BodyStart = 100_000;

    /// <param name="named">The number of words of the title and of each name.</param>
    /// <param name="terms">The ids of terms with their places, both rising.</param>
    public static byte[] Write(IReadOnlyList<int> named, IEnumerable<(int Id, List<int> Places)> terms)
    {
        var bytes = new List<byte>(1024);
        Put(bytes, named.Count);
        foreach (var words in named) Put(bytes, words);
        var last = 0;
        foreach (var (id, places) in terms)
        {
            Put(bytes, id - last);
            Put(bytes, places.Count);
            last = id;
            var before = 0;
            foreach (var place in places)
            {
                Put(bytes, place - before);
                before = place;
            }
        }

        return [.. bytes];
    }

    /// <summary>The ids of the terms.</summary>
    public static List<int> Ids(ReadOnlySpan<byte> bytes)
    {
        var ids = new List<int>();
        var at = 0;
        for (var named = Take(bytes, ref at); named > 0; named--) Take(bytes, ref at);
        for (var id = 0; at < bytes.Length;)
        {
            ids.Add(id += Take(bytes, ref at));
            for (var places = Take(bytes, ref at); places > 0; places--) Take(bytes, ref at);
        }

        return ids;
    }

    /// <summary>The places of the wanted terms.</summary>
    /// <param name="bytes">As <see cref="Write"/> made them.</param>
    /// <param name="wanted">Ids, rising.</param>
    /// <param name="found">For each id where its places go; the lists must be empty.</param>
    /// <returns>The number of words of the title and of each name.</returns>
    public static int[] Read(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> wanted, ReadOnlySpan<List<int>> found)
    {
        var at = 0;
        var named = new int[Take(bytes, ref at)];
        for (var i = 0; i < named.Length; i++) named[i] = Take(bytes, ref at);
        var next = 0;
        for (var id = 0; at < bytes.Length;)
        {
            id += Take(bytes, ref at);
            while (next < wanted.Length && wanted[next] < id) next++;
            if (next == wanted.Length) break;
            var list = wanted[next] == id ? found[next] : null;
            var place = 0;
            for (var places = Take(bytes, ref at); places > 0; places--)
            {
                place += Take(bytes, ref at);
                list?.Add(place);
            }
        }

        return named;
    }

    /// <summary>What a term counts at a place (<see cref="Weights"/>).</summary>
    public static double WeightAt(int place) => place >= BodyStart ? 1 : place >= FieldLength ? Weights.Names : Weights.Title;

    /// <summary>Seven bits a byte, the lowest first.</summary>
    private static void Put(List<byte> bytes, int value)
    {
        for (; value > 127; value >>= 7) bytes.Add((byte)(value | 128));
        bytes.Add((byte)value);
    }

    private static int Take(ReadOnlySpan<byte> bytes, ref int at)
    {
        var (value, shift) = (0, 0);
        while (bytes[at] > 127)
        {
            value |= (bytes[at++] & 127) << shift;
            shift += 7;
        }

        return value | (bytes[at++] << shift);
    }
}
