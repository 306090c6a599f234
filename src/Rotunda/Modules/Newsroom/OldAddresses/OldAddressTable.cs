using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Alliance.Registry.Tables;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Newsroom.OldAddresses;

/// <summary>What becomes of a line of a table of old addresses.</summary>
public enum OldAddressState
{
    Faulty,
    Added,
    Changed,
    Unchanged,
}

/// <summary>A line of a table of old addresses, as it would be taken over.</summary>
/// <param name="Number">The line of the file, from 1.</param>
/// <param name="Address">As it is written here; as it was typed where it cannot be read.</param>
/// <param name="Target">The same.</param>
/// <param name="State">What would become of it.</param>
/// <param name="FaultKey">The key of the sentence that says what is wrong.</param>
/// <param name="FaultValue">What fills the place <c>value</c> of it.</param>
/// <param name="Before">Where the address leads now, where that changes.</param>
public sealed record OldAddressLine(int Number, string Address, string Target, OldAddressState State, string? FaultKey = null, string? FaultValue = null, string? Before = null);

/// <summary>Everything that a table would do.</summary>
/// <param name="Lines">In the order of the file.</param>
/// <param name="Fingerprint">Changes with the file and with what is stored: what was shown is what is taken over.</param>
public sealed record OldAddressPlan(IReadOnlyList<OldAddressLine> Lines, string Fingerprint)
{
    public int Count(OldAddressState state) => Lines.Count(line => line.State == state);
}

/// <summary>Reads tables with the columns <c>address</c> and <c>target</c>, and plans line by line what they would do.</summary>
public sealed class OldAddressTable(RotundaDb db, References references)
{
    public const string AddressColumn = "address";
    public const string TargetColumn = "target";

    /// <summary>The plan, or what is wrong with the file as a whole.</summary>
    public async Task<(OldAddressPlan? Plan, FieldFault? Fault)> PlanAsync(byte[] bytes, Reader reader, CancellationToken cancellationToken)
    {
        var (content, fault) = TableReader.Read(bytes, new TableReading(), heading => Named(heading) is AddressColumn or TargetColumn);
        if (content is null) return (null, fault);
        var headings = content.Rows[0].Cells.Select(Named).ToList();
        var (from, to) = (headings.IndexOf(AddressColumn), headings.IndexOf(TargetColumn));
        if (from < 0 || to < 0) return (null, new FieldFault("File", "old.fault.columns"));
        var stored = await db.OldAddresses.AsNoTracking().ToDictionaryAsync(row => row.Address, row => row.Target, StringComparer.Ordinal, cancellationToken);
        var read = content.Rows.Skip(1).Select(row => (row.Number, From: Cell(row, from), To: Cell(row, to))).Select(row => (row.Number, row.From, row.To, Address: SitePaths.Old(row.From), Target: SitePaths.Target(row.To))).ToList();
        var stated = read.Select(row => row.Target).OfType<string>().Where(target => target[0] != '/').Select(target => Reference.TryParse(target, out var reference) ? reference : default).Distinct().ToList();
        var known = await references.ResolveAsync(stated, reader, cancellationToken);
        var rules = new OldAddressRules(stored, read.Where(row => row.Address is not null && row.Target is not null).Select(row => (row.Address!, row.Target!)));
        var (lines, seen) = (new List<OldAddressLine>(), new Dictionary<string, int>(StringComparer.Ordinal));
        foreach (var (number, typedFrom, typedTo, address, target) in read)
        {
            var (key, value) = address is null ? ("old.fault.address", null) : target is null ? ("old.fault.target", null)
                : target[0] != '/' && !(Reference.TryParse(target, out var reference) && known.ContainsKey(reference)) ? ("old.fault.reference", target)
                : !seen.TryAdd(address, number) ? ("old.fault.twice", seen[address].ToString(System.Globalization.CultureInfo.InvariantCulture)) : rules.FaultOf(address, target);
            var before = address is null ? null : stored.GetValueOrDefault(address);
            var state = key is not null ? OldAddressState.Faulty : before is null ? OldAddressState.Added : before == target ? OldAddressState.Unchanged : OldAddressState.Changed;
            lines.Add(new OldAddressLine(number, address ?? typedFrom, target ?? typedTo, state, key, value, state == OldAddressState.Changed ? before : null));
        }

        return (new OldAddressPlan(lines, FingerprintOf(lines)), null);
    }

    private static string Named(string heading) => heading.Trim().ToLowerInvariant();

    private static string Cell(TableRow row, int column) => column < row.Cells.Count ? row.Cells[column].Trim() : "";

    private static string FingerprintOf(IEnumerable<OldAddressLine> lines) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines.Select(line => $"{line.State} {line.Address} {line.Target} {line.Before}")))))[..32];
}

/// <summary>No old address leads to another one, so that there are neither loops nor chains.</summary>
/// <param name="stored">What the table holds, by address.</param>
/// <param name="added">What shall be added or changed.</param>
internal sealed class OldAddressRules(IReadOnlyDictionary<string, string> stored, IEnumerable<(string Address, string Target)> added)
{
    private readonly Dictionary<string, string> _after = Merge(stored, added);
    // Lines of the same table that lead to one of its addresses are faulty themselves
    private readonly HashSet<string> _targets = [.. stored.Values.Select(WithoutFragment)];

    /// <summary>The key of the sentence that says what is wrong with an address and its target, or null.</summary>
    public (string? Key, string? Value) FaultOf(string address, string target)
    {
        if (WithoutFragment(target) == address) return ("old.fault.self", null);
        if (_after.ContainsKey(WithoutFragment(target))) return ("old.fault.chain", target);
        return _targets.Contains(address) ? ("old.fault.is-target", address) : (null, null);
    }

    private static Dictionary<string, string> Merge(IReadOnlyDictionary<string, string> stored, IEnumerable<(string Address, string Target)> added)
    {
        var after = new Dictionary<string, string>(stored, StringComparer.Ordinal);
        foreach (var (address, target) in added) after[address] = target;
        return after;
    }

    private static string WithoutFragment(string target) => target.Split('#')[0];
}
