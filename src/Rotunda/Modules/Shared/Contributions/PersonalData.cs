using NodaTime;
using Rotunda.Data;

namespace Rotunda.Modules.Shared.Contributions;

/// <summary>A module that keeps something about people: gives it out to the person, and erases it when the person asks.</summary>
public interface IPersonalData
{
    /// <summary>Stands where a name stood that was erased.</summary>
    const string Nobody = "—";

    /// <summary>The key of the sentence that says what an erasure removes.</summary>
    string RemovedKey { get; }

    /// <summary>The key of the sentence that says what stays, and why; null when nothing does.</summary>
    string? KeptKey { get; }

    /// <summary>Every table in which the module names a person. A test walks the model and demands that nothing that may name one is missing here.</summary>
    IReadOnlyList<PersonalTable> Tables { get; }

    /// <summary>What is kept about an account, in sections whose names stay the same over versions.</summary>
    Task<IReadOnlyList<PersonalSection>> ExportAsync(RotundaDb db, Guid accountId, CancellationToken cancellationToken);

    /// <summary>Removes what is kept about an account. Runs in the transaction of the erasure, before the account itself is emptied.</summary>
    Task EraseAsync(RotundaDb db, Guid accountId, CancellationToken cancellationToken);
}

/// <summary>A named part of a person's data.</summary>
/// <param name="Name">Such as <c>account</c>.</param>
/// <param name="Rows">What is written as JSON.</param>
public sealed record PersonalSection(string Name, IReadOnlyList<object> Rows);

/// <summary>A table in which a module names people.</summary>
/// <param name="Entity">Its entity.</param>
/// <param name="Section">The section of the export that gives its rows out; null for what only marks a moment or is a secret's hash.</param>
/// <param name="Columns">The properties that hold an account's id, a name, an address.</param>
public sealed record PersonalTable(Type Entity, string? Section, params IReadOnlyList<string> Columns)
{
    /// <summary>Those of them that still hold the account's id after an erasure. It leads to an empty account and to no person.</summary>
    public IReadOnlyList<string> Kept { get; init; } = [];
}

/// <summary>Says how long rows of a kind are kept. All rules are applied once a day by one node.</summary>
public interface IRetentionRule
{
    /// <summary>For the log.</summary>
    string Name { get; }

    /// <summary>Removes what is older than the rule allows.</summary>
    /// <returns>How many rows went.</returns>
    Task<int> ApplyAsync(RotundaDb db, Instant now, CancellationToken cancellationToken);
}
