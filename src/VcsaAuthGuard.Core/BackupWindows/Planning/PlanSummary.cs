using System.Globalization;

namespace VcsaAuthGuard.BackupWindows.Planning;

/// <summary>What windows come to over the span of a plan, summed over all vCenters.</summary>
public sealed record PlanSummary
{
    /// <summary>How many tokens are predicted to expire in the gateway's queue.</summary>
    public long Expired { get; init; }

    /// <summary>How much the load is over the limits and for how long: VMs over their limit times hours, and sessions over theirs times hours.</summary>
    public double ExcessHours { get; init; }

    /// <summary>How many hours a backup window and an automation window have together, each pair on its own.</summary>
    public double OverlapHours { get; init; }

    /// <summary>How far windows are moved, all of them together.</summary>
    public TimeSpan Shift { get; init; }

    /// <summary>How many windows are moved.</summary>
    public int Moved { get; init; }

    /// <summary>The most VMs worked on at a time at one vCenter; null in a bound.</summary>
    public long? PeakVMs { get; init; }

    /// <summary>The most sessions held at a time at one vCenter; null in a bound.</summary>
    public long? PeakSessions { get; init; }

    /// <summary>Whether tokens are predicted to expire, the load is over a limit, or a backup overlaps automation.</summary>
    public bool IsTrouble => Expired > 0 || ExcessHours > 0 || OverlapHours > 0;

    /// <summary>The figures in a line.</summary>
    public override string ToString() => string.Format(
        CultureInfo.InvariantCulture, "overlap {0:0.##} h, {1}{2} predicted to expire", OverlapHours,
        PeakVMs is null ? "" : string.Format(CultureInfo.InvariantCulture, "peak {0} VMs and {1} sessions, ", PeakVMs, PeakSessions) + Excess(),
        Expired == 1 ? "1 token" : Expired.ToString(CultureInfo.InvariantCulture) + " tokens");

    internal static PlanSummary Of(PlanCost cost, IEnumerable<ServerLoad>? loads = null) => new()
    {
        Expired = cost.Expired,
        ExcessHours = cost.Excess / 3_600_000.0,
        OverlapHours = cost.Overlap / 3_600_000.0,
        Shift = new TimeSpan(cost.Shift),
        Moved = cost.Moved,
        PeakVMs = loads?.Max(load => load.PeakVMs),
        PeakSessions = loads?.Max(load => load.PeakSessions),
    };

    private string Excess() => ExcessHours == 0 ? "" : string.Format(CultureInfo.InvariantCulture, "{0:0.##} load hours over the limits, ", ExcessHours);
}
