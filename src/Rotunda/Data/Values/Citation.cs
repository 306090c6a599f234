namespace Rotunda.Data.Values;

/// <summary>How far a source may be believed, as whoever recorded it judged.</summary>
public enum Confidence
{
    Low,
    Medium,
    High,
}

/// <summary>Why a fact of the registry stands: a resolution of the association, or a source.</summary>
/// <param name="Source">An address or the words that name a document; empty when a resolution is cited.</param>
/// <param name="Confidence">How far the source may be believed; null when nobody said.</param>
/// <param name="Publishable">False keeps the source to those who keep the registry; the fact itself is public.</param>
/// <param name="Resolution">The number of a resolution in the register, such as <c>2015-1</c>.</param>
public sealed record Citation(string Source, Confidence? Confidence = null, bool Publishable = true, string? Resolution = null)
{
    /// <summary>The source as an address that a browser opens, or null.</summary>
    public Uri? Address =>
        Uri.TryCreate(Source, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps) ? uri : null;
}
