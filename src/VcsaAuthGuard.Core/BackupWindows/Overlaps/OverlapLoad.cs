namespace VcsaAuthGuard.BackupWindows.Overlaps;

/// <summary>
/// Represents the load of overlapping windows on a vCenter: the largest numbers of VMs and of sessions, and the moment with the most work
/// (VMs times seconds per request), for which the wait is predicted.
/// </summary>
internal struct OverlapLoad
{
    public long VMs;
    public long Sessions;

    /// <summary>The VMs and sessions of the moment with the most work, and its VMs whose seconds per request are known.</summary>
    public long BusiestVMs;
    public long BusiestSessions;
    public long TimedVMs;
    public double Work;

    /// <summary>Adds a window (1) or removes it (-1).</summary>
    public void Change(WindowLoad load, int sign)
    {
        VMs += sign * (load.VMs ?? 0);
        Sessions += sign * (load.Sessions ?? 0);
        BusiestVMs = VMs;
        BusiestSessions = Sessions;
        if (load.VMs is int vms && load.SecondsPerRequest is double seconds)
        {
            TimedVMs += sign * vms;
            Work = TimedVMs == 0 ? 0 : Work + (sign * vms * seconds);
        }
    }

    /// <summary>Returns the larger of both in each respect.</summary>
    public readonly OverlapLoad With(in OverlapLoad other)
    {
        OverlapLoad peak = other.Work > Work || (other.Work == Work && other.TimedVMs > TimedVMs) ? other : this;
        peak.VMs = Math.Max(VMs, other.VMs);
        peak.Sessions = Math.Max(Sessions, other.Sessions);
        return peak;
    }
}
