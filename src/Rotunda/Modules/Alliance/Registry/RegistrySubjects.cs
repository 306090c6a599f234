using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Applications;
using Rotunda.Modules.Alliance.Handover;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Alliance.Leadership;
using Rotunda.Modules.Alliance.Memberships;
using Rotunda.Modules.Alliance.Proposals;
using Rotunda.Modules.Alliance.Registry.Records;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Alliance.Registry;

/// <summary>Names institutions, and what is named by one: memberships, terms, proposals, applications, handovers.</summary>
internal sealed class InstitutionSubjects(RotundaDb db, Permissions permissions) : IAuditSubjects
{
    internal static readonly string[] Named = [InstitutionOperations.SubjectKind, MembershipOperations.SubjectKind, TermOperations.SubjectKind, ProposalOperations.SubjectKind, ApplicantOperations.SubjectKind, HandoverOperations.SubjectKind];

    public IReadOnlyCollection<string> Kinds => Named;

    public async Task<IReadOnlyDictionary<string, AuditSubject>> NamesAsync(string kind, IReadOnlyCollection<string> ids, Reader reader, CancellationToken cancellationToken)
    {
        var keys = AuditSubjects.Rows(ids);
        var (named, act) = kind switch
        {
            InstitutionOperations.SubjectKind => (db.Institutions.Where(row => keys.Contains(row.Id)).Select(row => new { row.Id, row.Name, Path = "/desk/institutions/" + row.Code }), AllianceActs.EditRegistry),
            MembershipOperations.SubjectKind => (db.Memberships.Where(row => keys.Contains(row.Id)).Select(row => new { row.Id, row.Institution!.Name, Path = "/desk/institutions/" + row.Institution.Code + "/memberships/" }), AllianceActs.EditRegistry),
            TermOperations.SubjectKind => (db.Terms.Where(row => keys.Contains(row.Id)).Select(row => new { row.Id, row.Institution!.Name, Path = "/desk/terms/" }), AllianceActs.EditRegistry),
            ProposalOperations.SubjectKind => (db.Proposals.Where(row => keys.Contains(row.Id)).Select(row => new { row.Id, row.Institution!.Name, Path = "/desk/proposals/" }), AllianceActs.EditRegistry),
            ApplicantOperations.SubjectKind => (db.Applications.Where(row => keys.Contains(row.Id)).Select(row => new { row.Id, row.Name, Path = "/desk/applications/" }), AllianceActs.ReviewApplications),
            _ => (db.Handovers.Where(row => keys.Contains(row.Id)).Select(row => new { row.Id, row.ToInstitution!.Name, Path = "/desk/handovers/" }), AllianceActs.KeepChecklist),
        };
        var isOpen = permissions.MaySomewhere(reader.Viewer, act);
        return (await named.AsNoTracking().ToListAsync(cancellationToken))
            .ToDictionary(row => row.Id.ToString(), row => new AuditSubject(NameOf(row.Name), isOpen ? row.Path.EndsWith('/') ? row.Path + row.Id : row.Path : null), StringComparer.Ordinal);

        // A term may be recorded without its holder
        string NameOf(LocalizedText? name) => name?.Plain(reader.Language) ?? reader.Texts["term.no-holder"];
    }
}

/// <summary>Names the other records of the registry as their lists do.</summary>
internal sealed class RecordSubjects(RotundaDb db, IEnumerable<RecordKind> kinds, RegistryIndexes indexes, Permissions permissions) : IAuditSubjects
{
    private readonly Dictionary<string, RegistryIndex> _indexes = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Kinds => [.. kinds.Select(kind => kind.SubjectKind).Except(InstitutionSubjects.Named)];

    public async Task<IReadOnlyDictionary<string, AuditSubject>> NamesAsync(string kind, IReadOnlyCollection<string> ids, Reader reader, CancellationToken cancellationToken)
    {
        var records = kinds.First(known => known.SubjectKind == kind);
        // Kinds that refer to the same codes share them
        var shared = string.Join(' ', records.RefersTo);
        if (!_indexes.TryGetValue(shared, out var index)) _indexes[shared] = index = await indexes.ReadAsync(records, cancellationToken);
        var isOpen = permissions.May(reader.Viewer, AllianceActs.EditRegistry);
        return (await records.SomeAsync(db, AuditSubjects.Rows(ids), cancellationToken)).ToDictionary(
            row => records.IdOf(row).ToString(),
            row => new AuditSubject(string.Join(" · ", new[] { records.LabelOf(row, index, reader.Texts), records.NoteOf(row, index, reader.Texts) }.Where(part => part.Length > 0)), isOpen ? records.DeskPath(row, index) : null), StringComparer.Ordinal);
    }
}
