using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Entries;

namespace VcsaAuthGuard.Faults;

/// <summary>Reads the fault that an entry is; see <c>docs/reading-logs.md</c>.</summary>
internal static class FaultParser
{
    /// <summary>Reads one entry; one that only mentions a fault is counted.</summary>
    public static void Read(LogEntrySpan span, LogCounts counts, List<AuthFault> faults)
    {
        if (Parse(LogEntry.Read(span), counts) is AuthFault fault)
        {
            faults.Add(fault);
        }
        else if (EntryForms.IsMention(span.Text))
        {
            counts.Mentions++;
        }
    }

    /// <summary>Reads one entry.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="counts">Counts a time without an offset.</param>
    /// <returns>The fault, of any kind; null if the entry is not a fault.</returns>
    public static AuthFault? Parse(LogEntry entry, LogCounts counts)
    {
        DateTimeOffset? requestTime = null; // Or that of the event inside the entry.
        AuthFault? fault = entry.Kind switch
        {
            EntryKind.SoapFailure => SoapFault.Read(entry),
            EntryKind.CallError or EntryKind.ActivationFailure => LroFault.Read(entry),
            EntryKind.FrameFailure => FrameFault.Read(entry),
            EntryKind.HttpSessionLimit or EntryKind.UserSessionLimit => LimitFault.ReadSessions(entry),
            EntryKind.ConnectionLimit => LimitFault.ReadConnections(entry),
            EntryKind.SignOnRefusal => SignOnFault.Read(entry, out requestTime),
            EntryKind.Request => AccessFault.Read(entry, out requestTime),
            _ => null,
        };
        if (fault is null)
        {
            return null;
        }

        EntryHeader header = entry.Header;
        counts.TimesWithoutOffset += header.Time is null || header.HasOffset ? 0 : 1;
        return fault with
        {
            Time = requestTime ?? header.Time,
            Level = Bytes.ToTextOrNull(header.Level),
            ThreadId = Bytes.ToTextOrNull(header.ThreadId),
            OpId = Bytes.ToTextOrNull(header.OpId),
            Server = entry.Server,
            Source = entry.Span.Source,
            LineNumber = entry.Span.Line,
            Text = EntryText(entry.Span.Text),
        };
    }

    /// <summary>Returns the lines of an entry joined by LF, without blank ones at its end.</summary>
    private static string EntryText(ReadOnlySpan<byte> entry)
    {
        entry = WithoutLineEnd(entry);
        for (int last; (last = entry.LastIndexOf((byte)'\n')) >= 0 && LogLine.IsBlank(entry.Slice(last + 1));)
        {
            entry = WithoutLineEnd(entry.Slice(0, last + 1));
        }

        string text = Bytes.ToText(entry);
        return text.IndexOf('\r') < 0 ? text : text.Replace("\r\n", "\n");
    }

    private static ReadOnlySpan<byte> WithoutLineEnd(ReadOnlySpan<byte> entry)
    {
        entry = entry.EndsWith("\n"u8) ? entry.Slice(0, entry.Length - 1) : entry;
        return entry.EndsWith("\r"u8) ? entry.Slice(0, entry.Length - 1) : entry;
    }
}
