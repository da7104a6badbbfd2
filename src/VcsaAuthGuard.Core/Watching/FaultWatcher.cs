using System.Text;
using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Following;
using VcsaAuthGuard.Logs.Matching;
using VcsaAuthGuard.Watching.Metrics;

namespace VcsaAuthGuard.Watching;

/// <summary>
/// Watches vpxd's logs while they grow, on this machine or on others, through rotation, truncation and renaming. What <see cref="Poll"/>
/// returns counts as delivered only after <see cref="Acknowledge"/>. After a run that ends in between, however it ends, the next run
/// returns it again, marked as a repeat.
/// </summary>
public sealed class FaultWatcher : IDisposable
{
    /// <summary>A state without faults is written no more often than this.</summary>
    private static readonly TimeSpan StateInterval = TimeSpan.FromSeconds(1);

    /// <summary>The time of the last look in the text file is at most this old.</summary>
    private static readonly TimeSpan TextFileInterval = TimeSpan.FromSeconds(15);

    /// <summary>The text file is not private: node_exporter reads it as another user.</summary>
    private const string TextFileConsequence = "Until it can be written, its metrics are old.";

    private const string StateConsequence = "Until it can be written, a restart repeats events without marking them as repeats.";

    private readonly WatchOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly long _startTimestamp;
    private readonly DateTimeOffset _start;
    private readonly FaultQuery _query;
    private readonly List<WatchedFolder> _folders;
    private readonly Dictionary<string, WatchedServer> _servers = new(StringComparer.Ordinal);
    private readonly WatchTally _tally = new();
    private readonly WatchEntryReader _reader;
    private readonly List<(string Server, ILiveSessionSource Source)> _sessionSources = [];
    private readonly HashSet<string> _sessionFailures = new(StringComparer.Ordinal);
    private readonly List<WatchedGap> _gapsToRepeat = [];
    private readonly IDisposable? _stateLock;
    private readonly WatchFile? _stateFile;
    private readonly WatchFile? _textFile;
    private WatchState _acknowledged;
    private TimeSpan? _lastSave;
    private TimeSpan _lastTextFile;
    private string _metrics = "";
    private IReadOnlyList<WatchMetric> _metricValues = MetricSnapshot.Empty;
    private bool _hasNews = true;
    private bool _areMetricsDue = true;
    private bool _hasNotedUntimed;

    /// <summary>Creates a watcher. Nothing is read before <see cref="Poll"/>.</summary>
    /// <param name="paths">Files or folders. A file need not exist yet.</param>
    /// <param name="options">What to look for.</param>
    /// <param name="report">Receives problems and counts.</param>
    /// <exception cref="WatchStateException">The state file cannot be used.</exception>
    public FaultWatcher(IEnumerable<string> paths, WatchOptions options, LogReadReport report)
        : this(paths, [], options, report)
    {
    }

    /// <summary>Creates a watcher of logs on this machine and on others. Nothing is read before <see cref="Poll"/>.</summary>
    /// <param name="paths">Files or folders. A file need not exist yet.</param>
    /// <param name="machines">Logs on other machines. The watcher disposes of them.</param>
    /// <param name="options">What to look for.</param>
    /// <param name="report">Receives problems and counts.</param>
    /// <exception cref="WatchStateException">The state file cannot be used.</exception>
    public FaultWatcher(IEnumerable<string> paths, IEnumerable<IRemoteLogs> machines, WatchOptions options, LogReadReport report)
        : this(paths, machines, options, report, TimeProvider.System)
    {
    }

    internal FaultWatcher(
        IEnumerable<string> paths, IEnumerable<IRemoteLogs> machines, WatchOptions options, LogReadReport report, TimeProvider timeProvider,
        FollowingHooks? hooks = null)
    {
        _options = options;
        _timeProvider = timeProvider;
        _startTimestamp = timeProvider.GetTimestamp();
        _start = timeProvider.GetUtcNow();
        _query = new() { Kinds = options.Kinds };
        _reader = new(options.Kinds, options.CountsClients);
        _stateFile = options.StatePath is string statePath ? new(statePath, StateConsequence, isPrivate: true) : null;
        _textFile = options.TextFilePath is string textPath ? new(textPath, TextFileConsequence, isPrivate: false) : null;
        _stateLock = options.StatePath is null ? null : WatchStateLock.Acquire(options.StatePath);
        WatchState? state = Load();
        _acknowledged = state ?? new(new Dictionary<string, FollowedState>(), [], [], timeProvider.GetUtcNow());
        _folders = [.. LocalFolders(paths, state, report, hooks), .. RemoteFolders(machines, state, report)];
        foreach (string server in _folders.Select(folder => folder.Server).Distinct())
        {
            _servers[server] = new(server, options.Rule);
            _tally.AddServer(server, options.Kinds, _start);
            _ = options.CountsClients ? _tally.ClientsOf(server) : null;
        }

        if (state is not null)
        {
            Restore(state);
        }
    }

    /// <summary>
    /// Gets the time to wait between two polls: short enough for a fault to be returned within 2 seconds of its being logged.
    /// </summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Gets whether there is more to read already.</summary>
    public bool IsBehind => _folders.Exists(folder => folder.Tail.IsBehind);

    /// <summary>Gets the number of faults in this run and in the runs before that had the same state file.</summary>
    public long Count => _tally.Count;

    /// <summary>
    /// Gets the metrics as of the last <see cref="Acknowledge"/>, at most a second older, in the text form of Prometheus. May be read by
    /// any thread.
    /// </summary>
    public string Metrics => Volatile.Read(ref _metrics);

    /// <summary>
    /// Gets what <see cref="Metrics"/> writes: the same metrics in the same order, from the start on, where they have no values yet. May
    /// be read by any thread.
    /// </summary>
    public IReadOnlyList<WatchMetric> MetricValues => Volatile.Read(ref _metricValues);

    /// <summary>Gets the number of faults of this run that have no time. They are in no burst.</summary>
    public long Untimed { get; private set; }

    private TimeSpan Elapsed => _timeProvider.GetElapsedTime(_startTimestamp);

    /// <summary>Reads what has been logged, up to a limit.</summary>
    /// <exception cref="WatchStateException">The state file cannot be written. Nothing was delivered.</exception>
    public IReadOnlyList<WatchEvent> Poll() => Read((folder, records) => folder.Tail.Poll(Elapsed, records));

    /// <summary>
    /// Ends the last entries, because what follows them will not be read. Where there is a state file, the next run finds them again, and
    /// nothing is done.
    /// </summary>
    /// <exception cref="WatchStateException">The state file cannot be written. Nothing was delivered.</exception>
    public IReadOnlyList<WatchEvent> Complete() =>
        _options.StatePath is null ? Read((folder, records) => folder.Tail.Complete(records)) : [];

    /// <summary>Records that the returned events have been delivered, and writes the state and the metrics.</summary>
    /// <param name="isLast">Whether nothing will follow, so that everything is written now.</param>
    /// <exception cref="WatchStateException">A file cannot be written.</exception>
    public void Acknowledge(bool isLast = false)
    {
        bool isDue = _lastSave is null || Elapsed - _lastSave >= StateInterval;
        if (!_hasNews && !isDue && !isLast)
        {
            return;
        }

        _lastSave = Elapsed;
        _areMetricsDue |= _hasNews;
        _hasNews = false;
        WatchedServerPosition[] bursts = [.. _servers.Values.Select(server => server.ToPosition(Elapsed))];
        WatchState state = new(Positions(), _tally.Counters, bursts, _timeProvider.GetUtcNow())
        {
            GapCounts = _tally.GapCounts,
            CountingStarts = _tally.Starts,
            ClientCounters = _options.CountsClients ? _tally.ClientCounters : _acknowledged.ClientCounters,
        };
        _acknowledged = state;
        WriteMetrics(isLast);
        _stateFile?.TryWrite(state.ToJson(), isLast);
    }

    /// <summary>Returns a warning that has not been shown yet; null if there is none.</summary>
    public string? DequeueNotice()
    {
        if ((_stateFile?.DequeueNotice() ?? _textFile?.DequeueNotice() ?? DequeueSessionFailure()) is string notice)
        {
            return notice;
        }

        if (Untimed == 0 || _hasNotedUntimed)
        {
            return null;
        }

        _hasNotedUntimed = true;
        return "A fault has no time. Faults without a time are reported and counted, but cannot be in a burst.";
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Each may have a connection to end.
        Parallel.ForEach(_folders, folder => folder.Tail.Dispose());
        _stateLock?.Dispose();
    }

    private string? DequeueSessionFailure()
    {
        foreach ((string server, ILiveSessionSource source) in _sessionSources)
        {
            if (source.SessionFailure is string failure && _sessionFailures.Add(server))
            {
                return $"{server}: The number of sessions is not known. {failure} The watch goes on without it.";
            }
        }

        return null;
    }

    private Dictionary<string, LiveSessions> LiveSessions()
    {
        Dictionary<string, LiveSessions> sessions = new(StringComparer.Ordinal);
        foreach ((string server, ILiveSessionSource source) in _sessionSources)
        {
            if (source.Sessions is LiveSessions listed)
            {
                sessions[server] = listed;
            }
        }

        return sessions;
    }

    private void WriteMetrics(bool isLast)
    {
        // Nobody would ever close a burst in the metrics after the end. The state keeps it open for the next run.
        Dictionary<string, bool> open = _servers.ToDictionary(server => server.Key, server => server.Value.IsBurstOpen && !isLast);
        Volatile.Write(ref _metricValues, MetricSnapshot.Take(_tally, open, LastLooks(), LiveSessions()));
        Volatile.Write(ref _metrics, MetricsText.Write(_metricValues));
        if (_textFile is not null && (_areMetricsDue || isLast || Elapsed - _lastTextFile >= TextFileInterval))
        {
            _lastTextFile = Elapsed;
            _areMetricsDue = !_textFile.TryWrite(Encoding.UTF8.GetBytes(_metrics), isLast);
        }
    }

    /// <summary>
    /// Returns when the logs of each vCenter were last looked at; the watcher's start where that has not succeeded yet.
    /// </summary>
    private Dictionary<string, DateTimeOffset> LastLooks()
    {
        // A clock that was stepped meanwhile: the span since then is right, and so is the time now.
        DateTimeOffset now = _timeProvider.GetUtcNow();
        return _folders.GroupBy(folder => folder.Server, StringComparer.Ordinal).ToDictionary(
            server => server.Key,
            server => server.Any(folder => folder.Tail.LastLook is null)
                ? _start : now - (Elapsed - server.Min(folder => folder.Tail.LastLook!.Value)));
    }

    private WatchState? Load()
    {
        try
        {
            return _options.StatePath is null ? null : WatchState.Load(_options.StatePath);
        }
        catch (WatchStateException)
        {
            _stateLock?.Dispose();
            throw;
        }
    }

    private static FollowedState? StateOf(string key, WatchState? state) =>
        state is not null && state.Logs.TryGetValue(key, out FollowedState? known) ? known : null;

    private IEnumerable<WatchedFolder> LocalFolders(
        IEnumerable<string> paths, WatchState? state, LogReadReport report, FollowingHooks? hooks)
    {
        NeedleSet needles = new([.. _reader.Needles]);
        HashSet<string> keys = new(StringComparer.Ordinal);
        foreach (string given in paths)
        {
            FollowedPath path = FollowedPath.Resolve(given);
            if (!keys.Add(path.Key))
            {
                continue;
            }

            yield return new(
                path.Key,
                _options.PathServers.TryGetValue(given, out string? server) ? server : _options.Server ?? path.Folder,
                new LocalLogTail<ILogRecord>(path, needles, _reader.Read, report, StateOf(path.Key, state), _options.FromStart, hooks));
        }
    }

    private IEnumerable<WatchedFolder> RemoteFolders(IEnumerable<IRemoteLogs> machines, WatchState? state, LogReadReport report)
    {
        string[] words = [.. _reader.Needles];
        foreach (IRemoteLogs machine in machines)
        {
            string key = $"{machine.Server}:{machine.Folder}";
            if (_options.CountsClients && machine is ILiveSessionSource source)
            {
                _sessionSources.Add((machine.Server, source));
            }

            yield return new(
                key,
                machine.Server,
                new RemoteLogTail<ILogRecord>(machine, words, _reader.Read, report, StateOf(key, state), _options.FromStart));
        }
    }

    private void Restore(WatchState state)
    {
        // Time passed without a watcher.
        TimeSpan away = _timeProvider.GetUtcNow() - state.Saved;
        away = away < TimeSpan.Zero ? TimeSpan.Zero : away;
        _tally.Restore(state.Counters, state.GapCounts, state.CountingStarts);
        foreach (ClientCounter counter in _options.CountsClients ? state.ClientCounters : [])
        {
            _tally.ClientsOf(counter.Server).Restore(counter);
        }

        _gapsToRepeat.AddRange(state.AnnouncedGaps);
        foreach (WatchedServerPosition position in state.Bursts)
        {
            if (_servers.TryGetValue(position.Server, out WatchedServer? server))
            {
                server.Restore(position, away, Elapsed);
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

    private List<WatchEvent> Read(Action<WatchedFolder, List<TailRecord<ILogRecord>>> read)
    {
        List<WatchEvent> events = [];
        _gapsToRepeat.ForEach(gap => Add(gap with { IsRepeat = true }, events));
        _gapsToRepeat.Clear();
        foreach ((string server, ILiveSessionSource source) in _sessionSources)
        {
            _tally.ClientsOf(server).Add(source.Sessions);
        }

        foreach (WatchedFolder folder in _folders)
        {
            List<TailRecord<ILogRecord>> records = [];
            read(folder, records);
            foreach (TailRecord<ILogRecord> record in records)
            {
                if (record.Gap is LogGap gap)
                {
                    Add(WatchedGap.Create(gap, folder.Server), events);
                }
                else if (record.Record is not AuthFault found)
                {
                    _tally.ClientsOf(folder.Server).Add(record.Record!);
                }
                else if (_query.Apply(found) is AuthFault fault)
                {
                    Add(fault, folder.Server, record.MayBeRepeat, events);
                }
            }

            if (_options.CountsClients)
            {
                _tally.ClientsOf(folder.Server).CountLogins();
            }

            Add(_servers[folder.Server].Clear(Elapsed), false, events);
        }

        if (events.Count > 0)
        {
            _hasNews = true;
            WatchedGap[] gaps = [.. events.Select(item => item.Gap).OfType<WatchedGap>()];
            _stateFile?.TryWrite(_acknowledged.WithAnnounced(Positions(), gaps).ToJson(), isLast: false);
        }

        return events;
    }

    private void Add(WatchedGap gap, List<WatchEvent> events)
    {
        _tally.AddGap(gap.Server);
        events.Add(new() { Event = WatchEventKind.Gap, Server = gap.Server, IsRepeat = gap.IsRepeat, Gap = gap });
    }

    private void Add(AuthFault fault, string server, bool isRepeat, List<WatchEvent> events)
    {
        // A burst that was over before this fault comes before it.
        WatchedServer watched = _servers[server];
        Add(watched.Clear(Elapsed), isRepeat, events);
        events.Add(new() { Event = WatchEventKind.Fault, Server = server, IsRepeat = isRepeat, Fault = fault });
        _tally.Add(fault, server);
        if (fault.Time is null)
        {
            Untimed++;
            return;
        }

        Add(watched.Add(fault, Elapsed), isRepeat, events);
    }

    private static void Add(IEnumerable<WatchedBurst> bursts, bool isRepeat, List<WatchEvent> events)
    {
        foreach (WatchedBurst burst in bursts)
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

    private sealed record WatchedFolder(string Key, string Server, ILogTail<ILogRecord> Tail);
}
