using VcsaAuthGuard.TimeSeries;

namespace VcsaAuthGuard.Faults;

/// <summary>Counts faults in bins of equal length, aligned to the clock (UTC). Memory grows with the bins that hold a fault.</summary>
public sealed class FaultHistogram
{
    private readonly long _ticks;
    private readonly FaultTimeline _timeline;

    /// <summary>Creates an empty histogram.</summary>
    /// <param name="bin">The length of a bin, a second or more.</param>
    public FaultHistogram(TimeSpan bin)
    {
        if (bin < TimeSpan.FromSeconds(1))
        {
            throw new ArgumentOutOfRangeException(nameof(bin), bin, "A bin must be a second or longer.");
        }

        _ticks = bin.Ticks;
        _timeline = new(bin, int.MaxValue);
    }

    /// <summary>Gets the number of faults without a time, which are in no bin.</summary>
    public long Untimed => _timeline.Untimed;

    /// <summary>Counts a fault.</summary>
    /// <param name="fault">The fault; faults may come in any order of time.</param>
    public void Add(AuthFault fault) => _timeline.Add(fault);

    /// <summary>Returns all bins from the first with a fault to the last, including those without a fault.</summary>
    public IEnumerable<FaultBin> ToBins()
    {
        long next = 0;
        foreach (CountBin<FaultCounts> bin in _timeline.Bins)
        {
            for (long empty = next == 0 ? bin.Start : next; empty < bin.Start; empty++)
            {
                yield return BinAt(empty, 0);
            }

            yield return BinAt(bin.Start, bin.Counts.Refused + bin.Counts.Other);
            next = bin.Start + 1;
        }
    }

    private FaultBin BinAt(long index, int count)
    {
        DateTimeOffset start = new(index * _ticks, TimeSpan.Zero);
        return new(start, start.AddTicks(_ticks), count);
    }
}
