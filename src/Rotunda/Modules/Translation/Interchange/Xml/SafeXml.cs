using System.Xml;

namespace Rotunda.Modules.Translation.Interchange.Xml;

/// <summary>Reads XML from strangers: no document type, no entities, no other files, and nothing that grows without bound.</summary>
public static class SafeXml
{
    /// <summary>In characters; a job of 100,000 segments is a quarter of it.</summary>
    public const long LongestDocument = 256L * 1024 * 1024;

    /// <summary>A reader that streams.</summary>
    /// <param name="stream">Stays open.</param>
    /// <param name="allowsDocumentType">True for formats whose files name their document type: it is passed over, not read. Otherwise a file that has one is refused.</param>
    public static XmlReader Open(Stream stream, bool allowsDocumentType = false) => XmlReader.Create(stream, new XmlReaderSettings
    {
        DtdProcessing = allowsDocumentType ? DtdProcessing.Ignore : DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = LongestDocument,
        MaxCharactersFromEntities = 1024,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        CloseInput = false,
    });

    /// <summary>Runs a reading and answers why it failed, when it did because of the file.</summary>
    public static FileFault? Try(Action reading)
    {
        try
        {
            reading();
            return null;
        }
        catch (FaultyFileException faulty)
        {
            return faulty.Fault;
        }
        catch (XmlException broken)
        {
            return FaultOf(broken);
        }
    }

    /// <summary>What the parser says, as the reason why a file is refused.</summary>
    public static FileFault FaultOf(XmlException broken) => new(Math.Max(1, broken.LineNumber), $"This is not well-formed XML: {broken.Message}");

    /// <summary>The line at which a reader stands, from 1.</summary>
    public static int LineOf(XmlReader reader) => reader is IXmlLineInfo place && place.HasLineInfo() ? Math.Max(1, place.LineNumber) : 1;
}
