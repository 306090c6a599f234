namespace Rotunda.Modules.Alliance.Leadership;

/// <summary>The words for kinds of seats.</summary>
public static class LeadershipTexts
{
    public static string TextKey(this SeatKind kind) => kind switch
    {
        SeatKind.PermanentChair => "seat.permanent",
        SeatKind.RotatingChair => "seat.rotating",
        SeatKind.Lead => "seat.lead",
        _ => "seat.secretariat",
    };
}
