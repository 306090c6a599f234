using Rotunda.Data.Values;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Text;

namespace Rotunda.Modules.Alliance.Registry;

/// <summary>The ground of a change as a form has it: a resolution, or a source.</summary>
public sealed class CitationForm
{
    private const int LongestSource = 500;

    /// <summary>An address or words that name a document.</summary>
    public string? Source { get; set; }

    public Confidence Confidence { get; set; } = Confidence.High;

    /// <summary>False keeps the source to those who keep the registry.</summary>
    public bool Publishable { get; set; } = true;

    /// <summary>The number of a resolution.</summary>
    public string? Resolution { get; set; }

    /// <summary>The citation, or what is wrong: a change of the registry cites a resolution that exists, or a source.</summary>
    public async Task<(Citation? Citation, FieldFault? Fault)> ReadAsync(References references, Reader reader, CancellationToken cancellationToken)
    {
        var (source, resolution) = (TextCleaning.Clean(Source ?? ""), TextCleaning.Clean(Resolution ?? ""));
        if (source.Length == 0 && resolution.Length == 0) return (null, new FieldFault("Ground.Source", "fault.ground"));
        if (source.Length > LongestSource) return (null, new FieldFault("Ground.Source", "fault.too-long", "500"));
        if (resolution.Length == 0) return (new Citation(source, Confidence, Publishable), null);
        var reference = new Reference("resolution", resolution);
        return (await references.ResolveAsync([reference], reader, cancellationToken)).ContainsKey(reference)
            ? (new Citation(source, Confidence, Publishable, resolution), null)
            : (null, new FieldFault("Ground.Resolution", "fault.resolution"));
    }
}
