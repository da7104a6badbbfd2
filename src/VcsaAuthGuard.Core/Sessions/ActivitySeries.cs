namespace VcsaAuthGuard.Sessions;

/// <summary>Logins and calls over time, in bins of some minutes; only bins with any are kept.</summary>
internal sealed class ActivitySeries
{
    private readonly List<ActivityBin> _bins = [];

    /// <summary>How many minutes a bin has.</summary>
    public int Width { get; private set; } = 1;

    public IReadOnlyList<ActivityBin> Bins => _bins;

    public static long MinuteOf(long ticks) => ticks / TimeSpan.TicksPerMinute;

    /// <summary>Adds to the bin of a minute; gives how many bins that makes.</summary>
    public int Add(long minute, int logins, int calls)
    {
        int start = (int)(minute / Width);
        int at = _bins.Count;
        while (at > 0 && _bins[at - 1].Index > start)
        {
            at--; // Almost always the last: logs are in order.
        }

        if (at > 0 && _bins[at - 1].Index == start)
        {
            ActivityBin bin = _bins[at - 1];
            _bins[at - 1] = bin with { Logins = Math.Max(0, bin.Logins + logins), Calls = Math.Max(0, bin.Calls + calls) };
            return 0;
        }

        _bins.Insert(at, new(start, Math.Max(0, logins), Math.Max(0, calls)));
        return 1;
    }

    /// <summary>Makes bins of at least this width; gives how many are left.</summary>
    public int Coarsen(int width)
    {
        if (width <= Width)
        {
            return _bins.Count;
        }

        int factor = width / Width;
        Width = width;
        int kept = 0;
        for (int i = 0; i < _bins.Count; i++)
        {
            int index = _bins[i].Index / factor;
            if (kept > 0 && _bins[kept - 1].Index == index)
            {
                ActivityBin last = _bins[kept - 1];
                _bins[kept - 1] = last with { Logins = last.Logins + _bins[i].Logins, Calls = last.Calls + _bins[i].Calls };
            }
            else
            {
                _bins[kept++] = _bins[i] with { Index = index };
            }
        }

        _bins.RemoveRange(kept, _bins.Count - kept);
        _bins.TrimExcess();
        return kept;
    }

    /// <summary>Logins and calls from one time to another, to the width of a bin.</summary>
    public (long Logins, long Calls) Between(DateTimeOffset from, DateTimeOffset to)
    {
        long first = MinuteOf(from.UtcTicks) / Width;
        long last = MinuteOf(to.UtcTicks) / Width;
        long logins = 0;
        long calls = 0;
        foreach (ActivityBin bin in _bins)
        {
            if (bin.Index >= first && bin.Index <= last)
            {
                logins += bin.Logins;
                calls += bin.Calls;
            }
        }

        return (logins, calls);
    }

    /// <summary>When a bin starts.</summary>
    public DateTimeOffset TimeOf(in ActivityBin bin) => new(bin.Index * (long)Width * TimeSpan.TicksPerMinute, TimeSpan.Zero);

    /// <summary>The same without logins.</summary>
    public ActivitySeries CallsOnly()
    {
        ActivitySeries calls = new() { Width = Width };
        calls._bins.AddRange(_bins.Select(bin => bin with { Logins = 0 }));
        return calls;
    }

    /// <summary>Adds another's bins to this one's.</summary>
    public void AddAll(ActivitySeries other)
    {
        int width = Math.Max(Width, other.Width);
        Coarsen(width);
        foreach (ActivityBin bin in other._bins)
        {
            Add(bin.Index * (long)other.Width, bin.Logins, bin.Calls);
        }
    }
}
