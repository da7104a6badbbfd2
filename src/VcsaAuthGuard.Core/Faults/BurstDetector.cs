namespace VcsaAuthGuard.Faults;

/// <summary>
/// Finds bursts in one vCenter's faults as they come. Faults may come out of order by up to <see cref="Lateness"/> of log time;
/// memory holds the faults of that time and of one period. A larger step back starts a new series: its bursts are its own.
/// </summary>
/// <param name="rule">When faults are a burst.</param>
/// <param name="source">What bursts name as their source.</param>
internal sealed class BurstDetector(BurstRule rule, string? source)
{
    /// <summary>How far behind the newest fault one may come and still be put in its place.</summary>
    public static readonly TimeSpan Lateness = TimeSpan.FromMinutes(5);

    private readonly SortedSet<Sighting> _waiting = [];
    private readonly Queue<Sighting> _window = new();

    /// <summary>The faults at the end of the window that no burst has.</summary>
    private readonly Queue<Sighting> _pending = new();
    private DateTimeOffset? _newest;
    private long _order;
    private OpenBurst? _open;

    /// <summary>Takes a fault that has a time; gives the bursts that are over by now.</summary>
    public IEnumerable<FaultBurst> Add(AuthFault fault)
    {
        DateTimeOffset time = fault.Time ?? throw new ArgumentException("A fault without a time is in no burst.", nameof(fault));
        List<FaultBurst> over = [];
        if (_newest - time > Lateness)
        {
            over.AddRange(Complete());
        }

        _newest = _newest is null || time > _newest ? time : _newest;
        _waiting.Add(new(time, _order++, fault));
        while (_newest - _waiting.Min?.Time > Lateness)
        {
            Advance(TakeFirst(), over);
        }

        return over;
    }

    /// <summary>Ends the series and gives the burst that was still open, if any.</summary>
    public IEnumerable<FaultBurst> Complete()
    {
        List<FaultBurst> over = [];
        while (_waiting.Count > 0)
        {
            Advance(TakeFirst(), over);
        }

        if (_open is not null)
        {
            over.Add(_open.ToBurst(rule, source));
        }

        _open = null;
        _window.Clear();
        _pending.Clear();
        _newest = null;
        return over;
    }

    private Sighting TakeFirst()
    {
        Sighting first = _waiting.Min!;
        _waiting.Remove(first);
        return first;
    }

    /// <summary>The next fault in order of time.</summary>
    private void Advance(Sighting fault, List<FaultBurst> over)
    {
        while (_window.Count > 0 && fault.Time - _window.Peek().Time >= rule.Period)
        {
            if (_window.Dequeue() == (_pending.Count > 0 ? _pending.Peek() : null))
            {
                _pending.Dequeue();
            }
        }

        // As long as the window holds a fault of the burst, it may come to hold too many again: that is the same burst.
        if (_open is not null && _window.Count == _pending.Count)
        {
            over.Add(_open.ToBurst(rule, source));
            _open = null;
        }

        _window.Enqueue(fault);
        _pending.Enqueue(fault);
        if (_window.Count > rule.Threshold)
        {
            _open ??= new OpenBurst();
            _open.NotePeak(_window.Count, _window.Peek().Time);
            while (_pending.Count > 0)
            {
                _open.Include(_pending.Dequeue());
            }
        }
    }

    /// <summary>What of a fault counts here; the order keeps faults of one time apart.</summary>
    private sealed class Sighting(DateTimeOffset time, long order, AuthFault fault) : IComparable<Sighting>
    {
        public DateTimeOffset Time { get; } = time;

        public string? VMHost { get; } = fault.VMHost ?? fault.VMHostId;

        public string? Datastore { get; } = fault.Datastore ?? fault.DatastoreUuid;

        public string? Method { get; } = fault.Method;

        public AuthFaultKind Kind { get; } = fault.Kind;

        private long Order { get; } = order;

        public int CompareTo(Sighting? other) => other is null ? 1 : (Time, Order).CompareTo((other.Time, other.Order));
    }

    private sealed class OpenBurst
    {
        private readonly FaultTally _hosts = new();
        private readonly FaultTally _datastores = new();
        private readonly FaultTally _methods = new();
        private readonly FaultTally _kinds = new();
        private DateTimeOffset _start;
        private DateTimeOffset _peakStart;
        private int _peak;
        private int _count;
        private DateTimeOffset _end;

        public void NotePeak(int count, DateTimeOffset start)
        {
            if (count > _peak)
            {
                _peak = count;
                _peakStart = start;
            }
        }

        public void Include(Sighting fault)
        {
            _start = _count++ == 0 ? fault.Time : _start;
            _end = fault.Time;
            _hosts.Add(fault.VMHost);
            _datastores.Add(fault.Datastore);
            _methods.Add(fault.Method);
            _kinds.Add(fault.Kind.ToString());
        }

        public FaultBurst ToBurst(BurstRule rule, string? source) => new()
        {
            Start = _start,
            End = _end,
            Count = _count,
            PeakCount = _peak,
            PeakStart = _peakStart,
            VMHost = _hosts.ToCounts(),
            Datastore = _datastores.ToCounts(),
            Method = _methods.ToCounts(),
            Kind = _kinds.ToCounts(),
            Source = source,
            Rule = rule,
        };
    }
}
