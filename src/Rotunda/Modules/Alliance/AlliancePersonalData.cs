using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Outbox;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Alliance.Applications;
using Rotunda.Modules.Alliance.Handover;
using Rotunda.Modules.Alliance.Proposals;
using Rotunda.Modules.Alliance.Registry.Tables;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Alliance;

/// <summary>What the registry, applications and handovers keep about a person who has an account. Public offices in the registry are not the account's.</summary>
internal sealed class AlliancePersonalData(OutboxWriter outbox, IClock clock) : IPersonalData
{
    public string RemovedKey => "data.alliance.removed";

    public string? KeptKey => "data.alliance.kept";

    public IReadOnlyList<PersonalTable> Tables { get; } =
    [
        new(typeof(Proposal), "proposals", nameof(Proposal.ProposedBy), nameof(Proposal.ProposerName), nameof(Proposal.Message)) { Kept = [nameof(Proposal.ProposedBy)] },
        // Two keys by two people: the decision would not stand without saying that they were two
        new(typeof(ApplicationKey), "application-decisions", nameof(ApplicationKey.AccountId), nameof(ApplicationKey.AccountName)) { Kept = [nameof(ApplicationKey.AccountId)] },
        new(typeof(MembershipApplication), "applications", nameof(MembershipApplication.Email), nameof(MembershipApplication.ContactName)),
        new(typeof(HandoverItem), "handover-items", nameof(HandoverItem.DoneById), nameof(HandoverItem.DoneBy)) { Kept = [nameof(HandoverItem.DoneById)] },
        new(typeof(ChairHandover), "handover-invitations", nameof(ChairHandover.Invitees), nameof(ChairHandover.DeskTakers), nameof(ChairHandover.DeskLeavers)),
        new(typeof(TableDraft), "table-drafts", nameof(TableDraft.AccountId), nameof(TableDraft.Content)),
    ];

    public async Task<IReadOnlyList<PersonalSection>> ExportAsync(RotundaDb db, Guid accountId, CancellationToken cancellationToken)
    {
        var email = await EmailAsync(db, accountId, cancellationToken);
        var proposals = await db.Proposals.AsNoTracking().Where(row => row.ProposedBy == accountId).OrderBy(row => row.Id)
            .Select(row => new { institution = row.Institution!.Code, row.ProposedAt, row.ProposerName, row.Message, row.Source, fields = row.Fields.OrderBy(field => field.Order).Select(field => new { field.Field, field.Before, field.After }).ToList() })
            .AsSplitQuery().ToListAsync(cancellationToken);
        var keys = await db.Set<ApplicationKey>().AsNoTracking().Where(row => row.AccountId == accountId).OrderBy(row => row.Id)
            .Select(row => new { application = row.ApplicationId, row.SideCode, row.AccountName, row.IsConsent, row.Reason, row.At }).ToListAsync(cancellationToken);
        var applications = email is null ? [] : (await db.Applications.AsNoTracking().Where(row => row.Email != "").Select(row => new { row.Id, row.Email, row.ContactName, row.Domain, row.Reason, row.SentAt }).ToListAsync(cancellationToken))
            .FindAll(row => Same(row.Email, email));
        var items = await db.Set<HandoverItem>().AsNoTracking().Where(row => row.DoneById == accountId).OrderBy(row => row.Id).Select(row => new { handover = row.HandoverId, row.Kind, row.Text, row.DoneAt, row.Note }).ToListAsync(cancellationToken);
        var handovers = email is null ? [] : (await db.Handovers.AsNoTracking().Select(row => new { row.Id, row.Invitees, row.DeskTakers, row.DeskLeavers }).ToListAsync(cancellationToken))
            .ConvertAll(row => new { handover = row.Id, email, isInvited = Names(row.Invitees, email), takesDesk = Names(row.DeskTakers, email), leavesDesk = Names(row.DeskLeavers, email) })
            .FindAll(row => row.isInvited || row.takesDesk || row.leavesDesk);
        var tables = await db.TableDrafts.AsNoTracking().Where(row => row.AccountId == accountId).Select(row => new { row.Kind, row.FileName, row.SentAt }).ToListAsync(cancellationToken);
        return
        [
            new("proposals", [.. proposals]), new("application-decisions", [.. keys]), new("applications", [.. applications]), new("handover-items", [.. items]),
            new("handover-invitations", [.. handovers]), new("table-drafts", [.. tables]),
        ];
    }

    public async Task EraseAsync(RotundaDb db, Guid accountId, CancellationToken cancellationToken)
    {
        await db.Proposals.Where(row => row.ProposedBy == accountId).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.ProposerName, IPersonalData.Nobody).SetProperty(row => row.Message, (string?)null).SetProperty(row => row.Version, row => row.Version + 1), cancellationToken);
        await db.Set<ApplicationKey>().Where(row => row.AccountId == accountId).ExecuteUpdateAsync(set => set.SetProperty(row => row.AccountName, IPersonalData.Nobody), cancellationToken);
        await db.Set<HandoverItem>().Where(row => row.DoneById == accountId).ExecuteUpdateAsync(set => set.SetProperty(row => row.DoneBy, IPersonalData.Nobody).SetProperty(row => row.Version, row => row.Version + 1), cancellationToken);
        await db.TableDrafts.Where(row => row.AccountId == accountId).ExecuteDeleteAsync(cancellationToken);
        if (await EmailAsync(db, accountId, cancellationToken) is not { } email) return;
        await EraseInviteesAsync(db, email, cancellationToken);
        await EraseApplicantAsync(db, email, cancellationToken);
    }

    private static async Task EraseInviteesAsync(RotundaDb db, string email, CancellationToken cancellationToken)
    {
        foreach (var handover in await db.Handovers.Where(row => row.Invitees != "" || row.DeskTakers != "" || row.DeskLeavers != "").ToListAsync(cancellationToken))
            (handover.Invitees, handover.DeskTakers, handover.DeskLeavers) = (Without(handover.Invitees, email), Without(handover.DeskTakers, email), Without(handover.DeskLeavers, email));

        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>An application whose contact is erased has nobody to write to any more: an open one ends as withdrawn.</summary>
    private async Task EraseApplicantAsync(RotundaDb db, string email, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        foreach (var application in (await db.Applications.Include(row => row.Messages).Include(row => row.Files).AsSplitQuery().Where(row => row.Email != "").ToListAsync(cancellationToken)).Where(row => Same(row.Email, email)))
        {
            if (application.Files.Count > 0) outbox.Add(db, ReleasedFiles.Kind, application.Files.ConvertAll(file => file.Hash));
            if (application.State == ApplicationState.Unconfirmed)
            {
                db.Remove(application);
                continue;
            }

            if (application.IsOpen) (application.State, application.ClosedAt) = (ApplicationState.Withdrawn, now);
            application.Clear(now);
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private static Task<string?> EmailAsync(RotundaDb db, Guid accountId, CancellationToken cancellationToken) =>
        db.Accounts.Where(row => row.Id == accountId).Select(row => row.Email).SingleOrDefaultAsync(cancellationToken);

    private static string Without(string lines, string email) => string.Join('\n', lines.Split('\n').Where(line => !Same(line, email)));

    private static bool Names(string lines, string email) => Array.Exists(lines.Split('\n'), line => Same(line, email));

    private static bool Same(string one, string other) => string.Equals(one.Trim(), other, StringComparison.OrdinalIgnoreCase);
}
