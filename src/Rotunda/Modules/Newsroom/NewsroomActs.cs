using Rotunda.Modules.Shared.Access;

namespace Rotunda.Modules.Newsroom;

/// <summary>What people may do with articles.</summary>
public static class NewsroomActs
{
    public const string WriteName = "newsroom.articles.write";
    public const string PublishName = "newsroom.articles.publish";
    public const string ReadName = "newsroom.articles.read";

    /// <summary>Begin articles and change their sources and details.</summary>
    public static readonly Act Write = new(WriteName);

    /// <summary>Publish, schedule and withdraw, and hand out links to unpublished texts.</summary>
    public static readonly Act Publish = new(PublishName);

    /// <summary>See the list of articles in work.</summary>
    public static readonly Act Read = new(ReadName);
}
