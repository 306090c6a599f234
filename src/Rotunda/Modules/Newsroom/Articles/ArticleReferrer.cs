using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Newsroom.Articles;

/// <summary>News and pages that name a thing of the registry.</summary>
internal sealed class ArticleReferrer : IReferrer
{
    public string TextKey => "use.articles";

    public Task<int> CountAsync(RotundaDb db, Reference about, CancellationToken cancellationToken) =>
        db.Articles.CountAsync(article => article.References.Any(reference => reference.Kind == about.Kind && reference.Code == about.Code), cancellationToken);
}
