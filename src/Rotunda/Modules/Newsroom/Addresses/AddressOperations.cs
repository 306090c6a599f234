using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Data.Values;
using Rotunda.Modules.Newsroom.Articles;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Text;

namespace Rotunda.Modules.Newsroom.Addresses;

/// <summary>Moves articles to other addresses. Nothing that was translated becomes stale by it, and what was linked stays reachable.</summary>
public sealed class AddressOperations(RotundaDb db, Permissions permissions, AuditTrail audit, Publication publication, IClock clock)
{
    /// <summary>Gives an article another day or other slugs; where the address changes by it, the former one leads on.</summary>
    /// <param name="viewer">Who moves it.</param>
    /// <param name="key">The article.</param>
    /// <param name="version">The version that the form showed.</param>
    /// <param name="date">A day such as <c>2022-06-10</c>.</param>
    /// <param name="slugs">By language; languages without one keep theirs.</param>
    /// <param name="cancellationToken">Cancels everything.</param>
    public async Task<Outcome> MoveAsync(Viewer viewer, string key, int version, string date, IReadOnlyDictionary<string, string> slugs, CancellationToken cancellationToken)
    {
        if (!permissions.May(viewer, AddressActs.Edit)) return new Outcome.Refused();
        if (await db.Articles.Include(row => row.Versions).SingleOrDefaultAsync(row => row.Key == key, cancellationToken) is not { } article) return new Outcome.Missing();
        if (article.Version != version) return new Outcome.Conflict();
        var faults = new List<FieldFault>();
        var day = LocalDatePattern.Iso.Parse(TextCleaning.Clean(date));
        if (!day.Success || day.Value.Year is < 1900 or > 2200) return new Outcome.Invalid([new FieldFault("Date", "address.fault.date")]);
        var changes = new List<FieldChange>();
        if (day.Value != article.Date)
        {
            changes.Add(new FieldChange("date", article.ShownDate.ToString(), LocalDatePattern.Iso.Format(day.Value)));
            (article.Date, article.DatePrecision) = (day.Value, DatePrecision.Day);
            if (article.Origin is { IsUndated: true } origin) article.Origin = origin with { IsUndated = false };
        }

        foreach (var row in article.Versions)
        {
            var slug = TextCleaning.Clean(slugs.GetValueOrDefault(row.Language) ?? row.Slug).ToLowerInvariant();
            if (!Slugs.IsOne(slug)) faults.Add(new FieldFault($"Slug.{row.Language}", "fault.slug"));
            else if (await AddressHistory.IsTakenAsync(db, article.Id, row.Language, day.Value.Year, slug, cancellationToken)) faults.Add(new FieldFault($"Slug.{row.Language}", "fault.slug-taken"));
            else
            {
                if (row.Slug != slug) changes.Add(new FieldChange($"slug.{row.Language}", row.Slug, slug));
                await AddressHistory.MoveAsync(db, row, day.Value.Year, slug, clock.GetCurrentInstant(), cancellationToken);
            }
        }

        if (faults.Count > 0) return new Outcome.Invalid(faults);
        if (changes.Count == 0) return new Outcome.Done();
        db.Entry(article).State = EntityState.Modified;
        audit.Record(db, viewer, "article.move", "article", key, changes);
        return await SaveAsync(cancellationToken);
    }

    private Task<Outcome> SaveAsync(CancellationToken cancellationToken) => publication.TrySaveAsync(db, new Outcome.Conflict(), cancellationToken);
}
