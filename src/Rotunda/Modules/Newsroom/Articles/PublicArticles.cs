using Microsoft.EntityFrameworkCore;
using Rotunda.Data;

namespace Rotunda.Modules.Newsroom.Articles;

/// <summary>What the public may read.</summary>
internal static class PublicArticles
{
    extension(RotundaDb db)
    {
        /// <summary>Articles of every kind that are published in some language, for reading.</summary>
        public IQueryable<Article> PublishedArticles => db.Articles.AsNoTracking().Where(article => article.Versions.Any(version => version.State == VersionState.Published));

        /// <summary>Those that stand among the news.</summary>
        public IQueryable<Article> PublishedNews => db.PublishedArticles.Where(article => ArticleKinds.AmongNews.Contains(article.Kind));
    }
}
