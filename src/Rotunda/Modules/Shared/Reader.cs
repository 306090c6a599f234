using NodaTime;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Languages;

namespace Rotunda.Modules.Shared;

/// <summary>For whom a page is made: language, interface texts, account, and the zone in which times are shown beside the host's.</summary>
/// <param name="Language">The language of the address, or the one negotiated where the address has none.</param>
/// <param name="Texts">The interface texts in that language.</param>
/// <param name="Viewer">Whoever is signed in, or nobody.</param>
/// <param name="Zone">The zone that the reader asked for or keeps in the account; null when not known.</param>
public sealed record Reader(Language Language, Texts Texts, Viewer Viewer, DateTimeZone? Zone = null)
{
    /// <summary>The address of a page of the site in the reader's language.</summary>
    /// <param name="path">Begins with a slash: <c>/members/upc</c>; empty for the home page.</param>
    public string To(string path) => $"/{Language.Code}{path}";
}
