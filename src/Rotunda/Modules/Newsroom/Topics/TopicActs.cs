using Rotunda.Modules.Shared.Access;

namespace Rotunda.Modules.Newsroom.Topics;

/// <summary>What people may do with categories and tags.</summary>
public static class TopicActs
{
    public const string EditName = "newsroom.topics.edit";

    /// <summary>Name categories and tags, add and remove them.</summary>
    public static readonly Act Edit = new(EditName);
}
