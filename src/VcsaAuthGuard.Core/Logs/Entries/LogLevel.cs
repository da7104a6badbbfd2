namespace VcsaAuthGuard.Logs.Entries;

/// <summary>
/// Recognizes the words vSphere writes for a level: whole words in either case, or the abbreviations of vSphere 8 with a number,
/// <c>In(166)</c>.
/// </summary>
internal static class LogLevel
{
    private static readonly string[] Words =
    [
        "info",
        "verbose",
        "warning",
        "error",
        "trivia",
        "debug",
        "warn",
        "critical",
        "panic",
        "fatal",
        "alert",
        "notice",
        "trace",
        "none",
    ];

    private static readonly string[] Abbreviations = ["In", "Wa", "Er", "Db", "Cr", "Al", "Em", "No", "Ve", "Tr"];

    public static bool IsLevel(ReadOnlySpan<byte> word)
    {
        int parenthesis = word.IndexOf((byte)'(');
        if (parenthesis == 2 && word[word.Length - 1] == ')')
        {
            ReadOnlySpan<byte> number = word.Slice(3, word.Length - 4);
            return Bytes.TryReadNumber(number, out _, out int digits) && digits == number.Length && IsAny(word.Slice(0, 2), Abbreviations);
        }

        return parenthesis < 0 && IsAny(word, Words);
    }

    private static bool IsAny(ReadOnlySpan<byte> word, string[] known)
    {
        foreach (string candidate in known)
        {
            if (EqualsIgnoreCase(word, candidate))
            {
                return true;
            }
        }

        return false;
    }

    private static bool EqualsIgnoreCase(ReadOnlySpan<byte> word, string known)
    {
        if (word.Length != known.Length)
        {
            return false;
        }

        for (int i = 0; i < known.Length; i++)
        {
            if ((word[i] | 0x20) != (known[i] | 0x20))
            {
                return false;
            }
        }

        return true;
    }
}
