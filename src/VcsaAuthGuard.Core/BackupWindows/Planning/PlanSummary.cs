using System.Globalization;
using VcsaAuthGuard.BackupWindows.Overlaps;

namespace VcsaAuthGuard.BackupWindows.Planning;

/// <summary>Represents the figures by which a set of windows is judged over the period of a plan, summed over all vCenters.</summary>
public sealed record PlanSummary
{
    /// <summary>Gets the number of tokens predicted to expire in the gateway's queue.</summary>
    public long Expired { get; init; }

    /// <summary>Gets the load over the limits: VMs over their limit times hours, plus sessions over theirs times hours.</summary>
    public double ExcessHours { get; init; }

    /// <summary>Gets the hours in which two windows overlap, summed over all pairs of windows.</summary>
    public double OverlapHours { get; init; }

    /// <summary>Gets the number of overlaps that <see cref="OverlapFinder"/> finds in the same period; null in a bound.</summary>
    public int? Overlaps { get; init; }

    /// <summary>Gets the hours in which two windows overlap in the year for which a plan is checked, summed over all pairs.</summary>
    public double YearOverlapHours { get; init; }

    /// <summary>Gets the load over the limits in that year.</summary>
    public double YearExcessHours { get; init; }

    /// <summary>Gets the number of overlaps that <see cref="OverlapFinder"/> finds in that year; null in a bound.</summary>
    public int? YearOverlaps { get; init; }

    /// <summary>Gets the number of times that windows overlap in that year: each overlap with its occurrences; null in a bound.</summary>
    public int? YearOccurrences { get; init; }

    /// <summary>Gets the sum of the distances by which windows are moved.</summary>
    public TimeSpan Shift { get; init; }

    /// <summary>Gets the number of windows that are moved.</summary>
    public int Moved { get; init; }

    /// <summary>Gets the largest number of VMs processed at a time at one vCenter; null in a bound.</summary>
    public long? PeakVMs { get; init; }

    /// <summary>Gets the largest number of sessions held at a time at one vCenter; null in a bound.</summary>
    public long? PeakSessions { get; init; }

    /// <summary>
    /// Gets whether tokens are predicted to expire, the load is over a limit, or windows overlap, at any time of the year.
    /// </summary>
    public bool HasProblems => Expired > 0 || ExcessHours > 0 || OverlapHours > 0 || YearExcessHours > 0 || YearOverlapHours > 0;

    /// <summary>Returns the figures in one line.</summary>
    public override string ToString() => string.Format(
        CultureInfo.InvariantCulture, "overlap {0:0.##} h, {1}{2} predicted to expire", OverlapHours,
        PeakVMs is null
            ? ""
            : string.Format(CultureInfo.InvariantCulture, "peak {0} VMs and {1} sessions, ", PeakVMs, PeakSessions) + Excess(),
        Expired == 1 ? "1 token" : Expired.ToString(CultureInfo.InvariantCulture) + " tokens");

    internal static PlanSummary Create(PlanCost cost) => new()
    {
        Expired = cost.Expired,
        ExcessHours = cost.Excess / 3_600_000.0,
        OverlapHours = cost.Overlap / 3_600_000.0,
        YearExcessHours = cost.YearExcess / 3_600_000.0,
        YearOverlapHours = cost.YearOverlap / 3_600_000.0,
        Shift = new TimeSpan(cost.Shift),
        Moved = cost.Moved,
    };

    private string Excess() => ExcessHours == 0
        ? ""
        : string.Format(CultureInfo.InvariantCulture, "{0:0.##} load hours over the limits, ", ExcessHours);
}
