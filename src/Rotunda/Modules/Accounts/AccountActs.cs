using Rotunda.Modules.Shared.Access;

namespace Rotunda.Modules.Accounts;

/// <summary>What people may do with accounts.</summary>
public static class AccountActs
{
    public const string InviteName = "accounts.invite";

    /// <summary>Invite people and see who has an account.</summary>
    public static readonly Act Invite = new(InviteName);
}
