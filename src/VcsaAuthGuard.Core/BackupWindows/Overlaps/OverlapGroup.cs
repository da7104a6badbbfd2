using VcsaAuthGuard.GatewayQueues;

namespace VcsaAuthGuard.BackupWindows.Overlaps;

/// <summary>Represents all spans in which the same windows of a vCenter overlap.</summary>
/// <param name="members">The windows, as indexes into the list of the vCenter's windows, in order.</param>
internal sealed class OverlapGroup(int[] members)
{
    private long _firstEnd;
    private long _lastStart;
    private long _total;
    private int _occurrences;
    private OverlapLoad _peak;

    public long FirstStart { get; private set; }

    public void Add(long start, long end, in OverlapLoad peak)
    {
        if (_occurrences++ == 0)
        {
            (FirstStart, _firstEnd) = (start, end);
        }

        _lastStart = start;
        _total += end - start;
        _peak = _peak.With(peak);
    }

    public WindowOverlap ToOverlap(string? server, BackupWindow[] windows, OverlapOptions options)
    {
        BackupWindow[] own = Array.ConvertAll(members, member => windows[member]);
        int? vms = Array.Exists(own, window => window.Load.VMs is not null) ? Clamp(_peak.VMs) : null;
        int? sessions = Array.Exists(own, window => window.Load.Sessions is not null) ? Clamp(_peak.Sessions) : null;
        GatewayWait? wait = _peak.TimedVMs > 0
            ? options.WaitModel(Clamp(_peak.BusiestVMs), Clamp(_peak.BusiestSessions), _peak.Work / _peak.TimedVMs)
            : null;
        bool isOverVMs = vms > options.MaxConcurrentVM;
        bool isOverSessions = sessions > options.MaxSession;
        return new()
        {
            Windows = own,
            Roles = own.Select(window => window.Role).Distinct().OrderBy(role => role).ToArray(),
            Server = server,
            Start = new(FirstStart, TimeSpan.Zero),
            End = new(_firstEnd, TimeSpan.Zero),
            Occurrences = _occurrences,
            TotalDuration = new(_total),
            LastStart = new(_lastStart, TimeSpan.Zero),
            VMs = vms,
            Sessions = sessions,
            IsLoadKnown = Array.TrueForAll(own, window => window.Load.VMs is not null),
            IsOverVMLimit = isOverVMs,
            IsOverSessionLimit = isOverSessions,
            PredictedWait = wait?.Longest,
            TokensAtRisk = wait?.TokensAtRisk,
            Severity = wait?.TokensAtRisk > 0 ? OverlapSeverity.High
                : isOverVMs || isOverSessions ? OverlapSeverity.Medium
                : OverlapSeverity.Low,
        };
    }

    private static int Clamp(long number) => (int)Math.Min(int.MaxValue, number);
}
