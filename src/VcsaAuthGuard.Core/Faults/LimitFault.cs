using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Entries;

namespace VcsaAuthGuard.Faults;

/// <summary>Reads entries that report a limit of sessions or connections.</summary>
internal static class LimitFault
{
    /// <summary>The number of lines within which Envoy reports the connection that it closes.</summary>
    private const int ClosingLines = 8;

    /// <summary>Reads <c>Out of HTTP sessions: ...</c>, or the sentence about one user's sessions, which services print inside messages of
    /// their own.</summary>
    public static AuthFault ReadSessions(LogEntry entry) =>
        new()
        {
            Kind = AuthFaultKind.SessionLimit,
            Message = Bytes.ToText(Sentence(entry.Body)),
            User = EntryAccount.FindBehindFor(Bytes.ToText(entry.Body)),
        };

    /// <summary>Reads <c>[C15632615] remote https connections exceed max allowed: 2048</c>.</summary>
    public static AuthFault ReadConnections(LogEntry entry) => new()
    {
        Kind = AuthFaultKind.ConnectionLimit,
        Message = Bytes.ToText(Sentence(entry.Body)),
        ClientAddress = ClosedAddress(entry),
    };

    /// <summary>Returns a body that ends with the limit's figure without what an envelope has behind it.</summary>
    private static ReadOnlySpan<byte> Sentence(ReadOnlySpan<byte> body)
    {
        int end = 0;
        while (end < body.Length && !Bytes.IsDigit(body[end]))
        {
            end++;
        }

        while (end < body.Length && Bytes.IsDigit(body[end]))
        {
            end++;
        }

        ReadOnlySpan<byte> behind = Bytes.TrimStart(body.Slice(end));
        bool goesOn = behind.Length > 0
            && (behind[0] is (byte)'.' or (byte)',' or (byte)'(' or >= 0x80 || (uint)((behind[0] | 0x20) - 'a') <= 'z' - 'a');
        return goesOn ? Bytes.Trim(body) : body.Slice(0, end);
    }

    /// <summary>Finds <c>[C15632615] closing connection TCP&lt;ADDRESS:PORT, ...&gt;</c> behind the entry of the same connection.</summary>
    private static string? ClosedAddress(LogEntry entry)
    {
        int tagStart = entry.Line.IndexOf("[C"u8);
        tagStart = tagStart >= 0 ? tagStart : entry.Line.IndexOf("[Tags: "u8);
        int tagEnd = tagStart < 0 ? -1 : entry.Line.Slice(tagStart).IndexOf((byte)']');
        if (tagEnd < 0)
        {
            return null;
        }

        ReadOnlySpan<byte> tag = entry.Line.Slice(tagStart, tagEnd + 1);
        ReadOnlySpan<byte> rest = entry.Span.Behind;
        for (int i = 0; i < ClosingLines && !rest.IsEmpty; i++)
        {
            ReadOnlySpan<byte> line = LogLine.Next(ref rest);
            int at = line.IndexOf(tag);
            if (at >= 0 && Bytes.TryBetween(line.Slice(at), "closing connection TCP<"u8, ","u8, out ReadOnlySpan<byte> peer))
            {
                int port = peer.LastIndexOf((byte)':');
                ReadOnlySpan<byte> address = port < 0 ? peer : peer.Slice(0, port);
                bool isBracketed = address.Length > 2 && address[0] == '[' && address[address.Length - 1] == ']';
                return NetworkAddress.Parse(Bytes.ToText(isBracketed ? address.Slice(1, address.Length - 2) : address));
            }
        }

        return null;
    }
}
