using VcsaAuthGuard.ApiLoad.Entries;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Entries;
using VcsaAuthGuard.Logs.Inputs;
using VcsaAuthGuard.Logs.Reading;


namespace VcsaAuthGuard.ApiLoad.Measuring;

/// <summary>
/// Reads the durations of requests from logs: the duration field of an access log's lines, and in vpxd's log the time from a call's BEGIN
/// to its FINISH or ERROR. Both run from the arrival of the request to its response and so include time spent in a queue.
/// </summary>
/// <param name="isWanted">Whether a request counts, by its path (<c>/hgw/host-17/sdk</c>) or method
/// (<c>vim.SessionManager.sessionIsActive</c>); null for all.</param>
/// <param name="report">Receives problems and progress, on the thread that reads.</param>
public sealed class RequestDurations(Func<string, bool>? isWanted, LogReadReport report)
{
    private readonly Dictionary<ulong, RequestMark> _open = [];

    /// <summary>Gets the part of the logs whose requests count, by the time at which a request was received.</summary>
    public TimeRange Range { get; init; }

    /// <summary>Calls with no end in the logs, and ends with no begin.</summary>
    public long Unpaired { get; private set; }

    /// <summary>Gets the number of requests without a usable duration: none logged, an end before the begin, or more than a day.</summary>
    public long Unusable { get; private set; }

    /// <summary>Reads inputs to their end.</summary>
    /// <param name="inputs">What to read, oldest first; see <see cref="LogInputFinder"/>.</param>
    /// <param name="cancellation">Ends the reading with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>Each of zero to a day.</returns>
    public IReadOnlyList<TimeSpan> Read(IEnumerable<LogInput> inputs, CancellationToken cancellation = default) =>
        [.. ReadRequests(inputs, cancellation).Select(request => new TimeSpan(request.Duration))];

    /// <summary>Reads the requests of inputs to their end, with who called and when.</summary>
    /// <param name="inputs">What to read, oldest first; see <see cref="LogInputFinder"/>.</param>
    /// <param name="cancellation">Ends the reading with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>Requests that took zero to a day, in the order in which their ends were read.</returns>
    public IReadOnlyList<LoggedRequest> ReadRequests(IEnumerable<LogInput> inputs, CancellationToken cancellation = default)
    {
        List<LoggedRequest> requests = [];
        foreach (InputGroup group in InputGroup.Create(inputs, report))
        {
            LogReader<ILogRecord> reader = new(
                LoadEntryParser.NeedlesOf(LroCall.FinishNeedle, LroCall.ErrorNeedle),
                Parse,
                LogKinds.Vpxd | LogKinds.Envoy,
                report,
                cancellation
            );
            foreach (ILogRecord record in reader.Read(group.Inputs))
            {
                foreach (RequestMark mark in ((RequestMarks)record).Marks)
                {
                    Process(mark, requests);
                }
            }

            Unpaired += _open.Count;
            _open.Clear();
        }

        return requests;
    }

    private void Parse(LogEntrySpan span, LogCounts counts, List<ILogRecord> records)
    {
        LogEntry entry = LogEntry.Read(span);
        if (!LroCall.TryReadMark(entry, out RequestMark mark, out ReadOnlySpan<byte> name))
        {
            if (!AccessLine.TryRead(entry.Line, out AccessLine access))
            {
                bool isAccessLog = LoadEntryParser.IsAccessLog(span.Source);
                counts.NotUnderstood += isAccessLog ? 1 : 0;
                counts.Mentions += isAccessLog ? 0 : 1;
                return;
            }

            if (!Range.Contains(access.Time))
            {
                return;
            }

            mark = new(
                0, access.Time?.UtcTicks ?? 0, IsEnd: false, access.Duration?.Ticks ?? -1, SessionIds.Hash(access.Client),
                KindOf(AccessBatch.KindOf(access), access.GatewayHost() > 0 ? LoggedRequestKind.Gateway : LoggedRequestKind.Request));
            name = access.Path;
        }
        else if (!mark.IsEnd && !Range.Contains(mark.Ticks))
        {
            return;
        }
        else if (!mark.IsEnd && LroCall.TryReadBegin(entry, out ApiCall call))
        {
            bool isWaiting = name.IndexOf("aitFor"u8) >= 0;
            LoggedRequestKind kind = isWaiting ? LoggedRequestKind.Waiting : KindOf(call.Kind, LoggedRequestKind.Call);
            mark = mark with { Client = call.Session, Kind = kind };
        }

        if (isWanted is null || mark.IsEnd || isWanted(Bytes.ToText(name)))
        {
            RequestMarks.Append(records, mark);
        }
    }

    private static LoggedRequestKind KindOf(ApiCallKind kind, LoggedRequestKind other) =>
        kind == ApiCallKind.Login ? LoggedRequestKind.Login : kind == ApiCallKind.Logout ? LoggedRequestKind.Logout : other;

    private void Process(RequestMark mark, List<LoggedRequest> requests)
    {
        RequestMark begin = mark;
        long duration = mark.Duration;
        if (mark.Call != 0)
        {
            bool isOpen = _open.TryGetValue(mark.Call, out begin);
            if (!mark.IsEnd)
            {
                Unpaired += isOpen ? 1 : 0;
                _open[mark.Call] = mark;
                return;
            }

            if (!isOpen)
            {
                // The end of a request that is not wanted has no begin either.
                Unpaired += isWanted is null && Range.IsEverything ? 1 : 0;
                return;
            }

            _open.Remove(mark.Call);
            duration = begin.Ticks == 0 || mark.Ticks == 0 ? -1 : mark.Ticks - begin.Ticks;
        }

        if (duration is < 0 or > TimeSpan.TicksPerDay)
        {
            Unusable++;
            return;
        }

        requests.Add(new(begin.Ticks, duration, begin.Client, begin.Kind));
    }
}
