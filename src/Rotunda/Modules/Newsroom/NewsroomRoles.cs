namespace Rotunda.Modules.Newsroom;

/// <summary>Names of the roles of the newsroom.</summary>
public static class NewsroomRoles
{
    /// <summary>Writes, arranges and publishes.</summary>
    public const string Editor = "editor";
}
