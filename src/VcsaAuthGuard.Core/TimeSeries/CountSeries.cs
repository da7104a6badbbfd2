namespace VcsaAuthGuard.TimeSeries;

/// <summary>
/// Represents counts over time in bins of equal width, which is 1 unit of time at first and grows where there would be too many bins.
/// The caller chooses the unit. Only bins with counts are kept.
/// </summary>
/// <param name="maxBins">The number of bins above which the width is doubled.</param>
internal class CountSeries<T>(int maxBins = int.MaxValue)
    where T : struct, ICounts<T>
{
    private CountBin<T>[] _bins = [];
    private int _count;

    // Wider bins do not show which unit was the fullest: from then on it is noted here, as long as a unit's counts come together.
    private (long Unit, int Size) _peak;
    private (long Unit, T Counts) _current;

    /// <summary>Gets the number of units in a bin.</summary>
    public int Width { get; private set; } = 1;

    /// <summary>Gets the bins in order of time.</summary>
    public IReadOnlyList<CountBin<T>> Bins => new ArraySegment<CountBin<T>>(_bins, 0, _count);

    /// <summary>Gets the first of the fullest units, with its size.</summary>
    public (long Unit, int Size) Peak => Width > 1 ? _peak : PeakOfBins();

    /// <summary>Gets the bins for changes of their counts.</summary>
    protected Span<CountBin<T>> ChangeableBins => _bins.AsSpan(0, _count);

    /// <summary>Adds counts of a unit of time and returns the change of the number of bins.</summary>
    public int Add(long unit, in T counts)
    {
        int before = _count;
        if (Width == 1)
        {
            ref T bin = ref BinAt(unit);
            bin.Add(counts);
            bin.RaisePeak(bin);
        }
        else
        {
            RecordUnit(unit, counts);
            ref T bin = ref BinAt(StartOf(unit, Width));
            bin.Add(counts);
            bin.RaisePeak(_current.Counts);
        }

        while (_count > maxBins)
        {
            Coarsen(Width * 2);
        }

        return _count - before;
    }

    /// <summary>Widens the bins to at least this width and returns the number of bins.</summary>
    public int Coarsen(int width)
    {
        if (width <= Width)
        {
            return _count;
        }

        if (Width == 1 && _count > 0)
        {
            _peak = PeakOfBins();
            _current = (_bins[_count - 1].Start, _bins[_count - 1].Counts);
        }

        Width = width;
        int kept = 0;
        for (int i = 0; i < _count; i++)
        {
            long start = StartOf(_bins[i].Start, width);
            if (kept > 0 && _bins[kept - 1].Start == start)
            {
                _bins[kept - 1].Counts.Add(_bins[i].Counts);
            }
            else
            {
                _bins[kept++] = new(start, _bins[i].Counts);
            }
        }

        _count = kept;
        Array.Resize(ref _bins, kept);
        return kept;
    }

    /// <summary>Adds all bins of another series, unchanged or changed by a function of their start and counts.</summary>
    public void AddAll(CountSeries<T> other, Func<long, T, T>? change = null)
    {
        Coarsen(other.Width);
        _peak = other._peak.Size > _peak.Size ? other._peak : _peak;
        foreach (CountBin<T> bin in other.Bins)
        {
            T counts = change is null ? bin.Counts : change(bin.Start, bin.Counts);
            if (!counts.IsEmpty)
            {
                BinAt(StartOf(bin.Start, Width)).Add(counts);
            }
        }
    }

    /// <summary>Returns a copy with bins of at least this width.</summary>
    public CountSeries<T> WithWidth(int width)
    {
        CountSeries<T> copy = new() { _bins = [.. Bins], _count = _count, Width = Width, _peak = _peak, _current = _current };
        copy.Coarsen(width);
        return copy;
    }

    /// <summary>Returns a copy with at most this number of bins.</summary>
    public CountSeries<T> WithMaxBins(int max)
    {
        CountSeries<T> copy = WithWidth(Width);
        while (copy._count > max)
        {
            copy.Coarsen(copy.Width * 2);
        }

        return copy;
    }

    private static long StartOf(long unit, int width) => width == 1 ? unit : unit - (unit % width);

    private void RecordUnit(long unit, in T counts)
    {
        if (unit == _current.Unit)
        {
            _current.Counts.Add(counts);
        }
        else
        {
            _current = (unit, counts);
        }

        if (_current.Counts.Size > _peak.Size)
        {
            _peak = (unit, _current.Counts.Size);
        }
    }

    /// <summary>Returns the counts of the bin that starts at a unit, which is inserted where it is missing.</summary>
    private ref T BinAt(long start)
    {
        // Logs are in order, so it is almost always the last bin or a new one after it.
        int at = _count - 1;
        if (at >= 0 && _bins[at].Start > start)
        {
            at = LastUpTo(start);
        }

        if (at >= 0 && _bins[at].Start == start)
        {
            return ref _bins[at].Counts;
        }

        at++;
        if (_count == _bins.Length)
        {
            Array.Resize(ref _bins, Math.Max(4, _count + (_count / 2)));
        }

        Array.Copy(_bins, at, _bins, at + 1, _count++ - at);
        _bins[at] = new(start, default);
        return ref _bins[at].Counts;
    }

    /// <summary>Returns the index of the last bin that starts at a unit or before; -1 if there is none.</summary>
    private int LastUpTo(long start)
    {
        int low = 0;
        int high = _count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_bins[middle].Start <= start)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low - 1;
    }

    private (long Unit, int Size) PeakOfBins()
    {
        (long Unit, int Size) peak = default;
        for (int i = 0; i < _count; i++)
        {
            peak = _bins[i].Counts.Size > peak.Size ? (_bins[i].Start, _bins[i].Counts.Size) : peak;
        }

        return peak;
    }
}
