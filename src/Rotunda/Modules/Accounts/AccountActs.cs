using Rotunda.Modules.Shared.Access;

namespace Rotunda.Modules.Accounts;

/// <summary>What people may do with accounts.</summary>
public static class AccountActs
{
    public const string InviteName = "accounts.invite";
    public const string ManageName = "accounts.manage";
    public const string SecureName = "accounts.secure";

    /// <summary>Invite people and see whose links are still good.</summary>
    public static readonly Act Invite = new(InviteName);

    /// <summary>See the accounts, give and take roles, close accounts.</summary>
    public static readonly Act Manage = new(ManageName);

    /// <summary>Say how people must sign in. Only administrators may, which also keeps others from giving that role away.</summary>
    public static readonly Act Secure = new(SecureName);
}
