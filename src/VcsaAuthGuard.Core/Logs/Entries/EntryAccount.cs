namespace VcsaAuthGuard.Logs.Entries;

/// <summary>Finds the account that an entry names.</summary>
internal static class EntryAccount
{
    /// <summary>Returns the account: the argument <c>userName</c> of a call, or the user who could not be authenticated; null if there
    /// is none.</summary>
    public static string? Find(LogEntry entry)
    {
        if (Bytes.TryBetween(entry.Line, "Failed to authenticate user <"u8, ">"u8, out ReadOnlySpan<byte> user))
        {
            return Bytes.ToTextOrNull(user);
        }

        // The value stands in the line behind the argument's name.
        ReadOnlySpan<byte> rest = entry.Span.Text;
        while (EntryLines.Next(ref rest, out ReadOnlySpan<byte> line))
        {
            if (EntryLines.WithoutArrow(line).SequenceEqual("Arg userName:"u8) && EntryLines.Next(ref rest, out line))
            {
                return Unquote(EntryLines.WithoutArrow(line));
            }
        }

        return null;
    }

    private static string? Unquote(ReadOnlySpan<byte> value) =>
        value.Length > 2 && value[0] == '"' && value[value.Length - 1] == '"' ? Bytes.ToText(value.Slice(1, value.Length - 2)) : null;
}
