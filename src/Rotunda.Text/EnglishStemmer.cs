namespace Rotunda.Text;

/// <summary>The Snowball stemmer for English (Porter2, the generation of Snowball 3), after snowballstem.org/algorithms/english.</summary>
/// <remarks>Takes words in small letters with a plain apostrophe; letters other than a to z count as consonants.</remarks>
public static class EnglishStemmer
{
    private static readonly Dictionary<string, string> Irregular = new(StringComparer.Ordinal)
    {
        ["skis"] = "ski", ["skies"] = "sky", ["idly"] = "idl", ["gently"] = "gentl", ["ugly"] = "ugli", ["early"] = "earli", ["only"] = "onli",
        ["singly"] = "singl", ["sky"] = "sky", ["news"] = "news", ["howe"] = "howe", ["atlas"] = "atlas", ["cosmos"] = "cosmos", ["bias"] = "bias", ["andes"] = "andes",
    };

    private static readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> IrregularBySpan = Irregular.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Beginnings after which the first region starts, against the general rule.</summary>
    private static readonly string[] Prefixes = ["gener", "commun", "arsen", "past", "univers", "later", "emerg", "organ", "inter"];

    private static readonly string[] KeptBeforeIng = ["inn", "out", "cann", "herr", "earr", "even"];

    private static readonly string[] KeptBeforeEed = ["proc", "exc", "succ"];

    private static readonly (string Ending, string Replacement)[] SecondStep =
    [
        ("ational", "ate"), ("fulness", "ful"), ("iveness", "ive"), ("ization", "ize"), ("ousness", "ous"), ("biliti", "ble"), ("lessli", "less"), ("tional", "tion"),
        ("alism", "al"), ("aliti", "al"), ("ation", "ate"), ("entli", "ent"), ("fulli", "ful"), ("iviti", "ive"), ("ousli", "ous"), ("ogist", "og"),
        ("abli", "able"), ("alli", "al"), ("anci", "ance"), ("ator", "ate"), ("enci", "ence"), ("izer", "ize"), ("bli", "ble"), ("ogi", "og"), ("li", ""),
    ];

    private static readonly (string Ending, string Replacement)[] ThirdStep =
    [
        ("ational", "ate"), ("tional", "tion"), ("alize", "al"), ("ative", ""), ("icate", "ic"), ("iciti", "ic"), ("ical", "ic"), ("ness", ""), ("ful", ""),
    ];

    private static readonly string[] FourthStep =
        ["ement", "able", "ance", "ence", "ible", "ment", "ant", "ate", "ent", "ion", "ism", "iti", "ive", "ize", "ous", "al", "er", "ic"];

    /// <summary>The stem of a word.</summary>
    public static string Stem(string word)
    {
        Span<char> letters = word.Length <= 64 ? stackalloc char[64] : new char[word.Length];
        word.CopyTo(letters);
        var length = Stem(letters[..word.Length]);
        return word.AsSpan().SequenceEqual(letters[..length]) ? word : letters[..length].ToString();
    }

    /// <summary>Stems in place.</summary>
    /// <returns>The length of the stem, never more than that of the word.</returns>
    public static int Stem(Span<char> letters)
    {
        if (IrregularBySpan.TryGetValue(letters, out var irregular))
        {
            irregular.CopyTo(letters);
            return irregular.Length;
        }

        if (letters.Length < 3) return letters.Length;
        if (letters[0] == '\'')
        {
            letters[1..].CopyTo(letters);
            letters = letters[..^1];
        }

        var word = new Word(letters);
        word.MarkConsonantY();
        word.FindRegions();
        word.DropPossessive();
        word.DropPlural();
        word.DropParticiple();
        word.TurnFinalY();
        word.ReplaceSecond();
        word.ReplaceThird();
        word.DropFourth();
        word.DropFinal();
        word.UnmarkConsonantY();
        return word.Length;
    }

    private ref struct Word(Span<char> letters)
    {
        private readonly Span<char> _letters = letters;
        private int _first = letters.Length;
        private int _second = letters.Length;

        public int Length { get; private set; } = letters.Length;

        private readonly Span<char> Whole => _letters[..Length];

        public readonly void MarkConsonantY()
        {
            for (var i = 0; i < Length; i++)
                if (_letters[i] == 'y' && (i == 0 || IsVowel(_letters[i - 1]))) _letters[i] = 'Y';
        }

        public readonly void UnmarkConsonantY() => Whole.Replace('Y', 'y');

        public void FindRegions()
        {
            var start = 0;
            foreach (var prefix in Prefixes)
                if (Whole.StartsWith(prefix)) start = prefix.Length;
            _first = start > 0 ? start : AfterConsonantBehindVowel(0);
            _second = AfterConsonantBehindVowel(_first);
        }

        public void DropPossessive()
        {
            if (!DropEnding("'s'") && !DropEnding("'s")) DropEnding("'");
        }

        public void DropPlural()
        {
            if (Whole.EndsWith("sses"))
                Length -= 2;
            else if (Whole.EndsWith("ied") || Whole.EndsWith("ies"))
                Length -= Length > 4 ? 2 : 1;
            else if (Whole.EndsWith("s") && !Whole.EndsWith("us") && !Whole.EndsWith("ss") && HasVowel(Length - 2))
                Length--;
        }

        public void DropParticiple()
        {
            if (Whole.EndsWith("eed") || Whole.EndsWith("eedly"))
            {
                var at = Length - (Whole.EndsWith("eed") ? 3 : 5);
                if (at >= _first && !IsOneOf(KeptBeforeEed, Whole[..at])) Length = at + 2;
                return;
            }

            var ending = Whole.EndsWith("ingly") ? 5 : Whole.EndsWith("edly") ? 4 : Whole.EndsWith("ing") ? 3 : Whole.EndsWith("ed") ? 2 : 0;
            if (ending == 0 || !HasVowel(Length - ending)) return;
            if (ending == 3)
            {
                var before = Whole[..^3];
                if (before is [var consonant, 'y'] && !IsVowel(consonant))
                {
                    Length = 3;
                    (_letters[1], _letters[2]) = ('i', 'e');
                    return;
                }

                if (IsOneOf(KeptBeforeIng, before)) return;
            }

            Length -= ending;
            if (Whole.EndsWith("at") || Whole.EndsWith("bl") || Whole.EndsWith("iz"))
                Append('e');
            else if (Length >= 2 && _letters[Length - 1] == _letters[Length - 2] && "bdfgmnprt".Contains(_letters[Length - 1]))
                Length -= Length == 3 && "aeo".Contains(_letters[0]) ? 0 : 1;
            else if (Length == _first && EndsShort(Length))
                Append('e');
        }

        public readonly void TurnFinalY()
        {
            if (Length > 2 && _letters[Length - 1] is 'y' or 'Y' && !IsVowel(_letters[Length - 2])) _letters[Length - 1] = 'i';
        }

        public void ReplaceSecond()
        {
            if (Find(SecondStep) is not var (ending, replacement) || Length - ending.Length < _first) return;
            var before = Length > ending.Length ? _letters[Length - ending.Length - 1] : ' ';
            if (ending == "li" && !"cdeghkmnrt".Contains(before)) return;
            if (ending == "ogi" && before != 'l') return;
            Replace(ending, replacement);
        }

        public void ReplaceThird()
        {
            if (Find(ThirdStep) is not var (ending, replacement) || Length - ending.Length < _first) return;
            if (ending == "ative" && Length - ending.Length < _second) return;
            Replace(ending, replacement);
        }

        public void DropFourth()
        {
            foreach (var ending in FourthStep)
            {
                if (!Whole.EndsWith(ending)) continue;
                var at = Length - ending.Length;
                if (at >= _second && (ending != "ion" || (at > 0 && _letters[at - 1] is 's' or 't'))) Length = at;
                return;
            }
        }

        public void DropFinal()
        {
            var at = Length - 1;
            if (at < 0) return;
            if (_letters[at] == 'e' && (at >= _second || (at >= _first && !EndsShort(at)))) Length = at;
            else if (_letters[at] == 'l' && at >= _second && at > 0 && _letters[at - 1] == 'l') Length = at;
        }

        private readonly int AfterConsonantBehindVowel(int start)
        {
            for (var i = start + 1; i < Length; i++)
                if (!IsVowel(_letters[i]) && HasVowelBetween(start, i)) return i + 1;
            return Length;
        }

        private readonly bool HasVowelBetween(int start, int end)
        {
            for (var i = start; i < end; i++)
                if (IsVowel(_letters[i])) return true;
            return false;
        }

        private readonly bool HasVowel(int end) => HasVowelBetween(0, end);

        /// <summary>A short syllable ends at the place: consonant, vowel, consonant other than w, x, Y; or vowel and consonant at the beginning.</summary>
        private readonly bool EndsShort(int end)
        {
            if (end == 2) return IsVowel(_letters[0]) && !IsVowel(_letters[1]);
            if (_letters[..end].EndsWith("past")) return true;
            return end > 2 && !IsVowel(_letters[end - 1]) && _letters[end - 1] is not ('w' or 'x' or 'Y') && IsVowel(_letters[end - 2]) && !IsVowel(_letters[end - 3]);
        }

        private readonly (string Ending, string Replacement)? Find((string Ending, string Replacement)[] rules)
        {
            foreach (var rule in rules)
                if (Whole.EndsWith(rule.Ending)) return rule;
            return null;
        }

        private bool DropEnding(string ending)
        {
            if (!Whole.EndsWith(ending)) return false;
            Length -= ending.Length;
            return true;
        }

        private void Replace(string ending, string replacement)
        {
            Length -= ending.Length;
            replacement.CopyTo(_letters[Length..]);
            Length += replacement.Length;
        }

        private void Append(char letter) => _letters[Length++] = letter;

        private static bool IsOneOf(string[] words, ReadOnlySpan<char> word)
        {
            foreach (var candidate in words)
                if (word.SequenceEqual(candidate)) return true;
            return false;
        }

        private static bool IsVowel(char letter) => letter is 'a' or 'e' or 'i' or 'o' or 'u' or 'y';
    }
}
