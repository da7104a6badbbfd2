using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Entries;


namespace VcsaAuthGuard.ApiLoad.Entries;

/// <summary>Represents consecutive requests in a block of an access log as one record.</summary>
internal sealed class AccessBatch(string source, string? server) : ILogRecord
{
    private readonly List<(long Ticks, int Address, ApiCallKind Kind)> _requests = [];
    private readonly List<string?> _addresses = [];
    private readonly List<(int Request, AccessMark Mark)> _marks = [];
    private readonly Dictionary<ulong, int> _known = [];

    public IReadOnlyList<(long Ticks, int Address, ApiCallKind Kind)> Requests => _requests;

    public IReadOnlyList<string?> Addresses => _addresses;

    /// <summary>Gets the requests that Envoy marked, as places in <see cref="Requests"/>.</summary>
    public IReadOnlyList<(int Request, AccessMark Mark)> Marks => _marks;

    public string Source { get; } = source;

    public string? Server { get; } = server;

    public long Weight => 64 + (24L * _requests.Count) + (120L * _addresses.Count);

    public void MoveDown(long lines)
    {
        // Requests keep no line.
    }

    public ILogRecord? Within(TimeRange range)
    {
        AccessBatch part = new(Source, Server);
        Dictionary<int, AccessMark> marks = _marks.ToDictionary(mark => mark.Request, mark => mark.Mark);
        for (int i = 0; i < _requests.Count; i++)
        {
            if (range.Contains(_requests[i].Ticks))
            {
                if (marks.TryGetValue(i, out AccessMark mark))
                {
                    part._marks.Add((part._requests.Count, mark));
                }

                part._requests.Add(_requests[i]);
            }
        }

        part._addresses.AddRange(_addresses);
        return part._requests.Count == 0 ? null : part;
    }

    /// <summary>Adds a request to the batch at the end of <paramref name="records"/>, or to a new one.</summary>
    public static void Append(List<ILogRecord> records, string source, string? server, in AccessLine access)
    {
        if (records.Count == 0 || records[records.Count - 1] is not AccessBatch batch || batch.Server != server)
        {
            batch = new(source, server);
            records.Add(batch);
        }

        ulong key = SessionIds.Hash(access.Client);
        if (!batch._known.TryGetValue(key, out int address))
        {
            address = batch._addresses.Count;
            batch._known[key] = address;
            batch._addresses.Add(Bytes.ToTextOrNull(access.Client));
        }

        if (access.Mark is AccessMark mark and not AccessMark.None)
        {
            batch._marks.Add((batch._requests.Count, mark));
        }

        batch._requests.Add((access.Time?.UtcTicks ?? 0, address, KindOf(access)));
    }

    /// <summary>
    /// Returns the kind of call of a request. The REST API creates and ends sessions by requests of their own; for SOAP they are inside
    /// the request body, which the log does not show.
    /// </summary>
    internal static ApiCallKind KindOf(in AccessLine access)
    {
        bool isSession = Is(access.Path, "/api/session"u8) || Is(access.Path, "/rest/com/vmware/cis/session"u8);
        bool isGood = access.Status is >= 200 and <= 299;
        return !isSession ? ApiCallKind.Call
            : access.Method.SequenceEqual("POST"u8)
                ? (
                    isGood ? ApiCallKind.Login
                    : access.Status == 401 ? ApiCallKind.LoginRefused
                    : ApiCallKind.Call
                )
            : access.Method.SequenceEqual("DELETE"u8) && isGood ? ApiCallKind.Logout
            : ApiCallKind.Call;
    }

    /// <summary>Determines whether a path is the wanted one without a query: <c>?~action=get</c> asks for the owner of a session.</summary>
    private static bool Is(ReadOnlySpan<byte> path, ReadOnlySpan<byte> wanted) =>
        path.StartsWith(wanted) && (path.Length == wanted.Length || (path.Length == wanted.Length + 1 && path[wanted.Length] == '/'));
}
