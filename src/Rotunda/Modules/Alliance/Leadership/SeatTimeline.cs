using NodaTime;
using Rotunda.Data.Values;
using Rotunda.Modules.Shared.Time;

namespace Rotunda.Modules.Alliance.Leadership;

/// <summary>A term together with what the record answers for a date.</summary>
public sealed record HeldTerm(Term Term, Presence Presence);

/// <summary>The terms of one seat in the order in which they followed each other, as far as the record tells.</summary>
public sealed class SeatTimeline
{
    private readonly List<(Term Term, Tenure Tenure)> _terms;

    private readonly LocalDate? _founded;

    /// <param name="terms">In any order.</param>
    /// <param name="founded">The day before which there was no body and so no seat; null when it is not recorded.</param>
    public SeatTimeline(IEnumerable<Term> terms, LocalDate? founded = null)
    {
        _founded = founded;
        var ordered = Order([.. terms]);
        _terms = [.. ordered.Select((term, index) => (term, Bounded(ordered, index, founded)))];
    }

    /// <summary>Earliest first.</summary>
    public IReadOnlyList<Term> Terms => [.. _terms.Select(pair => pair.Term)];

    /// <summary>The last term whose holder is recorded; null when none is.</summary>
    public Term? LastRecorded => _terms.LastOrDefault(pair => pair.Term.InstitutionId is not null).Term;

    /// <summary>The last term with a recorded holder that had begun by a date; null when none had.</summary>
    public Term? LastRecordedBy(AsOf date) =>
        _terms.LastOrDefault(pair => pair.Term.InstitutionId is not null && Anchor(pair.Term) is { } begun && begun <= date.Last).Term;

    /// <summary>The key of the words for a date on which no holder is recorded: before the body was founded, after the last recorded holder, or between.</summary>
    public string VacancyKey(AsOf date) =>
        _founded is { } founded && date.Last < founded ? "term.not-founded"
        : LastRecordedBy(date) is { } last && last == LastRecorded ? "term.no-successor" : "term.no-holder";

    /// <summary>The term after another one, or null.</summary>
    public Term? After(Term term) => _terms.SkipWhile(pair => pair.Term.Id != term.Id).Skip(1).FirstOrDefault().Term;

    /// <summary>The term before another one, or null.</summary>
    public Term? Before(Term term) => _terms.TakeWhile(pair => pair.Term.Id != term.Id).LastOrDefault().Term;

    /// <summary>
    /// Who held the seat: those for whom it is certain; when there are none, those for whom it is possible; when there are none,
    /// those for whom the record cannot tell. Terms without a recorded holder count only where no holder answers.
    /// </summary>
    public IReadOnlyList<HeldTerm> Holders(AsOf date)
    {
        var answers = _terms.Select(pair => new HeldTerm(pair.Term, date.Of(pair.Tenure))).Where(held => held.Presence != Presence.No).ToList();
        foreach (var presence in new[] { Presence.Certain, Presence.Possible, Presence.Unknown })
        {
            var named = answers.Where(held => held.Presence == presence && held.Term.InstitutionId is not null).ToList();
            if (named.Count > 0) return named;
        }

        return [.. answers.Where(held => held.Term.InstitutionId is null).Take(1)];
    }

    /// <summary>Terms with a date stand by it; numbered terms without one stand where their number belongs.</summary>
    private static List<Term> Order(List<Term> terms)
    {
        var ordered = terms.Where(term => Anchor(term) is not null).OrderBy(term => Anchor(term)!.Value).ThenBy(term => term.Number ?? int.MaxValue).ToList();
        foreach (var term in terms.Where(term => Anchor(term) is null).OrderBy(term => term.Number ?? int.MaxValue))
        {
            var place = ordered.FindLastIndex(other => other.Number < term.Number) + 1;
            if (place == 0 && ordered.FindIndex(other => other.Number > term.Number) is var following and >= 0) place = following;
            else if (place == 0) place = ordered.Count;
            ordered.Insert(place, term);
        }

        return ordered;
    }

    private static LocalDate? Anchor(Term term) =>
        term.From.Earliest ?? term.Attested.Select(date => date.Earliest).Min() ?? term.To?.Earliest?.PlusDays(-1);

    /// <summary>
    /// A seat passes from one to the next: a term did not begin before the one before it began, was over when the next one had
    /// begun, and one without any date lies after the recorded end of the one before it.
    /// </summary>
    private static Tenure Bounded(List<Term> terms, int index, LocalDate? founded)
    {
        var term = terms[index];
        LocalDate? notBefore = founded, endedBy = null;
        if (term.From.IsUnknown)
        {
            var before = terms.Take(index).LastOrDefault(other => !other.From.IsUnknown || other.To is { IsUnknown: false });
            var concluded = term.Attested.Count == 0 ? before?.To?.Earliest ?? before?.From.Earliest : before?.From.Earliest;
            notBefore = concluded is { } day && founded is { } first ? LocalDate.Max(day, first) : concluded ?? founded;
        }

        if (term.To is null or { IsUnknown: true })
            endedBy = terms.Skip(index + 1).FirstOrDefault(other => Anchor(other) is not null) is { } next ? next.From.Latest ?? Anchor(next) : null;
        return new Tenure(term.From, term.To, term.Attested, notBefore, endedBy);
    }
}
