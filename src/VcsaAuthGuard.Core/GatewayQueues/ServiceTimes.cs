namespace VcsaAuthGuard.GatewayQueues;

/// <summary>Represents the times that the gateway needs for requests.</summary>
public sealed class ServiceTimes
{
    private readonly long[] _measured = [];

    private ServiceTimes(ServiceDistribution distribution, TimeSpan mean)
    {
        if (mean <= TimeSpan.Zero || mean > TimeSpan.FromDays(1))
        {
            throw new ArgumentOutOfRangeException(nameof(mean), mean, "A service time is over zero and on average at most a day.");
        }

        Distribution = distribution;
        Mean = mean;
    }

    private ServiceTimes(long[] measured)
        : this(ServiceDistribution.Measured, new TimeSpan((long)Math.Round(measured.Average()))) => _measured = measured;

    /// <summary>Gets the distribution.</summary>
    public ServiceDistribution Distribution { get; }

    /// <summary>Gets the mean, over zero, at most a day.</summary>
    public TimeSpan Mean { get; }

    /// <summary>Gets the number of measured durations.</summary>
    public int Measurements => _measured.Length;

    /// <summary>Creates a service time that is the same for every request.</summary>
    /// <param name="time">A time over zero, at most a day.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is outside its range.</exception>
    public static ServiceTimes Constant(TimeSpan time) => new(ServiceDistribution.Constant, time);

    /// <summary>Creates exponential service times.</summary>
    /// <param name="mean">A time over zero, at most a day.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is outside its range.</exception>
    public static ServiceTimes Exponential(TimeSpan mean) => new(ServiceDistribution.Exponential, mean);

    /// <summary>Creates service times drawn from measured durations, each time from all of them.</summary>
    /// <param name="durations">At least one, none below zero or over a day, not all zero.</param>
    /// <exception cref="ArgumentException">There are no durations.</exception>
    /// <exception cref="ArgumentOutOfRangeException">One is below zero or over a day, or all are zero.</exception>
    public static ServiceTimes Measured(IEnumerable<TimeSpan> durations)
    {
        long[] ticks = [.. durations.Select(duration => duration.Ticks)];
        if (ticks.Length == 0)
        {
            throw new ArgumentException("Without a duration there is nothing to draw from.", nameof(durations));
        }

        foreach (long duration in ticks)
        {
            if (duration is < 0 or > TimeSpan.TicksPerDay)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(durations), new TimeSpan(duration), "A duration is zero or more and at most a day.");
            }
        }

        return new(ticks);
    }

    /// <summary>Returns the times of successive requests, in ticks; the same for the same seed.</summary>
    internal Func<long> Draw(long seed)
    {
        if (Distribution == ServiceDistribution.Constant)
        {
            long constant = Mean.Ticks;
            return () => constant;
        }

        SeededRandom random = new(seed, stream: 0);
        if (Distribution == ServiceDistribution.Exponential)
        {
            double mean = Mean.Ticks;
            return () => (long)((mean * random.NextExponential()) + 0.5);
        }

        long[] measured = _measured;
        return () => measured[random.NextIndex(measured.Length)];
    }
}
