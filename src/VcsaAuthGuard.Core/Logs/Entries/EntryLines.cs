namespace VcsaAuthGuard.Logs.Entries;

/// <summary>
/// Enumerates the lines of one entry, which are lines of the log or were folded into one line with a literal <c>\n</c> or <c>#012</c>
/// before each arrow.
/// </summary>
internal static class EntryLines
{
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

            int fold = FoldBefore(before);
            if (fold > 0)
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

    private static int FoldBefore(ReadOnlySpan<byte> text) => text.EndsWith("\\n"u8) ? 2 : text.EndsWith("#012"u8) ? 4 : 0;
}
