using System.Globalization;

namespace Rotunda.Bench;

/// <summary>
/// Articles in the number asked for, in the Markdown that <c>import-articles</c> reads: the demonstration's news over and over,
/// each time under another key, slug and day, so that lengths, scripts and references stay those of real texts.
/// </summary>
public static class Corpus
{
    private static readonly DateOnly FirstDay = new(2011, 3, 6);

    public static int Write(string articles, string folder, int count)
    {
        var originals = Directory.EnumerateDirectories(articles).Order(StringComparer.Ordinal)
            .Where(path => Directory.EnumerateFiles(path, "*.md").Any(file => File.ReadAllText(file).Contains("\nkind: news\n", StringComparison.Ordinal))).ToList();
        for (var number = 0; number < count; number++)
        {
            var original = originals[number % originals.Count];
            var name = string.Create(CultureInfo.InvariantCulture, $"bench-{number:D5}");
            var target = Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
            var day = FirstDay.AddDays(number * 5 % 5600).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            foreach (var file in Directory.EnumerateFiles(original, "*.md"))
            {
                var lines = File.ReadLines(file).Select(line =>
                    line.StartsWith("slug: ", StringComparison.Ordinal) ? $"slug: {name}"
                    : line.StartsWith("date: ", StringComparison.Ordinal) ? $"date: {day}"
                    : line);
                File.WriteAllLines(Path.Combine(target, Path.GetFileName(file)), lines);
            }
        }

        return 0;
    }
}
