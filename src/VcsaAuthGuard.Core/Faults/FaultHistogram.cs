namespace VcsaAuthGuard.Faults;

/// <summary>Counts faults in spans of equal length, aligned to the clock (UTC). Memory grows with the spans that hold a fault, not with the faults.</summary>
public sealed class FaultHistogram
{
    private readonly long _ticks;
    private readonly Dictionary<long, int> _bins = [];

    /// <summary>Starts an empty histogram.</summary>
    /// <param name="bin">How long a span is: a second or more.</param>
    public FaultHistogram(TimeSpan bin)
    {
        if (bin < TimeSpan.FromSeconds(1))
        {
            throw new ArgumentOutOfRangeException(nameof(bin), bin, "A bin is a second or longer.");
        }

        _ticks = bin.Ticks;
    }

    /// <summary>Faults without a time, which are in no span.</summary>
    public long Untimed { get; private set; }

    /// <summary>Counts a fault.</summary>
    /// <param name="fault">The fault, in any order of time.</param>
    public void Add(AuthFault fault)
    {
        if (fault.Time is null)
        {
            Untimed++;
            return;
        }

        long bin = fault.Time.Value.UtcTicks / _ticks;
        _bins.TryGetValue(bin, out int count);
        _bins[bin] = count + 1;
    }

    /// <summary>All spans from the first with a fault to the last, those without a fault among them.</summary>
    public IEnumerable<FaultBin> ToBins()
    {
        if (_bins.Count == 0)
        {
            yield break;
        }

        for (long bin = _bins.Keys.Min(), last = _bins.Keys.Max(); bin <= last; bin++)
        {
            _bins.TryGetValue(bin, out int count);
            DateTimeOffset start = new(bin * _ticks, TimeSpan.Zero);
            yield return new(start, start.AddTicks(_ticks), count);
        }
    }
}
