using NodaTime;

namespace Rotunda.Modules.Alliance.Applications;

/// <summary>The limits of an application.</summary>
public static class ApplicationRules
{
    /// <summary>Of a reason, a question or an answer, in characters.</summary>
    public const int LongestText = 4000;

    /// <summary>In characters.</summary>
    public const int LongestFileName = 120;

    public const int MostFiles = 5;

    /// <summary>Of one document, in bytes.</summary>
    public const long LargestFile = 10L * 1024 * 1024;

    /// <summary>Of a form with its documents, in bytes.</summary>
    public const long LargestForm = (MostFiles * LargestFile) + (1024 * 1024);

    /// <summary>Messages of the applicant and of the secretariats together.</summary>
    public const int MostMessages = 100;

    /// <summary>As many may wait for the confirmation of one mail address.</summary>
    public const int MostUnconfirmed = 3;

    /// <summary>Nobody fills the form in faster; machines do.</summary>
    public static readonly Duration QuickestForm = Duration.FromSeconds(3);

    /// <summary>A form that stood open longer is asked for again.</summary>
    public static readonly Duration SlowestForm = Duration.FromHours(24);

    /// <summary>What is not confirmed within this time is deleted.</summary>
    public static readonly Duration Confirmation = Duration.FromDays(7);

    /// <summary>After this time an open application is due.</summary>
    public static readonly Duration Patience = Duration.FromDays(30);

    /// <summary>So long after their end refused and withdrawn applications keep personal data.</summary>
    public static readonly Duration Retention = Duration.FromDays(180);
}
