using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Logs.Following;
using VcsaAuthGuard.Logs.Reading;


namespace VcsaAuthGuard.Watching;

/// <summary>
/// Watches vpxd's logs as they grow, on this machine or on others: through rotation, truncation and renaming. What <see cref="Poll"/> gives is only taken as given
/// after <see cref="Acknowledge"/>; a run that ends in between, however it ends, is followed by one that gives it again, marked.
/// </summary>
public sealed class FaultWatcher : IDisposable
{
    /// <summary>States without faults are written no more often than this.</summary>
    private static readonly TimeSpan StateInterval = TimeSpan.FromSeconds(1);

    private readonly WatchOptions _options;
    private readonly IWatchClock _clock;
    private readonly FaultQuery _query;
    private readonly List<WatchedFolder> _folders;
    private readonly Dictionary<(string Server, AuthFaultKind Kind), FaultCounter> _counters = [];
    private readonly Dictionary<string, long> _gapCounts = new(StringComparer.Ordinal);
    private readonly List<WatchedGap> _gapsToRepeat = [];
    private WatchState _acknowledged;
    private TimeSpan? _lastSave;
    private bool _hasNews = true;

    /// <summary>Makes a watcher; nothing is read before <see cref="Poll"/>.</summary>
    /// <param name="paths">Files or folders; a file need not be there yet.</param>
    /// <param name="options">What to look for.</param>
    /// <param name="report">Is told of problems, and counts.</param>
    /// <exception cref="WatchStateException">The state cannot be used.</exception>
    public FaultWatcher(IEnumerable<string> paths, WatchOptions options, LogReadReport report)
        : this(paths, [], options, report)
    {
    }

    /// <summary>The same, with logs on other machines.</summary>
    /// <param name="paths">Files or folders; a file need not be there yet.</param>
    /// <param name="machines">Logs on other machines; they are the watcher's, which closes them.</param>
    /// <param name="options">What to look for.</param>
    /// <param name="report">Is told of problems, and counts.</param>
    /// <exception cref="WatchStateException">The state cannot be used.</exception>
    public FaultWatcher(IEnumerable<string> paths, IEnumerable<IRemoteLogs> machines, WatchOptions options, LogReadReport report)
        : this(paths, machines, options, report, new SystemWatchClock())
    {
    }

    internal FaultWatcher(IEnumerable<string> paths, IEnumerable<IRemoteLogs> machines, WatchOptions options, LogReadReport report, IWatchClock clock,
        FollowingHooks? hooks = null)
    {
        _options = options;
        _clock = clock;
        _query = new() { Kinds = options.Kinds };
        WatchState? state = options.StatePath is null ? null : WatchState.Load(options.StatePath);
        _acknowledged = state ?? new(new Dictionary<string, FollowedState>(), [], [], clock.UtcNow);
        string[] words = [.. FaultPatterns.NeedlesOf(options.Kinds)];
        FollowedState? Known(string key) => state is not null && state.Logs.TryGetValue(key, out FollowedState? known) ? known : null;
        _folders =
        [
            .. paths.Select(FollowedLogs.Of).GroupBy(logs => logs.Key, StringComparer.Ordinal).Select(group =>
            {
                FollowedLogs logs = group.First();
                return new WatchedFolder(
                    logs.Key, options.Server ?? logs.Folder,
                    new LocalLogTail<AuthFault>(logs, new(words), FaultParser.Read, report, Known(logs.Key), options.FromStart, hooks));
            }),
            .. machines.Select(machine =>
            {
                string key = $"{machine.Server}:{machine.Folder}";
                return new WatchedFolder(
                    key, machine.Server,
                    new RemoteLogTail<AuthFault>(machine, words, FaultParser.Read, report, Known(key), options.FromStart));
            }),
        ];
        foreach (string server in _folders.Select(folder => folder.Server).Distinct())
        {
            Bursts[server] = new(options.Rule, server);
            _gapCounts[server] = 0;
            foreach (AuthFaultKind kind in options.Kinds)
            {
                _counters[(server, kind)] = new(server, kind, 0, null);
            }
        }

        Restore(state);
    }

    /// <summary>How long to wait between two polls: short enough for a fault to be told of within 2 seconds of its being logged.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Whether there is more to read already.</summary>
    public bool IsBehind => _folders.Exists(folder => folder.Tail.IsBehind);

    /// <summary>Faults counted, this run's and those of the runs before that had the same state.</summary>
    public long Count => _counters.Values.Sum(counter => counter.Count);

    /// <summary>Faults of this run that have no time, which are in no burst.</summary>
    public long Untimed { get; private set; }

    private Dictionary<string, BurstWatch> Bursts { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads what has been logged; not too much at once.</summary>
    /// <exception cref="WatchStateException">The state cannot be written. Nothing was given.</exception>
    public IReadOnlyList<WatchEvent> Poll() => Take((folder, records) => folder.Tail.Poll(_clock.Elapsed, records));

    /// <summary>Ends the last entries, as long as no state would find them again: what follows them is not going to be seen.</summary>
    /// <exception cref="WatchStateException">The state cannot be written. Nothing was given.</exception>
    public IReadOnlyList<WatchEvent> Complete() => _options.StatePath is null ? Take((folder, records) => folder.Tail.Complete(records)) : [];

    /// <summary>Says that what was given has reached whom it is for; writes the state and the metrics.</summary>
    /// <param name="isLast">Whether nothing will follow, so that everything is written now.</param>
    /// <exception cref="WatchStateException">One of them cannot be written.</exception>
    public void Acknowledge(bool isLast = false)
    {
        bool isDue = _lastSave is null || _clock.Elapsed - _lastSave >= StateInterval;
        if (!_hasNews && !isDue && !isLast)
        {
            return;
        }

        _lastSave = _clock.Elapsed;
        WatchState state = new(
            Positions(), [.. _counters.Values], [.. Bursts.Values.Select(burst => burst.ToPosition(_clock.Elapsed))], _clock.UtcNow)
        {
            GapCounts = new Dictionary<string, long>(_gapCounts),
        };
        if (_options.StatePath is not null)
        {
            state.Save(_options.StatePath);
        }

        _acknowledged = state;
        if (_options.TextFilePath is not null && _hasNews)
        {
            WatchTextFile.Write(
                _options.TextFilePath, [.. _counters.Values], Bursts.ToDictionary(pair => pair.Key, pair => pair.Value.IsOpen), _gapCounts);
        }

        _hasNews = false;
    }

    /// <inheritdoc/>
    public void Dispose() => _folders.ForEach(folder => folder.Tail.Dispose());

    private void Restore(WatchState? state)
    {
        if (state is null)
        {
            return;
        }

        // While nobody watched, time went on.
        TimeSpan away = _clock.UtcNow - state.Saved;
        away = away < TimeSpan.Zero ? TimeSpan.Zero : away;
        foreach (FaultCounter counter in state.Counters)
        {
            _counters[(counter.Server, counter.Kind)] = counter;
        }

        foreach (KeyValuePair<string, long> gaps in state.GapCounts)
        {
            _gapCounts[gaps.Key] = gaps.Value;
        }

        _gapsToRepeat.AddRange(state.AnnouncedGaps);
        foreach (BurstPosition burst in state.Bursts)
        {
            if (Bursts.TryGetValue(burst.Server, out BurstWatch? watch))
            {
                watch.Restore(burst with { Since = burst.Since + away }, _clock.Elapsed);
            }
        }
    }

    private Dictionary<string, FollowedState> Positions()
    {
        // What the state says of folders that are not watched this time stays.
        Dictionary<string, FollowedState> positions = _acknowledged.Logs.ToDictionary(pair => pair.Key, pair => pair.Value);
        foreach (WatchedFolder folder in _folders)
        {
            positions[folder.Key] = new(folder.Tail.Positions, NamesSkipped: true);
        }

        return positions;
    }

    private List<WatchEvent> Take(Action<WatchedFolder, List<TailRecord<AuthFault>>> read)
    {
        List<WatchEvent> events = [];
        foreach (WatchedGap gap in _gapsToRepeat)
        {
            Note(gap with { IsRepeat = true }, events);
        }

        _gapsToRepeat.Clear();
        foreach (WatchedFolder folder in _folders)
        {
            List<TailRecord<AuthFault>> records = [];
            read(folder, records);
            BurstWatch burst = Bursts[folder.Server];
            foreach (TailRecord<AuthFault> record in records)
            {
                // A burst that was over before this fault is told of before it.
                Note(burst.Clear(_clock.Elapsed), record.MayBeRepeat, events);
                if (record.Gap is LogGap gap)
                {
                    Note(new WatchedGap { Source = gap.Source, Reason = gap.Reason, Start = gap.Start, End = gap.End, Server = folder.Server }, events);
                }
                else if (_query.Apply(record.Record!) is AuthFault fault)
                {
                    Take(fault, folder.Server, record.MayBeRepeat, burst, events);
                }
            }

            Note(burst.Clear(_clock.Elapsed), false, events);
        }

        if (events.Count > 0)
        {
            _hasNews = true;
            if (_options.StatePath is not null)
            {
                _acknowledged.WithAnnounced(Positions(), [.. events.Select(told => told.Gap).OfType<WatchedGap>()]).Save(_options.StatePath);
            }
        }

        return events;
    }

    private void Note(WatchedGap gap, List<WatchEvent> events)
    {
        _gapCounts[gap.Server] = (_gapCounts.TryGetValue(gap.Server, out long count) ? count : 0) + 1;
        events.Add(new() { Event = WatchEventKind.Gap, Server = gap.Server, IsRepeat = gap.IsRepeat, Gap = gap });
    }

    private void Take(AuthFault fault, string server, bool isRepeat, BurstWatch burst, List<WatchEvent> events)
    {
        events.Add(new() { Event = WatchEventKind.Fault, Server = server, IsRepeat = isRepeat, Fault = fault });
        FaultCounter counter = _counters.TryGetValue((server, fault.Kind), out FaultCounter? known) ? known : new(server, fault.Kind, 0, null);
        DateTimeOffset? last = counter.Last is null || fault.Time > counter.Last ? fault.Time : counter.Last;
        _counters[(server, fault.Kind)] = counter with { Count = counter.Count + 1, Last = last };
        if (fault.Time is DateTimeOffset time)
        {
            foreach (WatchedBurst change in burst.Add(time, _clock.Elapsed))
            {
                Note(change, isRepeat, events);
            }
        }
        else
        {
            Untimed++;
        }
    }

    private static void Note(WatchedBurst? burst, bool isRepeat, List<WatchEvent> events)
    {
        if (burst is not null)
        {
            events.Add(new()
            {
                Event = burst.IsOpen ? WatchEventKind.BurstOpened : WatchEventKind.BurstCleared,
                Server = burst.Server,
                IsRepeat = isRepeat,
                Burst = burst with { IsRepeat = isRepeat },
            });
        }
    }

    private sealed record WatchedFolder(string Key, string Server, ILogTail<AuthFault> Tail);
}
