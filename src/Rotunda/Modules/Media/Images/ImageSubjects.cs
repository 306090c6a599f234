using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Media.Images;

/// <summary>Names pictures in the audit trail.</summary>
internal sealed class ImageSubjects(RotundaDb db, Permissions permissions) : IAuditSubjects
{
    public IReadOnlyCollection<string> Kinds { get; } = [ImageOperations.SubjectKind];

    public async Task<IReadOnlyDictionary<string, AuditSubject>> NamesAsync(string kind, IReadOnlyCollection<string> ids, Reader reader, CancellationToken cancellationToken)
    {
        var (keys, isOpen) = (AuditSubjects.Rows(ids), permissions.MaySomewhere(reader.Viewer, MediaActs.KeepPictures));
        return (await db.Images.AsNoTracking().Where(row => keys.Contains(row.Id)).Select(row => new { row.Id, row.Name, row.Code }).ToListAsync(cancellationToken))
            .ToDictionary(row => row.Id.ToString(), row => new AuditSubject(row.Name, isOpen ? "/desk/images/" + row.Code : null), StringComparer.Ordinal);
    }
}
