using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Accounts;

/// <summary>Names accounts in the audit trail.</summary>
internal sealed class AccountSubjects(RotundaDb db, Permissions permissions) : IAuditSubjects
{
    public IReadOnlyCollection<string> Kinds { get; } = ["account"];

    public async Task<IReadOnlyDictionary<string, AuditSubject>> NamesAsync(string kind, IReadOnlyCollection<string> ids, Reader reader, CancellationToken cancellationToken)
    {
        var (keys, isOpen) = (AuditSubjects.Rows(ids), permissions.MaySomewhere(reader.Viewer, AccountActs.Manage));
        return (await db.Accounts.AsNoTracking().Where(row => keys.Contains(row.Id)).Select(row => new { row.Id, row.DisplayName }).ToListAsync(cancellationToken))
            .ToDictionary(row => row.Id.ToString(), row => new AuditSubject(row.DisplayName, isOpen ? "/desk/accounts/" + row.Id : null), StringComparer.Ordinal);
    }
}
