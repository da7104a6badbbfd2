using VcsaAuthGuard.Logs.Entries;
using VcsaAuthGuard.Logs.Matching;
using VcsaAuthGuard.Logs.Reading;

namespace VcsaAuthGuard.Logs.Following;

/// <summary>
/// Follows the logs of one folder on this machine. Logs are read one after the other, each to its end; one that was compressed before it
/// was read to its end is expanded.
/// </summary>
internal sealed class LocalLogTail<T> : ILogTail<T>
    where T : class, ILogRecord
{
    /// <summary>An entry is over when nothing has followed it for this long.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

    private const int MostAtOnce = 4 << 20;

    private readonly LocalLogs _logs;
    private readonly EntryJoiner<T> _entries;
    private readonly byte[] _buffer = new byte[1 << 18];

    /// <param name="logs">Which logs.</param>
    /// <param name="needles">What entries of interest hold.</param>
    /// <param name="parse">Reads such an entry.</param>
    /// <param name="report">Is told of problems, and counts.</param>
    /// <param name="positions">What an earlier run has come to; null when there was none.</param>
    /// <param name="fromStart">Whether what is there already is read, where there was no earlier run.</param>
    public LocalLogTail(
        FollowedLogs logs, NeedleSet needles, EntryParser<T> parse, LogReadReport report, IReadOnlyList<LogPosition>? positions, bool fromStart)
    {
        _logs = new(logs, report, positions, fromStart);
        _entries = new(needles, parse, report);
    }

    /// <inheritdoc/>
    public bool IsBehind { get; private set; }

    /// <inheritdoc/>
    public IReadOnlyList<LogPosition> Positions => [.. _logs.Tracks.Select(track => track.Position)];

    /// <inheritdoc/>
    public void Poll(TimeSpan now, List<TailRecord<T>> records)
    {
        _logs.Look(now);
        IsBehind = false;
        long left = MostAtOnce;
        foreach (LogTrack track in _logs.Tracks)
        {
            for (int read; left > 0 && (read = Read(track)) > 0; left -= read)
            {
                track.LastGrowth = now;
                _entries.Add(track, _buffer.AsSpan(0, read), now, records);
            }

            if (left <= 0)
            {
                IsBehind = true;
                return;
            }
        }

        _entries.Settle(now, Quiet, records);
        _logs.CloseOld(now);
    }

    /// <inheritdoc/>
    public void Complete(List<TailRecord<T>> records) => _entries.Complete(records);

    /// <inheritdoc/>
    public void Dispose() => _logs.Dispose();

    private int Read(LogTrack track)
    {
        try
        {
            return track.Read(_buffer);
        }
        catch (Exception e) when (LogProblems.IsReadFailure(e))
        {
            _logs.Fail(track.Source, e);
            track.Close();
            return 0;
        }
    }
}
