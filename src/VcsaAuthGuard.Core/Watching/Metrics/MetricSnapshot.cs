using VcsaAuthGuard.Alerts;
using VcsaAuthGuard.ApiLoad;

namespace VcsaAuthGuard.Watching.Metrics;

/// <summary>Makes a watcher's metrics of its counts.</summary>
internal static class MetricSnapshot
{
    /// <summary>Gets the metrics before anything was counted: each without values.</summary>
    public static IReadOnlyList<WatchMetric> Empty { get; } =
        Take(new(), new Dictionary<string, bool>(), new Dictionary<string, DateTimeOffset>(), new Dictionary<string, LiveSessions>());

    /// <summary>Returns the metrics.</summary>
    /// <param name="tally">The counts.</param>
    /// <param name="bursts">Whether a burst is open, by vCenter.</param>
    /// <param name="looks">When the logs were last looked at, by vCenter.</param>
    /// <param name="sessions">The sessions that running vCenter Servers list.</param>
    public static IReadOnlyList<WatchMetric> Take(
        WatchTally tally,
        IReadOnlyDictionary<string, bool> bursts,
        IReadOnlyDictionary<string, DateTimeOffset> looks,
        IReadOnlyDictionary<string, LiveSessions> sessions) =>
    [
        new(WatchMetrics.FaultsTotal, true, "Refused and failed API calls in vpxd's logs.", [.. tally.Counters.Select(Faults)]),
        new(WatchMetrics.BurstOpen, false, "1 while the watcher's rule is exceeded.", ByServer(bursts, open => open ? 1 : 0)),
        new(
            WatchMetrics.GapsTotal, true, "Parts of logs that were gone before they could be read.",
            ByServer(tally.GapCounts, count => count)),
        new(WatchMetrics.LastLookTimestamp, false, "The time at which the logs could last be looked at.", ByServer(looks, Seconds)),
        new(WatchMetrics.CountingSinceTimestamp, false, "The time from which on the counters count.", ByServer(tally.Starts, Seconds)),
        new(WatchMetrics.LastFaultTimestamp, false, "The time of the last fault.", ByServer(LastFaults(tally), Seconds)),
        new(
            WatchMetrics.LoginsTotal, true, "Logins that began, refused ones included.", ByClient(tally, counter => counter.Logins)),
        new(WatchMetrics.CallsTotal, true, "API calls other than logins and logouts.", ByClient(tally, counter => counter.Calls)),
        new(WatchMetrics.RefusedLoginsTotal, true, "Refused logins.", ByClient(tally, counter => counter.RefusedLogins)),
        new(WatchMetrics.Sessions, false, "Sessions that the server lists.", [.. sessions.SelectMany(SessionsOf)]),
        new(
            WatchMetrics.SessionLimit, false, "The number of sessions that the server allows.",
            ByServer(sessions.Where(server => server.Value.Limit is not null), listed => listed.Limit!.Value)),
    ];

    private static WatchMetricSample Faults(FaultCounter counter) => new(
        [
            new(WatchMetrics.VCenterLabel, counter.Server),
            new(WatchMetrics.KindLabel, counter.Kind.ToString()),
            new(WatchMetrics.MethodLabel, counter.Method),
        ],
        counter.Count);

    private static IReadOnlyList<WatchMetricSample> ByServer<T>(
        IEnumerable<KeyValuePair<string, T>> values, Func<T, decimal> convert) =>
        [.. values.Select(value => new WatchMetricSample([new(WatchMetrics.VCenterLabel, value.Key)], convert(value.Value)))];

    private static IReadOnlyList<WatchMetricSample> ByClient(WatchTally tally, Func<ClientCounter, long> count) =>
        [.. tally.ClientCounters.Select(counter => new WatchMetricSample(Labels(counter.Server, counter.Client), count(counter)))];

    private static IEnumerable<WatchMetricSample> SessionsOf(KeyValuePair<string, LiveSessions> server) =>
        ClientClasses.All.Where(client => client != ClientClass.Unknown).Select(client => new WatchMetricSample(
            Labels(server.Key, client), server.Value.Sessions.Count(session => session.Client == client)));

    private static KeyValuePair<string, string>[] Labels(string server, ClientClass client) =>
        [new(WatchMetrics.VCenterLabel, server), new(WatchMetrics.ClientLabel, client.ToString().ToLowerInvariant())];

    private static IEnumerable<KeyValuePair<string, DateTimeOffset>> LastFaults(WatchTally tally) =>
        from counter in tally.Counters
        group counter by counter.Server into server
        let last = server.Max(counter => counter.Last)
        where last is not null
        select new KeyValuePair<string, DateTimeOffset>(server.Key, last.Value);

    /// <summary>Returns seconds since 1970, UTC. The factor gives each of them three decimals in text.</summary>
    private static decimal Seconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds() * 0.001m;
}
