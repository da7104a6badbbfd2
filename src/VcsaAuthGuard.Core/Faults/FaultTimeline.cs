using VcsaAuthGuard.TimeSeries;

namespace VcsaAuthGuard.Faults;

/// <summary>Represents faults over time in units of a given length. Memory is bounded, however long the logs are.</summary>
/// <param name="unit">The length of a unit of time.</param>
/// <param name="maxBins">The number of bins above which bins become wider.</param>
internal sealed class FaultTimeline(TimeSpan unit, int maxBins = 1 << 15) : CountSeries<FaultCounts>(maxBins)
{
    /// <summary>Creates an empty timeline in minutes.</summary>
    public FaultTimeline()
        : this(TimeSpan.FromMinutes(1))
    {
    }

    /// <summary>Gets the number of faults without a time, which are in no bin.</summary>
    public long Untimed { get; private set; }

    public void Add(AuthFault fault)
    {
        if (fault.Time is not DateTimeOffset time)
        {
            Untimed++;
            return;
        }

        bool isRefused = fault.Kind == AuthFaultKind.NotAuthenticated;
        Add(time.UtcTicks / unit.Ticks, new FaultCounts(isRefused ? 1 : 0, isRefused ? 0 : 1));
    }
}
