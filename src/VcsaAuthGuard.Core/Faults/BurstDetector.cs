namespace VcsaAuthGuard.Faults;

/// <summary>
/// Detects bursts in one vCenter's faults while they come. A burst opens with the fault that exceeds the rule; who feeds the detector says
/// when time has passed, and thereby closes it: a reader of old logs by the log's own time, a watcher by a clock. Faults may come out of
/// order by up to <see cref="MaxLateness"/> of log time. A larger step back starts a new series, whose bursts are its own.
/// </summary>
/// <param name="rule">When faults are a burst.</param>
/// <param name="source">The source that bursts name.</param>
/// <param name="server">The vCenter Server that bursts name.</param>
internal sealed class BurstDetector(BurstRule rule, string? source, string? server = null)
{
    /// <summary>The maximum time by which a fault may be older than the newest one and still be counted at its own time.</summary>
    public static readonly TimeSpan MaxLateness = TimeSpan.FromMinutes(5);

    /// <summary>The minimum number of outdated times to remove at once, so that the list is not shifted for each fault.</summary>
    private const int MinTrim = 64;

    /// <summary>The times of the faults that a late one may still belong together with, in order.</summary>
    private readonly List<DateTimeOffset> _times = [];

    /// <summary>Those of the faults that no burst has, in order.</summary>
    private readonly List<FaultObservation> _outside = [];

    /// <summary>The bursts that a late fault may still belong to, in order.</summary>
    private readonly List<DetectedBurst> _bursts = [];

    /// <summary>Gets the newest fault's time; null before the first fault.</summary>
    public DateTimeOffset? Newest => _times.Count == 0 ? null : _times[_times.Count - 1];

    /// <summary>Gets whether a burst is open.</summary>
    public bool IsOpen => _bursts.Exists(burst => !burst.IsClosed);

    /// <summary>Adds a fault that has a time.</summary>
    /// <returns>The bursts that opened with it; before them, where the series starts again, those that closed.</returns>
    public IReadOnlyList<BurstChange> Add(AuthFault fault)
    {
        DateTimeOffset time = fault.Time ?? throw new ArgumentException("A fault without a time is in no burst.", nameof(fault));
        List<BurstChange> changes = [];
        if (Newest - time > MaxLateness)
        {
            changes.AddRange(Complete().Select(burst => new BurstChange(false, burst)));
        }

        int place = UpperBound(_times, static time => time, time);
        _times.Insert(place, time);
        _outside.Insert(UpperBound(_outside, static fault => fault.Time, time), new(time, fault));

        // Each period that ends with a fault and has the new one in it may exceed the rule now. Mostly the new one is the last.
        for (int end = place; end < _times.Count && _times[end] - time < rule.Period; end++)
        {
            int first = UpperBound(_times, static time => time, Before(_times[end], rule.Period));
            if (end - first + 1 > rule.Threshold && Cover(first, end) is DetectedBurst opened)
            {
                changes.Add(new(true, ToBurst(opened)));
            }
        }

        Trim();
        return changes;
    }

    /// <summary>Closes the bursts of which no fault lies within the rule's period before a time.</summary>
    /// <returns>The bursts that closed.</returns>
    public IReadOnlyList<FaultBurst> Close(DateTimeOffset time)
    {
        List<DetectedBurst> closed = _bursts.FindAll(burst => !burst.IsClosed && time - burst.End >= rule.Period);
        closed.ForEach(burst => burst.IsClosed = true);
        return closed.ConvertAll(ToBurst);
    }

    /// <summary>Ends the series.</summary>
    /// <returns>The bursts that were still open.</returns>
    public IReadOnlyList<FaultBurst> Complete()
    {
        List<FaultBurst> closed = _bursts.FindAll(burst => !burst.IsClosed).ConvertAll(ToBurst);
        _times.Clear();
        _outside.Clear();
        _bursts.Clear();
        return closed;
    }

    /// <summary>Returns what a later run needs to go on.</summary>
    public BurstPosition ToPosition()
    {
        DetectedBurst? open = _bursts.FindLast(burst => !burst.IsClosed);
        int count = Math.Min(_times.Count, rule.Threshold + 1);
        return new(_times.GetRange(_times.Count - count, count), open?.Start, open?.End ?? default, open?.Count ?? 0);
    }

    /// <summary>Goes on where an earlier run was. It does not know which hosts and datastores the faults had.</summary>
    public void Restore(BurstPosition position)
    {
        Complete();
        _times.AddRange(position.Newest.OrderBy(time => time));
        IEnumerable<DateTimeOffset> outside = position.Start is null ? _times : _times.Where(time => time > position.End);
        _outside.AddRange(outside.Select(time => new FaultObservation(time, new())));
        if (position.Start is DateTimeOffset start)
        {
            _bursts.Add(new(start, position.End, position.Count));
        }
    }

    private FaultBurst ToBurst(DetectedBurst burst) => burst.ToBurst(rule) with { Source = source, Server = server };

    /// <summary>Notes that the faults from one index to another exceed the rule.</summary>
    /// <returns>The burst that opened with them; null if they belong to one that is open, or lie inside one.</returns>
    private DetectedBurst? Cover(int first, int end)
    {
        DateTimeOffset time = _times[end];
        List<DetectedBurst> joined = _bursts.FindAll(burst => time - burst.End < rule.Period && burst.FirstExceeding - time < rule.Period);
        bool isKnown = joined.Exists(burst => !burst.IsClosed) || joined.Exists(burst => time <= burst.End);
        DetectedBurst burst = joined.Count > 0 ? joined[0] : new(time);
        foreach (DetectedBurst other in joined.Skip(1))
        {
            burst.Merge(other);
            _bursts.Remove(other);
        }

        if (joined.Count == 0)
        {
            _bursts.Insert(UpperBound(_bursts, static burst => burst.End, time), burst);
        }

        burst.IsClosed &= isKnown;
        burst.Extend(_times[first], time, end - first + 1);
        int from = UpperBound(_outside, static fault => fault.Time, Before(burst.Start, new TimeSpan(1)));
        int to = UpperBound(_outside, static fault => fault.Time, burst.End);
        for (int i = from; i < to; i++)
        {
            burst.Include(_outside[i]);
        }

        _outside.RemoveRange(from, to - from);
        return isKnown ? null : burst;
    }

    /// <summary>Forgets what no later fault can belong together with.</summary>
    private void Trim()
    {
        DateTimeOffset horizon = Before(Before(_times[_times.Count - 1], MaxLateness), rule.Period);
        int old = UpperBound(_times, static time => time, horizon);
        if (old >= MinTrim && old >= _times.Count / 2)
        {
            _times.RemoveRange(0, old);
        }

        _outside.RemoveRange(0, UpperBound(_outside, static fault => fault.Time, horizon));
        _bursts.RemoveAll(burst => burst.IsClosed && burst.End <= horizon);
    }

    /// <summary>Returns a time before another, or the earliest there is.</summary>
    private static DateTimeOffset Before(DateTimeOffset time, TimeSpan span) =>
        time - DateTimeOffset.MinValue > span ? time - span : DateTimeOffset.MinValue;

    /// <summary>Returns the index of the first item of a list, in order of time, that is later than a time.</summary>
    private static int UpperBound<T>(List<T> items, Func<T, DateTimeOffset> timeOf, DateTimeOffset time)
    {
        int low = 0;
        for (int high = items.Count; low < high;)
        {
            int middle = (low + high) / 2;
            if (timeOf(items[middle]) > time)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }

    /// <summary>Represents what counts of a fault here.</summary>
    private sealed class FaultObservation(DateTimeOffset time, AuthFault fault)
    {
        public DateTimeOffset Time { get; } = time;

        public string? VMHost { get; } = fault.VMHost ?? fault.VMHostId;

        public string? Datastore { get; } = fault.Datastore ?? fault.DatastoreUuid;

        public string? Method { get; } = fault.Method;

        public AuthFaultKind Kind { get; } = fault.Kind;
    }

    /// <summary>Represents a burst that may still grow.</summary>
    private sealed class DetectedBurst(DateTimeOffset exceeding)
    {
        private readonly FaultTally _hosts = new();
        private readonly FaultTally _datastores = new();
        private readonly FaultTally _methods = new();
        private readonly FaultTally _kinds = new();
        private DateTimeOffset _peakStart;
        private int _peak;

        /// <summary>Creates the burst of an earlier run.</summary>
        public DetectedBurst(DateTimeOffset start, DateTimeOffset end, long count)
            : this(start)
        {
            (Start, End, Count) = (start, end, count);
        }

        public DateTimeOffset Start { get; private set; } = DateTimeOffset.MaxValue;

        public DateTimeOffset End { get; private set; }

        public long Count { get; private set; }

        /// <summary>Gets the time of the first fault with which the rule was exceeded.</summary>
        public DateTimeOffset FirstExceeding { get; private set; } = exceeding;

        public bool IsClosed { get; set; }

        /// <summary>Adds a period that exceeds the rule.</summary>
        public void Extend(DateTimeOffset start, DateTimeOffset end, int count)
        {
            Start = start < Start ? start : Start;
            End = end > End ? end : End;
            FirstExceeding = end < FirstExceeding ? end : FirstExceeding;
            SetPeak(count, start);
        }

        public void Include(FaultObservation fault)
        {
            Count++;
            _hosts.Add(fault.VMHost);
            _datastores.Add(fault.Datastore);
            _methods.Add(fault.Method);
            _kinds.Add(fault.Kind.ToString());
        }

        /// <summary>Adds a burst that turns out to be a part of this one.</summary>
        public void Merge(DetectedBurst other)
        {
            Start = other.Start < Start ? other.Start : Start;
            End = other.End > End ? other.End : End;
            FirstExceeding = other.FirstExceeding < FirstExceeding ? other.FirstExceeding : FirstExceeding;
            Count += other.Count;
            IsClosed &= other.IsClosed;
            SetPeak(other._peak, other._peakStart);
            _hosts.Add(other._hosts);
            _datastores.Add(other._datastores);
            _methods.Add(other._methods);
            _kinds.Add(other._kinds);
        }

        public FaultBurst ToBurst(BurstRule rule) => new()
        {
            Start = Start,
            End = End,
            Count = (int)Math.Min(Count, int.MaxValue),
            PeakCount = _peak,
            PeakStart = _peakStart,
            VMHost = _hosts.ToCounts(),
            Datastore = _datastores.ToCounts(),
            Method = _methods.ToCounts(),
            Kind = _kinds.ToCounts(),
            Rule = rule,
        };

        private void SetPeak(int count, DateTimeOffset start)
        {
            if (count > _peak || (count == _peak && start < _peakStart))
            {
                (_peak, _peakStart) = (count, start);
            }
        }
    }
}
