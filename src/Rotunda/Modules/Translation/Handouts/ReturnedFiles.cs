using System.IO.Compression;
using Rotunda.Modules.Translation.Interchange.Xliff;
using Rotunda.Modules.Translation.Interchange.Xml;

namespace Rotunda.Modules.Translation.Handouts;

/// <summary>What stands in a file that came back, or in the files of an archive.</summary>
/// <param name="Files">By name, in the order of the archive.</param>
/// <param name="Fault">Why all is refused; null when everything was read.</param>
/// <param name="FaultIn">The file with the fault.</param>
public sealed record ReturnedFiles(IReadOnlyList<(string Name, XliffReturnedFile File)> Files, FileFault? Fault, string FaultIn)
{
    /// <summary>Of an upload, in bytes.</summary>
    public const int Largest = 20 * 1024 * 1024;

    private const int MostFiles = 500;
    private const long LargestUnpacked = 128L * 1024 * 1024;

    /// <summary>Reads an XLIFF file, or the XLIFF files of a ZIP archive. Names in an archive are shown and nothing else; what unpacks without end is refused.</summary>
    public static ReturnedFiles Read(string fileName, byte[] content)
    {
        if (content is not [(byte)'P', (byte)'K', ..]) return Single(fileName, new MemoryStream(content));
        var files = new List<(string, XliffReturnedFile)>();
        var left = LargestUnpacked;
        try
        {
            using var archive = new ZipArchive(new MemoryStream(content), ZipArchiveMode.Read);
            if (archive.Entries.Count > MostFiles) return Refused(fileName, $"The archive holds more than {MostFiles} files.");
            foreach (var entry in archive.Entries.Where(entry => Path.GetExtension(entry.Name).ToLowerInvariant() is ".xlf" or ".xliff"))
            {
                using var unpacked = Unpack(entry, ref left);
                if (unpacked is null) return Refused(entry.Name, $"The archive unpacks to more than {LargestUnpacked / (1024 * 1024)} MiB.");
                var read = Single(entry.Name, unpacked);
                if (read.Fault is not null) return read;
                files.AddRange(read.Files);
            }
        }
        catch (InvalidDataException)
        {
            return Refused(fileName, "The archive is damaged.");
        }

        return files.Count == 0 ? Refused(fileName, "The archive holds no XLIFF file (.xlf).") : new ReturnedFiles(files, null, "");
    }

    private static ReturnedFiles Single(string name, Stream stream)
    {
        var (file, fault) = XliffReturn.Read(stream);
        var shown = Rotunda.Text.TextCleaning.Clean(name);
        return fault is null ? new ReturnedFiles([(shown, file!)], null, "") : new ReturnedFiles([], fault, shown);
    }

    private static ReturnedFiles Refused(string name, string reason) => new([], new FileFault(1, reason), Rotunda.Text.TextCleaning.Clean(name));

    /// <summary>Unpacks while counting: what an archive says of its sizes is not believed.</summary>
    private static MemoryStream? Unpack(ZipArchiveEntry entry, ref long left)
    {
        var unpacked = new MemoryStream();
        using var packed = entry.Open();
        var buffer = new byte[81920];
        while (packed.Read(buffer) is var count and > 0)
        {
            if ((left -= count) < 0)
            {
                unpacked.Dispose();
                return null;
            }

            unpacked.Write(buffer, 0, count);
        }

        unpacked.Position = 0;
        return unpacked;
    }
}
