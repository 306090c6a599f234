using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Rotunda.Data.Values;
using Rotunda.Modules.Newsroom.Topics;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Modules.Shared.Time;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Newsroom.Articles.Pages;

/// <summary>The news of a month, latest first.</summary>
[Public]
public sealed class NewsMonthModel(NewsQueries news, TopicQueries topics) : NewsList(news, topics)
{
    protected override string ListPath => FormattableString.Invariant($"/news/{Filter.Year}/{Filter.Month:00}");

    public async Task<IActionResult> OnGetAsync(int year, string month, CancellationToken cancellationToken)
    {
        // Beyond these years there is no calendar to ask
        if (year is < 1 or > 9998) return NotFound();
        var number = int.Parse(month, CultureInfo.InvariantCulture);
        if (await ReadAsync(new NewsFilter(year, number), mayBeEmpty: false, cancellationToken) is { } refusal) return refusal;
        var whole = T.Date(PartialDate.Year(year));
        Name(
            T.Format("news.of-year", ("year", T.Date(PartialDate.Month(year, number), inPhrase: false))), T["news.description"],
            new Crumb(T.Format("news.of-year", ("year", whole)), Reader.To(FormattableString.Invariant($"/news/{year}"))));
        return Page();
    }
}

/// <summary>The route constraint <c>month</c>: two digits from 01 to 12. No slug is two digits alone.</summary>
public sealed class MonthConstraint : ValueConstraint
{
    protected override bool Fits(string value) => value.Length == 2 && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 12;
}
