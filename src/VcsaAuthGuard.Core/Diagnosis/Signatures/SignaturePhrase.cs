using System.Text;
using VcsaAuthGuard.Logs;

namespace VcsaAuthGuard.Diagnosis.Signatures;

/// <summary>Finds the words that every entry has which a signature's pattern matches, because log platforms search for words and not for
/// patterns.</summary>
internal static class SignaturePhrase
{
    private const string Optional = "?*{";
    private const string Special = ".[](){}^$+";
    private const int MinLength = 4;

    /// <summary>Stands for what is no literal text of a pattern.</summary>
    private const char Other = '\n';

    /// <summary>Returns the longest run of whole words; null if the pattern has none that every match contains.</summary>
    public static SearchPhrase? Find(string pattern)
    {
        if (pattern.Contains('|') || pattern.Contains("(?i"))
        {
            return null;
        }

        string? longest = Literal(pattern)
            .Split(Other)
            .Select(part => part.Trim(' ', ':', ',', ';'))
            .OrderByDescending(part => part.Length)
            .FirstOrDefault();
        return longest?.Length >= MinLength ? new(longest) : null;
    }

    /// <summary>Returns the literal text of a pattern, with a line end in the place of everything else and of the words next to it, which
    /// can be parts of longer words.</summary>
    private static string Literal(string pattern)
    {
        StringBuilder text = new();
        int depth = 0;
        for (int i = 0; i < pattern.Length; i++)
        {
            char c = pattern[i];
            bool isEscape = c == '\\' && i + 1 < pattern.Length;
            char literal = isEscape ? pattern[++i] : c;
            bool isText = isEscape ? !char.IsLetterOrDigit(literal) : !Special.Contains(c) && !Optional.Contains(c);
            depth += isEscape ? 0 : c is '(' or '[' or '{' ? 1 : c is ')' or ']' or '}' ? -1 : 0;
            if (!isEscape && Optional.Contains(c) && text.Length > 0)
            {
                text.Length--; // What stands before it need not be in a match.
            }

            text.Append(isText && depth == 0 ? literal : Other);
        }

        return WithoutPartsOfWords(text.Insert(0, Other).Append(Other).ToString());
    }

    private static string WithoutPartsOfWords(string text)
    {
        char[] characters = text.ToCharArray();
        for (int i = 1; i < characters.Length; i++)
        {
            characters[i] = characters[i - 1] == Other && IsOfWord(characters[i]) ? Other : characters[i];
        }

        for (int i = characters.Length - 2; i >= 0; i--)
        {
            characters[i] = characters[i + 1] == Other && IsOfWord(characters[i]) ? Other : characters[i];
        }

        return new string(characters);
    }

    private static bool IsOfWord(char c) => char.IsLetterOrDigit(c) || c is '_' or '-' or '.';
}
