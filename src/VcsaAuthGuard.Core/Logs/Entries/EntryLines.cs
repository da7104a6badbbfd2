namespace VcsaAuthGuard.Logs.Entries;

/// <summary>
/// Enumerates the lines of one entry, which are lines of the log or were folded into one line with a literal <c>\n</c>, <c>#012</c> or
/// another sign before each arrow.
/// </summary>
internal static class EntryLines
{
    /// <summary>The texts that collectors write for a line end, the longest first.</summary>
    private static readonly byte[][] Folds =
    [
        "#015#012"u8.ToArray(), "\\u000a"u8.ToArray(), "\\u000A"u8.ToArray(), "&#10;"u8.ToArray(), "&#xA;"u8.ToArray(),
        "\\r\\n"u8.ToArray(), "\\\\n"u8.ToArray(), "\\x0a"u8.ToArray(), "\\x0A"u8.ToArray(), "\\012"u8.ToArray(), "#012"u8.ToArray(),
        "\u2424"u8.ToArray(), "\\n"u8.ToArray(),
    ];

    /// <summary>Cuts the next line off <paramref name="rest"/>; false at the end.</summary>
    public static bool Next(scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> line)
    {
        if (rest.IsEmpty)
        {
            line = default;
            return false;
        }

        for (int from = 0; ;)
        {
            // The line ends at its line feed, or at a fold in front of an arrow, whichever comes first.
            int arrow = rest.Slice(from).IndexOf("-->"u8);
            ReadOnlySpan<byte> before = arrow < 0 ? rest : rest.Slice(0, from + arrow);
            int lineFeed = before.Slice(from).IndexOf((byte)'\n');
            if (lineFeed >= 0)
            {
                line = rest.Slice(0, from + lineFeed);
                rest = rest.Slice(from + lineFeed + 1);
                return true;
            }

            if (arrow < 0)
            {
                line = rest;
                rest = default;
                return true;
            }

            int fold = FoldBefore(before, rest.Slice(before.Length + 3));
            if (fold >= 0)
            {
                line = rest.Slice(0, before.Length - fold);
                rest = rest.Slice(before.Length);
                return true;
            }

            from = before.Length + 3;
        }
    }

    /// <summary>Returns a continuation's text without syslog prefix, arrow and blanks.</summary>
    public static ReadOnlySpan<byte> WithoutArrow(ReadOnlySpan<byte> line)
    {
        int arrow = line.IndexOf("-->"u8);
        return Bytes.Trim(arrow < 0 ? line : line.Slice(arrow + 3));
    }

    /// <summary>Returns the length of what a collector put in the place of a line end; -1 if there is none.</summary>
    private static int FoldBefore(ReadOnlySpan<byte> text, ReadOnlySpan<byte> behind)
    {
        if (text.IsEmpty)
        {
            return -1; // The arrow that starts a line.
        }

        foreach (byte[] fold in Folds)
        {
            if (text.EndsWith(fold))
            {
                return fold.Length;
            }
        }

        // A blank or nothing (SpaceLFOnReceive of rsyslog): vpxd indents what follows, or closes a block, behind punctuation.
        bool isIndented = behind.StartsWith("  "u8) || behind.StartsWith(" }"u8) || behind.StartsWith(" ("u8) || behind.StartsWith(" /"u8)
            || behind.StartsWith(" Result:"u8) || behind.StartsWith(" Args:"u8) || behind.StartsWith(" Arg "u8);
        ReadOnlySpan<byte> front = isIndented ? Bytes.Trim(text) : default;
        if (front.IsEmpty || front.EndsWith("-->"u8) || "{},:;>\"')]"u8.IndexOf(front[front.Length - 1]) < 0)
        {
            return -1;
        }

        // Behind the first such place come more; behind a later one, what is left starts with an arrow.
        int lineEnd = behind.IndexOf((byte)'\n');
        return text.StartsWith("-->"u8) || CountArrows(lineEnd < 0 ? behind : behind.Slice(0, lineEnd)) > 1 ? 0 : -1;
    }

    private static int CountArrows(ReadOnlySpan<byte> text)
    {
        int count = 0;
        for (int at; (at = text.IndexOf("-->"u8)) >= 0; count++)
        {
            text = text.Slice(at + 3);
        }

        return count;
    }
}
