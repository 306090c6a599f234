using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Data.Settings;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Translation.Texts;

namespace Rotunda.Modules.Translation.Machine;

/// <summary>Sets the machine, and lets it propose what nobody has translated yet.</summary>
public sealed class MachineOperations(RotundaDb db, MachineEngine engine, SegmentOperations segments, SettingsStore settings, Permissions permissions, Publication publication, AuditTrail audit)
{
    private const int Portion = 20;

    /// <summary>Stores whether a machine may be asked, and which; the key is kept when none is typed.</summary>
    public async Task<Outcome> SetAsync(Viewer viewer, MachineSettings wish, CancellationToken cancellationToken)
    {
        if (!permissions.May(viewer, LanguageToolActs.SetMachine)) return new Outcome.Refused();
        var faults = new List<FieldFault>();
        if (wish.IsOn && (!Uri.TryCreate(wish.Address, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") || wish.Address.Length > 300 || address.UserInfo.Length > 0)) faults.Add(new FieldFault("Address", "fault.machine-address"));
        if (wish.Seconds is < 1 or > 120) faults.Add(new FieldFault("Seconds", "fault.machine-seconds"));
        if (faults.Count > 0) return new Outcome.Invalid(faults);
        var before = await settings.GetAsync<MachineSettings>(cancellationToken);
        var after = wish with { Key = wish.Key.Length == 0 && wish.Address == before.Address ? before.Key : wish.Key };
        await SettingsStore.PutAsync(db, after, cancellationToken);
        audit.Record(db, viewer, "machine.set", "settings", MachineSettings.Group, [new FieldChange("machine-on", before.IsOn ? "+" : "−", after.IsOn ? "+" : "−"), new FieldChange("machine-address", before.Address, after.Address)]);
        return await publication.TrySaveAsync(db, cancellationToken);
    }

    /// <summary>Has the machine propose segments that have no translation. What it makes is marked as made by a machine, is nobody's work and stands at the beginning; a person makes it a translation.</summary>
    /// <param name="segmentIds">Only these; null for all of the text.</param>
    /// <returns>How many segments were proposed, and what the machine failed at; null when the viewer may not do this.</returns>
    public async Task<(int Count, string Fault)?> ProposeAsync(Viewer viewer, Guid textId, string from, string to, IReadOnlyCollection<Guid>? segmentIds, CancellationToken cancellationToken)
    {
        if (!segments.MayWrite(viewer, from, to)) return null;
        var machine = await settings.GetAsync<MachineSettings>(cancellationToken);
        if (!machine.IsOn) return (0, "off");
        var rows = await db.Segments.AsNoTracking().Include(segment => segment.Texts).Where(segment => segment.TextId == textId).ToListAsync(cancellationToken);
        var open = rows.Where(segment => (segmentIds is null || segmentIds.Contains(segment.Id)) && segment.In(to) is null && segment.In(from) is { Shape: SegmentShape.Own, Text: { Length: > 0 and < 5000 } }).ToList();
        var count = 0;
        for (var start = 0; start < open.Count;)
        {
            // As many as one question may hold
            var (portion, length) = (new List<Segment>(), 0);
            while (start < open.Count && portion.Count < Portion && (portion.Count == 0 || length + open[start].In(from)!.Text.Length <= MachineEngine.LongestQuestion / 2))
            {
                length += open[start].In(from)!.Text.Length;
                portion.Add(open[start++]);
            }

            var answer = await engine.TranslateAsync(machine, from, to, portion.ConvertAll(segment => segment.In(from)!.Text), cancellationToken);
            if (answer.Texts is not { } texts) return (count, answer.Fault);
            var wishes = portion.Zip(texts).Where(pair => pair.Second.Length > 0)
                .Select(pair => new SegmentWish(pair.First.Id, pair.Second) { FromLanguage = from, FromText = pair.First.In(from)!.Text, State = TranslationState.Initial, Origin = SegmentOrigin.Machine }).ToList();
            count += (await segments.PutAsync(viewer, textId, to, wishes, isAutosave: false, cancellationToken)).Count(result => result.Result == PutResult.Stored);
        }

        return (count, "");
    }
}
