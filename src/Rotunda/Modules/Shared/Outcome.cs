namespace Rotunda.Modules.Shared;

/// <summary>How an operation ended. Expected endings are values; exceptions are bugs.</summary>
public abstract record Outcome
{
    private Outcome()
    {
    }

    /// <summary>It was done.</summary>
    public sealed record Done : Outcome;

    /// <summary>There is no such thing, or the viewer may not know of it.</summary>
    public sealed record Missing : Outcome;

    /// <summary>The viewer may not do this.</summary>
    public sealed record Refused : Outcome;

    /// <summary>Something that was typed cannot stand.</summary>
    /// <param name="Faults">By field.</param>
    public sealed record Invalid(IReadOnlyList<FieldFault> Faults) : Outcome;

    /// <summary>Somebody else changed the row in the meantime; nothing was stored.</summary>
    public sealed record Conflict : Outcome;
}

/// <summary>What is wrong with a field.</summary>
/// <param name="Field">The name of the form field.</param>
/// <param name="TextKey">The key of the sentence that says what is wrong.</param>
/// <param name="Value">What fills the place <c>value</c> of the sentence.</param>
public sealed record FieldFault(string Field, string TextKey, string? Value = null);
