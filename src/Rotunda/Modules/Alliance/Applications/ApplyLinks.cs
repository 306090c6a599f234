using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Alliance.Applications;

/// <summary>The way to the form for applications, on a standing page where people look for it.</summary>
/// <param name="page">The key of the page.</param>
internal sealed class ApplyLink(string page) : IPagePart
{
    public string Page => page;

    public int Order => 90;

    public Task<PartView?> BuildAsync(Reader reader, CancellationToken cancellationToken) => Task.FromResult<PartView?>(new PartView("/Modules/Alliance/Applications/_ApplyLink.cshtml", page));
}
