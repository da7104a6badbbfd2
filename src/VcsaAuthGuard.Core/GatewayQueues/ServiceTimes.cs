namespace VcsaAuthGuard.GatewayQueues;

/// <summary>How long the gateway serves a request.</summary>
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

    /// <summary>How it differs.</summary>
    public ServiceDistribution Distribution { get; }

    /// <summary>The mean, over zero, at most a day.</summary>
    public TimeSpan Mean { get; }

    /// <summary>How many durations were measured.</summary>
    public int Measurements => _measured.Length;

    /// <summary>The same for every request.</summary>
    /// <param name="time">Over zero, at most a day.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static ServiceTimes Constant(TimeSpan time) => new(ServiceDistribution.Constant, time);

    /// <summary>Exponential.</summary>
    /// <param name="mean">Over zero, at most a day.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static ServiceTimes Exponential(TimeSpan mean) => new(ServiceDistribution.Exponential, mean);

    /// <summary>Drawn, each time from all of them, from measured durations.</summary>
    /// <param name="durations">At least one, none below zero or over a day, not all zero.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
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
                throw new ArgumentOutOfRangeException(nameof(durations), new TimeSpan(duration), "A duration is zero or more and at most a day.");
            }
        }

        return new(ticks);
    }

    /// <summary>The times of one request after the other, in ticks; the same for the same seed.</summary>
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
