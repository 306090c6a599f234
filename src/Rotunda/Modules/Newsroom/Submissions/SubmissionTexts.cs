namespace Rotunda.Modules.Newsroom.Submissions;

/// <summary>The words for what became of news.</summary>
public static class SubmissionTexts
{
    /// <summary>The key of the word for a state.</summary>
    public static string KeyOf(SubmissionState state, bool isPublished) => state switch
    {
        SubmissionState.Taken when isPublished => "submission.published",
        SubmissionState.Taken => "submission.taken",
        SubmissionState.Declined => "submission.declined",
        SubmissionState.Withdrawn => "submission.withdrawn",
        _ => "submission.sent",
    };
}
