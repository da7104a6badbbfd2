using VcsaAuthGuard.Faults;
using VcsaAuthGuard.LogPlatforms;
using VcsaAuthGuard.LogPlatforms.Reading;

namespace VcsaAuthGuard.Fleets;

/// <summary>Takes a first look at all vCenter Servers of a log platform: the platform counts, and no event is transferred.</summary>
/// <param name="logs">The platform.</param>
/// <param name="rule">The rule of bursts.</param>
public sealed class FleetReader(PlatformLogs logs, BurstRule rule)
{
    /// <summary>Returns a row for each vCenter Server with a refused call, a limit that was reached or a refused login, and for each one
    /// that was asked for by name; the worst first.</summary>
    /// <param name="cancellation">Ends the requests with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="PlatformException">The platform does not respond, refuses, or gives only a part.</exception>
    public IReadOnlyList<FleetServer> Read(CancellationToken cancellation = default)
    {
        ILookup<string, PlatformCount> faults = Count(AuthFaultKind.NotAuthenticated);
        ILookup<string, PlatformCount> limits = Count(AuthFaultKind.SessionLimit, AuthFaultKind.ConnectionLimit);
        ILookup<string, PlatformCount> logins = Count(AuthFaultKind.LoginRefused);
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
                .OrderByDescending(row => row.Bursts)
                .ThenByDescending(row => row.PeakCount)
                .ThenByDescending(row => row.Limits)
                .ThenByDescending(row => row.RefusedLogins)
                .ThenBy(row => row.Server, StringComparer.OrdinalIgnoreCase),
        ];

        ILookup<string, PlatformCount> Count(params AuthFaultKind[] kinds) => logs
            .Count([.. FaultPatterns.PhrasesToCount(kinds)], BurstScreen.SpanOf(rule), cancellation)
            .ToLookup(count => count.Host ?? "", StringComparer.OrdinalIgnoreCase);
    }

    private static long Sum(IEnumerable<PlatformCount> counts) => counts.Sum(count => count.Count);

    private FleetServer Row(string server, IReadOnlyList<PlatformCount> faults, long limits, long refusedLogins)
    {
        PlatformCount? peak = faults.OrderByDescending(count => count.Count).ThenBy(count => count.Start).FirstOrDefault();
        return new()
        {
            Server = server.Length == 0 ? null : server,
            Faults = Sum(faults),
            Bursts = faults.Count(count => count.Count > rule.Threshold),
            PeakCount = peak?.Count ?? 0,
            PeakStart = peak is null ? null : UnixTime.Time(peak.Start),
            Limits = limits,
            RefusedLogins = refusedLogins,
            LastFault = faults.Count == 0 ? null : UnixTime.Time(faults.Max(count => count.Start)),
            Rule = rule,
            Platform = logs.Options.Platform,
            Source = logs.NameOf(server.Length == 0 ? null : server),
            After = logs.Options.After,
            Before = logs.Options.Before,
        };
    }
}
