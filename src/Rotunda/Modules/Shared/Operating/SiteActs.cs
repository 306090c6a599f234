using Rotunda.Modules.Shared.Access;

namespace Rotunda.Modules.Shared.Operating;

/// <summary>What whoever runs the server may do.</summary>
public static class SiteActs
{
    public const string OperateName = "site.operate";

    /// <summary>Set up the site and see how the server fares.</summary>
    public static readonly Act Operate = new(OperateName);
}
