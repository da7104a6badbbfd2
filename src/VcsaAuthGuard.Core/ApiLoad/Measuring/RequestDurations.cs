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
    private readonly Dictionary<ulong, long> _open = [];

    /// <summary>Gets the part of the logs whose requests count, by the time at which a request was received.</summary>
    public TimeRange Range { get; init; }

    /// <summary>Calls with no end in the logs, and ends with no begin.</summary>
    public long Unpaired { get; private set; }

    /// <summary>Requests that took no time that can be used: none logged, an end before its begin, more than a day.</summary>
    public long Unusable { get; private set; }

    /// <summary>Reads inputs to their end.</summary>
    /// <param name="inputs">What to read, oldest first; see <see cref="LogInputFinder"/>.</param>
    /// <param name="cancellation">Ends the reading with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>Each of zero to a day.</returns>
    public IReadOnlyList<TimeSpan> Read(IEnumerable<LogInput> inputs, CancellationToken cancellation = default)
    {
        List<TimeSpan> durations = [];
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
                    Process(mark, durations);
                }
            }

            Unpaired += _open.Count;
            _open.Clear();
        }

        return durations;
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

            mark = new(0, access.Duration?.Ticks ?? -1, IsEnd: false);
            name = access.Path;
        }
        else if (!mark.IsEnd && !Range.Contains(mark.Ticks))
        {
            return;
        }

        if (isWanted is null || mark.IsEnd || isWanted(Bytes.ToText(name)))
        {
            RequestMarks.Append(records, mark);
        }
    }

    private void Process(RequestMark mark, List<TimeSpan> durations)
    {
        long ticks = mark.Ticks;
        if (mark.Call != 0)
        {
            bool isOpen = _open.TryGetValue(mark.Call, out long begin);
            if (!mark.IsEnd)
            {
                Unpaired += isOpen ? 1 : 0;
                _open[mark.Call] = ticks;
                return;
            }

            if (!isOpen)
            {
                // The end of a request that is not wanted has no begin either.
                Unpaired += isWanted is null && Range.IsEverything ? 1 : 0;
                return;
            }

            _open.Remove(mark.Call);
            ticks = begin == 0 || ticks == 0 ? -1 : ticks - begin;
        }

        if (ticks is < 0 or > TimeSpan.TicksPerDay)
        {
            Unusable++;
            return;
        }

        durations.Add(new(ticks));
    }
}
