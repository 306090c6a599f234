using NodaTime;
using Rotunda.Data;

namespace Rotunda.Modules.Shared.Contributions;

/// <summary>A module that keeps something about people: gives it out to the person, and erases it when the person asks.</summary>
public interface IPersonalData
{
    /// <summary>The key of the sentence that says what an erasure removes.</summary>
    string RemovedKey { get; }

    /// <summary>The key of the sentence that says what stays, and why; null when nothing does.</summary>
    string? KeptKey { get; }

    /// <summary>What is kept about an account, in sections whose names stay the same over versions.</summary>
    Task<IReadOnlyList<PersonalSection>> ExportAsync(RotundaDb db, Guid accountId, CancellationToken cancellationToken);

    /// <summary>Removes what is kept about an account. Runs in the transaction of the erasure, before the account itself is emptied.</summary>
    Task EraseAsync(RotundaDb db, Guid accountId, CancellationToken cancellationToken);
}

/// <summary>A named part of a person's data.</summary>
/// <param name="Name">Such as <c>account</c>.</param>
/// <param name="Rows">What is written as JSON.</param>
public sealed record PersonalSection(string Name, IReadOnlyList<object> Rows);

/// <summary>Says how long rows of a kind are kept. All rules are applied once a day by one node.</summary>
public interface IRetentionRule
{
    /// <summary>For the log.</summary>
    string Name { get; }

    /// <summary>Removes what is older than the rule allows.</summary>
    /// <returns>How many rows went.</returns>
    Task<int> ApplyAsync(RotundaDb db, Instant now, CancellationToken cancellationToken);
}
