using VcsaAuthGuard.GatewayQueues;

namespace VcsaAuthGuard.BackupWindows.Planning;

/// <summary>Represents the batches of requests at one vCenter, and the number of their tokens that expire.</summary>
internal sealed class BurstTrack(int concurrency, long lifetime)
{
    private readonly BurstQueue _queue = new(concurrency, lifetime);
    private readonly Backlog _backlog = new(concurrency, lifetime);
    private readonly List<Burst> _bursts = [];
    private readonly List<(long Time, PlanItem Item)> _stretch = [];
    private bool _isStale;
    private long _expired;

    /// <summary>Gets the number of steps done so far.</summary>
    public long Work { get; private set; }

    /// <summary>Gets the number of tokens that expire.</summary>
    public long Expired
    {
        get
        {
            Refresh();
            return _expired;
        }
    }

    /// <summary>Adds the batches of a window: at the start of each run a request for each of its VMs.</summary>
    public void Add(PlanItem item, Placement placement)
    {
        if (item.VMs > 0)
        {
            foreach (long start in placement.Starts)
            {
                Burst burst = new(start * TimeSpan.TicksPerMillisecond, item);
                _bursts.Insert(IndexAfter(burst.Time, item.Index), burst);
            }

            _isStale = true;
        }
    }

    /// <summary>Removes the batches of a window.</summary>
    public void Remove(PlanItem item) => _isStale |= _bursts.RemoveAll(burst => burst.Item == item) > 0;

    /// <summary>Gets the number of tokens of a window that expire.</summary>
    public long ExpiredOf(PlanItem item)
    {
        Refresh();
        return _bursts.Where(burst => burst.Item == item).Sum(burst => burst.Expired);
    }

    /// <summary>Gets the number of tokens of one run of a window that expire wherever it starts.</summary>
    public long ExpiredAlone(PlanItem item) => _queue.ExpiredAlone(item.VMs, item.Service);

    /// <summary>Gets the number of tokens that another window makes expire. Only the stretches that it changes are calculated.</summary>
    public long ExpiredMore(PlanItem item, Placement placement)
    {
        Refresh();
        long more = 0;
        for (int next = 0; item.VMs > 0 && next < placement.Starts.Length;)
        {
            // From the last moment before its burst at which the gateway is idle...
            int own = IndexAfter(TimeOf(next), item.Index);
            own = own > 0 && _bursts[own - 1].BusyUntil > TimeOf(next) ? _bursts[own - 1].BusyFrom : own;
            Begin();
            for (int first = next; ;)
            {
                if (next < placement.Starts.Length && (own == _bursts.Count || IsBefore(TimeOf(next), item.Index, _bursts[own])))
                {
                    Apply(TimeOf(next++), item);
                }
                else if (own == _bursts.Count || (next > first && _bursts[own].BusyFrom == own && _backlog.BusyUntil <= _bursts[own].Time))
                {
                    // ...to the first behind it at which it is idle, with this burst and without.
                    break;
                }
                else
                {
                    more -= _bursts[own].Expired;
                    Apply(_bursts[own].Time, _bursts[own].Item);
                    own++;
                }
            }

            if (_backlog.MayExpire)
            {
                more += _stretch.Sum(burst => _queue.Enqueue(burst.Time, burst.Item.VMs, burst.Item.Service));
                Work += _queue.DequeueWork();
            }
        }

        return more;

        long TimeOf(int start) => placement.Starts[start] * TimeSpan.TicksPerMillisecond;
    }

    /// <summary>
    /// Gets the number of tokens that expire at least, whatever windows are added. All turns of a stretch's requests fall into the time
    /// from
    /// its first batch to its last plus the lifetime of a token. That time holds the services of each server, all but the last of which end
    /// in it: at best the shortest.
    /// </summary>
    public long ExpiredAtLeast()
    {
        Refresh();
        long least = 0;
        for (int first = 0, end; first < _bursts.Count; first = end)
        {
            end = first + 1;
            while (end < _bursts.Count && _bursts[end].BusyFrom == first)
            {
                end++;
            }

            List<Burst> stretch = _bursts.GetRange(first, end - first);
            if (stretch.TrueForAll(burst => burst.Expired == 0))
            {
                continue;
            }

            decimal room = (decimal)concurrency * (stretch[stretch.Count - 1].Time - stretch[0].Time + lifetime);
            decimal served = concurrency;
            foreach (Burst burst in stretch.OrderBy(burst => burst.Item.Service))
            {
                decimal fit = burst.Item.Service == 0 ? burst.Item.VMs : Math.Min(burst.Item.VMs, Math.Floor(room / burst.Item.Service));
                served += fit;
                room -= fit * burst.Item.Service;
                if (fit < burst.Item.VMs)
                {
                    break;
                }
            }

            long all = stretch.Sum(burst => (long)burst.Item.VMs);
            least += Math.Max(stretch.Sum(burst => ExpiredAlone(burst.Item)), (long)Math.Max(0, all - served));
        }

        return least;
    }

    private static bool IsBefore(long time, int index, Burst burst) => time != burst.Time ? time < burst.Time : index < burst.Item.Index;

    /// <summary>Returns the index of a batch: in order of time, and then of the windows as they were given.</summary>
    private int IndexAfter(long time, int index)
    {
        int low = 0, high = _bursts.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = IsBefore(time, index, _bursts[middle]) ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    private void Refresh()
    {
        if (!_isStale)
        {
            return;
        }

        _isStale = false;
        _expired = 0;
        for (int first = 0, end = 0; first < _bursts.Count; first = end)
        {
            Begin();
            do
            {
                Burst burst = _bursts[end++];
                Apply(burst.Time, burst.Item);
                burst.BusyFrom = first;
                burst.BusyUntil = _backlog.BusyUntil;
                burst.Expired = 0;
            }
            while (end < _bursts.Count && _bursts[end].Time < _backlog.BusyUntil);

            for (int i = first; i < end && _backlog.MayExpire; i++)
            {
                _bursts[i].Expired = _queue.Enqueue(_bursts[i].Time, _bursts[i].Item.VMs, _bursts[i].Item.Service);
                _expired += _bursts[i].Expired;
            }

            Work += _queue.DequeueWork();
        }
    }

    /// <summary>Begins a stretch at whose start the gateway is idle.</summary>
    private void Begin()
    {
        _backlog.Reset();
        _queue.Reset();
        _stretch.Clear();
    }

    private void Apply(long time, PlanItem item)
    {
        Work++;
        _backlog.Enqueue(time, item.VMs, item.Service);
        _stretch.Add((time, item));
    }

    private sealed class Burst(long time, PlanItem item)
    {
        public long Time { get; } = time;

        public PlanItem Item { get; } = item;

        public long Expired { get; set; }

        /// <summary>Gets the first batch of the stretch at whose start the gateway is certainly idle.</summary>
        public int BusyFrom { get; set; }

        /// <summary>Gets the time from which the gateway is certainly idle, if nothing more comes.</summary>
        public long BusyUntil { get; set; }
    }
}
