namespace Rotunda.Modules.Search.Ranking;

/// <summary>The formula by which texts are ranked: BM25 (Robertson and Zaragoza, 2009) over weighted fields, in whole numbers, so that every database adds up the same.</summary>
internal static class Weights
{
    /// <summary>What a term in the title counts beside one in the body.</summary>
    public const double Title = 3;

    /// <summary>What a term in another name counts beside one in the body.</summary>
    public const double Names = 2.5;

    /// <summary>What a title or name counts that is the query and nothing else, beside a word.</summary>
    public const double Name = 4;

    /// <summary>What the second stem of a word counts beside the first.</summary>
    public const double Second = 0.6;

    /// <summary>What the form in which a word stands counts beside its stem.</summary>
    public const double Exact = 0.5;

    /// <summary>What a single Chinese character of a longer word counts beside two of them.</summary>
    public const double Character = 0.2;

    /// <summary>What a word counts that begins as the last word of the query does.</summary>
    public const double Beginning = 0.7;

    /// <summary>How soon further occurrences of a term stop counting.</summary>
    private const double Saturation = 0.75;

    /// <summary>How much longer texts are held back.</summary>
    private const double LengthShare = 0.6;

    /// <summary>Weights of postings are stored in thousandths or so.</summary>
    private const double PostingScale = 1024;

    /// <summary>Weights of query terms are whole multiples of this part.</summary>
    private const double FactorScale = 256;

    /// <summary>What a term is worth in a text; stored with the posting.</summary>
    /// <param name="frequency">How often it stands there, each time as much as its field weighs.</param>
    /// <param name="length">The weighted number of words of the text.</param>
    /// <param name="mean">The mean of that number in the language.</param>
    public static int OfPosting(double frequency, double length, double mean) =>
        (int)Math.Round(PostingScale * Saturated(frequency, length, mean));

    /// <summary>What a term counts in a text, from 0 for none to almost <c>1 + Saturation</c>.</summary>
    /// <inheritdoc cref="OfPosting"/>
    public static double Saturated(double frequency, double length, double mean) =>
        frequency * (Saturation + 1) / (frequency + (Saturation * (1 - LengthShare + (LengthShare * length / mean))));

    /// <summary>What a term of a query is worth: the rarer, the more.</summary>
    /// <param name="documents">How many texts there are in the language.</param>
    /// <param name="holding">In how many of them the term stands.</param>
    /// <param name="weight">Of its kind and of how often it stands in the query.</param>
    public static int OfTerm(int documents, int holding, double weight) => (int)Math.Round(FactorScale * weight * Rarity(documents, holding));

    /// <summary>The inverse document frequency, never negative.</summary>
    public static double Rarity(int documents, int holding) => Math.Log(1 + ((Math.Max(documents, holding) - holding + 0.5) / (holding + 0.5)));

    /// <summary>A sum of postings' weights times terms' weights, on the scale of <see cref="Rarity"/>.</summary>
    public static double ScoreOf(long sum) => sum / (PostingScale * FactorScale);
}
