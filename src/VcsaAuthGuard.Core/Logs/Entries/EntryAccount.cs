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
            if (EntryLines.WithoutArrow(line).SequenceEqual("Arg userName:"u8))
            {
                return ReadValue(rest);
            }
        }

        return null;
    }

    /// <summary>Returns the account in <c>... Existing session count is 550 for user ACCOUNT</c>; null if there is none.</summary>
    public static string? FindBehindFor(string sentence)
    {
        const string Label = " for user ";
        int at = sentence.IndexOf(Label, StringComparison.Ordinal);
        string account = at < 0 ? "" : sentence.Substring(at + Label.Length).Trim();
        int end = account.IndexOfAny([' ', '"', ',', ';', ')', '}']);
        account = (end < 0 ? account : account.Remove(end)).TrimEnd('.', '\\');
        return account.Length == 0 ? null : account;
    }

    /// <summary>Returns the value in the next line that is not blank, as copies of a log may have blank lines in between.</summary>
    private static string? ReadValue(ReadOnlySpan<byte> rest)
    {
        while (EntryLines.Next(ref rest, out ReadOnlySpan<byte> line))
        {
            if (!LogLine.IsBlank(line))
            {
                return Unquote(EntryLines.WithoutArrow(line));
            }
        }

        return null;
    }

    private static string? Unquote(ReadOnlySpan<byte> value) =>
        value.Length > 2 && value[0] == '"' && value[value.Length - 1] == '"' ? Bytes.ToText(value.Slice(1, value.Length - 2)) : null;
}
