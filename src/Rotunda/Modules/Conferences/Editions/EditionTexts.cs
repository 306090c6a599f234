namespace Rotunda.Modules.Conferences.Editions;

/// <summary>The words for kinds of editions and sessions.</summary>
public static class EditionTexts
{
    public static string TextKey(this EditionKind kind) => kind switch
    {
        EditionKind.AnnualConference => "edition.annual",
        EditionKind.Founding => "edition.founding",
        EditionKind.Gathering => "edition.gathering",
        EditionKind.StudentCamp => "edition.camp",
        EditionKind.SubAllianceConference => "edition.sub-alliance",
        _ => "edition.planned",
    };

    public static string TextKey(this SessionKind kind) => kind switch
    {
        SessionKind.OpeningCeremony => "session.opening",
        SessionKind.PresidentsForum => "session.forum",
        SessionKind.AcademicSeminar => "session.seminar",
        SessionKind.WorkingMeeting => "session.working",
        SessionKind.StudentEvent => "session.student",
        _ => "session.other",
    };
}
