using Rotunda.Modules.Shared.Access;

namespace Rotunda.Modules.Alliance;

/// <summary>What people may do with the registry.</summary>
public static class AllianceActs
{
    public const string EditRegistryName = "alliance.registry.edit";
    public const string ProposeChangeName = "alliance.institution.propose";
    public const string ReadMembersDocumentsName = "alliance.documents.read-members";
    public const string ReviewApplicationsName = "alliance.applications.review";
    public const string KeepChecklistName = "alliance.handover.checklist";

    /// <summary>Change institutions, memberships and terms, and decide on proposals.</summary>
    public static readonly Act EditRegistry = new(EditRegistryName);

    /// <summary>Propose a change of one's own institution; scope <c>institution:CODE</c>.</summary>
    public static readonly Act ProposeChange = new(ProposeChangeName);

    /// <summary>Read documents that are for members only.</summary>
    public static readonly Act ReadMembersDocuments = new(ReadMembersDocumentsName);

    /// <summary>Read applications for membership.</summary>
    public static readonly Act ReviewApplications = new(ReviewApplicationsName);

    /// <summary>Ask applicants, turn the key of a side, name the entry and admit; scope <c>side:CODE</c>. Nobody holds it for both sides.</summary>
    public static readonly Act TurnKey = new("alliance.applications.key");

    /// <summary>Nominate, move, cancel and complete a handover; scope <c>side:CODE</c>.</summary>
    public static readonly Act HandOver = new("alliance.handover.manage");

    /// <summary>See a handover and tick its checklist; scope <c>side:CODE</c> or <c>institution:CODE</c> of either unit.</summary>
    public static readonly Act KeepChecklist = new(KeepChecklistName);

    /// <summary>The scope of whoever acts for a side.</summary>
    public static string ScopeOfSide(string sideCode) => "side:" + sideCode;
}

/// <summary>Roles of the two kinds of secretariat.</summary>
public static class AllianceRoles
{
    /// <summary>The permanent secretariat of one side; scope <c>side:CODE</c>. Only an administrator gives it: whoever gave it for both sides would have both keys.</summary>
    public const string SideSecretariat = "side-secretariat";

    /// <summary>The secretariat of the chair unit in office; scope <c>institution:CODE</c>. A handover takes it from the old unit and gives it to the new one.</summary>
    public const string ChairUnit = "chair-unit";
}
