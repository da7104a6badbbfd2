namespace VcsaAuthGuard.ApiLoad;

/// <summary>Logins, logouts and calls over time, in bins of some minutes; only bins with any are kept.</summary>
internal sealed class ActivitySeries
{
    private ActivityBin[] _bins = [];
    private int _count;

    // Wider bins no longer tell which minute had most logins: then it is noted here.
    private (int Logins, long Minute) _peak;
    private (int Logins, long Minute) _last;

    /// <summary>How many minutes a bin has.</summary>
    public int Width { get; private set; } = 1;

    public IReadOnlyList<ActivityBin> Bins => new ArraySegment<ActivityBin>(_bins, 0, _count);

    /// <summary>The most logins in one minute, and the first such minute.</summary>
    public (int Logins, long Minute) PeakLogins => Width > 1 ? _peak : PeakOfBins();

    public static long MinuteOf(long ticks) => ticks / TimeSpan.TicksPerMinute;

    /// <summary>Adds to the bin of a minute; gives how many bins that makes.</summary>
    public int Add(long minute, int logins, int calls, int logouts = 0)
    {
        if (Width > 1 && logins != 0)
        {
            _last = (minute == _last.Minute ? _last.Logins + logins : logins, minute);
            _peak = _last.Logins > _peak.Logins ? _last : _peak;
        }

        return AddToBin(IndexOf(minute), logins, calls, logouts);
    }

    /// <summary>Makes bins of at least this width; gives how many are left.</summary>
    public int Coarsen(int width)
    {
        if (width <= Width)
        {
            return _count;
        }

        if (Width == 1 && _count > 0)
        {
            _peak = PeakOfBins();
            _last = (_bins[_count - 1].Logins, _bins[_count - 1].Index);
        }

        int factor = width / Width;
        Width = width;
        int kept = 0;
        for (int i = 0; i < _count; i++)
        {
            ActivityBin bin = _bins[i] with { Index = _bins[i].Index / factor };
            if (kept > 0 && _bins[kept - 1].Index == bin.Index)
            {
                _bins[kept - 1].Add(bin.Logins, bin.Calls, bin.Logouts);
            }
            else
            {
                _bins[kept++] = bin;
            }
        }

        _count = kept;
        Array.Resize(ref _bins, kept);
        return kept;
    }

    /// <summary>Logins and calls from one time to another, to the width of a bin.</summary>
    public (long Logins, long Calls) Between(DateTimeOffset from, DateTimeOffset to)
    {
        long first = MinuteOf(from.UtcTicks) / Width;
        long last = MinuteOf(to.UtcTicks) / Width;
        long logins = 0;
        long calls = 0;
        foreach (ActivityBin bin in Bins)
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

    /// <summary>Moves logins and calls of one session, made from one minute to another, to another series; gives how many bins that makes there.</summary>
    /// <remarks>Which call was made when is not kept: the earliest of these minutes are taken, and minutes beyond only where others took theirs.</remarks>
    public int Move(ActivitySeries target, long firstMinute, long lastMinute, int logins, int calls)
    {
        int first = Array.FindIndex(_bins, 0, _count, bin => bin.Index >= firstMinute / Width);
        int made = 0;
        for (int i = 0; i < _count && (logins | calls) != 0; i++)
        {
            int at = ((first < 0 ? 0 : first) + i) % _count;
            ActivityBin bin = _bins[at];
            int movedLogins = Math.Min(logins, bin.Logins);
            int movedCalls = Math.Min(calls, bin.Calls);
            if ((movedLogins | movedCalls) != 0)
            {
                _bins[at].Add(-movedLogins, -movedCalls, 0);
                long minute = Math.Min(lastMinute, Math.Max(firstMinute, bin.Index * (long)Width));
                made += target.Add(minute, movedLogins, movedCalls);
            }

            logins -= movedLogins;
            calls -= movedCalls;
        }

        return made;
    }

    /// <summary>Adds another's bins to this one's, as they are or changed; a bin is given with the minute it starts in.</summary>
    public void AddAll(ActivitySeries other, Func<long, ActivityBin, ActivityBin>? change = null)
    {
        Coarsen(other.Width);
        _peak = other._peak.Logins > _peak.Logins ? other._peak : _peak;
        foreach (ActivityBin bin in other.Bins)
        {
            long minute = bin.Index * (long)other.Width;
            ActivityBin changed = change?.Invoke(minute, bin) ?? bin;
            if (changed.Logins + (long)changed.Logouts + changed.Calls > 0)
            {
                AddToBin(IndexOf(minute), changed.Logins, changed.Calls, changed.Logouts);
            }
        }
    }

    private int IndexOf(long minute) => Width == 1 ? (int)minute : (int)(minute / Width);

    private int AddToBin(int index, int logins, int calls, int logouts)
    {
        int at = _count;
        while (at > 0 && _bins[at - 1].Index > index)
        {
            at--; // Almost always the last: logs are in order.
        }

        if (at > 0 && _bins[at - 1].Index == index)
        {
            _bins[at - 1].Add(logins, calls, logouts);
            return 0;
        }

        if (_count == _bins.Length)
        {
            Array.Resize(ref _bins, Math.Max(4, _count + (_count / 2)));
        }

        Array.Copy(_bins, at, _bins, at + 1, _count++ - at);
        _bins[at] = new(index, 0, 0);
        _bins[at].Add(logins, calls, logouts);
        return 1;
    }

    private (int Logins, long Minute) PeakOfBins()
    {
        (int Logins, long Minute) peak = default;
        foreach (ActivityBin bin in Bins)
        {
            peak = bin.Logins > peak.Logins ? (bin.Logins, bin.Index) : peak;
        }

        return peak;
    }
}
