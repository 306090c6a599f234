using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Alliance.Programmes.Pages;

/// <summary>One joint programme.</summary>
[Public]
public sealed class ProgrammeModel(RotundaDb db, RelatedParts related) : SitePage
{
    public Programme Programme { get; private set; } = null!;

    public IReadOnlyList<RelatedList> Related { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string code, CancellationToken cancellationToken)
    {
        var programme = await db.Programmes.AsNoTracking().Include(row => row.Institutions)
            .SingleOrDefaultAsync(row => row.Code == code, cancellationToken);
        if (programme is null) return NotFound();
        Programme = programme;
        (Title, Description) = (programme.Name.Plain(Reader.Language), programme.About.Plain(Reader.Language));
        Walk(new Crumb(T["programmes.title"], Reader.To("/programmes")), new Crumb(Title, null));
        Related = await related.AboutAsync(new Reference("programme", code), Reader, cancellationToken);
        return Page();
    }
}
