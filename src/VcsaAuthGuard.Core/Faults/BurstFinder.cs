namespace VcsaAuthGuard.Faults;

/// <summary>Finds bursts in faults of any number of vCenters: what comes from one folder or bundle is one series.</summary>
/// <param name="rule">When faults are a burst.</param>
public sealed class BurstFinder(BurstRule rule)
{
    private readonly Dictionary<string, BurstDetector> _series = new(StringComparer.Ordinal);

    /// <summary>How far behind the newest fault of its series one may come and still be put in its place: 5 minutes of log time. A larger step back starts the series anew.</summary>
    public static TimeSpan Lateness => BurstDetector.Lateness;

    /// <summary>Faults without a time, which are in no burst.</summary>
    public long Untimed { get; private set; }

    /// <summary>Takes a fault.</summary>
    /// <param name="fault">The fault.</param>
    /// <returns>The bursts that are over by now.</returns>
    public IEnumerable<FaultBurst> Add(AuthFault fault)
    {
        if (fault.Time is null)
        {
            Untimed++;
            return [];
        }

        string source = SeriesOf(fault.Source);
        if (!_series.TryGetValue(source, out BurstDetector? detector))
        {
            _series[source] = detector = new(rule, source);
        }

        return detector.Add(fault);
    }

    /// <summary>Gives the bursts that were still open when the faults ended.</summary>
    public IEnumerable<FaultBurst> Complete() => [.. _series.Values.SelectMany(detector => detector.Complete())];

    private static string SeriesOf(string? source) => source is null ? "" : source.Substring(0, source.LastIndexOfAny(['/', '\\', '!']) + 1).TrimEnd('/', '\\', '!');
}
