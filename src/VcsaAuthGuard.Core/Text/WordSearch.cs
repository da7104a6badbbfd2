using System.Globalization;

namespace VcsaAuthGuard.Text;

/// <summary>Finds words in text whatever their case.</summary>
internal static class WordSearch
{
    /// <summary>Determines whether text has a word or phrase, in capital or small letters.</summary>
    public static bool Has(string? text, string word) => text is not null && IndexOf(text, word) >= 0;

    /// <remarks>Written here because the framework's search compares letter by letter where globalization is invariant.</remarks>
    private static int IndexOf(string text, string word)
    {
        if (word.Length == 0 || !IsAscii(word))
        {
            return CultureInfo.InvariantCulture.CompareInfo.IndexOf(text, word, CompareOptions.OrdinalIgnoreCase);
        }

        char lower = char.ToLowerInvariant(word[0]);
        char upper = char.ToUpperInvariant(word[0]);
        for (int at = 0; at <= text.Length - word.Length; at++)
        {
            int next = text.AsSpan(at).IndexOfAny(lower, upper);
            at += next;
            if (next < 0 || at > text.Length - word.Length)
            {
                return -1;
            }

            if (text.AsSpan(at, word.Length).Equals(word.AsSpan(), StringComparison.OrdinalIgnoreCase))
            {
                return at;
            }
        }

        return -1;
    }

    private static bool IsAscii(string word)
    {
        const char LastAscii = '\x7F';
        foreach (char letter in word)
        {
            if (letter > LastAscii)
            {
                return false;
            }
        }

        return true;
    }
}
