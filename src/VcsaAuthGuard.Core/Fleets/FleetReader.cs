using VcsaAuthGuard.Faults;
using VcsaAuthGuard.LogPlatforms;
using VcsaAuthGuard.LogPlatforms.Reading;

namespace VcsaAuthGuard.Fleets;

/// <summary>Takes a first look at all vCenter Servers of a log platform: the platform counts, and no event is transferred.</summary>
/// <param name="logs">The platform.</param>
/// <param name="rule">The rule of bursts.</param>
public sealed class FleetReader(PlatformLogs logs, BurstRule rule)
{
    /// <summary>The kinds of faults that are counted together: refused calls, limits, refused logins.</summary>
    private static readonly AuthFaultKind[][] Counted =
    [
        [AuthFaultKind.NotAuthenticated],
        [AuthFaultKind.SessionLimit, AuthFaultKind.ConnectionLimit],
        [AuthFaultKind.LoginRefused],
    ];

    /// <summary>Returns a row for each vCenter Server with a refused call, a limit that was reached or a refused login, and for each one
    /// that was asked for by name; the worst first.</summary>
    /// <param name="cancellation">Ends the requests with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="PlatformException">The platform does not respond, refuses, or gives only a part.</exception>
    public IReadOnlyList<FleetServer> Read(CancellationToken cancellation = default)
    {
        IReadOnlyList<IReadOnlyList<PlatformCount>> counts = logs.CountAll(
            [.. Counted.Select(kinds => FaultPatterns.PhrasesToCount(kinds).ToArray())], BurstScreen.SpanOf(rule), cancellation);
        ILookup<string, PlatformCount> faults = ByServer(counts[0]);
        ILookup<string, PlatformCount> limits = ByServer(counts[1]);
        ILookup<string, PlatformCount> logins = ByServer(counts[2]);
        IEnumerable<string> servers = faults
            .Concat(limits)
            .Concat(logins)
            .Select(counts => counts.Key)
            .Concat(logs.Options.Servers)
            .Distinct(StringComparer.OrdinalIgnoreCase);
        return
        [
            .. servers
                .Select(server => Row(server, [.. faults[server]], Sum(limits[server]), Sum(logins[server])))
                .OrderByDescending(row => row.BusySpans)
                .ThenByDescending(row => row.PeakCount)
                .ThenByDescending(row => row.Limits)
                .ThenByDescending(row => row.RefusedLogins)
                .ThenBy(row => row.Server, StringComparer.OrdinalIgnoreCase),
        ];
    }

    private static ILookup<string, PlatformCount> ByServer(IEnumerable<PlatformCount> counts) =>
        counts.ToLookup(count => count.Host ?? "", StringComparer.OrdinalIgnoreCase);

    private static long Sum(IEnumerable<PlatformCount> counts) => counts.Sum(count => count.Count);

    private FleetServer Row(string server, IReadOnlyList<PlatformCount> faults, long limits, long refusedLogins)
    {
        PlatformCount? peak = faults.OrderByDescending(count => count.Count).ThenBy(count => count.Start).FirstOrDefault();
        return new()
        {
            Server = server.Length == 0 ? null : server,
            Events = Sum(faults),
            BusySpans = faults.Count(count => count.Count > rule.Threshold),
            PeakCount = peak?.Count ?? 0,
            PeakStart = peak is null ? null : UnixTime.Time(peak.Start),
            Limits = limits,
            RefusedLogins = refusedLogins,
            LastEvent = faults.Count == 0 ? null : UnixTime.Time(faults.Max(count => count.Start)),
            Rule = rule,
            Platform = logs.Options.Platform,
            Source = logs.NameOf(server.Length == 0 ? null : server),
            After = logs.Options.After,
            Before = logs.Options.Before,
        };
    }
}
