using Microsoft.Extensions.DependencyInjection;
using Rotunda.Data;
using Rotunda.Modules.Newsroom.Import;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Testing;

namespace Rotunda.Tests.Modules.Newsroom;

/// <summary>A folder of articles as an editor hands it over, and its import.</summary>
internal sealed class ArticleFolder : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rotunda-articles-").FullName;

    /// <summary>Writes one language of an article.</summary>
    public ArticleFolder With(string key, string language, string front, string body)
    {
        Directory.CreateDirectory(Path.Combine(_folder, key));
        File.WriteAllText(Path.Combine(_folder, key, language + ".md"), $"---\n{front}\n---\n\n{body}\n");
        return this;
    }

    /// <summary>Writes an article of today's kind in one language, the source.</summary>
    public ArticleFolder WithNews(string key, string body, string more = "", string slug = "", string language = "en") => With(
        key, language, $"title: Title of {key}\nslug: {(slug.Length > 0 ? slug : key)}\nsource: yes\nkind: news\ndate: 2021-03-04\ncategories: students\n{more}".TrimEnd(), body);

    /// <summary>Imports the folder as the command line does.</summary>
    /// <returns>The faults, as a person reads them.</returns>
    public async Task<IReadOnlyList<string>> ImportAsync(Site site)
    {
        await using var scope = site.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<RotundaDb>();
        var (faults, _) = await scope.ServiceProvider.GetRequiredService<ArticleImport>().AddAsync(db, _folder, CancellationToken.None);
        if (faults.Count == 0) await scope.ServiceProvider.GetRequiredService<Publication>().SaveAsync(db, CancellationToken.None);
        else await db.SaveChangesAsync();
        return [.. faults.Select(fault => fault.ToString())];
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
