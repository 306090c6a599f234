using System.IO.Compression;
using System.Xml;
using Rotunda.Data;
using Rotunda.Modules.Translation.Interchange.Xliff;
using Rotunda.Modules.Translation.Interchange.Xml;
using Rotunda.Text;

namespace Rotunda.Modules.Translation.Handouts;

/// <summary>A unit of what came back, or the head of a file before its units.</summary>
/// <param name="Head">Of the file in which it stands.</param>
/// <param name="IsHead">True for the head itself.</param>
/// <param name="Segment">The segment of ours; null for a head and for a unit of another program.</param>
public sealed record ReturnedUnit(XliffHead Head, bool IsHead, XliffReturned? Segment);

/// <summary>
/// Reads what came back, an XLIFF file or a ZIP archive of several, unit by unit and never as a whole. Names in an archive are shown and nothing else;
/// what unpacks without end is refused.
/// </summary>
/// <param name="fileName">As its sender calls it.</param>
/// <param name="content">Can seek; stays open.</param>
public sealed class ReturnedFiles(string fileName, Stream content)
{
    /// <summary>Of an upload, in bytes.</summary>
    public const int Largest = 64 * 1024 * 1024;

    /// <summary>As it is kept in the file store.</summary>
    public const string MediaType = "application/x-rotunda-return";

    private const int MostFiles = HandoutOperations.MostTexts;

    /// <summary>Units are handed from the thread that reads them to the one that takes them so many at a time, or so many characters.</summary>
    private const int Batch = 64;
    private const int BatchCharacters = 256 * 1024;

    /// <summary>What an element weighs beside its words, in characters.</summary>
    private const int ElementCharacters = 64;

    /// <summary>Of all files of an archive together, in bytes.</summary>
    public long LargestUnpacked { get; init; } = 512L * 1024 * 1024;

    /// <summary>The file that is being read.</summary>
    public string At { get; private set; } = TextCleaning.Clean(fileName);

    /// <summary>How much of the content lies before what is handed on, in bytes.</summary>
    public long Position { get; private set; }

    /// <summary>Reads to the end and hands each unit on after it was checked, while the next ones are read.</summary>
    /// <returns>Why all is refused; what was handed on before does not count then.</returns>
    public async Task<FileFault?> ReadAsync(Func<ReturnedUnit, Task> take)
    {
        try
        {
            await foreach (var batch in Batches().ToAsyncEnumerable().OneAheadAsync())
            {
                Position = batch.Position;
                foreach (var (head, unit) in batch.Units) await take(new ReturnedUnit(head, unit is null, unit is null ? null : XliffReturn.Of(unit)));
            }

            return null;
        }
        catch (FaultyFileException faulty)
        {
            return faulty.Fault;
        }
        catch (XmlException broken)
        {
            return SafeXml.FaultOf(broken);
        }
        catch (InvalidDataException)
        {
            return new FileFault(1, "The archive is damaged.");
        }
    }

    private IEnumerable<ReadBatch> Batches()
    {
        var (some, characters) = (new List<(XliffHead, XliffUnit?)>(Batch), 0);
        foreach (var (head, unit) in Units())
        {
            some.Add((head, unit));
            characters += unit is null ? 0 : unit.Unit.Characters + (ElementCharacters * unit.Unit.SelfAndDescendants().Count);
            if (some.Count < Batch && characters < BatchCharacters) continue;
            yield return new ReadBatch(some, content.Position);
            (some, characters) = (new List<(XliffHead, XliffUnit?)>(Batch), 0);
        }

        yield return new ReadBatch(some, content.Position);
    }

    /// <summary>The heads of files, without a unit, and their units.</summary>
    private IEnumerable<(XliffHead Head, XliffUnit? Unit)> Units()
    {
        Span<byte> mark = stackalloc byte[2];
        content.Position = 0;
        var isArchive = content.ReadAtLeast(mark, 2, throwOnEndOfStream: false) == 2 && mark is [(byte)'P', (byte)'K'];
        content.Position = 0;
        return isArchive ? Packed() : Single(content);
    }

    private IEnumerable<(XliffHead Head, XliffUnit? Unit)> Packed()
    {
        using var archive = new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true);
        if (archive.Entries.Count > MostFiles) throw new FaultyFileException(1, $"The archive holds more than {MostFiles} files.");
        var (count, left) = (0, LargestUnpacked);
        foreach (var entry in archive.Entries.Where(entry => Path.GetExtension(entry.Name).ToLowerInvariant() is ".xlf" or ".xliff"))
        {
            (At, count) = (TextCleaning.Clean(entry.Name), count + 1);
            using var unpacked = new CountedStream(entry.Open(), left, $"The archive unpacks to more than {LargestUnpacked / (1024 * 1024)} MiB.");
            foreach (var unit in Single(unpacked)) yield return unit;
            left = unpacked.Left;
        }

        if (count == 0) throw new FaultyFileException(1, "The archive holds no XLIFF file (.xlf).");
    }

    private static IEnumerable<(XliffHead Head, XliffUnit? Unit)> Single(Stream stream)
    {
        var reader = new XliffReader(stream);
        yield return (reader.Head, null);
        foreach (var unit in reader.Units()) yield return (reader.Head, unit);
    }

    /// <summary>Units that were read and checked, and how far that was in the content.</summary>
    private sealed record ReadBatch(IReadOnlyList<(XliffHead Head, XliffUnit? Unit)> Units, long Position);

    /// <summary>Counts while it unpacks: what an archive says of its sizes is not believed.</summary>
    private sealed class CountedStream(Stream packed, long most, string refusal) : Stream
    {
        /// <summary>How many bytes may still come.</summary>
        public long Left { get; private set; } = most;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var read = packed.Read(buffer);
            if ((Left -= read) < 0) throw new FaultyFileException(1, refusal);
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) packed.Dispose();
            base.Dispose(disposing);
        }
    }
}
