using Rotunda.Data.Audit;

namespace Rotunda.Modules.Shared.Contributions;

/// <summary>Names the things of some kinds to which entries of the audit trail belong.</summary>
public interface IAuditSubjects
{
    /// <summary>The kinds as entries hold them, such as <c>institution</c>.</summary>
    IReadOnlyCollection<string> Kinds { get; }

    /// <summary>What those of a kind that still exist are called, by id; a constant number of queries.</summary>
    Task<IReadOnlyDictionary<string, AuditSubject>> NamesAsync(string kind, IReadOnlyCollection<string> ids, Reader reader, CancellationToken cancellationToken);
}

/// <summary>Finds out what lines of the audit trail speak of.</summary>
public sealed class AuditSubjects(IEnumerable<IAuditSubjects> sources)
{
    /// <summary>The lines with the names of their subjects; a constant number of queries for each kind of subject. What was removed since has none.</summary>
    public async Task<IReadOnlyList<AuditLine>> NamedAsync(IReadOnlyList<AuditLine> lines, Reader reader, CancellationToken cancellationToken)
    {
        var names = new Dictionary<(string Kind, string Id), AuditSubject>();
        foreach (var kind in lines.GroupBy(line => line.SubjectKind))
        {
            if (sources.FirstOrDefault(source => source.Kinds.Contains(kind.Key)) is not { } source) continue;
            foreach (var (id, subject) in await source.NamesAsync(kind.Key, [.. kind.Select(line => line.SubjectId).Distinct()], reader, cancellationToken)) names[(kind.Key, id)] = subject;
        }

        return [.. lines.Select(line => names.TryGetValue((line.SubjectKind, line.SubjectId), out var subject) ? line with { Subject = subject } : line)];
    }

    /// <summary>The ids of rows among the ids of subjects.</summary>
    public static List<Guid> Rows(IEnumerable<string> ids) => [.. ids.Select(id => Guid.TryParse(id, out var row) ? row : (Guid?)null).OfType<Guid>()];
}
