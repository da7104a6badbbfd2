using System.Collections.Concurrent;
using System.Globalization;
using VcsaAuthGuard.Logs.Entries;
using VcsaAuthGuard.Logs.Matching;

namespace VcsaAuthGuard.Logs.Following;

/// <summary>
/// Follows the logs of another machine. A connection that is lost is made again, and reading goes on at the byte where it was: what came
/// torn does not count as read.
/// </summary>
internal sealed class RemoteLogTail<T> : ILogTail<T>
    where T : class, ILogRecord
{
    /// <summary>An entry is over when nothing has followed it for this long, by two looks at its log.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(0.75);

    /// <summary>The other side sends something several times a second.</summary>
    private static readonly TimeSpan MaxSilence = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(30);

    private const int MaxWaitingLines = 16;
    private const int MaxBytesPerPoll = 8 << 20;

    /// <summary>The maximum number of completed logs that are reported to the remote side, so that it does not treat them as new.</summary>
    private const int MaxDoneLogs = 200;

    private readonly IRemoteLogs _remote;
    private readonly IReadOnlyList<string> _words;
    private readonly LogReadReport _report;
    private readonly TailEntryAssembler<T> _entries;
    private readonly List<FollowedLog> _logs = [];
    private readonly PendingGaps _gaps = new();
    private readonly bool _isFirst;
    private readonly bool _fromStart;

    /// <summary>The logs of the connection, by their numbers in it; null for one that is gone.</summary>
    private readonly List<FollowedLog?> _numbered = [];
    private readonly HashSet<FollowedLog> _counted = [];
    private readonly HashSet<string> _damaged = new(StringComparer.Ordinal);
    private CancellationTokenSource? _stop;
    private BlockingCollection<string> _lines = [];
    private Task? _connection;
    private TimeSpan _lastLine;
    private TimeSpan _lastLook;
    private TimeSpan _nextTry = TimeSpan.MinValue;
    private TimeSpan _pause = FirstPause;
    private string? _reportedFailure;
    private int _failures;
    private bool _hasLooked;

    /// <summary>
    /// The number in the name from which on compressed logs are new, where the earlier run did not note those that it had read.
    /// </summary>
    private long _firstNumber;

    /// <summary>The highest number in the name of a log whose predecessors have been accounted for; -1 if there is none.</summary>
    private long _highestNumber;

    /// <summary>Indicates whether all logs were checked in the current connection.</summary>
    private bool _isWell;

    /// <param name="remote">The other machine.</param>
    /// <param name="words">Words that entries of interest contain, one of these.</param>
    /// <param name="parse">Parses such an entry.</param>
    /// <param name="report">Receives problems and counts.</param>
    /// <param name="state">What an earlier run has read; null if there was none.</param>
    /// <param name="fromStart">Whether to read what is there already, where there was no earlier run.</param>
    public RemoteLogTail(
        IRemoteLogs remote, IReadOnlyList<string> words, EntryParser<T> parse, LogReadReport report, FollowedState? state, bool fromStart)
    {
        _remote = remote;
        _words = words;
        _report = report;
        _entries = new(new NeedleSet([.. words]), parse, report);
        _isFirst = state is null;
        _fromStart = fromStart;
        _logs.AddRange((state?.Positions ?? []).Select(position => new FollowedLog(position)));
        _highestNumber = _logs.Select(log => LogNumbers.Parse(log.Source)).Max() ?? -1;
        _firstNumber = state is null or { NamesSkipped: true } ? 0 : _highestNumber + 1;
    }

    /// <inheritdoc/>
    public bool IsBehind => _lines.Count > 0;

    /// <inheritdoc/>
    public TimeSpan? LastLook => _hasLooked ? _lastLook : null;

    /// <inheritdoc/>
    public IReadOnlyList<LogPosition> Positions => [.. _logs.Select(log => log.Position)];

    /// <inheritdoc/>
    public void Poll(TimeSpan now, List<TailRecord<T>> records)
    {
        if (_connection is null && now >= _nextTry)
        {
            Connect(now);
        }

        long left = MaxBytesPerPoll;
        while (left > 0 && _lines.TryTake(out string? line))
        {
            left -= line.Length;
            _lastLine = now;
            RemoteLogException? failure = Process(line, now, records);
            if (failure is not null)
            {
                End(now, failure);
                return;
            }
        }

        // Without a connection nobody knows whether the last entry goes on.
        _entries.CompleteIdle(_lastLook, Quiet, records);
        if (_connection is { IsCompleted: true } && _lines.Count == 0)
        {
            End(now, _connection.Exception?.GetBaseException());
        }
        else if (_connection is not null && now - _lastLine > MaxSilence && _lines.Count == 0)
        {
            End(now, Passing(FormattableString.Invariant($"{_remote.Server} has sent nothing for {MaxSilence.TotalSeconds:0} s.")));
        }
    }

    /// <inheritdoc/>
    public void Complete(List<TailRecord<T>> records) => _entries.Complete(records);

    /// <inheritdoc/>
    public void Dispose()
    {
        Disconnect();
        _remote.Dispose();
        _lines.Dispose();
    }

    private static RemoteLogException Passing(string message, Exception? inner = null) =>
        new(message, "The connection is made again.", isPassing: true, inner);

    private static bool TryNumber(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static RemoteLogPosition PositionOf(FollowedLog log)
    {
        bool isDone = log.IsSkipped || log.IsComplete;
        IEnumerable<string> points = log.CheckpointsFromNewest()
            .Select(point => FormattableString.Invariant($"{point.Offset}:{point.Length}:{point.SumText}"));
        return new(log.Head.Length, log.Head.Sum.ToLowerInvariant(), log.Offset)
        {
            StartSum = log.Head.Start.ToLowerInvariant(),
            Line = log.Line,
            IsDone = isDone,
            Points = isDone ? "" : string.Join(",", points),
        };
    }

    private void Connect(TimeSpan now)
    {
        Disconnect();
        ForgetOldest();
        _numbered.Clear();
        _numbered.AddRange(_logs);
        RemoteLogRequest request = new([.. _logs.Select(PositionOf)], _isFirst && !_hasLooked, _fromStart, _firstNumber, _words);
        _lines.Dispose();
        BlockingCollection<string> lines = _lines = new(MaxWaitingLines);
        _stop = new();
        CancellationToken stop = _stop.Token;
        _lastLine = now;
        _isWell = false;
        _connection = Task.Run(() => _remote.FollowAsync(request, line => lines.Add(line, stop), stop), stop);
    }

    /// <summary>
    /// Forgets the oldest of many logs that have been read, so that the request stays short; they are known by their numbers then.
    /// </summary>
    private void ForgetOldest()
    {
        FollowedLog[] done = [.. _logs.Where(log => log.IsSkipped || log.IsComplete)];
        foreach (FollowedLog log in done.Take(done.Length - MaxDoneLogs))
        {
            _firstNumber = Math.Max(_firstNumber, (LogNumbers.Parse(log.Source) ?? -1) + 1);
            _logs.Remove(log);
        }
    }

    private void Disconnect()
    {
        _stop?.Cancel();
        try
        {
            _connection?.Wait(TimeSpan.FromSeconds(1));
        }
        catch (AggregateException)
        {
            // It was ended; how does not matter.
        }

        _stop?.Dispose();
        _stop = null;
        _connection = null;
    }

    private void End(TimeSpan now, Exception? cause)
    {
        Disconnect();
        if (cause is null && _isWell)
        {
            _nextTry = now; // The script ends by itself now and then.
            return;
        }

        RemoteLogException failure = cause as RemoteLogException
            ?? Passing(cause is null ? $"{_remote.Server} ended the connection without a message." : cause.Message, cause);
        _pause = _failures++ == 0 ? FirstPause : _pause + _pause < MaxPause ? _pause + _pause : MaxPause;
        _nextTry = failure.IsTransient ? now + _pause : TimeSpan.MaxValue;

        // A connection that was there and can be made again at once is not worth a message.
        if ((_failures > 1 || !_hasLooked || !failure.IsTransient) && failure.Message != _reportedFailure)
        {
            string next = failure.IsTransient ? "The connection is tried again and again." : "Its logs are not watched.";
            Exception exception = failure.InnerException ?? failure;
            _report.Raise(new(LogProblemKind.Unreadable, _remote.Server, $"{failure.Message} {next}", failure.Remedy, null, exception));
            _reportedFailure = failure.Message;
        }
    }

    /// <summary>Processes a message of FollowLogs.sh.</summary>
    /// <returns>Why reading cannot go on; null if it can.</returns>
    private RemoteLogException? Process(string line, TimeSpan now, List<TailRecord<T>> records)
    {
        string[] parts = line.Split(' ');
        bool isWhole = parts[parts.Length - 1] == ".";
        bool isValid = true;
        switch (parts[0])
        {
            case "log" or "skip" or "cut" or "at" or "done" or "gone" or "again":
                isValid = isWhole && ProcessLogMessage(parts, now, records);
                break;
            case "damaged" when isWhole:
                ReportDamaged(parts[1]);
                break;
            case "ok" when isWhole:
                (_hasLooked, _isWell) = (true, true);
                (_lastLook, _failures, _reportedFailure) = (now, 0, null);
                AddMissingNumbers();
                AddGaps(_gaps.DequeueAll(), records);
                break;
            case "fail" when isWhole:
                return FailureOf(parts[1]);
            default:
                break; // A program's complaint. What it should have sent is missed by the lines after it.
        }

        // It goes on where the last valid message ended.
        return isValid ? null : Passing($"{_remote.Server} sent a message that is incomplete or not valid.");
    }

    private RemoteLogException FailureOf(string missing) => missing == "folder"
        ? new(
            $"There is no folder {_remote.Folder} on {_remote.Server}, or it cannot be read.",
            "Give the name of a vCenter Server Appliance, and log in as root.", isPassing: false)
        : new(
            $"{_remote.Server} lacks the program {missing}, without which its logs cannot be followed.",
            "Copy the logs, and watch the folder of the copies.", isPassing: false);

    /// <summary>Processes a message about one log; false if it is not valid.</summary>
    private bool ProcessLogMessage(string[] parts, TimeSpan now, List<TailRecord<T>> records)
    {
        if (parts.Length < 3 || !TryNumber(parts[1], out long number) || number > _numbered.Count)
        {
            return false;
        }

        if (parts[0] is "log" or "skip")
        {
            return parts[0] == "log" ? ProcessLog(parts, (int)number, now) : ProcessSkipped(parts, (int)number, now);
        }

        if (number == _numbered.Count || _numbered[(int)number] is not FollowedLog log)
        {
            return false;
        }

        switch (parts[0])
        {
            case "cut":
                return ProcessCut(parts, log, records);
            case "at":
                return ProcessText(parts, log, now, records);
            case "done":
                log.Complete();
                return true;
            case "gone":
                ProcessGone((int)number, log, records);
                return true;
            default:
                log.MarkOverwritten();
                _isWell = true;
                return true;
        }
    }

    private bool ProcessLog(string[] parts, int number, TimeSpan now)
    {
        if (parts.Length != 7 || !TryNumber(parts[3], out long offset) || !TryNumber(parts[4], out long lines)
            || ReadHead(parts[5]) is not byte[] head)
        {
            return false;
        }

        if (number == _numbered.Count)
        {
            FollowedLog added = new("", head) { LastGrowth = now };
            added.StartAt(offset, lines, isFirst: true);
            _numbered.Add(added);
            _logs.Add(added);
        }

        if (_numbered[number] is not FollowedLog log)
        {
            return false;
        }

        _report.Counts.Logs += _counted.Add(log) ? 1 : 0;
        log.Rename(NameOf(parts[2]), head);
        return true;
    }

    private bool ProcessSkipped(string[] parts, int number, TimeSpan now)
    {
        if (parts.Length != 5 || number != _numbered.Count || ReadHead(parts[3]) is not byte[] head)
        {
            return false;
        }

        FollowedLog added = new(NameOf(parts[2]), head) { LastGrowth = now, IsSkipped = true };
        _numbered.Add(added);
        _logs.Add(added);
        return true;
    }

    private bool ProcessCut(string[] parts, FollowedLog log, List<TailRecord<T>> records)
    {
        if (parts.Length != 6 || !TryNumber(parts[2], out long offset) || !TryNumber(parts[3], out long lines)
            || !TryNumber(parts[4], out long size))
        {
            return false;
        }

        _entries.Abandon(log, records);
        _gaps.Add(log.Source, LogGapReason.Truncated, log, null, log.Offset);
        log.Restart(offset, lines, size);
        return true;
    }

    private bool ProcessText(string[] parts, FollowedLog log, TimeSpan now, List<TailRecord<T>> records)
    {
        if (parts.Length != 6 || !TryNumber(parts[2], out long offset) || offset != log.Offset || !TryNumber(parts[3], out long count)
            || RemoteLogText.TryParse(parts[4], count) is not List<RemoteLogText> row)
        {
            return false;
        }

        AddMissingNumbers();
        AddGaps(_gaps.Dequeue(log), records);
        log.LastGrowth = now;
        foreach (RemoteLogText part in row)
        {
            if (part.Text is null)
            {
                _entries.Skip(log, part.Bytes, part.Lines, records);
            }
            else
            {
                _entries.Add(log, part.Text, now, records);
            }
        }

        log.Length = Math.Max(log.Length, log.Offset);
        return true;
    }

    /// <summary>Forgets a log that is nowhere; adds a gap where something of it may have been missed.</summary>
    private void ProcessGone(int number, FollowedLog log, List<TailRecord<T>> records)
    {
        int place = _logs.IndexOf(log);
        FollowedLog? next = _logs.Skip(place + 1).FirstOrDefault(other => !other.IsSkipped);
        if (!log.IsSkipped && !log.IsComplete && (next is null || log.Offset < log.Length))
        {
            LogGapReason reason = log.IsOverwritten ? LogGapReason.Truncated : LogGapReason.Removed;
            _gaps.Add(log.Source, reason, log, next, log.Offset);
        }

        _entries.Abandon(log, records);
        _logs.Remove(log);
        _numbered[number] = null;
    }

    private void ReportDamaged(string name)
    {
        if (_damaged.Add(name))
        {
            _report.Raise(new(
                LogProblemKind.Corrupt, NameOf(name), "Its gzip data is damaged or ends too early. Nothing of it could be read.",
                "Copy it, and read what can be read of it with Get-VcsaAuthFault."));
        }
    }

    /// <summary>
    /// Adds a gap for each number that is missing among the new logs. All new logs have been named before the first text of one.
    /// </summary>
    private void AddMissingNumbers()
    {
        FollowedLog? before = null;
        long expected = _highestNumber < 0 ? long.MaxValue : _highestNumber + 1;
        foreach ((FollowedLog log, long number) in _logs
            .Select(log => (Log: log, Number: LogNumbers.Parse(log.Source) ?? -1)).OrderBy(log => log.Number))
        {
            if (number > expected)
            {
                _gaps.Add(LogNumbers.DescribeRange(log.Source, expected, number - 1), LogGapReason.Missed, before, log, null);
            }

            if (number >= expected)
            {
                expected = number + 1;
            }

            before = number >= 0 ? log : before;
            _highestNumber = Math.Max(_highestNumber, number);
        }
    }

    private void AddGaps(List<LogGap> gaps, List<TailRecord<T>> records)
    {
        foreach (LogGap gap in gaps)
        {
            _entries.Finish(records);
            _report.Raise(gap.ToProblem());
            records.Add(new(null, gap, MayBeRepeat: false));
        }
    }

    private string NameOf(string file) => $"{_remote.Server}:{_remote.Folder}/{file}";

    private static byte[]? ReadHead(string base64)
    {
        try
        {
            byte[] head = Convert.FromBase64String(base64);
            return head.Length >= LogHead.MinLength ? head : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
