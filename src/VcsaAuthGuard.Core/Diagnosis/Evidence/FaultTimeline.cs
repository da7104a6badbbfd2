using VcsaAuthGuard.Faults;


namespace VcsaAuthGuard.Diagnosis.Evidence;

/// <summary>
/// Faults over time, for a chart: by the minute, or by some minutes where there would be too many of them. Memory is bounded,
/// however long the logs are.
/// </summary>
internal sealed class FaultTimeline(int mostBins = 1 << 15)
{
    private Dictionary<long, FaultMinutes> _bins = [];
    private (long Minute, int Refused, int Other) _last = (-1, 0, 0);

    /// <summary>How many minutes a bin has.</summary>
    public int Width { get; private set; } = 1;

    /// <summary>Faults without a time, which are in no bin.</summary>
    public long Untimed { get; private set; }

    /// <summary>The bins that have a fault, in order of time.</summary>
    public IReadOnlyList<FaultMinutes> Bins => [.. _bins.Values.OrderBy(bin => bin.Minute)];

    public void Add(AuthFault fault)
    {
        if (fault.Time is not DateTimeOffset time)
        {
            Untimed++;
            return;
        }

        long minute = time.UtcTicks / TimeSpan.TicksPerMinute;
        (int refused, int other) = fault.Kind == AuthFaultKind.NotAuthenticated ? (1, 0) : (0, 1);
        long start = minute - (minute % Width);
        _bins.TryGetValue(start, out FaultMinutes bin);
        if (Width == 1)
        {
            _bins[start] = new(start, bin.Refused + refused, bin.Other + other, bin.Refused + refused, bin.Other + other);
        }
        else
        {
            // The minutes within a bin are not kept: its fullest is known as long as a minute's faults come together.
            _last = minute == _last.Minute ? (minute, _last.Refused + refused, _last.Other + other) : (minute, refused, other);
            _bins[start] = bin.With(new(start, refused, other, _last.Refused, _last.Other), start);
        }

        if (_bins.Count > mostBins)
        {
            Coarsen();
        }
    }

    private void Coarsen()
    {
        Width *= 2;
        Dictionary<long, FaultMinutes> wide = new(mostBins);
        foreach (FaultMinutes bin in _bins.Values)
        {
            long start = bin.Minute - (bin.Minute % Width);
            wide.TryGetValue(start, out FaultMinutes known);
            wide[start] = known.With(bin, start);
        }

        _bins = wide;
        if (_bins.Count > mostBins)
        {
            Coarsen();
        }
    }
}
