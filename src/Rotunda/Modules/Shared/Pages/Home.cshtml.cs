using Microsoft.AspNetCore.Mvc;
using NodaTime;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Time;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Shared.Pages;

/// <summary>The home page: the parts that modules contribute, in their order.</summary>
[Public]
public sealed class HomeModel(IEnumerable<IHomePart> parts, ISiteIdentity identity, Frame frame, IClock clock) : SitePage
{
    public IReadOnlyList<PartView> Parts { get; private set; } = [];

    public AsOf On { get; private set; }

    public async Task<IActionResult> OnGetAsync(string? on, CancellationToken cancellationToken)
    {
        if (!AsOf.TryRead(on, TodayBy(clock), out var date)) return BadRequest();
        On = date;
        var site = await identity.GetAsync(cancellationToken);
        (Description, NeutralPath) = (site.Name.Plain(Reader.Language), "/");
        Facts = [StructuredData.Of(
            "Organization", ("name", Description), ("alternateName", site.Abbreviation.Plain(Reader.Language)), ("url", await frame.AbsoluteAsync(Reader.To(""))),
            ("logo", await frame.AbsoluteAsync(frame.Asset("mark.svg"))))];
        var views = new List<PartView>();
        foreach (var part in parts.OrderBy(part => part.Order))
            if (await part.BuildAsync(Reader, date, cancellationToken) is { } view) views.Add(view);
        Parts = views;
        return Page();
    }
}
