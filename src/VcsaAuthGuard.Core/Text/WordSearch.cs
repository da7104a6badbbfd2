using System.Globalization;

namespace VcsaAuthGuard.Text;

/// <summary>Finds words in text whatever their case.</summary>
internal static class WordSearch
{
    /// <summary>Determines whether text has a word or phrase, in capital or small letters.</summary>
    public static bool Has(string? text, string word) =>
        text is not null && CultureInfo.InvariantCulture.CompareInfo.IndexOf(text, word, CompareOptions.OrdinalIgnoreCase) >= 0;
}
