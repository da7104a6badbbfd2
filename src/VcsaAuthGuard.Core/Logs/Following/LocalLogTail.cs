using VcsaAuthGuard.Logs.Entries;
using VcsaAuthGuard.Logs.Matching;
using VcsaAuthGuard.Logs.Streams;

namespace VcsaAuthGuard.Logs.Following;

/// <summary>
/// Follows the logs of one folder on this machine. Logs are read one after the other, each to its end; one that was compressed before it
/// was read to its end is read on from the compressed file.
/// </summary>
internal sealed class LocalLogTail<T> : ILogTail<T>
    where T : class, ILogRecord
{
    /// <summary>An entry is over when nothing has followed it for this long.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

    private const int MaxBytesPerPoll = 4 << 20;

    private readonly LocalLogFolder _folder;
    private readonly FollowingHooks? _hooks;
    private readonly TailEntryAssembler<T> _entries;
    private readonly byte[] _buffer = new byte[1 << 18];

    /// <param name="path">The files to follow.</param>
    /// <param name="needles">Words that entries of interest contain.</param>
    /// <param name="parse">Parses such an entry.</param>
    /// <param name="report">Receives problems and counts.</param>
    /// <param name="state">What an earlier run has read; null if there was none.</param>
    /// <param name="fromStart">Whether to read what is there already, where there was no earlier run.</param>
    /// <param name="hooks">Steps of a test; null in use.</param>
    public LocalLogTail(
        FollowedPath path, NeedleSet needles, EntryParser<T> parse, LogReadReport report, FollowedState? state, bool fromStart,
        FollowingHooks? hooks = null)
    {
        _folder = new(path, report, state, fromStart, hooks);
        _hooks = hooks;
        _entries = new(needles, parse, report);
    }

    /// <inheritdoc/>
    public bool IsBehind { get; private set; }

    /// <inheritdoc/>
    public TimeSpan? LastLook { get; private set; }

    /// <inheritdoc/>
    public IReadOnlyList<LogPosition> Positions => [.. _folder.Logs.Select(log => log.Position)];

    /// <inheritdoc/>
    public void Poll(TimeSpan now, List<TailRecord<T>> records)
    {
        _folder.Refresh(now, log => _entries.Abandon(log, records));
        _hooks?.Identified?.Invoke();
        LastLook = _folder.IsFailing ? LastLook : now;
        IsBehind = _folder.HasDeferred;
        long left = MaxBytesPerPoll;
        foreach (FollowedLog log in _folder.Logs.Where(_folder.CanRead))
        {
            AddGaps(log, records);
            for (int read; left > 0 && (read = Read(log, now)) > 0; left -= read)
            {
                log.LastGrowth = now;
                _entries.Add(log, _buffer.AsSpan(0, read), now, records);
            }

            if (left <= 0)
            {
                IsBehind = true;
                return;
            }
        }

        AddGaps(null, records);
        _entries.CompleteIdle(now, Quiet, records);
        _folder.CloseOld(now);
    }

    /// <inheritdoc/>
    public void Complete(List<TailRecord<T>> records) => _entries.Complete(records);

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    private void AddGaps(FollowedLog? next, List<TailRecord<T>> records)
    {
        foreach (LogGap gap in _folder.DequeueGaps(next))
        {
            _entries.Finish(records);
            records.Add(new(null, gap, MayBeRepeat: false));
        }
    }

    private int Read(FollowedLog log, TimeSpan now)
    {
        try
        {
            return log.Read(_buffer);
        }
        catch (Exception e) when (ReadFailure.Matches(e))
        {
            _folder.Fail(log, e, now);
            return 0;
        }
    }
}
