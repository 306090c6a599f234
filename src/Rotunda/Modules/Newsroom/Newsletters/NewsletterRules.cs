using NodaTime;

namespace Rotunda.Modules.Newsroom.Newsletters;

/// <summary>The limits of newsletters.</summary>
public static class NewsletterRules
{
    /// <summary>What is not confirmed within this time is deleted.</summary>
    public static readonly Duration Confirmation = Duration.FromDays(7);

    /// <summary>Letters with a link that one address is sent in a day, whoever asks.</summary>
    public const int MostAsked = 3;

    /// <summary>So long an editor may take an item back before it is mailed.</summary>
    public static readonly Duration Grace = Duration.FromMinutes(10);

    /// <summary>What bears an older date than this when it appears is archive, and nobody is sent it.</summary>
    public const int OldestDays = 14;

    /// <summary>After as many refusals of the mail server no more is sent.</summary>
    public const int MostRefusals = 3;

    /// <summary>Who was sent what is forgotten after this time; stopped subscriptions too.</summary>
    public static readonly Duration Retention = Duration.FromDays(90);

    /// <summary>The weekly letter goes out on Mondays at five in the morning by UTC: at the beginning of the day in Moscow, at noon in Beijing.</summary>
    public static Instant LastWeekly(Instant now)
    {
        var local = now.InUtc().LocalDateTime;
        var monday = local.Date.With(DateAdjusters.PreviousOrSame(IsoDayOfWeek.Monday)).At(new LocalTime(5, 0));
        return (monday <= local ? monday : monday.PlusWeeks(-1)).InUtc().ToInstant();
    }
}
