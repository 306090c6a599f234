using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Data.Values;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Correspondence.Circulars;

/// <summary>Names circulars in the audit trail.</summary>
internal sealed class CircularSubjects(RotundaDb db, Permissions permissions) : IAuditSubjects
{
    public IReadOnlyCollection<string> Kinds { get; } = [CircularDrafts.SubjectKind];

    public async Task<IReadOnlyDictionary<string, AuditSubject>> NamesAsync(string kind, IReadOnlyCollection<string> ids, Reader reader, CancellationToken cancellationToken)
    {
        var (keys, isOpen) = (AuditSubjects.Rows(ids), permissions.May(reader.Viewer, CorrespondenceActs.Send));
        return (await db.Circulars.AsNoTracking().Where(row => keys.Contains(row.Id)).Select(row => new { row.Id, row.Subject }).ToListAsync(cancellationToken))
            .ToDictionary(row => row.Id.ToString(), row => new AuditSubject(row.Subject.Plain(reader.Language), isOpen ? "/desk/circulars/" + row.Id : null), StringComparer.Ordinal);
    }
}
