namespace Rotunda.Modules.Alliance.Memberships;

/// <summary>The words for a status, and the status behind a word of an address.</summary>
public static class MembershipStatusTexts
{
    public static string TextKey(this MembershipStatus status) => status switch
    {
        MembershipStatus.Full => "status.full",
        MembershipStatus.Observer => "status.observer",
        _ => "status.unstated",
    };

    /// <summary>The words for an institution that had the status and has left.</summary>
    public static string FormerTextKey(this MembershipStatus status) => status == MembershipStatus.Observer ? "status.former-observer" : "status.former";

    public static bool TryRead(string? word, out MembershipStatus status) =>
        Enum.TryParse(word, ignoreCase: true, out status) && string.Equals(word, status.ToString(), StringComparison.OrdinalIgnoreCase);
}
