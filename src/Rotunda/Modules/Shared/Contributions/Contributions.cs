using Microsoft.AspNetCore.Html;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Time;

namespace Rotunda.Modules.Shared.Contributions;

/// <summary>Something with a page of its own, named by kind and public code: <c>institution:upc</c>, <c>edition:2022</c>.</summary>
/// <remarks>Modules that stand beside each other meet by these alone.</remarks>
public readonly record struct Reference(string Kind, string Code)
{
    public override string ToString() => $"{Kind}:{Code}";

    /// <summary>Reads <c>kind:code</c>; false where it is anything else.</summary>
    public static bool TryParse(string? text, out Reference reference)
    {
        var colon = text?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        reference = colon > 0 && colon < text!.Length - 1 ? new Reference(text[..colon], text[(colon + 1)..]) : default;
        return reference.Kind is not null;
    }
}

/// <summary>A kind of thing that texts and facts refer to: where its pages lie, and how its codes get a label.</summary>
public interface IReferenceKind
{
    /// <summary>The word before the colon.</summary>
    string Kind { get; }

    /// <summary>The address of a thing's page without the language: <c>/members/upc</c>.</summary>
    string PathOf(string code);

    /// <summary>The names of those of the codes that exist and that the reader may see, each in the reader's language where it has one; one query.</summary>
    Task<IReadOnlyDictionary<string, Localized>> LabelsAsync(IReadOnlyCollection<string> codes, Reader reader, CancellationToken cancellationToken);
}

/// <summary>A block of the home page. Blocks without data return null and are absent.</summary>
public interface IHomePart
{
    /// <summary>Blocks stand in this order.</summary>
    int Order { get; }

    /// <summary>The name of a partial view and its model, or null.</summary>
    /// <param name="reader">Who reads.</param>
    /// <param name="on">The date for which the reader asks; a block that tells of the present alone is absent for any other.</param>
    /// <param name="cancellationToken">Cancels the queries.</param>
    Task<PartView?> BuildAsync(Reader reader, AsOf on, CancellationToken cancellationToken);
}

/// <summary>A partial view with its model.</summary>
public sealed record PartView(string View, object Model);

/// <summary>What other modules add to a thing's page: the news about an institution, the resolutions of a body.</summary>
public interface IRelatedPart
{
    int Order { get; }

    /// <summary>A titled list, or null where there is nothing to list.</summary>
    Task<RelatedList?> BuildAsync(Reference about, Reader reader, CancellationToken cancellationToken);
}

/// <summary>A titled list of links.</summary>
/// <param name="Title">In the reader's language.</param>
/// <param name="Items">In the order in which they are shown.</param>
public sealed record RelatedList(string Title, IReadOnlyList<RelatedItem> Items);

/// <summary>One link of a list.</summary>
/// <param name="Path">The address with the language.</param>
/// <param name="Label">What it is called.</param>
/// <param name="Note">A date or a role, already in the reader's language; may be empty.</param>
/// <param name="LabelLanguage">The language of the label where it is not the reader's.</param>
/// <param name="MarkedNote">The note as markup, where a part of it is in another language; it stands instead of <paramref name="Note"/>.</param>
public sealed record RelatedItem(string Path, string Label, string Note, string? LabelLanguage = null, IHtmlContent? MarkedNote = null);

/// <summary>What a module adds to a standing page such as <c>about</c>, or to the first page of the desk, whose key is <c>desk</c>.</summary>
public interface IPagePart
{
    /// <summary>The key of the page.</summary>
    string Page { get; }

    int Order { get; }

    Task<PartView?> BuildAsync(Reader reader, CancellationToken cancellationToken);
}

/// <summary>The label of a field in the audit trail.</summary>
/// <param name="Field">The name in audit entries, without a language: <c>city</c> stands for <c>city.ru</c> too.</param>
/// <param name="TextKey">The key of its label.</param>
public sealed record AuditedField(string Field, string TextKey);

/// <summary>A module whose rows hold files: says who may read which.</summary>
public interface IFileHolder
{
    /// <summary>True when everyone may read the file under this name, false when this viewer may, null when the viewer may not know of it.</summary>
    Task<bool?> IsPublicAsync(string hash, string name, Viewer viewer, CancellationToken cancellationToken);
}

/// <summary>Dated facts for the history of the association.</summary>
public interface IHistorySource
{
    Task<IReadOnlyList<HistoryItem>> ItemsAsync(Reader reader, CancellationToken cancellationToken);
}

/// <summary>One fact of the history.</summary>
/// <param name="Date">When; items without a date are left out.</param>
/// <param name="KindKey">The key of the word for what it is: a conference, a resolution.</param>
/// <param name="Text">What happened.</param>
/// <param name="Path">The page that tells more, with the language.</param>
public sealed record HistoryItem(PartialDate Date, string KindKey, Localized Text, string? Path);

/// <summary>An entry of the primary navigation (at most six), of the account menu or of the footer.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="TextKey">The key of its label.</param>
/// <param name="Path">Without the language.</param>
/// <param name="Order">Ascending.</param>
/// <param name="Requires">Shown only to those who may do this; null for everyone.</param>
public sealed record NavigationEntry(NavigationPlace Place, string TextKey, string Path, int Order, Act? Requires = null);

public enum NavigationPlace
{
    Primary,
    Footer,
    Desk,
}

/// <summary>A queue on the desk's rail: what waits for somebody.</summary>
public interface IDeskQueue
{
    string TextKey { get; }

    /// <summary>Without the language.</summary>
    string Path { get; }

    int Order { get; }

    /// <summary>Shown to those who may do this.</summary>
    Act Requires { get; }

    /// <summary>How many things wait for this viewer.</summary>
    Task<int> CountAsync(RotundaDb db, Viewer viewer, CancellationToken cancellationToken);
}

/// <summary>Dated things that wait for somebody, for the first page of the desk: a term that ends, an answer that is asked for. One for the whole program, so that its queries can be prepared.</summary>
public interface IDueSource
{
    /// <summary>What falls due for this viewer between two instants, and what is overdue already; a constant number of queries.</summary>
    /// <param name="db">The database.</param>
    /// <param name="reader">For whom, with the zone in which days are counted.</param>
    /// <param name="until">The last instant that counts.</param>
    /// <param name="cancellationToken">Cancels the queries.</param>
    Task<IReadOnlyList<DueItem>> DueAsync(RotundaDb db, Reader reader, Instant until, CancellationToken cancellationToken);
}

/// <summary>One dated thing that waits.</summary>
/// <param name="at">When it falls due.</param>
/// <param name="path">The page where it is done, with the language.</param>
/// <param name="label">What waits, in the reader's language; asked only for what is shown.</param>
/// <param name="note">What else there is to say, such as how many have answered; may be empty.</param>
public sealed class DueItem(Instant at, string path, Func<string> label, Func<string>? note = null)
{
    public Instant At => at;

    public string Path => path;

    public string Label => label();

    public string Note => note?.Invoke() ?? "";
}

/// <summary>A feed that pages link to.</summary>
/// <param name="TextKey">The key of its title.</param>
/// <param name="PathPattern">With <c>{lang}</c> where the language stands.</param>
/// <param name="MediaType">As in the link element.</param>
public sealed record FeedLink(string TextKey, string PathPattern, string MediaType);

/// <summary>Knows where an address leads that no page answers. Asked only then, so that ordinary requests cost nothing.</summary>
public interface IForwarding
{
    /// <summary>Where the address leads, or null.</summary>
    /// <param name="pathAndQuery">As it was asked for.</param>
    /// <param name="reader">Who asked.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<Forwarding?> FindAsync(string pathAndQuery, Reader reader, CancellationToken cancellationToken);
}

/// <summary>Where an address leads.</summary>
/// <param name="Path">A path of this site.</param>
/// <param name="DependsOnReader">True where it leads everyone to the own language.</param>
public sealed record Forwarding(string Path, bool DependsOnReader);

/// <summary>Pages for the sitemap.</summary>
public interface ISitemapSource
{
    Task<IReadOnlyList<SitemapPage>> PagesAsync(CancellationToken cancellationToken);
}

/// <summary>A page in the languages in which it exists.</summary>
/// <param name="Paths">The path with the language, by language code.</param>
/// <param name="Changed">The day of the last change, where it is known.</param>
/// <param name="Neutral">The path that leads every reader to the own language; null where there is none.</param>
public sealed record SitemapPage(IReadOnlyDictionary<string, string> Paths, LocalDate? Changed = null, string? Neutral = null);

/// <summary>Something to look at once after every start, when the first readers have their pages: whether something is to be made anew.</summary>
public interface IStartCheck
{
    /// <summary>Looks, and asks for the work that it finds. An exception means: again after some seconds.</summary>
    Task RunAsync(CancellationToken cancellationToken);
}

/// <summary>Fills an empty database with the demonstration.</summary>
public interface IDemonstrationSeeder
{
    /// <summary>Seeders run in this order inside one transaction.</summary>
    int Order { get; }

    Task SeedAsync(RotundaDb db, CancellationToken cancellationToken);
}

/// <summary>A rule that holds for the whole database and that no constraint of one table can state; <c>rotunda verify</c> runs all.</summary>
public interface IInvariant
{
    string Name { get; }

    /// <summary>Every violation in a sentence; nothing when the rule holds.</summary>
    Task<IReadOnlyList<string>> ViolationsAsync(RotundaDb db, CancellationToken cancellationToken);
}
