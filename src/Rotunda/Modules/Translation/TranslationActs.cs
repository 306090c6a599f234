using Rotunda.Modules.Shared.Access;

namespace Rotunda.Modules.Translation;

/// <summary>What people may do with translations.</summary>
public static class TranslationActs
{
    public const string TranslateName = "translation.texts.translate";
    public const string ApproveName = "translation.texts.approve";
    public const string OverrideName = "translation.texts.override";
    public const string ReadName = "translation.texts.read";
    public const string AssignName = "translation.texts.assign";

    /// <summary>Write translations; scope <c>pair:ru-zh</c>, from Russian into Chinese.</summary>
    public static readonly Act Translate = new(TranslateName);

    /// <summary>Approve translations and correct them; scope <c>language:zh</c>.</summary>
    public static readonly Act Approve = new(ApproveName);

    /// <summary>Set a rule aside with a reason that is logged: approve an own segment, publish what is not finished.</summary>
    public static readonly Act Override = new(OverrideName);

    /// <summary>Ask for translations and say who does them until when.</summary>
    public static readonly Act Assign = new(AssignName);

    /// <summary>See texts in work in all languages.</summary>
    public static readonly Act Read = new(ReadName);

    /// <summary>The scope of translating from one language into another.</summary>
    public static string Pair(string from, string to) => $"pair:{from}-{to}";

    /// <summary>The scope of approving in a language.</summary>
    public static string Language(string language) => $"language:{language}";
}

/// <summary>The roles of the newsroom's people.</summary>
public static class TranslationRoles
{
    public const string Editor = "editor";
    public const string Translator = "translator";
    public const string TextReviewer = "text-reviewer";
}
