using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Registry.Records;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Languages;

namespace Rotunda.Modules.Alliance.Registry.Tables;

/// <summary>How a table is to be imported.</summary>
/// <param name="Fingerprint">Of the plan that was shown.</param>
/// <param name="LeavesOut">True to leave faulty lines out; otherwise one of them stops the whole import.</param>
public sealed record TableConsent(string Fingerprint, bool LeavesOut);

/// <summary>Takes tables, checks them and imports them, each in one transaction.</summary>
public sealed class TableOperations(
    RotundaDb db, IEnumerable<RecordKind> kinds, RegistryIndexes indexes, TablePlanner planner, SiteLanguages languages, Permissions permissions, AuditTrail audit, Publication publication, IClock clock)
{
    private const int LongestName = 200;

    private static readonly Duration Kept = Duration.FromDays(1);

    /// <summary>A kind of which tables are made, or null.</summary>
    public RecordKind? KindOf(string code) => kinds.FirstOrDefault(kind => kind.IsTable && kind.Code == code);

    /// <summary>Keeps a table for a day, so that what was checked is what will be imported; nothing of the registry changes.</summary>
    public async Task<(Outcome Outcome, Guid? Id)> SendAsync(Viewer viewer, RecordKind kind, string fileName, byte[] content, TableReading reading, CancellationToken cancellationToken)
    {
        if (!permissions.May(viewer, AllianceActs.EditRegistry) || viewer.AccountId is not { } account) return (new Outcome.Refused(), null);
        if (content.Length > TableReader.Largest) return (new Outcome.Invalid([new FieldFault("File", "fault.file-large", "8")]), null);
        var (read, fault) = await ReadAsync(kind, content, reading, cancellationToken);
        if (fault is not null) return (new Outcome.Invalid([fault]), null);
        if ((await planner.PlanAsync(kind, read!, languages.TextsOf(languages.Default), isTracked: false, cancellationToken)).Fault is { } whole) return (new Outcome.Invalid([whole]), null);
        var now = clock.GetCurrentInstant();
        await db.TableDrafts.Where(draft => draft.SentAt < now - Kept).ExecuteDeleteAsync(cancellationToken);
        var name = Rotunda.Text.TextCleaning.Clean(fileName);
        var draft = new TableDraft
        {
            Id = RowId.New(), AccountId = account, Kind = kind.Code, FileName = name.Length > LongestName ? name[..LongestName] : name, Content = content,
            Encoding = reading.Encoding, Separator = reading.Separator, Sheet = reading.Sheet, SentAt = now,
        };
        db.Add(draft);
        await db.SaveChangesAsync(cancellationToken);
        return (new Outcome.Done(), draft.Id);
    }

    /// <summary>Says how a table that was sent is to be read.</summary>
    public async Task<Outcome> ReadAgainAsync(Viewer viewer, Guid id, TableReading reading, CancellationToken cancellationToken)
    {
        if (!permissions.May(viewer, AllianceActs.EditRegistry)) return new Outcome.Refused();
        if (await db.TableDrafts.SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } draft) return new Outcome.Missing();
        (draft.Encoding, draft.Separator, draft.Sheet) = (reading.Encoding, reading.Separator, reading.Sheet);
        return await db.TrySaveAsync(null, new Outcome.Conflict(), cancellationToken);
    }

    /// <summary>The table as it is read now, or what is wrong with it.</summary>
    public async Task<(TableContent? Content, FieldFault? Fault)> ReadAsync(RecordKind kind, byte[] content, TableReading reading, CancellationToken cancellationToken)
    {
        var columns = new TableColumns(kind, await indexes.ReadAsync(kind, cancellationToken), languages);
        return TableReader.Read(content, reading, heading => columns.Find(heading.Trim()) is not null);
    }

    /// <summary>Imports a table as it was shown: every line that changes something, or nothing at all.</summary>
    public async Task<Outcome> ApplyAsync(Viewer viewer, Guid id, TableConsent consent, Citation ground, Texts texts, CancellationToken cancellationToken)
    {
        if (!permissions.May(viewer, AllianceActs.EditRegistry)) return new Outcome.Refused();
        if (await db.TableDrafts.SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } draft || KindOf(draft.Kind) is not { } kind) return new Outcome.Missing();
        var (content, fault) = await ReadAsync(kind, draft.Content, new TableReading(draft.Encoding, draft.Separator, draft.Sheet), cancellationToken);
        if (fault is not null) return new Outcome.Invalid([fault]);
        var (plan, whole) = await planner.PlanAsync(kind, content!, texts, isTracked: true, cancellationToken);
        if (whole is not null) return new Outcome.Invalid([whole]);
        if (plan!.Fingerprint != consent.Fingerprint) return new Outcome.Conflict();
        if (!consent.LeavesOut && plan.Count(LineState.Faulty) > 0) return new Outcome.Invalid([new FieldFault("", "fault.import-faulty")]);
        if (plan.Count(LineState.Added) + plan.Count(LineState.Changed) == 0) return new Outcome.Invalid([new FieldFault("", "fault.import-nothing")]);
        foreach (var line in plan.Lines.Where(line => line.State is LineState.Added or LineState.Changed)) Put(viewer, kind, line, ground);
        audit.Record(
            db, viewer, "registry.table", "registry", kind.Code, ground: ground,
            note: string.Create(CultureInfo.InvariantCulture, $"{draft.FileName}: +{plan.Count(LineState.Added)} ~{plan.Count(LineState.Changed)} ={plan.Count(LineState.Unchanged)} !{plan.Count(LineState.Faulty)}"));
        db.Remove(draft);
        return await publication.TrySaveAsync(db, new Outcome.Conflict(), cancellationToken);
    }

    private void Put(Viewer viewer, RecordKind kind, PlannedLine line, Citation ground)
    {
        var row = line.Row!;
        RecordChanges.Cite(kind, row, ground);
        if (line.State == LineState.Added) db.Add(row);
        else db.Entry(row).State = EntityState.Modified;
        audit.RecordChange(db, viewer, kind, row, line.State == LineState.Added ? "add" : "edit", line.Changes, ground);
    }
}
