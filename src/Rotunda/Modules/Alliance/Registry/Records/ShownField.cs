using Rotunda.Modules.Shared.Parts;

namespace Rotunda.Modules.Alliance.Registry.Records;

/// <summary>A field of a record as a form shows it.</summary>
/// <param name="Field">What it is.</param>
/// <param name="Form">Its label, value, fault and what is stored.</param>
/// <param name="Options">What it offers, in the reader's language; empty for free text.</param>
public sealed record ShownField(RecordField Field, FormField Form, IReadOnlyList<(string Value, string Label)> Options);
