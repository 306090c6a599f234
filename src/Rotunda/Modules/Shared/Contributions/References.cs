using System.Collections.Frozen;
using Rotunda.Data.Values;

namespace Rotunda.Modules.Shared.Contributions;

/// <summary>Knows the kinds of things that modules contribute, and where their pages lie.</summary>
public sealed class References(IEnumerable<IReferenceKind> kinds)
{
    private readonly FrozenDictionary<string, IReferenceKind> _kinds = kinds.ToFrozenDictionary(kind => kind.Kind, StringComparer.Ordinal);

    /// <summary>The path of a thing's page without the language, or null for an unknown kind.</summary>
    public string? PathOf(Reference reference) => _kinds.TryGetValue(reference.Kind, out var kind) ? kind.PathOf(reference.Code) : null;

    /// <summary>Links with labels for those of the references that exist and that the reader may see; one query for each kind.</summary>
    public async Task<IReadOnlyDictionary<Reference, RelatedItem>> ResolveAsync(
        IEnumerable<Reference> references, Reader reader, CancellationToken cancellationToken)
    {
        var items = new Dictionary<Reference, RelatedItem>();
        foreach (var group in references.Distinct().GroupBy(reference => reference.Kind))
        {
            if (!_kinds.TryGetValue(group.Key, out var kind)) continue;
            var labels = await kind.LabelsAsync([.. group.Select(reference => reference.Code)], reader, cancellationToken);
            foreach (var (code, label) in labels) items[new Reference(group.Key, code)] = new RelatedItem(reader.To(kind.PathOf(code)), label.Text, "", label.IsFallback ? label.Language : null);
        }

        return items;
    }
}

/// <summary>Standing pages that texts link to: <c>page:leadership</c>.</summary>
public sealed class PageReferences(IEnumerable<NavigationEntry> navigation) : IReferenceKind
{
    private readonly FrozenDictionary<string, string> _keys =
        navigation.Where(entry => entry.Place != NavigationPlace.Desk).DistinctBy(entry => entry.Path).ToFrozenDictionary(entry => entry.Path.TrimStart('/'), entry => entry.TextKey);

    public string Kind => "page";

    public string PathOf(string code) => "/" + code;

    public Task<IReadOnlyDictionary<string, Localized>> LabelsAsync(IReadOnlyCollection<string> codes, Reader reader, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, Localized>>(codes.Where(_keys.ContainsKey).ToDictionary(code => code, code => new Localized(reader.Texts[_keys[code]], reader.Language.Code, IsFallback: false)));
}
