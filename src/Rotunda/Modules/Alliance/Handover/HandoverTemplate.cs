using Rotunda.Modules.Shared.Languages;

namespace Rotunda.Modules.Alliance.Handover;

/// <summary>What every handover has on its list.</summary>
public static class HandoverTemplate
{
    /// <summary>Names in the order in which they are worked through.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["accounts", "documents", "matters", "circulars", "mailbox", "contacts", "conference", "seal", "flag"];

    /// <summary>What an item is called.</summary>
    public static string LabelOf(HandoverItem item, Texts texts) => item.Text ?? texts[TextKey(item.Kind)];

    private static string TextKey(string kind) => kind switch
    {
        "accounts" => "handover.item.accounts",
        "documents" => "handover.item.documents",
        "matters" => "handover.item.matters",
        "circulars" => "handover.item.circulars",
        "mailbox" => "handover.item.mailbox",
        "contacts" => "handover.item.contacts",
        "conference" => "handover.item.conference",
        "seal" => "handover.item.seal",
        _ => "handover.item.flag",
    };

    /// <summary>The word for a state.</summary>
    public static string TextKey(this HandoverState state) => state switch
    {
        HandoverState.Preparing => "handover.state.preparing",
        HandoverState.Completed => "handover.state.completed",
        _ => "handover.state.cancelled",
    };
}
