using Rotunda.Modules.Shared.Access;

namespace Rotunda.Modules.Newsroom.Submissions;

/// <summary>What people may do with news that is sent in.</summary>
public static class SubmissionActs
{
    public const string SendName = "newsroom.submissions.send";
    public const string DecideName = "newsroom.submissions.decide";
    public const string ImportPagesName = "newsroom.pages.import";

    /// <summary>Send news to the editors; scope <c>institution:CODE</c>.</summary>
    public static readonly Act Send = new(SendName);

    /// <summary>Read what was sent, make articles of it or decline it.</summary>
    public static readonly Act Decide = new(DecideName);

    /// <summary>Make drafts of saved pages of an old site.</summary>
    public static readonly Act ImportPages = new(ImportPagesName);

    /// <summary>The scope of an officer's role for an institution.</summary>
    public static string ScopeOf(string institutionCode) => "institution:" + institutionCode;
}
