using VcsaAuthGuard.BackupWindows.Overlaps;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.BackupWindows.Planning;

/// <summary>Represents a plan that moves windows apart, with its figures.</summary>
public sealed record WindowPlan
{
    /// <summary>Gets the windows in the order they were given, moved or not.</summary>
    public IReadOnlyList<PlannedWindow> Windows { get; internal set; } = [];

    /// <summary>Gets the options of the plan.</summary>
    public required PlanOptions Options { get; init; }

    /// <summary>Gets the figures of the windows as they are.</summary>
    public required PlanSummary Before { get; init; }

    /// <summary>Gets the figures of the windows as proposed; never worse than before.</summary>
    public required PlanSummary After { get; init; }

    /// <summary>
    /// Gets figures that no plan on this grid is below, compared figure after figure: the cost of the fixed windows, and for each movable
    /// one the smallest cost that it adds to those alone.
    /// </summary>
    public required PlanSummary LowerBound { get; init; }

    /// <summary>
    /// Gets whether it is proven that no plan on this grid is better: by trying all, or because it reaches <see cref="LowerBound"/>.
    /// </summary>
    public bool IsOptimal { get; init; }

    /// <summary>
    /// Gets the overlaps of the proposed windows in the next year (<see cref="PlanOptions.CheckedDays"/>), as
    /// <see cref="OverlapFinder"/> finds them.
    /// </summary>
    public IReadOnlyList<WindowOverlap> Remaining { get; init => field = new ItemList<WindowOverlap>(value); }
        = new ItemList<WindowOverlap>([]);

    /// <summary>Gets the figures about the gateway that the plan stands on, with those that are assumed named so.</summary>
    public string Assumptions => FormattableString.Invariant(
        $"{Options.Concurrency} requests at a time ({Options.ConcurrencySource.ToString().ToLowerInvariant()}), ")
        + FormattableString.Invariant($"tokens live {Options.TokenLifetime.TotalSeconds:0.#} s");

    /// <summary>Gets the number of windows without VMs or seconds per request: no tokens of them are predicted to expire.</summary>
    public int Unpredicted { get; init; }

    /// <summary>Gets whether better start times can exist, as a sentence without its full stop.</summary>
    public string Quality => Windows.All(window => window.Movable is null)
            ? "no window may be moved: give the times of day to which it may (Movable, such as 18:00-06:00)"
        : IsOptimal
        ? $"no other start times in steps of {Phrases.Count((long)Options.Step.TotalMinutes, "minute")} are better"
        : $"better start times may exist, but none with less than: {LowerBound}";

    /// <summary>Gets how often windows overlap within a year, before and after the plan; with hours where some still do.</summary>
    public string YearSummary
    {
        get
        {
            string Of(PlanSummary summary) => Phrases.Count(summary.YearOccurrences ?? 0, "time")
                + (After.YearOccurrences > 0 ? FormattableString.Invariant($" ({summary.YearOverlapHours:0.#} h)") : "");
            return $"windows meet {Of(Before)} before and {Of(After)} after the plan";
        }
    }

    /// <summary>Returns the figures before and after in one line.</summary>
    public override string ToString() => $"before: {Before}; after: {After}; {Quality}";
}
