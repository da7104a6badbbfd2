namespace VcsaAuthGuard.BackupWindows.Planning;

/// <summary>Represents the cost of a plan, in order of importance; sums over all vCenters and the whole period.</summary>
/// <param name="Expired">Tokens predicted to expire.</param>
/// <param name="Excess">Load over the limits, in milliseconds times VMs or sessions.</param>
/// <param name="Overlap">The time in which two windows overlap, summed over all pairs, in milliseconds.</param>
/// <param name="YearExcess">Load over the limits in the year.</param>
/// <param name="YearOverlap">The time in which two windows overlap in the year.</param>
/// <param name="Shift">The sum of the distances by which windows are moved, in ticks.</param>
/// <param name="Moved">The number of windows moved.</param>
internal readonly record struct PlanCost(
    long Expired, long Excess, long Overlap, long YearExcess, long YearOverlap, long Shift, int Moved) : IComparable<PlanCost>
{
    public static PlanCost Max { get; } = new(long.MaxValue, 0, 0, 0, 0, 0, 0);

    public static PlanCost operator +(PlanCost a, PlanCost b) =>
        new(a.Expired + b.Expired, a.Excess + b.Excess, a.Overlap + b.Overlap, a.YearExcess + b.YearExcess,
            a.YearOverlap + b.YearOverlap, a.Shift + b.Shift, a.Moved + b.Moved);

    public static PlanCost operator -(PlanCost a, PlanCost b) =>
        new(a.Expired - b.Expired, a.Excess - b.Excess, a.Overlap - b.Overlap, a.YearExcess - b.YearExcess,
            a.YearOverlap - b.YearOverlap, a.Shift - b.Shift, a.Moved - b.Moved);

    public static bool operator <(PlanCost a, PlanCost b) => a.CompareTo(b) < 0;

    public static bool operator >(PlanCost a, PlanCost b) => a.CompareTo(b) > 0;

    public int CompareTo(PlanCost other) =>
        Expired != other.Expired ? Expired.CompareTo(other.Expired)
        : Excess != other.Excess ? Excess.CompareTo(other.Excess)
        : Overlap != other.Overlap ? Overlap.CompareTo(other.Overlap)
        : YearExcess != other.YearExcess ? YearExcess.CompareTo(other.YearExcess)
        : YearOverlap != other.YearOverlap ? YearOverlap.CompareTo(other.YearOverlap)
        : Shift != other.Shift ? Shift.CompareTo(other.Shift)
        : Moved.CompareTo(other.Moved);
}
