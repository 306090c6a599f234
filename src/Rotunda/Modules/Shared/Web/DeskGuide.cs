using Microsoft.AspNetCore.Mvc.RazorPages;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Languages;

namespace Rotunda.Modules.Shared.Web;

/// <summary>A page of the desk in the guide.</summary>
/// <param name="Title">As the rail calls it.</param>
/// <param name="Path">Without the language; null for a page that opens from another one.</param>
/// <param name="Help">The paragraphs of its help; none where the guide has shown them before.</param>
/// <param name="Inner">The pages that open from it.</param>
public sealed record GuidePage(string Title, string? Path, IReadOnlyList<string> Help, IReadOnlyList<GuidePage> Inner);

/// <summary>A part of a guide as a viewer sees it.</summary>
public sealed record GuidePart(string Id, string Title, IReadOnlyList<string> Text, IReadOnlyList<GuidePage> Pages);

/// <summary>The guide for a role.</summary>
public sealed record RoleGuide(string Id, string Title, IReadOnlyList<string> Text, IReadOnlyList<GuidePart> Parts);

/// <summary>Puts the guide of the desk together for a viewer: the work of the roles, and the help of every page that this viewer may open.</summary>
public sealed class DeskGuide(EndpointDataSource endpoints, IEnumerable<GuideSection> sections, IEnumerable<IDeskQueue> queues, IEnumerable<NavigationEntry> navigation, Permissions permissions)
{
    public const string Path = "/desk/guide";

    private const string Desk = "/desk";

    /// <summary>The guides of the viewer's roles, and the pages that none of them speaks of.</summary>
    public (IReadOnlyList<RoleGuide> Guides, IReadOnlyList<GuidePage> More) Of(Reader reader)
    {
        var titles = TitlesFor(reader);
        var mains = Mains().ToHashSet(StringComparer.Ordinal);
        var own = titles.Keys.Select(NameOf).ToHashSet(StringComparer.Ordinal);
        // What opens from a page that the viewer's rail does not have speaks of somebody else's work
        var open = OpenTo(reader.Viewer, reader.Texts).FindAll(name => NearestOf(name, mains) is not { } main || own.Contains(main));
        var shown = new HashSet<string>(StringComparer.Ordinal);
        var guides = new List<RoleGuide>();
        foreach (var role in sections.OrderBy(section => section.Order).Where(section => permissions.MaySomewhere(reader.Viewer, section.Requires)).GroupBy(section => section.Role).OrderByDescending(group => group.Key, StringComparer.Ordinal))
        {
            var parts = role.Select(section => new GuidePart(
                $"{role.Key}-{section.TextKey.Split('.')[^1]}", reader.Texts[section.TextKey + ".title"], Paragraphs(reader.Texts, section.TextKey),
                [.. section.Paths.Where(titles.ContainsKey).Select(path => PageOf(path, titles, open, shown, reader.Texts))]));
            guides.Add(new RoleGuide(role.Key, reader.Texts["guide." + role.Key + ".title"], Paragraphs(reader.Texts, "guide." + role.Key), [.. parts]));
        }

        var more = titles.Keys.Where(path => !shown.Contains(NameOf(path))).Select(path => PageOf(path, titles, open, shown, reader.Texts)).ToList();
        more.AddRange(open.Where(name => !shown.Contains(name)).Select(name => Inner(name, shown, reader.Texts)));
        return (guides, more);
    }

    /// <summary>The names (by <see cref="DeskHelp"/>) of all pages of the desk that no rail has, since they open from another one.</summary>
    public IReadOnlyList<string> Inward => [.. Routes().Select(route => route.Name).Distinct().Except(Mains())];

    /// <summary>The names of the pages that stand in somebody's rail.</summary>
    private IEnumerable<string> Mains() => queues.Select(queue => queue.Path).Concat(navigation.Select(entry => entry.Path)).Append(Desk).Select(NameOf).Where(name => name.Length > 0);

    /// <summary>The page from which another one opens: the longest name that its own begins with.</summary>
    private static string? NearestOf(string name, IEnumerable<string> mains) =>
        mains.Where(main => name == main || name.StartsWith(main + ".", StringComparison.Ordinal)).MaxBy(main => main.Length);

    private GuidePage PageOf(string path, Dictionary<string, string> titles, List<string> open, HashSet<string> shown, Texts texts)
    {
        var name = NameOf(path);
        var isFirst = shown.Add(name);
        var inner = isFirst ? open.FindAll(other => other != name && NearestOf(other, titles.Keys.Select(NameOf)) == name) : [];
        return new GuidePage(titles[path], path, isFirst && open.Contains(name) ? Paragraphs(texts, "help." + name) : [], [.. inner.Select(one => Inner(one, shown, texts))]);
    }

    private static GuidePage Inner(string name, HashSet<string> shown, Texts texts)
    {
        shown.Add(name);
        return new GuidePage(texts["guide.page." + name], null, Paragraphs(texts, "help." + name), []);
    }

    /// <summary>What the rail offers the viewer, with its words.</summary>
    private Dictionary<string, string> TitlesFor(Reader reader)
    {
        var titles = new Dictionary<string, string>(StringComparer.Ordinal) { [Desk] = reader.Texts["desk.home"] };
        foreach (var queue in queues.Where(queue => permissions.MaySomewhere(reader.Viewer, queue.Requires)).OrderBy(queue => queue.Order)) titles.TryAdd(queue.Path, reader.Texts[queue.TextKey]);
        foreach (var entry in navigation.Where(entry => entry.Place == NavigationPlace.Desk && entry.Path.StartsWith(Desk + "/", StringComparison.Ordinal) && entry.Path != Path && (entry.Requires is null || permissions.MaySomewhere(reader.Viewer, entry.Requires))).OrderBy(entry => entry.Order))
            titles.TryAdd(entry.Path, reader.Texts[entry.TextKey]);
        return titles;
    }

    /// <summary>The names of the pages with help that the viewer may open.</summary>
    private List<string> OpenTo(Viewer viewer, Texts texts) =>
        [.. Routes().Where(route => texts.Has("help." + route.Name) && route.Acts.All(act => act == RequiresAttribute.SignedIn ? viewer.IsSignedIn : permissions.MaySomewhere(viewer, new Act(act)))).Select(route => route.Name).Distinct().Order(StringComparer.Ordinal)];

    private IEnumerable<(string Name, IReadOnlyList<string> Acts)> Routes()
    {
        foreach (var endpoint in endpoints.Endpoints.OfType<RouteEndpoint>().Where(endpoint => endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not null))
            if (DeskHelp.NameOf(endpoint.RoutePattern.RawText) is { } name && name != NameOf(Path) && !name.Contains("export", StringComparison.Ordinal))
                yield return (name, [.. endpoint.Metadata.GetOrderedMetadata<RequiresAttribute>().Select(requires => requires.Act)]);
    }

    private static string NameOf(string path) => DeskHelp.NameOf("{lang:lang}" + path) ?? "";

    private static string[] Paragraphs(Texts texts, string key) => texts[key].Split("\n\n");
}
