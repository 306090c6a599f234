using System.Diagnostics;
using System.Globalization;
using System.Xml;
using NodaTime;
using Rotunda.Modules.Translation.Interchange.Xliff;
using Rotunda.Modules.Translation.Texts;

namespace Rotunda.Bench;

/// <summary>100,000 segments, 50 MiB and more, written as XLIFF, checked and read back, beside a bare pass of the parser over the same file.</summary>
public static class XliffBench
{
    private const int Segments = 100_000;

    public static int Run(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "large.xlf");
        var job = new XliffJob(Guid.CreateVersion7(), "ru", "zh-Hans", Instant.FromUtc(2022, 7, 8, 9, 0));
        var write = Measure(() =>
        {
            using var stream = File.Create(path);
            XliffWriter.Write(stream, job, [new XliffText(Guid.CreateVersion7(), "large", Enumerable.Range(0, Segments).Select(Segment))]);
        });
        var read = 0;
        var import = Measure(() =>
        {
            using var stream = File.OpenRead(path);
            if (XliffReturn.Read(stream, _ => read++) is { } fault) throw new InvalidOperationException(fault.Reason);
        });
        var bare = Measure(() =>
        {
            using var stream = File.OpenRead(path);
            using var reader = XmlReader.Create(stream);
            while (reader.Read()) { }
        });
        using var self = Process.GetCurrentProcess();
        var peak = self.PeakWorkingSet64 / (1024.0 * 1024);
        var size = new FileInfo(path).Length / (1024.0 * 1024);
        Console.WriteLine("| XLIFF | MiB | segments | export s | import s | bare parser s | import : parser | peak MiB | floor |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|---|");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| job | {size:F0} | {read} | {write:F1} | {import:F1} | {bare:F1} | {import / bare:F1} | {peak:F0} | ≤ 20 s, ≤ 300 MiB |"));
        return read == Segments && write + import <= 20 && peak <= 300 ? 0 : 1;
    }

    private static double Measure(Action work)
    {
        var watch = Stopwatch.StartNew();
        work();
        return watch.Elapsed.TotalSeconds;
    }

    private static XliffSegment Segment(int number) => new(
        Guid.CreateVersion7(), "Paragraph",
        $"В {2000 + (number % 25)} году *университеты* Ассоциации открыли программу № {number} вместе с [партнёрами](institution:upc).",
        $"{2000 + (number % 25)}年，联盟高校与[合作伙伴](institution:upc)共同启动了第{number}号*项目*。",
        TranslationState.Translated, IsMachineMade: false, [], [], []);
}
