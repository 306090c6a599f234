namespace Rotunda.Modules.Translation.Interchange.Tbx;

/// <summary>How a term may be used.</summary>
public enum TermUse
{
    /// <summary>The one to use.</summary>
    Preferred,

    /// <summary>May be used too.</summary>
    Admitted,

    /// <summary>Must not be used.</summary>
    Forbidden,
}

/// <summary>A term of a concept in one language.</summary>
/// <param name="Language">BCP 47, as the file has it.</param>
/// <param name="Text">As it stands in a dictionary.</param>
/// <param name="Use">How it may be used.</param>
/// <param name="Forms">Further forms that are recognised, such as abbreviations.</param>
/// <param name="Note">On its use; null for none.</param>
public sealed record TbxTerm(string Language, string Text, TermUse Use, IReadOnlyList<string> Forms, string? Note);

/// <summary>A concept with its terms.</summary>
/// <param name="Line">In the file, from 1; 0 for one that is to be written.</param>
/// <param name="Id">Within the file.</param>
/// <param name="Subject">The field to which it belongs; null for none.</param>
/// <param name="Definition">Null for none.</param>
/// <param name="Terms">At least one.</param>
public sealed record TbxConcept(int Line, string Id, string? Subject, string? Definition, IReadOnlyList<TbxTerm> Terms);
