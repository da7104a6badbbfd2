using VcsaAuthGuard.Logs;


namespace VcsaAuthGuard.Faults;

/// <summary>Entries that say a limit of sessions or connections was reached.</summary>
internal static class LimitFault
{
    public static AuthFault? Parse(ReadOnlySpan<byte> body)
    {
        if (body.StartsWith(FaultPatterns.OutOfSessions) && StartsWithDigit(body.Slice(FaultPatterns.OutOfSessions.Length)))
        {
            return Make(AuthFaultKind.SessionLimit, body);
        }

        ReadOnlySpan<byte> untagged = WithoutTags(body);
        return untagged.StartsWith(FaultPatterns.Connections) && StartsWithDigit(untagged.Slice(FaultPatterns.Connections.Length))
            ? Make(AuthFaultKind.ConnectionLimit, untagged)
            : null;
    }

    /// <summary>The sentence about one user's sessions, which services print inside messages of their own.</summary>
    public static AuthFault? ParseUserSessions(ReadOnlySpan<byte> line)
    {
        int at = line.IndexOf(FaultPatterns.UserSessions);
        return at >= 0 && IsUserSessionSentence(line.Slice(at)) ? Make(AuthFaultKind.SessionLimit, line.Slice(at)) : null;
    }

    private static AuthFault Make(AuthFaultKind kind, ReadOnlySpan<byte> message) => new() { Kind = kind, Message = Bytes.ToText(Bytes.Trim(message)) };

    /// <summary><c>[C15632615] </c> or <c>[Tags: "ConnectionId":"1"] </c>, which Envoy puts in front.</summary>
    private static ReadOnlySpan<byte> WithoutTags(ReadOnlySpan<byte> body)
    {
        while (body.Length > 0 && body[0] == '[')
        {
            int end = body.IndexOf((byte)']');
            if (end < 0)
            {
                break;
            }

            body = Bytes.TrimStart(body.Slice(end + 1));
        }

        return body;
    }

    private static bool IsUserSessionSentence(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> rest = text.Slice(FaultPatterns.UserSessions.Length);
        if (!Bytes.TryReadNumber(rest, out _, out int digits))
        {
            return false;
        }

        ReadOnlySpan<byte> next = ". Existing session count is "u8;
        rest = rest.Slice(digits);
        return rest.StartsWith(next) && StartsWithDigit(rest.Slice(next.Length));
    }

    private static bool StartsWithDigit(ReadOnlySpan<byte> text) => text.Length > 0 && Bytes.IsDigit(text[0]);
}
