namespace VcsaAuthGuard.Logs;

/// <summary>The lines of one entry, whether they are lines in the log or were folded into one with a literal <c>\n</c> or <c>#012</c> before each arrow.</summary>
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

        int end = rest.IndexOf((byte)'\n');
        ReadOnlySpan<byte> physical = end < 0 ? rest : rest.Slice(0, end);
        for (int from = 0; ;)
        {
            int arrow = physical.Slice(from).IndexOf("-->"u8);
            if (arrow < 0)
            {
                line = physical;
                rest = end < 0 ? default : rest.Slice(end + 1);
                return true;
            }

            arrow += from;
            int fold = FoldBefore(physical.Slice(0, arrow));
            if (fold > 0)
            {
                line = physical.Slice(0, arrow - fold);
                rest = rest.Slice(arrow);
                return true;
            }

            from = arrow + 3;
        }
    }

    /// <summary>A continuation's text without syslog prefix, arrow and blanks.</summary>
    public static ReadOnlySpan<byte> WithoutArrow(ReadOnlySpan<byte> line)
    {
        int arrow = line.IndexOf("-->"u8);
        return Bytes.Trim(arrow < 0 ? line : line.Slice(arrow + 3));
    }

    private static int FoldBefore(ReadOnlySpan<byte> text) => text.EndsWith("\\n"u8) ? 2 : text.EndsWith("#012"u8) ? 4 : 0;
}
