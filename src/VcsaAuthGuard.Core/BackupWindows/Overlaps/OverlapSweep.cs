namespace VcsaAuthGuard.BackupWindows.Overlaps;

/// <summary>
/// Walks through the starts and ends of one vCenter's windows in order of time and records the spans in which they overlap. It takes the
/// time piece by piece, so that memory grows with the windows and the different overlaps, not with the runs.
/// </summary>
internal sealed class OverlapSweep
{
    // The numbers of events between which a piece keeps its length. Both only bound memory and sorting.
    private const int MinEvents = 20_000;
    private const int MaxEvents = 200_000;
    private static readonly long MinPiece = TimeSpan.FromMinutes(30).Ticks;
    private static readonly long MaxPiece = TimeSpan.FromDays(32).Ticks;

    private readonly BackupWindow[] _windows;
    private readonly OverlapOptions _options;
    private readonly long _from;
    private readonly long _to;
    private readonly Dictionary<MemberSet, OverlapGroup> _groups = [];

    // The current runs of each window: one that lasts longer than its interval runs twice, and still is one window.
    private readonly int[] _running;
    private readonly int[] _runningOfRole = new int[(int)WindowRole.Maintenance + 1];
    private readonly List<int> _active = [];
    private readonly int[] _placeInActive;
    private OverlapLoad _load;

    // The open span, and the windows that were in it.
    private bool _isOpen;
    private long _spanStart;
    private OverlapLoad _peak;
    private readonly List<int> _members = [];
    private readonly bool[] _isMember;

    // Events in ticks times two, starts one higher: at the same moment ends come first, so that ends that touch do not overlap.
    private long[] _times = new long[256];
    private int[] _events = new int[256];
    private int _count;
    private readonly List<(long End, int Window)> _later = [];

    public OverlapSweep(BackupWindow[] windows, OverlapOptions options)
    {
        _windows = windows;
        _options = options;
        _from = options.From.UtcTicks;
        _to = options.To.UtcTicks;
        _running = new int[windows.Length];
        _placeInActive = new int[windows.Length];
        _isMember = new bool[windows.Length];
    }

    public IEnumerable<OverlapGroup> Run(CancellationToken cancellation)
    {
        if (_windows.Length < 2)
        {
            return [];
        }

        IEnumerator<long>[] starts = Array.ConvertAll(_windows, window => window.StartsBetween(_from, _to).GetEnumerator());
        long[] next = Array.ConvertAll(starts, Next);
        long piece = TimeSpan.TicksPerDay;
        for (long start = _from; start < _to; start += piece)
        {
            cancellation.ThrowIfCancellationRequested();
            piece = _count > MaxEvents ? Math.Max(MinPiece, piece / 2) : _count < MinEvents ? Math.Min(MaxPiece, piece * 2) : piece;
            long end = Math.Min(_to, start + piece);
            _count = 0;
            AddLater(end);
            for (int window = 0; window < next.Length; window++)
            {
                for (; next[window] < end; next[window] = Next(starts[window]))
                {
                    AddRun(window, next[window], end);
                }
            }

            Array.Sort(_times, _events, 0, _count);
            for (int i = 0; i < _count; i++)
            {
                Apply(_times[i], _events[i]);
            }
        }

        // The end of every run is cut to the end of the horizon, where the last piece ends.
        foreach ((long end, int window) in _later)
        {
            Apply(end * 2, window);
        }

        return _groups.Values;
    }

    private static long Next(IEnumerator<long> starts) => starts.MoveNext() ? starts.Current : long.MaxValue;

    private void AddRun(int window, long start, long endOfPiece)
    {
        long end = Math.Min(_to, start + _windows[window].Duration.Ticks);
        AddEvent((Math.Max(_from, start) * 2) + 1, window);
        if (end < endOfPiece)
        {
            AddEvent(end * 2, window);
        }
        else
        {
            _later.Add((end, window));
        }
    }

    private void AddLater(long endOfPiece)
    {
        int kept = 0;
        for (int i = 0; i < _later.Count; i++)
        {
            (long end, int window) = _later[i];
            if (end < endOfPiece)
            {
                AddEvent(end * 2, window);
            }
            else
            {
                _later[kept++] = _later[i];
            }
        }

        _later.RemoveRange(kept, _later.Count - kept);
    }

    private void AddEvent(long time, int window)
    {
        if (_count == _times.Length)
        {
            Array.Resize(ref _times, _count * 2);
            Array.Resize(ref _events, _count * 2);
        }

        _times[_count] = time;
        _events[_count++] = window;
    }

    private void Apply(long time, int window)
    {
        bool isStart = time % 2 == 1;
        if (isStart ? _running[window]++ > 0 : --_running[window] > 0)
        {
            return;
        }

        int sign = isStart ? 1 : -1;
        _runningOfRole[(int)_windows[window].Role] += sign;
        _load.Change(_windows[window].Load, sign);
        if (isStart)
        {
            _placeInActive[window] = _active.Count;
            _active.Add(window);
        }
        else
        {
            Deactivate(window);
        }

        bool isOverlap = OverlapRule.IsOverlap(_active.Count, RolesRunning(), _options.IncludeSameRole);
        if (_isOpen && isOverlap)
        {
            _peak = _peak.With(_load);
            if (isStart)
            {
                AddMember(window);
            }
        }
        else if (isOverlap)
        {
            Open(time / 2);
        }
        else if (_isOpen)
        {
            Close(time / 2);
        }
    }

    private void Deactivate(int window)
    {
        int last = _active[_active.Count - 1];
        _active[_placeInActive[window]] = last;
        _placeInActive[last] = _placeInActive[window];
        _active.RemoveAt(_active.Count - 1);
    }

    private int RolesRunning()
    {
        int roles = 0;
        foreach (int running in _runningOfRole)
        {
            roles += running > 0 ? 1 : 0;
        }

        return roles;
    }

    private void Open(long time)
    {
        _isOpen = true;
        _spanStart = time;
        _peak = _load;
        foreach (int window in _active)
        {
            AddMember(window);
        }
    }

    private void AddMember(int window)
    {
        if (!_isMember[window])
        {
            _isMember[window] = true;
            _members.Add(window);
        }
    }

    private void Close(long time)
    {
        _isOpen = false;
        if (time > _spanStart)
        {
            _members.Sort();
            MemberSet set = new(_members);
            if (!_groups.TryGetValue(set, out OverlapGroup? group))
            {
                int[] members = [.. _members];
                _groups[new MemberSet(members)] = group = new(members);
            }

            group.Add(_spanStart, time, _peak);
        }

        foreach (int window in _members)
        {
            _isMember[window] = false;
        }

        _members.Clear();
    }

    /// <summary>Represents windows in order, compared one by one; a lookup needs no copy.</summary>
    private readonly struct MemberSet(IReadOnlyList<int> members) : IEquatable<MemberSet>
    {
        private readonly IReadOnlyList<int> _members = members;
        private readonly int _hash = Hash(members);

        public bool Equals(MemberSet other)
        {
            if (_hash != other._hash || _members.Count != other._members.Count)
            {
                return false;
            }

            for (int i = 0; i < _members.Count; i++)
            {
                if (_members[i] != other._members[i])
                {
                    return false;
                }
            }

            return true;
        }

        public override bool Equals(object? obj) => obj is MemberSet other && Equals(other);

        public override int GetHashCode() => _hash;

        private static int Hash(IReadOnlyList<int> members)
        {
            int hash = members.Count;
            for (int i = 0; i < members.Count; i++)
            {
                hash = unchecked((hash * 31) + members[i] + 1) ^ (hash >> 15);
            }

            return hash;
        }
    }
}
