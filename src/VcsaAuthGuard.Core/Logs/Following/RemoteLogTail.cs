using System.Collections.Concurrent;
using System.Globalization;
using VcsaAuthGuard.Logs.Entries;
using VcsaAuthGuard.Logs.Matching;
using VcsaAuthGuard.Logs.Reading;

namespace VcsaAuthGuard.Logs.Following;

/// <summary>
/// Follows the logs of another machine. A connection that is lost is made again, and what is read goes on at the byte where it was: what
/// came torn is not counted as read.
/// </summary>
internal sealed class RemoteLogTail<T> : ILogTail<T>
    where T : class, ILogRecord
{
    /// <summary>An entry is over when nothing has followed it for this long, by two looks at its log.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(0.75);

    /// <summary>The other side tells four times a second that it is there.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private const int MostLinesWaiting = 16;
    private const int MostAtOnce = 8 << 20;

    private readonly IRemoteLogs _remote;
    private readonly IReadOnlyList<string> _words;
    private readonly LogReadReport _report;
    private readonly EntryJoiner<T> _entries;
    private readonly List<LogTrack> _tracks = [];
    private readonly bool _fromEnd;

    /// <summary>The logs of the connection, by their numbers in it; null for one that is done with.</summary>
    private readonly List<LogTrack?> _numbered = [];
    private readonly HashSet<LogTrack> _counted = [];
    private CancellationTokenSource? _stop;
    private BlockingCollection<string> _lines = [];
    private Task? _connection;
    private TimeSpan _lastLine;
    private TimeSpan _lastLook;
    private TimeSpan _nextTry = TimeSpan.MinValue;
    private TimeSpan _pause = FirstPause;
    private string? _toldFailure;
    private int _failures;
    private bool _hasLooked;

    /// <summary>Whether all logs were looked at in this connection.</summary>
    private bool _isWell;

    /// <param name="remote">The other machine.</param>
    /// <param name="words">What entries of interest hold, one of these.</param>
    /// <param name="parse">Reads such an entry.</param>
    /// <param name="report">Is told of problems, and counts.</param>
    /// <param name="state">What an earlier run has read; null when there was none.</param>
    /// <param name="fromStart">Whether what is there already is read, where there was no earlier run.</param>
    public RemoteLogTail(
        IRemoteLogs remote, IReadOnlyList<string> words, EntryParser<T> parse, LogReadReport report, FollowedState? state, bool fromStart)
    {
        _remote = remote;
        _words = words;
        _report = report;
        _entries = new(new NeedleSet([.. words]), parse, report);
        _fromEnd = !fromStart && state is null;
        _tracks.AddRange((state?.Positions ?? []).Select(position => new LogTrack(position)));
    }

    /// <inheritdoc/>
    public bool IsBehind => _lines.Count > 0;

    /// <inheritdoc/>
    public IReadOnlyList<LogPosition> Positions => [.. _tracks.Select(track => track.Position)];

    /// <inheritdoc/>
    public void Poll(TimeSpan now, List<TailRecord<T>> records)
    {
        if (_connection is null && now >= _nextTry)
        {
            Connect(now);
        }

        long left = MostAtOnce;
        while (left > 0 && _lines.TryTake(out string? line))
        {
            left -= line.Length;
            _lastLine = now;
            RemoteLogException? failure = Take(line, now, records);
            if (failure is not null)
            {
                End(now, failure);
                return;
            }
        }

        // Without a connection nobody knows whether the last entry goes on.
        _entries.Settle(_lastLook, Quiet, records);
        if (_connection is { IsCompleted: true } && _lines.Count == 0)
        {
            End(now, _connection.Exception?.GetBaseException());
        }
        else if (_connection is not null && now - _lastLine > LongestSilence && _lines.Count == 0)
        {
            End(now, new RemoteLogException(
                FormattableString.Invariant($"{_remote.Server} has said nothing for {LongestSilence.TotalSeconds:0} s."), "It is connected to again.", isPassing: true));
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

    private void Connect(TimeSpan now)
    {
        Disconnect();
        _numbered.Clear();
        _numbered.AddRange(_tracks);
        RemoteLogRequest request = new(
            [.. _tracks.Select(track => new RemoteLogPosition(track.Head.Length, track.Head.Sum.ToLowerInvariant(), track.Offset))], _fromEnd && !_hasLooked, _words);
        _lines.Dispose();
        BlockingCollection<string> lines = _lines = new(MostLinesWaiting);
        _stop = new();
        CancellationToken stop = _stop.Token;
        _lastLine = now;
        _isWell = false;
        _connection = Task.Run(() => _remote.FollowAsync(request, line => lines.Add(line, stop), stop), stop);
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

    private void End(TimeSpan now, Exception? why)
    {
        Disconnect();
        if (why is null && _isWell)
        {
            _nextTry = now; // It ended by itself, as it does now and then.
            return;
        }

        RemoteLogException failure = why as RemoteLogException
            ?? new(why is null ? $"{_remote.Server} ended the connection without a word." : why.Message, "It is tried again.", isPassing: true, why);
        _pause = _failures++ == 0 ? FirstPause : _pause + _pause < LongestPause ? _pause + _pause : LongestPause;
        _nextTry = failure.IsPassing ? now + _pause : TimeSpan.MaxValue;

        // A connection that was there and can be made again at once is nothing to tell of.
        if ((_failures > 1 || !_hasLooked || !failure.IsPassing) && failure.Message != _toldFailure)
        {
            string next = failure.IsPassing ? "It is tried again and again." : "Its logs are not watched.";
            _report.Raise(new(LogProblemKind.Unreadable, _remote.Server, $"{failure.Message} {next}", failure.Remedy, null, failure.InnerException ?? failure));
            _toldFailure = failure.Message;
        }
    }

    /// <returns>Why there is no going on; null when there is.</returns>
    private RemoteLogException? Take(string line, TimeSpan now, List<TailRecord<T>> records)
    {
        string[] parts = line.Split(' ');
        bool isWhole = parts[parts.Length - 1] == ".";
        bool isUnderstood = true;
        switch (parts[0])
        {
            case "log":
                isUnderstood = isWhole && parts.Length == 7 && TryTakeLog(parts, now);
                break;
            case "at":
                isUnderstood = isWhole && parts.Length == 6 && TryTakeText(parts, now, records);
                break;
            case "done" or "gone":
                isUnderstood = isWhole && TryNumber(parts[1], out long number) && TrackOf(number) is LogTrack track && Forget((int)number, track, parts[0] == "gone");
                break;
            case "ok" when isWhole:
                (_hasLooked, _isWell) = (true, true);
                (_lastLook, _failures, _toldFailure) = (now, 0, null);
                break;
            case "fail" when isWhole:
                return parts[1] == "folder"
                    ? new($"There is no folder {_remote.Folder} on {_remote.Server}, or it may not be read.", "Give the name of a vCenter Server Appliance, and log in as root.", isPassing: false)
                    : new($"{_remote.Server} lacks the program {parts[1]}, without which its logs cannot be followed.", "Copy the logs, and watch the copies' folder.", isPassing: false);
            default:
                break; // A program's complaint; what it should have sent is missed by the lines after it.
        }

        // It goes on where the last thing that was understood ended.
        return isUnderstood ? null : new($"What {_remote.Server} sent was torn, or is not understood.", "It is asked again.", isPassing: true);
    }

    private bool TryTakeText(string[] parts, TimeSpan now, List<TailRecord<T>> records)
    {
        if (!TryNumber(parts[1], out long number) || TrackOf(number) is not LogTrack track || !TryNumber(parts[2], out long offset) || offset != track.Offset
            || !TryNumber(parts[3], out long count) || RemoteLogText.TryRead(parts[4], count) is not List<RemoteLogText> row)
        {
            return false;
        }

        track.LastGrowth = now;
        foreach (RemoteLogText part in row)
        {
            if (part.Text is null)
            {
                _entries.Pass(track, part.Bytes, part.Lines, records);
            }
            else
            {
                _entries.Add(track, part.Text, now, records);
            }
        }

        track.Length = Math.Max(track.Length, track.Offset);
        return true;
    }

    private bool TryTakeLog(string[] parts, TimeSpan now)
    {
        if (!TryNumber(parts[1], out long number) || number > _numbered.Count || !TryNumber(parts[3], out long offset) || !TryNumber(parts[4], out long lines))
        {
            return false;
        }

        byte[] head = Convert.FromBase64String(parts[5]);
        if (number == _numbered.Count)
        {
            LogTrack added = new("", head) { LastGrowth = now };
            added.StartAt(offset, lines);
            _numbered.Add(added);
            _tracks.Add(added);
        }

        if (_numbered[(int)number] is not LogTrack track)
        {
            return false;
        }

        _report.Counts.Logs += _counted.Add(track) ? 1 : 0;
        track.Rename($"{_remote.Server}:{_remote.Folder}/{parts[2]}", head);
        return true;
    }

    /// <summary>Drops a log that is read to its end, or is nowhere; says so where something of it may have been missed.</summary>
    private bool Forget(int number, LogTrack track, bool isLost)
    {
        bool isNewest = track == _tracks[_tracks.Count - 1];
        if (isLost && (isNewest || track.Offset < track.Length))
        {
            _report.Raise(new(
                LogProblemKind.NotFound, track.Source,
                FormattableString.Invariant($"It had been read up to byte {track.Offset} and is gone: what it was given after that has not been seen."),
                "Look whether the appliance still has it (vpxd-N.log.gz), and read that with Get-VcsaAuthFault.", track.Offset));
        }

        // The newest is remembered: after the next connection, what is newer than it is new.
        if (track.Waiting == 0 && (isLost || !isNewest))
        {
            _tracks.Remove(track);
        }

        _numbered[number] = null;
        return true;
    }

    private LogTrack? TrackOf(long number) => number < _numbered.Count ? _numbered[(int)number] : null;

    private static bool TryNumber(string text, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
