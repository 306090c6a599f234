using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Shared.Web;

/// <summary>Collects what modules add to a thing's page.</summary>
public sealed class RelatedParts(IEnumerable<IRelatedPart> parts)
{
    public async Task<IReadOnlyList<RelatedList>> AboutAsync(Reference about, Reader reader, CancellationToken cancellationToken)
    {
        var lists = new List<RelatedList>();
        foreach (var part in parts.OrderBy(part => part.Order))
            if (await part.BuildAsync(about, reader, cancellationToken) is { Items.Count: > 0 } list) lists.Add(list);
        return lists;
    }
}
