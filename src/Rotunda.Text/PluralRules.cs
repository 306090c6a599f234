using System.Globalization;

namespace Rotunda.Text;

/// <summary>
/// The plural rules of one language in the syntax of CLDR (Unicode Technical Standard 35, part 3, section 5.1).
/// </summary>
/// <remarks>
/// Rules are data: they stand in the header of a language's PO file, so that a new language needs no code.
/// Samples (<c>@integer</c>, <c>@decimal</c>) may follow a condition and are ignored.
/// </remarks>
public sealed class PluralRules
{
    private readonly (string Category, Condition Condition)[] _rules;

    private PluralRules((string, Condition)[] rules)
    {
        _rules = rules;
        Categories = [.. rules.Select(rule => rule.Item1), "other"];
    }

    /// <summary>The categories in the order in which they were declared; <c>other</c> is always last.</summary>
    public IReadOnlyList<string> Categories { get; }

    /// <summary>One category for every number, as in Chinese.</summary>
    public static PluralRules OtherOnly { get; } = new([]);

    /// <summary>Reads rules such as <c>one: i = 1 and v = 0; few: n % 10 = 2..4</c>.</summary>
    /// <exception cref="FormatException">A condition is not in the syntax; the message names the place.</exception>
    public static PluralRules Parse(string text)
    {
        var rules = new List<(string, Condition)>();
        foreach (var part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var colon = part.IndexOf(':', StringComparison.Ordinal);
            if (colon < 1) throw new FormatException($"A plural rule is «category: condition», not «{part}».");
            var category = part[..colon].Trim();
            if (category == "other") continue;
            rules.Add((category, Condition.Parse(part[(colon + 1)..])));
        }

        return new PluralRules([.. rules]);
    }

    /// <summary>The category of a whole number.</summary>
    public string CategoryOf(long number) => CategoryOf(PluralOperands.Of(number));

    /// <summary>The category of a number as it is written: <c>1</c> and <c>1.0</c> may differ.</summary>
    /// <param name="written">Digits with an optional point, and optionally <c>c</c> and a power of ten as in CLDR's samples.</param>
    /// <exception cref="FormatException">It is not a number.</exception>
    public string CategoryOf(string written) => CategoryOf(PluralOperands.Parse(written));

    /// <summary>The place of a number's category in <see cref="Categories"/>.</summary>
    public int IndexOf(long number)
    {
        var operands = PluralOperands.Of(number);
        for (var i = 0; i < _rules.Length; i++)
            if (_rules[i].Condition.Holds(operands)) return i;
        return _rules.Length;
    }

    private string CategoryOf(in PluralOperands operands)
    {
        foreach (var (category, condition) in _rules)
            if (condition.Holds(operands)) return category;
        return "other";
    }

    /// <summary>Alternatives of conjunctions of relations.</summary>
    private sealed class Condition(Relation[][] alternatives)
    {
        public bool Holds(in PluralOperands operands)
        {
            foreach (var conjunction in alternatives)
            {
                var holds = true;
                foreach (var relation in conjunction)
                {
                    if (relation.Holds(operands)) continue;
                    holds = false;
                    break;
                }

                if (holds) return true;
            }

            return false;
        }

        public static Condition Parse(string text)
        {
            var samples = text.IndexOf('@', StringComparison.Ordinal);
            var condition = samples < 0 ? text : text[..samples];
            return new Condition([.. condition.Split(" or ", StringSplitOptions.TrimEntries)
                .Select(alternative => alternative.Split(" and ", StringSplitOptions.TrimEntries).Select(Relation.Parse).ToArray())]);
        }
    }

    /// <summary>An operand, perhaps modulo a number, that is or is not in a list of values and ranges.</summary>
    private sealed class Relation(char operand, int modulus, bool negated, (int From, int To)[] ranges)
    {
        public bool Holds(in PluralOperands operands)
        {
            var value = operands[operand];
            if (modulus > 0) value %= modulus;
            var inside = false;
            foreach (var (from, to) in ranges)
                inside |= value >= from && value <= to && (from == to || decimal.Truncate(value) == value);
            return inside != negated;
        }

        public static Relation Parse(string text)
        {
            var negated = text.Contains("!=", StringComparison.Ordinal);
            var sides = text.Split(negated ? "!=" : "=", StringSplitOptions.TrimEntries);
            if (sides.Length != 2) throw new FormatException($"A relation has two sides: «{text}».");
            var left = sides[0].Split('%', StringSplitOptions.TrimEntries);
            if (left is not [[var operand], ..] || !"nivwftce".Contains(operand, StringComparison.Ordinal) || left.Length > 2)
                throw new FormatException($"Not an operand: «{sides[0]}».");
            var modulus = left.Length == 2 ? Number(left[1]) : 0;
            return new Relation(operand, modulus, negated, [.. sides[1].Split(',', StringSplitOptions.TrimEntries).Select(Range)]);
        }

        private static (int, int) Range(string text)
        {
            var dots = text.IndexOf("..", StringComparison.Ordinal);
            return dots < 0 ? (Number(text), Number(text)) : (Number(text[..dots]), Number(text[(dots + 2)..]));
        }

        private static int Number(string text) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw new FormatException($"Not a whole number: «{text}».");
    }
}

/// <summary>What the plural rules ask of a number: its value, its whole part, and its visible decimals.</summary>
internal readonly record struct PluralOperands(decimal N, decimal I, int V, int W, decimal F, decimal T, int E)
{
    public decimal this[char operand] => operand switch
    {
        'n' => N,
        'i' => I,
        'v' => V,
        'w' => W,
        'f' => F,
        't' => T,
        _ => E,
    };

    public static PluralOperands Of(long number)
    {
        var magnitude = Math.Abs((decimal)number);
        return new PluralOperands(magnitude, magnitude, 0, 0, 0, 0, 0);
    }

    public static PluralOperands Parse(string written)
    {
        var exponent = 0;
        var mantissa = written.TrimStart('-');
        var power = mantissa.IndexOfAny(['c', 'e']);
        if (power >= 0)
        {
            exponent = int.Parse(mantissa.AsSpan(power + 1), NumberStyles.None, CultureInfo.InvariantCulture);
            mantissa = mantissa[..power];
        }

        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? mantissa : mantissa[..point];
        var fraction = point < 0 ? "" : mantissa[(point + 1)..];
        for (var shift = exponent; shift > 0; shift--)
        {
            whole += fraction.Length > 0 ? fraction[0] : '0';
            fraction = fraction.Length > 0 ? fraction[1..] : "";
        }

        var significant = fraction.TrimEnd('0');
        var value = decimal.Parse(fraction.Length > 0 ? $"{whole}.{fraction}" : whole, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        return new PluralOperands(value, decimal.Truncate(value), fraction.Length, significant.Length, Digits(fraction), Digits(significant), exponent);
    }

    private static decimal Digits(string digits) => digits.Length == 0 ? 0 : decimal.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
}
