using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Accounts.Invitations;
using Rotunda.Modules.Alliance.Applications;
using Rotunda.Modules.Alliance.Documents;
using Rotunda.Modules.Alliance.Proposals;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;

namespace Rotunda.Modules.Alliance.Handover;

/// <summary>How an item of the checklist stands at this moment, in words with their number.</summary>
/// <param name="Text">In the reader's language.</param>
/// <param name="IsOpen">True while there is something left to do.</param>
/// <param name="Path">Where it is done, with the language; null where the reader has no such page.</param>
public sealed record HandoverFigure(string Text, bool IsOpen, string? Path = null);

/// <summary>Counts what stands behind an item of the checklist; the module that knows it implements this.</summary>
public interface IHandoverFigures
{
    /// <summary>A name of <see cref="HandoverTemplate"/>.</summary>
    string Item { get; }

    /// <summary>The figures now, in a constant number of queries.</summary>
    Task<IReadOnlyList<HandoverFigure>> ReadAsync(ChairHandover handover, Reader reader, CancellationToken cancellationToken);
}

/// <summary>Who holds the role of the chair unit now, and who is asked to take it.</summary>
internal sealed class AccountFigures(RotundaDb db, Permissions permissions, IClock clock) : IHandoverFigures
{
    public string Item => "accounts";

    public async Task<IReadOnlyList<HandoverFigure>> ReadAsync(ChairHandover handover, Reader reader, CancellationToken cancellationToken)
    {
        var (texts, to) = (reader.Texts, ProposalOperations.ScopeOf(handover.ToInstitution!.Code));
        var from = handover.FromInstitution is { } old ? ProposalOperations.ScopeOf(old.Code) : null;
        var now = clock.GetCurrentInstant();
        var held = db.Holding(now);
        var holders = from is null ? 0 : await held.CountAsync(grant => grant.Role == AllianceRoles.ChairUnit && grant.Scope == from, cancellationToken);
        var taken = await held.CountAsync(grant => grant.Role == AllianceRoles.ChairUnit && grant.Scope == to, cancellationToken);
        var invited = await db.Set<Invitation>().CountAsync(row => row.Role == AllianceRoles.ChairUnit && row.Scope == to && row.UsedAt == null && row.WithdrawnAt == null && row.ExpiresAt > now, cancellationToken);
        var path = permissions.May(reader.Viewer, AllianceActs.EditRegistry) ? reader.To("/desk/accounts") : null;
        return
        [
            new HandoverFigure(texts.Count("handover.figure.holders", holders), holders > 0, path),
            new HandoverFigure(texts.Count("handover.figure.taken", taken), taken == 0, path),
            .. invited > 0 ? [new HandoverFigure(texts.Count("handover.figure.invited", invited), true, path)] : Array.Empty<HandoverFigure>(),
        ];
    }
}

/// <summary>Documents of the association that are known by name alone.</summary>
internal sealed class DocumentFigures(RotundaDb db, Permissions permissions) : IHandoverFigures
{
    public string Item => "documents";

    public async Task<IReadOnlyList<HandoverFigure>> ReadAsync(ChairHandover handover, Reader reader, CancellationToken cancellationToken)
    {
        var bare = await db.Documents.CountAsync(document => document.FileHash == null, cancellationToken);
        return [new HandoverFigure(reader.Texts.Count("handover.figure.without-file", bare), bare > 0, permissions.May(reader.Viewer, AllianceActs.EditRegistry) ? reader.To("/desk/registry/documents") : null)];
    }
}

/// <summary>What is before the secretariats and not decided.</summary>
internal sealed class MatterFigures(RotundaDb db, Permissions permissions) : IHandoverFigures
{
    public string Item => "matters";

    public async Task<IReadOnlyList<HandoverFigure>> ReadAsync(ChairHandover handover, Reader reader, CancellationToken cancellationToken)
    {
        var proposals = await db.Set<Proposal>().CountAsync(proposal => proposal.ClosedAt == null, cancellationToken);
        var applications = await db.Applications.CountAsync(row => row.State == ApplicationState.Review || row.State == ApplicationState.Agreed, cancellationToken);
        return
        [
            new HandoverFigure(reader.Texts.Count("handover.figure.proposals", proposals), proposals > 0, permissions.May(reader.Viewer, AllianceActs.EditRegistry) ? reader.To("/desk/proposals") : null),
            new HandoverFigure(reader.Texts.Count("handover.figure.applications", applications), applications > 0, permissions.MaySomewhere(reader.Viewer, AllianceActs.ReviewApplications) ? reader.To("/desk/applications") : null),
        ];
    }
}
