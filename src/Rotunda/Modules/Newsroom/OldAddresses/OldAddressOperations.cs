using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Modules.Alliance.Registry.Tables;
using Rotunda.Modules.Newsroom.Addresses;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Text;

namespace Rotunda.Modules.Newsroom.OldAddresses;

/// <summary>Adds, changes and removes old addresses, one by one or by a table.</summary>
public sealed class OldAddressOperations(RotundaDb db, OldAddressTable table, References references, Permissions permissions, AuditTrail audit, WorkSignal signal, IClock clock)
{
    /// <summary>The kind of the drafts that are kept between the dry run and the import.</summary>
    public const string DraftKind = "old-addresses";

    private const string SubjectKind = "old-address";
    private const int LongestName = 200;

    private static readonly Duration Kept = Duration.FromDays(1);

    /// <summary>Keeps a table for a day, so that what was shown is what will be imported.</summary>
    public async Task<(Outcome Outcome, Guid? Id)> SendAsync(Reader reader, string fileName, byte[] content, CancellationToken cancellationToken)
    {
        if (!permissions.May(reader.Viewer, AddressActs.Edit) || reader.Viewer.AccountId is not { } account) return (new Outcome.Refused(), null);
        if (content.Length > TableReader.Largest) return (new Outcome.Invalid([new FieldFault("File", "fault.file-large", "8")]), null);
        if ((await table.PlanAsync(content, reader, cancellationToken)).Fault is { } fault) return (new Outcome.Invalid([fault]), null);
        var now = clock.GetCurrentInstant();
        var before = now - Kept;
        await db.TableDrafts.Where(draft => draft.Kind == DraftKind && draft.SentAt < before).ExecuteDeleteAsync(cancellationToken);
        var name = TextCleaning.Clean(fileName);
        var kept = new TableDraft { Id = RowId.New(), AccountId = account, Kind = DraftKind, FileName = name.Length > LongestName ? name[..LongestName] : name, Content = content, SentAt = now };
        db.Add(kept);
        await db.SaveChangesAsync(cancellationToken);
        return (new Outcome.Done(), kept.Id);
    }

    /// <summary>The table that somebody sent and what it would do; null when it is gone.</summary>
    public async Task<(TableDraft Draft, OldAddressPlan? Plan, FieldFault? Fault)?> PlanAsync(Reader reader, Guid id, CancellationToken cancellationToken)
    {
        if (!permissions.May(reader.Viewer, AddressActs.Edit) || await db.TableDrafts.SingleOrDefaultAsync(row => row.Id == id && row.Kind == DraftKind, cancellationToken) is not { } draft) return null;
        var (plan, fault) = await table.PlanAsync(draft.Content, reader, cancellationToken);
        return (draft, plan, fault);
    }

    /// <summary>Imports a table as it was shown: every line that changes something, or nothing at all.</summary>
    /// <param name="reader">Who imports.</param>
    /// <param name="id">The table.</param>
    /// <param name="fingerprint">Of the plan that was shown.</param>
    /// <param name="leavesOut">True to leave faulty lines out; otherwise one of them stops the whole import.</param>
    /// <param name="cancellationToken">Cancels everything.</param>
    public async Task<Outcome> ApplyAsync(Reader reader, Guid id, string fingerprint, bool leavesOut, CancellationToken cancellationToken)
    {
        if (!permissions.May(reader.Viewer, AddressActs.Edit)) return new Outcome.Refused();
        if (await PlanAsync(reader, id, cancellationToken) is not { } read) return new Outcome.Missing();
        if (read.Plan is not { } plan) return new Outcome.Invalid([read.Fault!]);
        if (plan.Fingerprint != fingerprint) return new Outcome.Conflict();
        var outcome = await TakeAsync(plan, leavesOut, cancellationToken);
        if (outcome is not null) return outcome;
        db.Remove(read.Draft);
        audit.Record(db, reader.Viewer, "old-address.import", SubjectKind, id.ToString(), note: string.Create(
            CultureInfo.InvariantCulture, $"{read.Draft.FileName}: +{plan.Count(OldAddressState.Added)} ~{plan.Count(OldAddressState.Changed)} ={plan.Count(OldAddressState.Unchanged)} !{plan.Count(OldAddressState.Faulty)}"));
        return await SaveAsync(cancellationToken);
    }

    /// <summary>As the program: imports a table from a file.</summary>
    public async Task<Outcome> ImportAsync(Reader reader, string fileName, OldAddressPlan plan, CancellationToken cancellationToken)
    {
        if (!permissions.May(reader.Viewer, AddressActs.Edit)) return new Outcome.Refused();
        if (await TakeAsync(plan, leavesOut: false, cancellationToken) is { } refusal) return refusal;
        audit.Record(db, reader.Viewer, "old-address.import", SubjectKind, RowId.New().ToString(), note: string.Create(CultureInfo.InvariantCulture, $"{fileName}: +{plan.Count(OldAddressState.Added)} ~{plan.Count(OldAddressState.Changed)}"));
        return await SaveAsync(cancellationToken);
    }

    /// <summary>Adds one address, or leads one elsewhere.</summary>
    public async Task<Outcome> PutAsync(Reader reader, string address, string target, CancellationToken cancellationToken)
    {
        if (!permissions.May(reader.Viewer, AddressActs.Edit)) return new Outcome.Refused();
        if (SitePaths.Old(TextCleaning.Clean(address)) is not { } from) return new Outcome.Invalid([new FieldFault("Address", "old.fault.address")]);
        if (SitePaths.Target(TextCleaning.Clean(target)) is not { } to) return new Outcome.Invalid([new FieldFault("Target", "old.fault.target")]);
        if (to[0] != '/' && Reference.TryParse(to, out var reference) && (await references.ResolveAsync([reference], reader, cancellationToken)).Count == 0)
            return new Outcome.Invalid([new FieldFault("Target", "old.fault.reference", to)]);
        var stored = await db.OldAddresses.AsNoTracking().ToDictionaryAsync(row => row.Address, row => row.Target, StringComparer.Ordinal, cancellationToken);
        if (new OldAddressRules(stored, [(from, to)]).FaultOf(from, to) is { Key: { } key, Value: var value }) return new Outcome.Invalid([new FieldFault("Target", key, value)]);
        if (stored.GetValueOrDefault(from) == to) return new Outcome.Done();
        if (await db.OldAddresses.SingleOrDefaultAsync(row => row.Address == from, cancellationToken) is { } known) known.Target = to;
        else db.Add(new OldAddress { Id = RowId.New(), Address = from, Target = to, AddedAt = clock.GetCurrentInstant() });
        audit.Record(db, reader.Viewer, "old-address.put", SubjectKind, SubjectOf(from), [new FieldChange("address", from, to)]);
        return await SaveAsync(cancellationToken);
    }

    /// <summary>Forgets an address.</summary>
    public async Task<Outcome> RemoveAsync(Viewer viewer, Guid id, CancellationToken cancellationToken)
    {
        if (!permissions.May(viewer, AddressActs.Edit)) return new Outcome.Refused();
        if (await db.OldAddresses.SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } known) return new Outcome.Missing();
        db.Remove(known);
        audit.Record(db, viewer, "old-address.remove", SubjectKind, SubjectOf(known.Address), [new FieldChange("address", known.Address, null)]);
        return await SaveAsync(cancellationToken);
    }

    private async Task<Outcome?> TakeAsync(OldAddressPlan plan, bool leavesOut, CancellationToken cancellationToken)
    {
        if (!leavesOut && plan.Count(OldAddressState.Faulty) > 0) return new Outcome.Invalid([new FieldFault("", "fault.import-faulty")]);
        if (plan.Count(OldAddressState.Added) + plan.Count(OldAddressState.Changed) == 0) return new Outcome.Invalid([new FieldFault("", "fault.import-nothing")]);
        var now = clock.GetCurrentInstant();
        var known = await db.OldAddresses.ToDictionaryAsync(row => row.Address, StringComparer.Ordinal, cancellationToken);
        foreach (var line in plan.Lines)
        {
            if (line.State == OldAddressState.Added) db.Add(new OldAddress { Id = RowId.New(), Address = line.Address, Target = line.Target, AddedAt = now });
            if (line.State == OldAddressState.Changed) known[line.Address].Target = line.Target;
        }

        return null;
    }

    private Task<Outcome> SaveAsync(CancellationToken cancellationToken) => db.TrySaveAsync(signal, new Outcome.Conflict(), cancellationToken);

    /// <summary>Addresses are longer than the ids of the audit trail.</summary>
    private static string SubjectOf(string address) => address.Length <= 80 ? address : address[..80];
}
