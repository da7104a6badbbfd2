using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Entries;


namespace VcsaAuthGuard.Faults;

/// <summary>Reads the fault an entry is, if it is one; see <c>docs/reading-logs.md</c>.</summary>
internal static class FaultParser
{
    /// <summary>Reads one entry; one that only mentions a fault is counted.</summary>
    public static void Read(LogEntrySpan entry, LogCounts counts, List<AuthFault> faults)
    {
        if (Parse(entry, counts) is AuthFault fault)
        {
            faults.Add(fault);
        }
        else
        {
            counts.Mentions++;
        }
    }

    /// <summary>Reads one entry.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="counts">Where a time without an offset is counted.</param>
    /// <returns>The fault, of any kind; null when the entry only mentions one.</returns>
    public static AuthFault? Parse(LogEntrySpan entry, LogCounts counts)
    {
        ReadOnlySpan<byte> rest = entry.Text;
        EntryLines.Next(ref rest, out ReadOnlySpan<byte> line);
        line = Bytes.Trim(line);
        EntryHeader header = EntryHeader.Read(line);
        AuthFault? fault = ParseBody(header.Body, entry.Text);

        // In a line of no known shape, a form may also stand where the last bracket of a header would have ended.
        ReadOnlySpan<byte> body = header.Body;
        for (int close = 0; fault is null && !header.IsKnown && (close = body.IndexOf("] "u8)) >= 0;)
        {
            body = body.Slice(close + 2);
            fault = ParseBody(body, entry.Text);
        }

        fault ??= LimitFault.ParseUserSessions(line);
        if (fault is null)
        {
            return null;
        }

        if (header.Time is not null && !header.HasOffset)
        {
            counts.TimesWithoutOffset++;
        }

        return fault with
        {
            Time = header.Time,
            Level = Bytes.ToTextOrNull(header.Level),
            ThreadId = Bytes.ToTextOrNull(header.ThreadId),
            OpId = Bytes.ToTextOrNull(header.OpId),
            Source = entry.Source,
            LineNumber = entry.Line,
            Text = EntryText(entry.Text),
        };
    }

    private static AuthFault? ParseBody(ReadOnlySpan<byte> body, ReadOnlySpan<byte> entry) =>
        body.StartsWith(FaultPatterns.SoapFailure) ? SoapFault.Parse(body, entry)
        : body.StartsWith(FaultPatterns.LroError) ? LroFault.ParseError(body, entry)
        : body.StartsWith(FaultPatterns.ActivationFailed) ? LroFault.ParseActivation(body, entry)
        : LimitFault.Parse(body);

    private static string EntryText(ReadOnlySpan<byte> entry)
    {
        if (entry.Length > 0 && entry[entry.Length - 1] == '\n')
        {
            entry = entry.Slice(0, entry.Length - 1);
        }

        if (entry.Length > 0 && entry[entry.Length - 1] == '\r')
        {
            entry = entry.Slice(0, entry.Length - 1);
        }

        string text = Bytes.ToText(entry);
        return text.IndexOf('\r') < 0 ? text : text.Replace("\r\n", "\n");
    }
}
