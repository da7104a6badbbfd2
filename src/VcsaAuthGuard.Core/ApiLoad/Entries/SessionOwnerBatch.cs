using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Entries;


namespace VcsaAuthGuard.ApiLoad.Entries;

/// <summary>Represents the owners of sessions that one entry of the profiler's log lists.</summary>
internal sealed class SessionOwnerBatch(string? server) : ILogRecord
{
    /// <summary>Gets the texts of which every line with a session has one.</summary>
    public static IReadOnlyList<string> Needles { get; } = ["/SessionPool/Session/", "/SessionPool/Id='"];

    private readonly List<(ulong Session, int Owner)> _sessions = [];
    private readonly List<ApiClient> _owners = [];
    private readonly Dictionary<ulong, int> _known = [];

    public IReadOnlyList<(ulong Session, int Owner)> Sessions => _sessions;

    public IReadOnlyList<ApiClient> Owners => _owners;

    public string? Server { get; } = server;

    public long Weight => 64 + (16L * _sessions.Count) + (200L * _owners.Count);

    public void MoveDown(long lines)
    {
        // Owners keep no line.
    }

    // The owner of a session is the same at all times.
    public ILogRecord? Within(TimeRange range) => this;

    /// <summary>
    /// Adds <c>.../SessionPool/Session/Id='...'/Username='...'/ClientIP='...'/...</c> lines of an entry, with or without <c>Session/</c>,
    /// to the batch at
    /// the end of <paramref name="records"/>, or to a new one; returns false if none names the owner of its session.
    /// </summary>
    public static bool TryRead(LogEntry entry, List<ILogRecord> records)
    {
        bool any = false;
        string? server = entry.Server;
        ReadOnlySpan<byte> rest = entry.Span.Text;
        while (EntryLines.Next(ref rest, out ReadOnlySpan<byte> line))
        {
            int at = EntryForms.IndexOfSession(line);
            if (at < 0)
            {
                continue;
            }

            ReadOnlySpan<byte> path = line.Slice(at);
            ulong session = Value(path, "/Id='"u8, out ReadOnlySpan<byte> id) ? SessionIds.Read(id) : 0;
            if (session == 0 || !Value(path, "/Username='"u8, out ReadOnlySpan<byte> user) || user.IsEmpty)
            {
                continue;
            }

            Value(path, "/ClientIP='"u8, out ReadOnlySpan<byte> address);
            Value(path, "/UserAgent='"u8, out ReadOnlySpan<byte> agent);
            if (records.Count == 0 || records[records.Count - 1] is not SessionOwnerBatch batch || batch.Server != server)
            {
                batch = new(server);
                records.Add(batch);
            }

            batch._sessions.Add((session, batch.OwnerOf(user, address, agent)));
            any = true;
        }

        return any;
    }

    private int OwnerOf(ReadOnlySpan<byte> user, ReadOnlySpan<byte> address, ReadOnlySpan<byte> agent)
    {
        ulong key = SessionIds.Hash(user) ^ (SessionIds.Hash(address) << 1) ^ (SessionIds.Hash(agent) << 2);
        if (!_known.TryGetValue(key, out int owner))
        {
            owner = _owners.Count;
            _known[key] = owner;
            _owners.Add(new(Bytes.ToText(user), Bytes.ToTextOrNull(address), Bytes.ToTextOrNull(agent)));
        }

        return owner;
    }

    /// <summary>Returns the value behind a key. A value ends at a quote followed by a slash, because it may contain quotes.</summary>
    private static bool Value(ReadOnlySpan<byte> path, ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value) =>
        Bytes.TryBetween(path, key, "'/"u8, out value) || Bytes.TryBetween(path, key, "'"u8, out value);
}
