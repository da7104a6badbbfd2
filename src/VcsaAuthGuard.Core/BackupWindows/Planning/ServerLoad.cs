using VcsaAuthGuard.BackupWindows.Overlaps;

namespace VcsaAuthGuard.BackupWindows.Planning;

/// <summary>Represents the load of one vCenter, slot by slot.</summary>
/// <param name="lengths">The length of each slot.</param>
/// <param name="options">The options, which have the limits.</param>
internal sealed class ServerLoad(long[] lengths, PlanOptions options)
{
    private readonly long[] _vms = new long[lengths.Length];
    private readonly long[] _sessions = new long[lengths.Length];
    private readonly int[] _running = new int[lengths.Length];
    private readonly int[][] _runningOfRole =
    [
        .. Enumerable.Range(0, (int)WindowRole.Maintenance + 1).Select(_ => new int[lengths.Length]),
    ];
    private readonly long _maxVMs = options.MaxConcurrentVM ?? long.MaxValue;
    private readonly long _maxSessions = options.MaxSession ?? long.MaxValue;

    public BurstTrack Bursts { get; } = new(options.Concurrency, options.TokenLifetime.Ticks);

    public long PeakVMs => _vms.DefaultIfEmpty().Max();

    public long PeakSessions => _sessions.DefaultIfEmpty().Max();

    /// <summary>Returns whether the load is over a limit in one of the slots.</summary>
    public bool IsOver(int first, int end)
    {
        for (int slot = first; slot < end; slot++)
        {
            if (_vms[slot] > _maxVMs || _sessions[slot] > _maxSessions)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Adds (1) or removes (-1) a window in some slots, and returns the difference of the cost with and without it.</summary>
    public (long Excess, long Overlap) Change(PlanItem item, int first, int end, int sign)
    {
        long excess = 0, overlap = 0;
        int[] ofSameRole = _runningOfRole[(int)item.Window.Role];
        for (int slot = first; slot < end; slot++)
        {
            long length = lengths[slot];
            long before = Over(_vms[slot], _maxVMs) + Over(_sessions[slot], _maxSessions);
            _vms[slot] += sign * item.VMs;
            _sessions[slot] += sign * item.Sessions;
            excess += length * sign * (Over(_vms[slot], _maxVMs) + Over(_sessions[slot], _maxSessions) - before);
            overlap += length * OverlapRule.CountOverlapping(_running[slot], ofSameRole[slot]);
            _running[slot] += sign;
            ofSameRole[slot] += sign;
        }

        return (excess, overlap);
    }

    /// <summary>Adds, for each slot, the cost of a window in it, one index after the slot.</summary>
    public void AddMarginals(PlanItem item, long[] excess, long[] overlap)
    {
        bool hasLoad = (item.VMs > 0 && options.MaxConcurrentVM is not null) || (item.Sessions > 0 && options.MaxSession is not null);
        int[] ofSameRole = _runningOfRole[(int)item.Window.Role];
        for (int slot = 0; slot < lengths.Length; slot++)
        {
            long length = lengths[slot];
            if (hasLoad)
            {
                excess[slot + 1] += length * (Over(_vms[slot] + item.VMs, _maxVMs) - Over(_vms[slot], _maxVMs)
                    + Over(_sessions[slot] + item.Sessions, _maxSessions) - Over(_sessions[slot], _maxSessions));
            }

            overlap[slot + 1] += length * OverlapRule.CountOverlapping(_running[slot], ofSameRole[slot]);
        }
    }

    private static long Over(long load, long limit) => load > limit ? load - limit : 0;
}
