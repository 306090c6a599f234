using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Rotunda.Modules.Translation.Texts;

/// <summary>
/// What the working copy of a text says in one language and in its source language, in a few characters: a form that shows it sends them
/// back, so that nothing is done to words that its reader did not see. Approvals and re-stamps change no word and nothing here.
/// </summary>
public static class TextFingerprint
{
    private const int Bytes = 16;

    /// <param name="text">The text with blocks, segments and their texts.</param>
    /// <param name="language">The language.</param>
    public static string Of(TranslatedText text, string language)
    {
        var said = new StringBuilder();
        foreach (var block in text.Blocks.Where(block => block.IsIn(language)).OrderBy(block => block.Order))
            said.Append(CultureInfo.InvariantCulture, $"{block.Id} {block.Kind} {block.Level} {block.Target}\n");
        foreach (var segment in text.Segments.OrderBy(segment => segment.Id))
        {
            if ((segment.In(text.SourceLanguage), segment.In(language)) is not (null, null) and var (source, own))
                said.Append(CultureInfo.InvariantCulture, $"{segment.Id} {Written(source)} {Written(own)}\n");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(said.ToString())).AsSpan(0, Bytes));

        static string Written(SegmentText? text) => text is null ? "-" : Convert.ToHexString(text.Hash);
    }
}
