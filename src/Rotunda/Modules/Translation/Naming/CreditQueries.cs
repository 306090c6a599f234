using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Translation.Texts;

namespace Rotunda.Modules.Translation.Naming;

/// <summary>The names under a text, by what their bearers did.</summary>
public sealed record CreditLines(IReadOnlyList<string> Authors, IReadOnlyList<string> Editors, IReadOnlyList<string> Translators, IReadOnlyList<string> Reviewers)
{
    public static CreditLines None { get; } = new([], [], [], []);

    public bool IsEmpty => Authors.Count + Editors.Count + Translators.Count + Reviewers.Count == 0;
}

/// <summary>Reads whom a published text names, by the names and wishes of today.</summary>
public sealed class CreditQueries(RotundaDb db)
{
    /// <summary>The credits of the published revision of a text in a language; one query. Who does not want to be named, or was erased, is not.</summary>
    /// <param name="textId">The text.</param>
    /// <param name="language">The language of the version shown.</param>
    /// <param name="reader">The language of the page, in which people are named.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async Task<CreditLines> OfAsync(Guid textId, string language, Language reader, CancellationToken cancellationToken) =>
        (await OfManyAsync([(textId, language)], reader, cancellationToken))[textId];

    /// <summary>The credits of several texts, each in one language; one query whatever the number. Every text is in the answer.</summary>
    public async Task<IReadOnlyDictionary<Guid, CreditLines>> OfManyAsync(IReadOnlyCollection<(Guid TextId, string Language)> texts, Language reader, CancellationToken cancellationToken)
    {
        var ids = texts.Select(text => text.TextId).ToList();
        var rows = (await (
            from shown in db.PublishedTexts.AsNoTracking()
            where ids.Contains(shown.TextId)
            join credit in db.Set<RevisionCredit>() on shown.RevisionId equals credit.RevisionId
            join account in db.Set<Account>() on credit.AccountId equals account.Id
            join name in db.Set<CreditName>() on account.Id equals name.AccountId into names
            from name in names.DefaultIfEmpty()
            where account.UserName != null && (name == null || !name.IsHidden)
            select new { shown.TextId, shown.Language, credit.Kind, account.DisplayName, Names = name == null ? null : name.Names }).ToListAsync(cancellationToken)).ToLookup(row => (row.TextId, row.Language));
        var order = StringComparer.Create(reader.Culture, ignoreCase: true);
        return texts.ToDictionary(text => text.TextId, text =>
        {
            return new CreditLines(Of(CreditKind.Author), Of(CreditKind.Editor), Of(CreditKind.Translator), Of(CreditKind.Reviewer));

            IReadOnlyList<string> Of(CreditKind kind) => [.. rows[text].Where(row => row.Kind == kind).Select(row => row.Names?[reader.Code] ?? row.DisplayName).Where(name => name.Length > 0).Distinct().Order(order)];
        });
    }
}
