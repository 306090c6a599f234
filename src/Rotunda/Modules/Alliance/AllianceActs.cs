using Rotunda.Modules.Shared.Access;

namespace Rotunda.Modules.Alliance;

/// <summary>What people may do with the registry.</summary>
public static class AllianceActs
{
    public const string EditRegistryName = "alliance.registry.edit";
    public const string ProposeChangeName = "alliance.institution.propose";
    public const string ReadMembersDocumentsName = "alliance.documents.read-members";

    /// <summary>Change institutions, memberships and terms, and decide on proposals.</summary>
    public static readonly Act EditRegistry = new(EditRegistryName);

    /// <summary>Propose a change of one's own institution; scope <c>institution:CODE</c>.</summary>
    public static readonly Act ProposeChange = new(ProposeChangeName);

    /// <summary>Read documents that are for members only.</summary>
    public static readonly Act ReadMembersDocuments = new(ReadMembersDocumentsName);
}
