using Rotunda.Modules.Shared.Access;

namespace Rotunda.Modules.Translation;

/// <summary>What people may do with memory, termbase, files for other tools and the machine.</summary>
public static class LanguageToolActs
{
    public const string UseName = "translation.tools.use";
    public const string EditTermsName = "translation.terms.edit";
    public const string ManageName = "translation.tools.manage";
    public const string SetMachineName = "translation.machine.set";

    /// <summary>Look things up in memory and termbase, and take texts out for another tool and bring them back.</summary>
    public static readonly Act Use = new(UseName);

    /// <summary>Write the termbase.</summary>
    public static readonly Act EditTerms = new(EditTermsName);

    /// <summary>Bring whole memories in and out, and build the memory anew.</summary>
    public static readonly Act Manage = new(ManageName);

    /// <summary>Say whether a machine may translate, and which.</summary>
    public static readonly Act SetMachine = new(SetMachineName);
}
