using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Entries;


namespace VcsaAuthGuard.ApiLoad.Entries;

/// <summary>
/// Parses the begin of a call: <c>[VpxLRO] -- BEGIN lro-846063 -- SessionManager -- vim.SessionManager.sessionIsActive --
/// SESSION(SUB)</c>.
/// </summary>
internal static class LroCall
{
    public const string BeginNeedle = "-- BEGIN ";
    public const string FinishNeedle = "-- FINISH ";
    public const string ErrorNeedle = "-- ERROR ";

    /// <summary>The number of bytes within which a line of the usual form has the thread's bracket.</summary>
    private const int MaxHeadLength = 64;

    private static ReadOnlySpan<byte> UsualBegin => "] [VpxLRO] -- BEGIN "u8;

    private static ReadOnlySpan<byte> Separator => " -- "u8;

    private static ReadOnlySpan<byte> SessionManager => "vim.SessionManager."u8;

    /// <summary>
    /// Reads the begin of a call in the shape that nearly all have, from both ends of the line: <c>TIME ... opID=OP] [VpxLRO] -- BEGIN LRO
    /// --
    /// ENTITY -- METHOD -- SESSION(SUB)</c>. False where anything is otherwise: then <see cref="TryReadBegin"/> reads it.
    /// </summary>
    public static bool TryReadUsual(ReadOnlySpan<byte> line, out ApiCall call)
    {
        call = default;
        int sessionAt = line.Length - (2 * SessionIds.Length) - 2;
        if (sessionAt < 0 || line[line.Length - 1] != ')' || line[sessionAt + SessionIds.Length] != '(')
        {
            return false;
        }

        // TIME info vpxd[45632] [Originator@6876 ...
        int thread = line.Slice(0, Math.Min(line.Length, MaxHeadLength)).IndexOf((byte)'[');
        if (HasPrefix(line, thread))
        {
            return false;
        }

        int bracket = thread < 0 ? line.Length : thread + 1;
        while (bracket < line.Length && Bytes.IsDigit(line[bracket]))
        {
            bracket++;
        }

        if (bracket + 2 >= sessionAt || line[bracket] != ']' || line[bracket + 1] != ' ' || line[bracket + 2] != '[')
        {
            return false;
        }

        bracket += 2;
        int close = line.Slice(bracket).IndexOf((byte)']');
        int head = bracket + close;
        ulong session = SessionIds.Read(line.Slice(sessionAt));
        if (session == 0 || close < 0 || head + UsualBegin.Length > sessionAt || !line.Slice(head).StartsWith(UsualBegin)
            || !LogTimestamp.TryRead(line, out DateTimeOffset time, out _, out bool hasOffset) || !hasOffset)
        {
            return false;
        }

        ReadOnlySpan<byte> fields = line.Slice(bracket, close);
        int equals = fields.LastIndexOf((byte)'=');
        ReadOnlySpan<byte> key = equals < 5 ? default : fields.Slice(equals - 5, 5);
        ReadOnlySpan<byte> rest = line.Slice(head + UsualBegin.Length, sessionAt - head - UsualBegin.Length);
        if (
            !(key.SequenceEqual(" opID"u8) || key.SequenceEqual(" opId"u8))
            || !rest.EndsWith(Separator)
            || fields.IndexOfAny((byte)'"', (byte)'\n') >= 0
        )
        {
            return false;
        }

        rest = rest.Slice(0, rest.Length - Separator.Length);
        ReadOnlySpan<byte> method = rest.Slice(rest.LastIndexOf((byte)' ') + 1);
        ApiCallKind kind = KindOf(method);
        if (method.IsEmpty || method.Length == rest.Length)
        {
            return false;
        }

        // Only the refusal of a login is looked up by its number.
        call = new(
            time.UtcTicks,
            session,
            SessionIds.Hash(fields.Slice(equals + 1)),
            kind == ApiCallKind.Login ? SessionIds.Hash(rest.Slice(0, rest.IndexOf((byte)' '))) : 0,
            kind
        );
        return true;
    }

    /// <summary>Reads the begin of a call; false if a part of it is missing.</summary>
    public static bool TryReadBegin(LogEntry entry, out ApiCall call)
    {
        call = default;

        // LRO -- ENTITY -- METHOD -- SESSION(SUB); the entity may be empty, and so may the session.
        ReadOnlySpan<byte> rest = Bytes.Trim(entry.Call);
        int end = rest.IndexOf(Separator);
        if (end < 0)
        {
            return false;
        }

        ulong lro = SessionIds.Hash(rest.Slice(0, end));
        rest = rest.Slice(end + Separator.Length);
        int last = rest.LastIndexOf(Separator);
        ulong session = SessionIds.Read(rest.Slice(last < 0 ? 0 : last + Separator.Length));
        ReadOnlySpan<byte> method = session != 0 && last >= 0 ? rest.Slice(0, last) : rest;
        method = method.EndsWith(" --"u8) ? method.Slice(0, method.Length - 3) : method;
        int before = method.LastIndexOf(Separator);
        method = before < 0 ? method : method.Slice(before + Separator.Length);
        method = method.StartsWith("-- "u8) ? method.Slice(3) : method; // An empty entity whose second blank was lost.
        call = new(TicksOf(entry), session, SessionIds.Hash(entry.Header.OpId), lro, KindOf(method));
        return true;
    }

    /// <summary>Reads the end of a refused login: <c>[VpxLRO] -- ERROR lro-1 -- ... vim.SessionManager.login:
    /// vim.fault.InvalidLogin:</c>.</summary>
    public static bool TryReadRefusedLogin(LogEntry entry, out ApiCall call)
    {
        call = default;
        if (!FailedCall.TryRead(entry, out FailedCall failed) || !failed.IsRefusedLogin)
        {
            return false;
        }

        ReadOnlySpan<byte> lro = entry.Call;
        int end = lro.IndexOf((byte)' ');
        call = new(
            TicksOf(entry),
            0,
            SessionIds.Hash(entry.Header.OpId),
            SessionIds.Hash(end < 0 ? lro : lro.Slice(0, end)),
            ApiCallKind.LoginRefused
        );
        return true;
    }

    /// <summary>Reads the begin or the end of a call: which call, when, and, at its begin, its method.</summary>
    public static bool TryReadMark(LogEntry entry, out RequestMark mark, out ReadOnlySpan<byte> method)
    {
        mark = default;
        method = default;
        if (entry.Kind is not (EntryKind.CallBegin or EntryKind.CallFinish or EntryKind.CallError))
        {
            return false;
        }

        bool isBegin = entry.Kind == EntryKind.CallBegin;
        ReadOnlySpan<byte> rest = Bytes.Trim(entry.Call);
        int end = rest.IndexOf((byte)' ');
        ulong call = unchecked((SessionIds.Hash(end < 0 ? rest : rest.Slice(0, end)) * 31) + SessionIds.Hash(entry.Header.OpId));
        call ^= SessionIds.Hash(entry.Header.Host);
        mark = new(call == 0 ? 1 : call, TicksOf(entry), IsEnd: !isBegin);
        if (isBegin && end >= 0)
        {
            // -- ENTITY -- METHOD -- SESSION(SUB)
            rest = rest.Slice(end);
            int from = rest.IndexOf(Separator);
            rest = from < 0 ? default : rest.Slice(from + Separator.Length);
            from = rest.IndexOf(Separator);
            rest = from < 0 ? rest : rest.Slice(from + Separator.Length);
            int to = rest.IndexOf((byte)' ');
            method = to < 0 ? rest : rest.Slice(0, to);
        }

        return true;
    }

    private static long TicksOf(LogEntry entry) => entry.Header.Time?.UtcTicks ?? 0;

    /// <summary>
    /// Returns whether a relay's time precedes the entry's own: <c>TIME HOST TAG: TIME info vpxd[...</c>, optionally with <c>TAG[PID]:
    /// </c>.
    /// </summary>
    private static bool HasPrefix(ReadOnlySpan<byte> line, int bracket)
    {
        const int Time = 20; // At least: what follows it has no colon.
        if (bracket <= Time)
        {
            return false;
        }

        ReadOnlySpan<byte> behind = line.Slice(bracket);
        int close = behind.IndexOf((byte)']');
        bool isTag = close >= 0 && behind.Slice(close).StartsWith("]: "u8) && behind.Length > close + 3 && Bytes.IsDigit(behind[close + 3]);
        return isTag || line.Slice(Time, bracket - Time).IndexOf((byte)':') >= 0;
    }

    private static ApiCallKind KindOf(ReadOnlySpan<byte> method)
    {
        if (!method.StartsWith(SessionManager))
        {
            return WorkKind.Of(method);
        }

        ReadOnlySpan<byte> name = method.Slice(SessionManager.Length);
        return name.SequenceEqual("logout"u8) ? ApiCallKind.Logout
            : name.StartsWith("terminate"u8) ? ApiCallKind.Terminate
            : name.StartsWith("login"u8) || name.SequenceEqual("impersonateUser"u8) ? ApiCallKind.Login
            : ApiCallKind.Call;
    }
}
