namespace Rotunda.Modules.Alliance.Proposals;

/// <summary>The words for decisions on proposed fields.</summary>
public static class ProposalTexts
{
    public static string KeyOf(ProposalDecision decision) => decision switch
    {
        ProposalDecision.Accepted => "proposal.accepted",
        ProposalDecision.Declined => "proposal.declined",
        _ => "proposal.waiting",
    };
}
