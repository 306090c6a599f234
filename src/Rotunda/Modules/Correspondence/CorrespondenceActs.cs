using Rotunda.Modules.Shared.Access;

namespace Rotunda.Modules.Correspondence;

/// <summary>What people may do with circulars and with the directory.</summary>
public static class CorrespondenceActs
{
    public const string SendName = "correspondence.circulars.send";
    public const string AnswerName = "correspondence.circulars.answer";
    public const string ReadDirectoryName = "correspondence.directory.read";

    /// <summary>Write and send circulars, and read all answers.</summary>
    public static readonly Act Send = new(SendName);

    /// <summary>Answer circulars for one's own institution; scope <c>institution:CODE</c>.</summary>
    public static readonly Act Answer = new(AnswerName);

    /// <summary>Read the directory of officers, and have an entry in it.</summary>
    public static readonly Act ReadDirectory = new(ReadDirectoryName);
}
