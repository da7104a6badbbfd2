namespace VcsaAuthGuard.Faults;

/// <summary>Finds bursts in faults of any number of vCenters. What comes from one folder or bundle is one series, or one
/// for each vCenter Server where the envelopes of its lines name several.</summary>
/// <param name="rule">When faults are a burst.</param>
public sealed class BurstFinder(BurstRule rule)
{
    private readonly Dictionary<(string Source, string Server), BurstDetector> _series = [];

    /// <summary>
    /// Gets how far behind the newest fault of its series another may come and still be put in its place: 5 minutes of log time. A larger
    /// step back starts the series anew.
    /// </summary>
    public static TimeSpan Lateness => BurstDetector.MaxLateness;

    /// <summary>Gets the number of faults without a time, which are in no burst.</summary>
    public long Untimed { get; private set; }

    /// <summary>Adds a fault.</summary>
    /// <param name="fault">The fault.</param>
    /// <returns>The bursts to which no later fault can belong any more.</returns>
    public IEnumerable<FaultBurst> Add(AuthFault fault)
    {
        if (fault.Time is not DateTimeOffset time)
        {
            Untimed++;
            return [];
        }

        string source = SeriesOf(fault.Source);
        (string, string) series = (source, fault.Server?.ToLowerInvariant() ?? "");
        if (!_series.TryGetValue(series, out BurstDetector? detector))
        {
            _series[series] = detector = new(rule, source, fault.Server);
        }

        FaultBurst[] ended = [.. detector.Add(fault).Where(change => !change.IsOpen).Select(change => change.Burst)];
        DateTimeOffset newest = detector.Newest ?? time;
        return newest - DateTimeOffset.MinValue > Lateness ? [.. ended, .. detector.Close(newest - Lateness)] : ended;
    }

    /// <summary>Returns the bursts that are open when the faults end.</summary>
    public IEnumerable<FaultBurst> Complete() => [.. _series.Values.SelectMany(detector => detector.Complete())];

    private static string SeriesOf(string? source) =>
        source is null ? "" : source.Substring(0, source.LastIndexOfAny(['/', '\\', '!']) + 1).TrimEnd('/', '\\', '!');
}
