using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Translation.Interchange.Tbx;

namespace Rotunda.Modules.Translation.Terms;

/// <summary>A page of the termbase.</summary>
public sealed record TermPage(IReadOnlyList<TermConcept> Concepts, int Total);

/// <summary>Reads the termbase.</summary>
public sealed class TermQueries(RotundaDb db, ISearchFilter search, SiteLanguages languages)
{
    /// <summary>Concepts with a word that is sought, by their first word; three queries, and one more where words are sought.</summary>
    public async Task<TermPage> PageAsync(string typed, int page, int size, CancellationToken cancellationToken)
    {
        var concepts = db.TermConcepts.AsNoTracking();
        if (typed.Length > 0)
        {
            var all = await concepts.Select(concept => new { concept.Id, concept.Subject, Words = concept.Words.Select(word => word.Text).ToList() }).ToListAsync(cancellationToken);
            var ids = search.Among(all, row => [row.Subject, .. row.Words], typed).Select(row => row.Id).ToList();
            concepts = concepts.Where(concept => ids.Contains(concept.Id));
        }

        var total = await concepts.CountAsync(cancellationToken);
        var first = languages.Default.Code;
        var rows = await concepts.Include(concept => concept.Words)
            .OrderBy(concept => concept.Words.Where(word => word.Language == first && word.Use == WordUse.Preferred).Select(word => word.Text).FirstOrDefault() ?? "").ThenBy(concept => concept.Id)
            .Skip((page - 1) * size).Take(size).AsSplitQuery().ToListAsync(cancellationToken);
        return new TermPage(rows, total);
    }

    public async Task<TermConcept?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        await db.TermConcepts.AsNoTracking().Include(concept => concept.Words).SingleOrDefaultAsync(concept => concept.Id == id, cancellationToken);

    /// <summary>The termbase between two languages, ready to be asked; one query.</summary>
    public async Task<Termbook> BookAsync(string sourceLanguage, string targetLanguage, CancellationToken cancellationToken) =>
        new(await db.TermConcepts.AsNoTracking().Include(concept => concept.Words.Where(word => word.Language == sourceLanguage || word.Language == targetLanguage)).ToListAsync(cancellationToken), sourceLanguage, targetLanguage);

    /// <summary>Everything, as it is written into a TBX file; read while it is written.</summary>
    public async IAsyncEnumerable<TbxConcept> ExportAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var concept in db.TermConcepts.AsNoTracking().Include(concept => concept.Words).OrderBy(concept => concept.Id).AsAsyncEnumerable().WithCancellation(cancellationToken))
            yield return new TbxConcept(0, "c" + concept.Id.ToString("N"), concept.Subject is { Length: > 0 } subject ? subject : null, null, [.. TermsOf(concept)]);
    }

    private IEnumerable<TbxTerm> TermsOf(TermConcept concept)
    {
        foreach (var language in languages.All)
        {
            var forms = concept.In(language.Code, WordUse.Form).ToList();
            foreach (var word in concept.Words.Where(word => word.Language == language.Code && word.Use != WordUse.Form).OrderBy(word => word.Use).ThenBy(word => word.Order))
            {
                var isFirst = word.Use == WordUse.Preferred;
                yield return new TbxTerm(
                    language.Tag, word.Text, word.Use switch { WordUse.Preferred => TermUse.Preferred, WordUse.Admitted => TermUse.Admitted, _ => TermUse.Forbidden }, isFirst ? forms : [], isFirst ? concept.Notes[language.Code] : null);
            }
        }
    }
}
