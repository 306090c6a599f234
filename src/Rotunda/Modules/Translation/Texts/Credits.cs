namespace Rotunda.Modules.Translation.Texts;

/// <summary>
/// Who is named on a version, from the record of its segments. The author and the editors stand on every version; translators are the
/// makers of the words that survive in this one, reviewers whoever approved them. Who translates an own text is its author and nothing
/// else (the rule of ropensci/roweb3, pull request 1150), and who approved own work has not reviewed it.
/// </summary>
public static class Credits
{
    /// <summary>The credits of a version as it stands, each once, by kind and then by account.</summary>
    /// <param name="text">The text with segments and their texts.</param>
    /// <param name="language">The language of the version.</param>
    /// <param name="publisher">Who publishes it; null for the program.</param>
    public static IReadOnlyList<(CreditKind Kind, Guid Account)> Of(TranslatedText text, string language, Guid? publisher)
    {
        var sources = text.Segments.Select(segment => segment.In(text.SourceLanguage)).OfType<SegmentText>().ToList();
        var makers = sources.SelectMany(source => source.Makers).ToHashSet();
        var authors = text.AuthorId is { } author ? [author] : makers;
        var editors = makers.Concat(publisher is { } account ? [account] : []).Except(authors);
        var own = language == text.SourceLanguage ? [] : text.Segments.Select(segment => segment.In(language)).OfType<SegmentText>().ToList();
        var translators = own.Where(segment => segment.Shape == SegmentShape.Own).SelectMany(segment => segment.Makers).Except(authors);
        var reviewers = own.Where(segment => segment is { IsApproved: true, ApprovedBy: { } reviewer } && !segment.Makers.Contains(reviewer)).Select(segment => segment.ApprovedBy!.Value);
        return [.. new[] { (CreditKind.Author, authors), (CreditKind.Editor, editors), (CreditKind.Translator, translators), (CreditKind.Reviewer, reviewers) }
            .SelectMany(credit => credit.Item2.Distinct().Order().Select(id => (credit.Item1, id)))];
    }
}
