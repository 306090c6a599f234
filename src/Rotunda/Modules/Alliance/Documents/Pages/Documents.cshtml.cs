using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Alliance.Documents.Pages;

/// <summary>Statute, declarations and minutes; those for members are listed for people of the association only.</summary>
[Public]
public sealed class DocumentsModel(RotundaDb db, Permissions permissions, SiteLanguages languages) : SitePage
{
    public IReadOnlyList<AssociationDocument> Documents { get; private set; } = [];

    public string LanguageName(string code) => languages.Find(code)?.Name ?? code;

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        (Title, Description) = (T["documents.title"], T["documents.deck"]);
        Walk(new Crumb(Title, null));
        Documents = await db.Documents.AsNoTracking().Include(document => document.Versions.OrderByDescending(version => version.Number)).VisibleTo(Reader.Viewer, permissions)
            .OrderBy(document => document.Kind == DocumentKind.Statute ? 0 : 1).ThenByDescending(document => document.Date).ToListAsync(cancellationToken);
    }
}
